"""Deposits: what customers are asked to pay in advance, and which orders wait for it.

Amounts are in millionths. The rules are in docs/reference/rules.md, section 3.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import BLANK, AnyArray, Mask, rounded_product
from sheetflow.domain.phrases import money as amount_text
from sheetflow.ledgers.lines import build_lines
from sheetflow.ledgers.orders import order_totals
from sheetflow.ledgers.payments import paid_by_order


def has_deposits(book: Book) -> bool:
    """Whether any order asks for a deposit."""
    return bool(_asks(book).any())


def _asks(book: Book) -> Mask:
    orders = book.orders
    return np.asarray((orders.deposit > 0) | (orders.deposit_percent > 0))


def requested_deposits(book: Book, totals: AnyArray) -> AnyArray:
    """The deposit of each order, at most its total; 0 where it asks for none.

    `totals` are those of the orders; of an unknown total there is no share.
    """
    if not has_deposits(book):
        return np.zeros(len(totals), dtype=np.int64)
    orders = book.orders
    known = np.maximum(np.where(totals == BLANK, 0, totals), 0)
    share = rounded_product([known, orders.deposit_percent], book.settings.minor_unit)
    amount = np.where(orders.has_deposit, orders.deposit, share)
    most = np.where(totals == BLANK, amount, known)
    return np.where(_asks(book), np.minimum(amount, most), 0)


def missing_deposits(book: Book, orders: Iterable[int]) -> dict[int, str]:
    """Of these orders, those that wait for their deposit, and why; none where Settings let them ship."""
    if book.settings.ship_before_deposit or not has_deposits(book):
        return {}
    requested = requested_deposits(book, order_totals(book, build_lines(book)))
    missing = requested - paid_by_order(book)
    return {
        order: _reason(book, int(requested[order]), int(missing[order]))
        for order in orders
        if requested[order] > 0 and missing[order] > 0
    }


def _reason(book: Book, requested: int, missing: int) -> str:
    unit = book.settings.minor_unit
    return message(
        "{missing} of the deposit of {deposit} is missing",
        missing=amount_text(missing, unit),
        deposit=amount_text(requested, unit),
    )
