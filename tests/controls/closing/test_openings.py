"""A closed period that is open again is reported until the log has a reason, or the date is set again."""

from __future__ import annotations

from datetime import date

import pytest

from sheetflow.controls.closing.openings import Opening, open_again
from sheetflow.controls.run_log import LogRow

FEBRUARY = date(2026, 2, 28)
JANUARY = date(2026, 1, 31)


def log(*rows: tuple[date | None, str]) -> list[LogRow]:
    """A log from the closing date and the reason of each run."""
    return [
        LogRow(run + 1, {"Run": run, "Closing date": day, "Reason": reason})
        for run, (day, reason) in enumerate(rows, 1)
    ]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([], None),
        ([(None, ""), (JANUARY, ""), (FEBRUARY, "")], None),
        ([(FEBRUARY, ""), (None, "")], Opening("2026-02-28", 1)),
        ([(JANUARY, ""), (FEBRUARY, ""), (JANUARY, "")], Opening("2026-02-28", 2)),
        ([(FEBRUARY, ""), (None, ""), (None, "")], Opening("2026-02-28", 1)),
        ([(FEBRUARY, ""), (None, ""), (FEBRUARY, "")], None),
        ([(FEBRUARY, ""), (None, "tax audit"), (None, "")], None),
        ([(FEBRUARY, ""), (None, ""), (None, "tax audit"), (None, "")], None),
        (
            [(FEBRUARY, ""), (None, "audit"), (JANUARY, ""), (None, "")],
            Opening("2026-01-31", 3),
        ),
    ],
)
def test_a_period_is_open_again(
    rows: list[tuple[date | None, str]], expected: Opening | None
) -> None:
    assert open_again(log(*rows)) == expected
