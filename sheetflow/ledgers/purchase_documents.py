"""Purchase orders as documents: which a run prints, and which can be printed again."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import IntArray, Mask, any_by
from sheetflow.ledgers.purchases import build_purchases, is_open_purchase

PURCHASE = "Purchase order"
"""What a purchase order is called among issued documents."""


def printable_purchases(book: Book) -> Mask:
    """The purchase orders whose State is Order, with anything that is not cancelled."""
    orders = book.purchase_orders
    ledger = build_purchases(book)
    expected = ledger.counts & (ledger.effective > 0)
    with_lines = any_by(ledger.purchase_order, len(orders), expected)
    return np.asarray(
        orders.valid & orders.has_purchase_order & is_open_purchase(book) & with_lines
    )


def new_purchases(book: Book, on_hold: Collection[int]) -> IntArray:
    """The purchase orders that were not printed yet, and of which anything is outstanding.

    None of those that an error puts on hold, nor any while a setting is in error.
    """
    if not len(book.purchase_orders) or book.settings.has_error:
        return np.zeros(0, dtype=np.int64)
    ledger = build_purchases(book)
    size = len(book.purchase_orders)
    outstanding = any_by(ledger.purchase_order, size, ledger.on_order > 0)
    wanted = np.flatnonzero(printable_purchases(book) & outstanding)
    numbers = book.purchase_orders.purchase_order
    new = [
        at
        for at in wanted.tolist()
        if at not in on_hold and (PURCHASE, str(numbers[at])) not in book.issued
    ]
    return np.array(new, dtype=np.int64)
