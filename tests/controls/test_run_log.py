"""The Run log as a chain: what a row's fingerprint holds, and that it goes on from logs that had none."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from locations import QUICKSTART

import sheetflow
from sheetflow.controls.run_log import LogRow, cell_text, chained, fingerprint, read_log
from sheetflow.workbook import Workbook

DAY = date(2026, 3, 2)
ROW = {
    "Run": 1,
    "Started (UTC)": "2026-03-02 10:00:00",
    "As of": DAY,
    "Orders read": 25,
}


def run(path: Path) -> list[LogRow]:
    """Run a workbook in place; its log afterwards."""
    sheetflow.run(path, as_of=DAY).save(path, replacing=True)
    return read_log(Workbook.open(path).read("Run log"))


def copied(folder: Path) -> Path:
    path = folder / "book.xlsx"
    path.write_bytes(QUICKSTART.read_bytes())
    return path


def test_each_row_holds_its_own_fingerprint_and_that_of_the_row_above(
    tmp_path: Path,
) -> None:
    path = copied(tmp_path)
    rows = [run(path), run(path), run(path)][-1]
    assert [row.run for row in rows] == [1, 2, 3]
    assert [row.text("Row SHA-256") for row in rows] == [
        row.fingerprint for row in rows
    ]
    assert [row.text("Previous row SHA-256") for row in rows] == [
        "",
        rows[0].fingerprint,
        rows[1].fingerprint,
    ]


def test_a_log_without_fingerprints_goes_on(tmp_path: Path) -> None:
    path = copied(tmp_path)
    run(path)
    workbook = Workbook.open(path)
    headers = workbook.read("Run log").rows[0]
    for at in range(
        10, len(headers) + 1
    ):  # as an earlier version wrote it: nine columns
        workbook.set_cells("Run log", at, [1, 2], [None, None], overwrite_formulas=True)
    workbook.save(path, replacing=True)
    first, second = run(path)
    assert first.text("Row SHA-256") == ""
    assert second.text("Previous row SHA-256") == first.fingerprint
    assert second.text("Row SHA-256") == second.fingerprint


@pytest.mark.parametrize("header", list(ROW))
def test_every_cell_counts(header: str) -> None:
    assert fingerprint({**ROW, header: None}) != fingerprint(ROW)


def test_the_row_above_counts() -> None:
    first = LogRow(2, chained(ROW, None))
    other = LogRow(2, chained({**ROW, "On hold": 1}, None))
    assert chained({**ROW, "Run": 2}, first) != chained({**ROW, "Run": 2}, other)


def test_a_reason_is_typed_later_and_does_not_count() -> None:
    assert fingerprint({**ROW, "Reason": "typed late"}) == fingerprint(ROW)


def test_a_log_of_an_earlier_version_keeps_its_headers(tmp_path: Path) -> None:
    path = copied(tmp_path)
    run(path)
    workbook = Workbook.open(path)
    at = workbook.read("Run log").rows[0].index("On hold") + 1
    workbook.set_cells("Run log", at, [1], ["Held"], overwrite_formulas=True)
    workbook.save(path, replacing=True)
    rows = run(path)
    assert "On hold" not in Workbook.open(path).read("Run log").rows[0]
    assert [row.text("On hold") for row in rows] == ["0", "0"]
    assert [row.text("Row SHA-256") for row in rows] == [
        row.fingerprint for row in rows
    ]


def test_a_cell_is_the_same_whichever_program_saved_it() -> None:
    assert cell_text(12) == cell_text(12.0) == cell_text(Decimal("12.00")) == "12"
    assert cell_text(1054.5) == cell_text(Decimal("1054.50")) == "1054.5"
    assert cell_text(date(2026, 3, 2)) == "2026-03-02"
    assert cell_text(None) == ""


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=6))
def test_a_number_reads_back_as_the_text_that_it_was_written_as(
    number: Decimal,
) -> None:
    assert cell_text(float(number)) == cell_text(number)
