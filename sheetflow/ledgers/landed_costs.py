"""Landed costs: the share of a purchase order's freight that each of its receipts carries.

With Settings' Landed cost `By value`, a receipt worth w carries
round(F × (v + w) ÷ V) − round(F × v ÷ V): F is the freight of the purchase order, V what its
lines are worth as they were ordered, cancelled or not, and v what was received of it before,
receipts in the order of their rows. v and v + w count up to V: what comes beyond it carries none.
All are at the unit costs of the purchase lines, less their discounts, and not rounded
(docs/reference/rules.md, section 10). Shares are in millionths.
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.arrays import zeros
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import (
    MICRO,
    AnyArray,
    IntArray,
    multiply,
    next_share,
    running_by,
    take,
    total_by,
)
from sheetflow.ledgers.purchases import build_purchases


def freight_shares(book: Book) -> AnyArray:
    """The freight that each row of Receipts carries."""
    receipts = book.receipts
    if book.settings.landed_cost != "By value" or not len(receipts):
        return zeros(len(receipts))
    ledger = build_purchases(book)
    line = receipts.purchase_line_index
    rows = np.flatnonzero(receipts.live & (line >= 0) & (receipts.quantity != 0))
    order = ledger.purchase_order[line[rows]]
    worth = _worth(book, receipts.quantity[rows], line[rows])
    of_lines = _worth(book, ledger.quantity, np.arange(len(book.purchase_lines)))
    total = total_by(ledger.purchase_order, of_lines, len(book.purchase_orders))
    whole = np.maximum(total, 0)[order]
    before = running_by(order, worth)
    capped = np.minimum(before, whole)
    shares = np.zeros(len(receipts), dtype=np.int64)
    shares[rows] = next_share(
        take(_freight(book), order),
        capped,
        np.minimum(before + worth, whole) - capped,
        whole,
        book.settings.minor_unit,
    )
    return shares


def _freight(book: Book) -> AnyArray:
    """The freight of each purchase order; 0 where its row has an error."""
    orders = book.purchase_orders
    return np.where(orders.valid, orders.freight, 0)


def _worth(book: Book, quantity: AnyArray, line: IntArray) -> AnyArray:
    """What quantities of these purchase lines are worth, exactly, on one scale."""
    lines = book.purchase_lines
    cost = multiply(lines.unit_cost[line], MICRO - lines.discount_percent[line])
    return multiply(quantity, cost)
