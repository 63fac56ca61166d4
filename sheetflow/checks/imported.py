"""The rule of imported orders: they come to the total that their source states."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.checks.violations import Rule, Violation, amount_at
from sheetflow.domain.arrays import only_rows
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import BLANK, AnyArray, IntArray, Mask, any_by
from sheetflow.domain.references import index_of, positions
from sheetflow.ledgers.lines import Lines
from sheetflow.ledgers.orders import order_totals


def stated_totals(book: Book, lines: Lines) -> Iterator[Violation]:
    """An order that does not come to the total that its source states.

    One whose quantities were cancelled since is not compared, nor one whose total is unknown.
    """
    if not book.imported.has_stated_total.any():
        return
    stated, is_stated = _stated_by_order(book)
    total = order_totals(book, lines)
    differs = (total != BLANK) & (total != stated)
    where = is_stated & _is_as_imported(book) & differs
    words = {"stated": amount_at(book, stated), "total": amount_at(book, total)}
    yield Violation("IMP01", "Orders", "Order", where, words)


def _is_as_imported(book: Book) -> Mask:
    """The orders of which no quantity was cancelled since they were imported."""
    orders = book.orders
    cancelled = book.order_lines.has_cancelled_quantity
    is_cut = any_by(book.order_lines.order_index, len(orders), cancelled)
    is_open = orders.valid & (orders.state != "Quote") & (orders.state != "Cancelled")
    return np.asarray(is_open & ~is_cut)


def _stated_by_order(book: Book) -> tuple[AnyArray, Mask]:
    """The stated total of each order, and whether it has one."""
    imported = book.imported
    size = len(book.orders)
    is_order = (imported.sheet == "Orders") & imported.has_stated_total
    rows: IntArray = np.flatnonzero(is_order)
    orders = positions(imported.key[rows], index_of(book.orders.order))
    known = orders >= 0
    stated = np.zeros(size, dtype=object)
    stated[orders[known]] = imported.stated_total[rows][known]
    return stated, only_rows(orders[known], size)


RULES: tuple[Rule, ...] = (stated_totals,)
"""The rules of this module."""
