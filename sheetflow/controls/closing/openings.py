"""A period that was closed and is open again, which is reported until somebody gives the reason in the Run log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from sheetflow.controls.closing.totals import CLOSING
from sheetflow.controls.run_log import REASON, LogRow
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import BLANK
from sheetflow.domain.problems import Problem
from sheetflow.reading.settings import record_of_setting


class Opening(NamedTuple):
    """A period that is open again: its last day (2026-02-28), and the run that had closed it."""

    closing: str
    closed_by: int


def opening_problems(log: Sequence[LogRow], book: Book) -> list[Problem]:
    """A period that the log says was closed, and that a later row of it, or Settings, opens again.

    While a setting is in error, which may be the closing date, nothing is said.
    """
    settings = book.settings
    if settings.has_error or not log:
        return []
    opening = open_again([*log, _row_now(log[-1], settings.closing_date)])
    if opening is None:
        return []
    words = {"closing": opening.closing, "run": str(opening.closed_by)}
    record = record_of_setting(book["Settings"], CLOSING)
    return [Problem("CLO06", "Settings", record, "Value", "", words)]


def _row_now(last: LogRow, closing: int) -> LogRow:
    """A row as the next run would add it, with the closing date as it is."""
    now = None if closing == BLANK else date.fromordinal(closing)
    return replace(last, cells={CLOSING: now})


def open_again(log: Sequence[LogRow]) -> Opening | None:
    """The latest period of a log that was closed, and is open in its last row without a reason."""
    closed = Opening("", 0)
    is_open = False
    for row in log:
        day = row.text(CLOSING)
        is_closed = day >= closed.closing
        if day > closed.closing or row.text(REASON):
            closed = Opening(day, row.run)
            is_closed = True
        is_open = not is_closed
    return closed if is_open else None
