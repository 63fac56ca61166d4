"""Deposits: what an order asks for in advance, and whether it waits.

Section 2 of the rules on buying, prices and credit.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from .billing import order_totals
from .numbers import rounded
from .settle import money_of

if TYPE_CHECKING:
    from .book import Book, Row

ZERO = Fraction(0)
NEED_DEPOSIT = ("Ship", "Fulfil")


def check_deposits(book: Book) -> None:
    """An order asks for a share or an amount, not both."""
    for order in book.rows.get("Orders", []):
        if order["Deposit %"] is not None and order["Deposit"] is not None:
            book.error(order, "Deposit", "share and amount")


def deposit_of(book: Book, order: Row) -> Fraction:
    """What an order asks for: its share of the total or its amount, never more than the total."""
    _, _, total = order_totals(book, order)
    share = order["Deposit %"] or ZERO
    amount = order["Deposit"]
    if amount is None:
        amount = rounded(total * share / 100, book.places)
    return max(min(amount, total), ZERO)


def is_missing(book: Book, order: Row) -> bool:
    """Whether less than the deposit is paid."""
    return money_of(book, order["Order"]).paid < deposit_of(book, order)


def waits_for_deposit(book: Book, order: Row) -> bool:
    """Whether Ship and Fulfil of an order wait: only where Settings say so."""
    asked = book.setting("Ship before deposit") is False
    return asked and deposit_of(book, order) > 0 and is_missing(book, order)
