"""Whether the Run log is complete: every row as a run wrote it, below the row that was above it then."""

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
        yield _finding(books, row, text)
    last = log[-1]
    changes_run = _run_of_changes(books)
    if changes_run > last.run:
        text = (
            f"the log ends with run {last.run}, but Changes describes run {changes_run}: "
            "rows were removed"
        )
        yield _finding(books, last.row, text)


def _finding(books: Books, row: int, text: str) -> Finding:
    return Finding("log", books.cell("Run log", "Run", row), text)


def chain_faults(log: Sequence[LogRow]) -> Iterator[tuple[int, str]]:
    """The rows that are not as a run wrote them, or do not follow the row above."""
    above: LogRow | None = None
    for row in log:
        for text in _row_faults(row, above):
            yield row.row, text
        above = row


def _row_faults(row: LogRow, above: LogRow | None) -> Iterator[str]:
    """What is wrong with one row of the log."""
    own = row.text(OWN)
    if own and own != row.fingerprint:
        yield f"a cell of run {row.run} was altered"
    expected = above.fingerprint if above else ""
    if own and row.text(PREVIOUS) != expected:
        yield (
            f"run {row.run} does not follow the row above it: "
            "one was removed, moved or altered"
        )
    if above and above.text(OWN) and not own:
        yield f"run {row.run} has no fingerprint"


def total_changes(log: Sequence[LogRow]) -> Iterator[tuple[int, str]]:
    """The control totals of a closed period that changed from one run to the next."""
    for above, row in pairwise(log):
        closed = row.text(CLOSING)
        for header, then, now in changed_totals(above, row.cells):
            change = f"{then} in run {above.run}, {now or 'blank'} in run {row.run}"
            text = f"{header} (to {closed}): {change}, though the period stayed closed"
            yield row.row, text


def _run_of_changes(books: Books) -> int:
    """The run that the sheet Changes is of; 0 where it is empty or missing."""
    position = books.derived.get("Changes")
    if position is None or "Run" not in position.columns:
        return 0
    grid = books.opened.workbook.read(position.name)
    cells = grid.column(position.columns["Run"])[position.header_row :]
    runs = [int(cell) for cell in cells if isinstance(cell, float)]
    return max(runs, default=0)
