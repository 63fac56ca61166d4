"""Rules on dates: more than a year from the run's date, which is most often a mistyped year.

The rules are in docs/reference/rules.md, section 7.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.checks.violations import Rule, Violation, Words
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import fact_schemas
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import (
    PurchaseLines,
    PurchaseOrders,
    Receipts,
    StockMoves,
)
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import BLANK, IntArray, Mask, take
from sheetflow.domain.phrases import day
from sheetflow.domain.relations import ORDERS, belonging
from sheetflow.ledgers.facts import order_links
from sheetflow.ledgers.lines import Lines

YEAR = 366
"""More days than these are more than a year."""

WITHOUT_ORDERS = (
    StockMoves.SHEET,
    PurchaseOrders.SHEET,
    PurchaseLines.SHEET,
    Receipts.SHEET,
)
"""The sheets of what happens that belongs to no order."""

_DUE = "Due date"
"""A date that the terms put far ahead, and rightly."""


def far_dates(book: Book, _lines: Lines) -> Iterator[Violation]:
    """A date more than a year before or after the run's."""
    for schema in fact_schemas():
        if not belonging(schema.sheet) and schema.sheet not in WITHOUT_ORDERS:
            continue
        frame = book[schema.sheet]
        for column in schema.facts:
            if column.kind == "date" and column.header != _DUE and len(frame):
                yield _far(book, frame, column.header)


def _far(book: Book, frame: Frame, header: str) -> Violation:
    """The dates of one column that are far from the run's."""
    days = frame[header]
    given = frame.valid & (days != BLANK)
    after = given & (days > book.as_of + YEAR)
    before = _surprisingly_old(book, frame, days, given)
    words: Words = {
        "relation": lambda row: message("after") if after[row] else message("before"),
        "run": lambda _row: day(book.as_of),
    }
    return Violation("DAT06", frame.schema.sheet, header, after | before, words)


def _surprisingly_old(book: Book, frame: Frame, days: IntArray, given: Mask) -> Mask:
    """The given dates that are far before the run's, and neither closed nor history."""
    old = given & (days < book.as_of - YEAR)
    if old.any():
        old &= days > book.settings.closing_date
        old &= ~_is_history(book, frame, days)
    return old


def _is_history(book: Book, frame: Frame, days: IntArray) -> Mask:
    """The rows whose old date is no surprise: they belong to an old order, or are among old rows.

    Orders and stock moves are in the order in which they were typed: old ones at the top, and
    recent ones below.
    """
    sheet = frame.schema.sheet
    oldest = book.as_of - YEAR
    if sheet == ORDERS or not belonging(sheet):
        return _are_above_recent_ones(frame, days, oldest)
    return _are_of_old_orders(book, sheet, oldest)


def _are_of_old_orders(book: Book, sheet: str, oldest: int) -> Mask:
    """The rows of orders that are dated before the oldest day that is no surprise."""
    ordered = take(book.orders.order_date, order_links(book, sheet), BLANK)
    return np.asarray((ordered != BLANK) & (ordered < oldest))


def _are_above_recent_ones(frame: Frame, days: IntArray, oldest: int) -> Mask:
    """The rows above the first recent one; opening stock may be older than everything."""
    recent = np.flatnonzero(frame.valid & (days >= oldest))
    first = int(recent[0]) if len(recent) else 0
    is_history = np.arange(len(frame)) < first
    if isinstance(frame, StockMoves):
        is_history |= frame.type == "Opening"
    return np.asarray(is_history)


RULES: tuple[Rule, ...] = (far_dates,)
"""The rules of this module."""
