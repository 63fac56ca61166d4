"""Deposits: an order asks for a share or an amount, and for no more than it costs.

The rules are in docs/reference/rules.md, sections 3 and 7.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.checks.violations import Rule, Violation, amount_at
from sheetflow.domain.book import Book
from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.frames import Orders
from sheetflow.domain.numbers import BLANK
from sheetflow.ledgers.lines import Lines
from sheetflow.ledgers.orders import order_totals


def check_deposits(draft: DraftBook) -> None:
    """Report orders with both a share and an amount."""
    orders = draft.orders
    both = orders.has_deposit_percent & orders.has_deposit
    draft.report(orders.SHEET, both, "DEP01", Orders.deposit.header)


def deposits_above_total(book: Book, lines: Lines) -> Iterator[Violation]:
    """A deposit of more than the order comes to."""
    orders = book.orders
    if not orders.has_deposit.any():
        return
    totals = order_totals(book, lines)
    above = orders.valid & (totals != BLANK) & (orders.deposit > totals)
    words = {"total": amount_at(book, totals)}
    header = Orders.deposit.header
    yield Violation("DEP02", orders.SHEET, header, np.asarray(above), words)


RULES: tuple[Rule, ...] = (deposits_above_total,)
"""The rules of this module."""
