"""Documents about what is bought: purchase order, goods-in list."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sheetflow.documents.model.common import Lines, Party, Seller


@dataclass(frozen=True)
class PurchaseLine:
    """One line of a purchase order: how many of a product, and what they cost without tax.

    `quantity` is what is not cancelled; `expected` is None where it is that of the whole order. `total` equals the
    cell Line total. Both `unit_cost` and `total` are None where the cost is not known.
    """

    line: str
    sku: str
    supplier_sku: str
    description: str
    unit: str
    quantity: Decimal
    unit_cost: Decimal | None
    discount: Decimal
    expected: dt.date | None
    total: Decimal | None


@dataclass(frozen=True)
class PurchaseOrder:
    """What we order of a supplier: subtotal + freight = total, both None where the cost of a line is not known.

    `deliver_to` is where the goods go, `terms_days` None where nothing was agreed. `seller` is who ordered it, None
    where that is who sends all documents.
    """

    number: str
    date: dt.date
    expected: dt.date | None
    supplier: Party
    supplier_reference: str
    deliver_to: Lines
    terms_days: int | None
    notes: str
    lines: tuple[PurchaseLine, ...]
    subtotal: Decimal | None
    freight: Decimal
    total: Decimal | None
    currency: str
    seller: Seller | None = None

    @property
    def buyer(self) -> Party:
        """Who it is sent to."""
        return self.supplier


@dataclass(frozen=True)
class GoodsInLine:
    """A product that is expected: how many of it, and where it is put."""

    sku: str
    supplier_sku: str
    description: str
    unit: str
    barcode: str
    location: str
    quantity: Decimal


@dataclass(frozen=True)
class ExpectedDelivery:
    """What is outstanding of a purchase order; `expected` is None where that is not known."""

    purchase_order: str
    supplier: str
    expected: dt.date | None
    is_late: bool
    lines: tuple[GoodsInLine, ...]


@dataclass(frozen=True)
class GoodsInList:
    """Everything that is expected of suppliers, by date."""

    date: dt.date
    deliveries: tuple[ExpectedDelivery, ...]

    @property
    def number(self) -> str:
        """The day of the list: `2026-03-02`."""
        return self.date.isoformat()
