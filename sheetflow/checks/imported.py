"""The rule of imported orders: they come to the total that their source states."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.checks.violations import Rule, Violation, amount_at
from sheetflow.domain.arrays import only_rows
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import BLANK, AnyArray, IntArray, Mask, count_by
from sheetflow.domain.references import index_of, positions
from sheetflow.ledgers.lines import Lines
from sheetflow.ledgers.orders import order_totals


def stated_totals(book: Book, lines: Lines) -> Iterator[Violation]:
    """An order that does not come to the total that its source states.

    One whose quantities were cancelled since is not compared, nor one whose total is unknown.
    """
    imported = book.imported
    if not imported.has_stated_total.any():
        return
    stated, is_stated = _stated_by_order(book)
    total = order_totals(book, lines)
    cancelled = book.order_lines.has_cancelled_quantity
    is_cut = count_by(book.order_lines.order_index, len(book.orders), cancelled) > 0
    state = book.orders.state
    is_open = book.orders.valid & (state != "Quote") & (state != "Cancelled")
    differs = (total != BLANK) & (total != stated)
    where: Mask = is_stated & is_open & ~is_cut & differs
    words = {"stated": amount_at(book, stated), "total": amount_at(book, total)}
    yield Violation("IMP01", "Orders", "Order", where, words)


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
