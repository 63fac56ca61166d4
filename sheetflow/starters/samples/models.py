"""The made-up business of the sample year: its products, customers and orders."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from sheetflow.starters.samples.tables import Table
from sheetflow.workbook.model import Value

Row = dict[str, Value]
"""One row of a sheet: its values by header."""

CENT = Decimal("0.01")
ZERO = Decimal(0)


def cents(amount: Decimal) -> Decimal:
    """An amount rounded to the cent, half away from zero."""
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Product:
    """What is sold; without a tax code of its own it has the customer's."""

    sku: str
    name: str
    price: Decimal
    cost: Decimal | None
    tax_code: str | None
    home: str | None
    tracked: bool
    supplier: str


@dataclass(frozen=True)
class Customer:
    """Who buys: the tax code of the province, the terms in days, the discount in %."""

    code: str
    tax_code: str
    terms: int
    discount: Decimal


@dataclass
class Line:
    """One line of an order, and how much of it was picked and invoiced so far."""

    number: int
    product: Product
    quantity: int
    discount: Decimal
    tax_code: str
    picked: int = 0
    invoiced: int = 0

    @property
    def open(self) -> int:
        """The quantity that is still to pick."""
        return self.quantity - self.picked if self.product.tracked else 0

    @property
    def to_invoice(self) -> int:
        """The quantity that can be invoiced: of goods, only what was picked."""
        delivered = self.picked if self.product.tracked else self.quantity
        return delivered - self.invoiced


@dataclass
class Order:
    """One order, from its entry to its last invoice."""

    number: str
    day: dt.date
    customer: Customer
    discount: Decimal
    ships: bool
    freight: Decimal
    lines: list[Line] = field(default_factory=list)
    containers: int = 0
    invoices: int = 0
    taxed: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    """For each tax code: what was invoiced under it, and the tax on that."""

    @property
    def has_services(self) -> bool:
        """Whether anything on it is never picked."""
        return any(not line.product.tracked for line in self.lines)


def next_working_day(day: dt.date, after: int) -> dt.date:
    """The day so many days later, or the Monday after that weekend."""
    later = day + dt.timedelta(days=after)
    return later + dt.timedelta(days=_days_to_monday(later))


def _days_to_monday(day: dt.date) -> int:
    """How many days a day of a weekend is before Monday; 0 for a working day."""
    is_weekend = day.weekday() > 4
    return 7 - day.weekday() if is_weekend else 0


def products_of(table: Table) -> list[Product]:
    """The products that a table lists."""
    return [_product(row) for row in table.by_header()]


def _product(row: Row) -> Product:
    return Product(
        sku=str(row["SKU"]),
        name=str(row["Name"]),
        price=Decimal(str(row["Price"])),
        cost=Decimal(str(row["Cost"])) if row["Cost"] else None,
        tax_code=_text(row["Tax code"]),
        home=_text(row["Default location"]),
        tracked=row["Track stock"] != "No",
        supplier=str(row["Supplier"] or ""),
    )


def _text(value: Value) -> str | None:
    return str(value) if value else None
