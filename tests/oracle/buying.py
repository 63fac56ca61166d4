"""Purchase lines: what was ordered of a supplier, what came, what is still to come.

How the contract on buying is read where it can be read in two ways:

* A line's supplier price is the row with the largest From quantity that its Quantity reaches. Lead time and Supplier
  SKU come from that row; a line without one has the lead time of its supplier.
* Only purchase orders of State Order bring anything; what a purchase order in error orders is not on order.
* What is cancelled is no longer ordered: line totals, and what freight is shared over, are of what is left.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING

from .book import remembered
from .numbers import rounded

if TYPE_CHECKING:
    from collections.abc import Mapping

    from .book import Book, Row

ZERO = Fraction(0)
SHEETS = (
    "Suppliers",
    "Supplier prices",
    "Purchase orders",
    "Purchase lines",
    "Receipts",
)
Key = tuple[object, object]


@dataclass
class PurchaseLine:
    """One row of Purchase lines and what came of it."""

    row: Row
    received: Fraction = ZERO

    @property
    def effective(self) -> Fraction:
        return self.row.number("Quantity") - self.row.number("Cancelled quantity")

    @property
    def outstanding(self) -> Fraction:
        return max(ZERO, self.effective - self.received)

    @property
    def net_cost(self) -> Fraction:
        """Of one unit, less the discount, not rounded."""
        return (
            self.row.number("Unit cost") * (100 - self.row.number("Discount %")) / 100
        )

    def total(self, places: int) -> Fraction:
        return rounded(self.effective * self.net_cost, places)

    def still_to_come(self, places: int) -> Fraction:
        """What the outstanding units cost."""
        return rounded(self.outstanding * self.net_cost, places)


def is_buying(sheets: Mapping[str, object]) -> bool:
    """Whether a workbook has any sheet of purchasing."""
    return any(sheet in sheets for sheet in SHEETS)


@remembered
def purchase_lines(book: Book) -> dict[Key, PurchaseLine]:
    """Every readable purchase line with what was received of it, in the order of the rows."""
    out = {
        (row["Purchase order"], row["Line"]): PurchaseLine(row)
        for row in book.live("Purchase lines")
        if row["Line"] is not None
    }
    for row in book.live("Receipts"):
        line = out.get((row["Purchase order"], row["Line"]))
        if line is not None:
            line.received += row.number("Quantity")
    return out


@remembered
def purchase_lines_of(book: Book, order: object) -> list[PurchaseLine]:
    return [line for (own, _), line in purchase_lines(book).items() if own == order]


def purchase_order(book: Book, key: object) -> Row | None:
    return book.find("Purchase orders", "Purchase order", key)


def expected_day(book: Book, line: PurchaseLine) -> date | None:
    """The line's own expected date, else its purchase order's."""
    order = purchase_order(book, line.row["Purchase order"])
    return line.row["Expected date"] or (order["Expected date"] if order else None)


@remembered
def expected_lines(book: Book) -> list[PurchaseLine]:
    """The lines of State Order that still bring something, those that come first in front."""
    open_orders = {
        order["Purchase order"]
        for order in book.live("Purchase orders")
        if book.state(order) == "Order"
    }
    found = [
        line
        for (order, _), line in purchase_lines(book).items()
        if order in open_orders and line.outstanding > 0
    ]
    return sorted(found, key=lambda line: expected_day(book, line) or date.max)


@remembered
def on_order(book: Book) -> dict[object, Fraction]:
    """What purchase orders of State Order still bring of each product."""
    out: dict[object, Fraction] = {}
    for line in expected_lines(book):
        sku = line.row["SKU"]
        out[sku] = out.get(sku, ZERO) + line.outstanding
    return out


def supplier_price(
    book: Book, supplier: object, sku: object, quantity: Fraction
) -> Row | None:
    """The row of Supplier prices for that quantity: the largest From quantity that it reaches."""
    rows = [
        row
        for row in book.live("Supplier prices", Supplier=supplier, SKU=sku)
        if row.number("From quantity") <= quantity
    ]
    return max(rows, key=lambda row: row.number("From quantity"), default=None)


def lead_time(
    book: Book, supplier: object, sku: object, quantity: Fraction
) -> Fraction | None:
    """Days from the order to the goods; None where nobody says."""
    price = supplier_price(book, supplier, sku, quantity)
    if price is not None and price["Lead time (days)"] is not None:
        return price["Lead time (days)"]
    row = book.find("Suppliers", "Supplier", supplier)
    return row["Lead time (days)"] if row else None


def purchase_line_of(book: Book, receipt: Row) -> PurchaseLine | None:
    """The readable line that a receipt is of."""
    return purchase_lines(book).get((receipt["Purchase order"], receipt["Line"]))


def over_deliveries(book: Book) -> list[str]:
    """What came beyond what was ordered: warnings."""
    return [
        f"{order} {number}: received {line.received} of {line.effective} ordered"
        for (order, number), line in purchase_lines(book).items()
        if line.received > max(line.effective, ZERO)
    ]
