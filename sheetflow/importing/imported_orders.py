"""Orders as a source has them: lines, customer, payment, and what they come to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

NO_MONEY = Decimal(0)


@dataclass(frozen=True)
class ImportedLine:
    """One line of an order: what it is, how many, and what one costs before its discount.

    `amount` is what the line comes to before its discount.
    """

    sku: str
    barcode: str
    description: str
    quantity: Decimal
    amount: Decimal
    discount: Decimal = NO_MONEY
    is_taxed: bool = True

    @property
    def price(self) -> Decimal:
        """What one costs."""
        return self.amount / self.quantity


@dataclass(frozen=True)
class ImportedCustomer:
    """Who ordered, as the source says it; `unnamed` is who it is where it does not."""

    code: str = ""
    name: str = ""
    email: str = ""
    phone: str = ""
    billing_address: str = ""
    shipping_address: str = ""
    country: str = ""
    postcode: str = ""
    unnamed: str = ""


@dataclass(frozen=True)
class ImportedPayment:
    """What was paid at the source, and what of it was paid back."""

    paid_on: date
    amount: Decimal
    method: str
    reference: str
    refunded: Decimal


@dataclass(frozen=True)
class ImportedOrder:
    """One order of a source.

    `total` is what the source states, else what its parts come to. `tax_is_included` is None
    where the source does not say. With `may_owe_no_tax` the source may pay the tax itself.
    """

    number: str
    ordered_on: date | None
    customer: ImportedCustomer
    lines: Sequence[ImportedLine]
    discount: Decimal
    shipping: Decimal
    tax: Decimal
    total: Decimal
    tax_is_included: bool | None
    currency: str
    is_cancelled: bool
    is_fulfilled: bool
    payment: ImportedPayment | None
    notes: str
    sha256: str
    is_refund: bool = False
    may_owe_no_tax: bool = False
