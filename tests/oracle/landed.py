"""Landed cost: the share of a purchase order's freight that each of its receipts carries.

V is the value of the order's lines as ordered, v of what was received before (receipts in row order), w of what is
received now, all at the prices of the lines: what comes at the ordered quantity carries the freight to the cent, and
what comes beyond V nothing.
"""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from typing import TYPE_CHECKING

from .book import remembered
from .buying import purchase_line_of, purchase_lines_of, purchase_order
from .numbers import rounded

if TYPE_CHECKING:
    from .book import Book

ZERO = Fraction(0)


@remembered
def landed_shares(book: Book) -> dict[int, Fraction]:
    """The freight of each receipt, by the index of its row."""
    if book.setting("Landed cost") != "By value":
        return {}
    out: dict[int, Fraction] = {}
    before: dict[object, Fraction] = defaultdict(Fraction)
    for row in book.live("Receipts"):
        key = row["Purchase order"]
        order = purchase_order(book, key)
        line = purchase_line_of(book, row)
        if order is None or line is None:
            continue
        freight = order.number("Freight")
        whole = _value(book, key)
        now = row.number("Quantity") * line.net_cost
        if whole > 0:
            earlier = min(before[key], whole)
            later = min(before[key] + now, whole)
            until = rounded(freight * later / whole, book.places)
            out[row.index] = until - rounded(freight * earlier / whole, book.places)
        before[key] += now
    return out


def _value(book: Book, order: object) -> Fraction:
    lines = purchase_lines_of(book, order)
    return sum((line.row.number("Quantity") * line.net_cost for line in lines), ZERO)
