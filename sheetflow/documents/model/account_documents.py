"""Documents about invoices that were issued: credit note, statement of account."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sheetflow.documents.model.common import Party, Seller
from sheetflow.documents.model.priced_documents import TaxLine


@dataclass(frozen=True)
class CreditLine:
    """One return, credited: quantity, the amount without tax, the tax, the fee taken off, and what is left.

    `net`, `tax`, `fee` and `total` equal the cells Credit net, Credit tax, Fee and Credit total of Returns.
    """

    return_number: str
    date: dt.date
    sku: str
    description: str
    unit: str
    quantity: Decimal
    tax_code: str
    rates: tuple[Decimal, ...]
    net: Decimal
    tax: Decimal
    fee: Decimal
    total: Decimal
    reason: str
    is_service: bool = False


@dataclass(frozen=True)
class InvoiceReference:
    """An invoice that a credit note corrects."""

    number: str
    date: dt.date


@dataclass(frozen=True)
class CreditNote:
    """A correction of invoices: net + tax − fee = total, which is what the customer gets back or owes less.

    `seller` is who issued it, None where that is who sends all documents. `buyer_reference` is what the buyer wants on
    electronic invoices.
    """

    number: str
    order: str
    date: dt.date
    invoices: tuple[InvoiceReference, ...]
    buyer: Party
    customer_po: str
    lines: tuple[CreditLine, ...]
    taxes: tuple[TaxLine, ...]
    net: Decimal
    tax: Decimal
    fee: Decimal
    total: Decimal
    currency: str
    exemption: str
    seller: Seller | None = None
    buyer_reference: str = ""


@dataclass(frozen=True)
class OpenItem:
    """An invoice with a balance; `days_late` is 0 while it is not due."""

    number: str
    order: str
    customer_po: str
    date: dt.date
    due: dt.date
    days_late: int
    total: Decimal
    credited: Decimal
    paid: Decimal
    balance: Decimal


@dataclass(frozen=True)
class OnAccount:
    """How much an order's payments and credits exceed its invoices: below 0, in the customer's favour."""

    order: str
    amount: Decimal


@dataclass(frozen=True)
class Statement:
    """What a customer owes on the run's date: the open invoices, less what is on account, is `total`.

    `buckets` are those of Receivables, in its order; they and `unallocated` sum up to `total`, its cell Total.
    """

    number: str
    buyer: Party
    items: tuple[OpenItem, ...]
    on_account: tuple[OnAccount, ...]
    buckets: tuple[tuple[str, Decimal], ...]
    unallocated: Decimal
    total: Decimal
    currency: str
