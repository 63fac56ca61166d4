"""The purchase orders that a new workbook takes over from a full one: all that still bring something, or did lately."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.domain.arrays import take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.frames import PurchaseLines, PurchaseOrders, Receipts
from sheetflow.domain.numbers import NOTHING, IntArray, Mask, any_by
from sheetflow.ledgers.dates import days_of
from sheetflow.ledgers.purchases import build_purchases
from sheetflow.starters.open_orders import series_numbers

PURCHASES = (PurchaseOrders.SHEET, PurchaseLines.SHEET, Receipts.SHEET)
"""The sheets whose rows belong to purchase orders."""


def purchases_to_carry(book: Book, day: int) -> Mask:
    """The purchase orders that come over, by position.

    They are those with something outstanding or an action, those dated or received after
    `day`, and the last of each series of numbers.
    """
    orders = book.purchase_orders
    size = len(orders)
    ledger = build_purchases(book)
    expected = any_by(ledger.purchase_order, size, ledger.outstanding > 0)
    open_orders = expected & np.asarray(orders.state != "Cancelled")
    later = days_of(book, Receipts.SHEET) > day
    arrived = any_by(book.receipts.purchase_order_index, size, later)
    chosen = open_orders | orders.has_action | arrived | (orders.order_date > day)
    chosen[list(_last_numbered(book))] = True
    return np.asarray(chosen, dtype=bool)


def _last_numbered(book: Book) -> Iterator[int]:
    """The purchase orders that have the highest number of each series, so that it goes on there."""
    for sheet in PURCHASES:
        order = order_of_purchases(book, sheet)
        for numbers in series_numbers(book, sheet):
            at = int(numbers.argmax()) if len(numbers) else -1
            if at >= 0 and order[at] >= 0:
                yield int(order[at])


def order_of_purchases(book: Book, sheet: str) -> IntArray:
    """The purchase order of each row of one of these sheets."""
    if sheet == PurchaseOrders.SHEET:
        return np.arange(len(book.purchase_orders))
    return book[sheet].link("purchase_order")


def rows_of_purchases(book: Book, sheet: str, chosen: Mask) -> Mask:
    """The rows of a sheet that belong to the chosen purchase orders, voided ones included."""
    return take_mask(chosen, order_of_purchases(book, sheet))


def without_left_orders(book: Book, orders: Mask) -> Book:
    """The book whose purchase lines name only sales orders that come over."""
    lines = book.purchase_lines
    is_left = lines.has_for_order & ~take_mask(orders, lines.for_order_index)
    cleared = lines.fill(PurchaseLines.for_order, is_left, NOTHING)
    return book.put(cleared) if is_left.any() else book
