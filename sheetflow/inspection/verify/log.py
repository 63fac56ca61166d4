"""Whether the Run log is whole: every row as a run wrote it, below the row it was written below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from sheetflow.controls.closing import changed_totals
from sheetflow.controls.closing.totals import CLOSING
from sheetflow.controls.run_log import OWN, PREVIOUS, LogRow
from sheetflow.inspection.verify.books import Books
from sheetflow.inspection.verify.model import Finding


def log_findings(books: Books) -> Iterator[Finding]:
    """What is wrong with the log, from the top."""
    log = books.opened.log
    for row, text in (*chain_faults(log), *total_changes(log)):
        yield Finding("log", books.cell("Run log", "Run", row), text)
    last = _last_change(books)
    if last > log[-1].run:
        where = books.cell("Run log", "Run", log[-1].row)
        yield Finding(
            "log",
            where,
            f"the log ends with run {log[-1].run}, but Changes is of run {last}: rows are gone",
        )


def chain_faults(log: Sequence[LogRow]) -> Iterator[tuple[int, str]]:
    """The rows that are not as a run wrote them, or do not follow the row above."""
    for at, row in enumerate(log):
        if row.text(OWN) and row.text(OWN) != row.fingerprint:
            yield row.row, f"a cell of run {row.run} was altered"
        above = log[at - 1].fingerprint if at else ""
        if row.text(OWN) and row.text(PREVIOUS) != above:
            yield (
                row.row,
                f"run {row.run} does not follow the row above it: one was removed, moved or altered",
            )
        elif at and log[at - 1].text(OWN) and not row.text(OWN):
            yield row.row, f"run {row.run} has no fingerprint"


def total_changes(log: Sequence[LogRow]) -> Iterator[tuple[int, str]]:
    """The control totals that changed from one run to the next while the closing date stayed."""
    for above, row in pairwise(log):
        for header, then, now in changed_totals(above, row.cells):
            said = f"{then} in run {above.run}, {now or 'blank'} in run {row.run}"
            yield (
                row.row,
                f"{header} (to {row.text(CLOSING)}): {said}, though the period stayed closed",
            )


def _last_change(books: Books) -> int:
    """The run that the sheet Changes is of; 0 where it is empty."""
    place = books.derived.get("Changes")
    if place is None or "Run" not in place.columns:
        return 0
    cells = books.opened.workbook.read(place.name).column(place.columns["Run"])[
        place.header_row :
    ]
    return max((int(cell) for cell in cells if isinstance(cell, float)), default=0)
