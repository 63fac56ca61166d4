"""Price lists: what products cost by a list, from which quantity on, and until when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sheetflow.documents.model.common import Party


@dataclass(frozen=True)
class PriceListLine:
    """The price of a product from a quantity on (0: any), until a day (None: for ever)."""

    sku: str
    description: str
    unit: str
    from_quantity: Decimal
    price: Decimal
    until: dt.date | None


@dataclass(frozen=True)
class PriceList:
    """The prices of a list (`number` is its name) on a day, for a customer or for anybody (then `buyer` is blank).

    `prices_include_tax` is None for a business without tax.
    """

    number: str
    date: dt.date
    buyer: Party
    lines: tuple[PriceListLine, ...]
    currency: str
    prices_include_tax: bool | None
