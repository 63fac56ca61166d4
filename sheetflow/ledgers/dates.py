"""The day that each row of a sheet is dated, and the day from which it counts."""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import PurchaseLines, PurchaseOrders
from sheetflow.domain.numbers import BLANK, IntArray, take
from sheetflow.domain.relations import ORDERS, belonging, reference_between
from sheetflow.ledgers.facts import order_links
from sheetflow.ledgers.lines import shipped_rows

_THROUGH = {"Shipments": shipped_rows}
"""How rows find the row that is booked in their place, where no column names it."""


def days_of(book: Book, sheet: str) -> IntArray:
    """The day that each row of a sheet is dated, BLANK for none.

    A line of an invoice has its invoice's date, a packing row the date on which its container left.
    """
    schema = book[sheet].schema
    if schema.booked_on:
        return book[sheet][schema.booked_on]
    through = schema.booked_through
    return take(days_of(book, through), _rows_dated_by(book, sheet, through), BLANK)


def _rows_dated_by(book: Book, sheet: str, through: str) -> IntArray:
    """For each row of a sheet, the row of another one whose date it has."""
    if through in _THROUGH:
        return _THROUGH[through](book)
    return book[sheet].link(reference_between(sheet, through).name)


def first_days(book: Book, sheet: str) -> IntArray:
    """The day from which each row of a sheet counts, BLANK for one that always counts.

    That is its own date. A packing row that has not left counts from the last pick of its order line. What has no date
    at all, such as an order line or a suggestion, counts from the date of its order, or purchase order.
    """
    size = len(book[sheet])
    if sheet == ORDERS:
        return book.orders.order_date
    purchased = book.purchase_orders.order_date
    if sheet == PurchaseOrders.SHEET:
        return purchased
    if sheet == PurchaseLines.SHEET:
        return take(purchased, book.purchase_lines.purchase_order_index, BLANK)
    if not belonging(sheet) and not _is_dated(book, sheet):
        return np.full(size, BLANK, dtype=np.int64)
    days = np.full(size, BLANK, dtype=np.int64)
    if _is_dated(book, sheet):
        days = days_of(book, sheet)
    if sheet == "Packing":
        days = np.where(days == BLANK, _last_picks(book), days)
    of_order = take(book.orders.order_date, order_links(book, sheet), BLANK)
    return np.where(days == BLANK, of_order, days)


def _is_dated(book: Book, sheet: str) -> bool:
    """Whether a sheet has dates, of its own or of the rows that its rows belong to."""
    schema = book[sheet].schema
    return bool(schema.booked_on or schema.booked_through)


def _last_picks(book: Book) -> IntArray:
    """For each packing row, the date of the last pick of its order line; BLANK where nothing was picked."""
    picks = book.picks
    last = np.full(len(book.order_lines), BLANK, dtype=np.int64)
    rows = np.flatnonzero(picks.live & (picks.line_index >= 0))
    np.maximum.at(last, picks.line_index[rows], picks.pick_date[rows])
    return take(last, book.packing.line_index, BLANK)
