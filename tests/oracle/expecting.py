"""When what is on backorder comes: purchases by their dates, orders in the order of service.

* A line that is bought for an order serves that order first, whatever comes earlier; what is left serves all.
* A line whose purchase nobody dates covers all the same, and last: what it covers has no date.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from .availability import backordered
from .buying import expected_day, expected_lines
from .lines import order_lines

if TYPE_CHECKING:
    from .book import Book

ZERO = Fraction(0)
Key = tuple[str, str]


@dataclass
class Supply:
    """Units of one product that are expected on a day."""

    sku: object
    day: date
    left: Fraction
    order: object

    def serve(self, wanted: Fraction) -> Fraction:
        taken = min(wanted, self.left)
        self.left -= taken
        return taken


def expected_dates(book: Book) -> dict[Key, date]:
    """The day by which the backordered units of each order line are covered; those alone that are."""
    supplies = [
        Supply(
            line.row["SKU"],
            expected_day(book, line) or date.max,
            line.outstanding,
            line.row["For order"],
        )
        for line in expected_lines(book)
    ]
    wanted = {key: units for key, units in backordered(book).items() if units > 0}
    last: dict[Key, date] = {}
    for key in wanted:
        own = [supply for supply in supplies if supply.order == key[0]]
        wanted[key] -= _serve(book, key, wanted[key], own, last)
    for key in wanted:
        wanted[key] -= _serve(book, key, wanted[key], supplies, last)
    return {
        key: day for key, day in last.items() if wanted[key] == 0 and day != date.max
    }


def _serve(
    book: Book, key: Key, units: Fraction, supplies: list[Supply], last: dict[Key, date]
) -> Fraction:
    """Take units of a line's product from supplies in turn; how many there were."""
    sku = order_lines(book)[key].row["SKU"]
    served = ZERO
    for supply in supplies:
        if supply.sku == sku and served < units and supply.left > 0:
            served += supply.serve(units - served)
            last[key] = max(last.get(key, date.min), supply.day)
    return served
