"""Documents about invoices that were issued: credit note, statement of account, reminder, receipt."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

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

    `fee_taxes` are what the fee is without tax and the tax in it, by code. `seller` is who issued it, None where that
    is who sends all documents. `buyer_reference` is what the buyer wants on electronic invoices.
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
    fee_taxes: tuple[TaxLine, ...] = ()


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
    """A payment or credit of an order that exceeds its invoices: below 0, in the customer's favour.

    `date` is when it came, None where no single payment or credit makes it up.
    """

    order: str
    amount: Decimal
    date: dt.date | None = None
    is_credit: bool = False


EntryKind: TypeAlias = Literal["invoice", "credit", "payment", "refund"]


@dataclass(frozen=True)
class AccountEntry:
    """Something that changed what a customer owes; `balance` is what was owed after it.

    `amount` is above 0 where it made the balance larger.
    """

    kind: EntryKind
    number: str
    order: str
    customer_po: str
    date: dt.date
    amount: Decimal
    balance: Decimal


@dataclass(frozen=True)
class Activity:
    """What happened to an account since a day: `opening` and all entries make the closing balance."""

    since: dt.date
    opening: Decimal
    entries: tuple[AccountEntry, ...]


@dataclass(frozen=True)
class Statement:
    """What a customer owes on the run's date: the open invoices, less what is on account, is `total`.

    `buckets` are those of Receivables, in its order; they and `unallocated` sum up to `total`, its cell Total. With
    `activity`, a statement shows what happened instead of what is open.
    """

    number: str
    buyer: Party
    items: tuple[OpenItem, ...]
    on_account: tuple[OnAccount, ...]
    buckets: tuple[tuple[str, Decimal], ...]
    unallocated: Decimal
    total: Decimal
    currency: str
    activity: Activity | None = None


@dataclass(frozen=True)
class Reminder:
    """All overdue invoices of a customer, less what is on account: `total`.

    `level` counts the reminders, `is_last` is the last of them; `date` is the day that it was written on.
    """

    number: str
    buyer: Party
    date: dt.date
    level: int
    is_last: bool
    items: tuple[OpenItem, ...]
    on_account: tuple[OnAccount, ...]
    total: Decimal
    currency: str


@dataclass(frozen=True)
class PaymentReceipt:
    """A payment that was received, or a refund that was paid back."""

    number: str
    is_refund: bool
    date: dt.date
    amount: Decimal
    method: str
    reference: str
    order: str
    invoice: str
    customer_po: str
    buyer: Party
    currency: str
