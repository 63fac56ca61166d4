"""An invoice or credit note in the terms of EN 16931-1. Comments name its business terms (BT) and groups (BG).

Amounts are exact Decimals in the document's currency, never negative except where a comment says so; days are dates.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

INVOICE, CREDIT_NOTE = "380", "381"
"""The types of document (BT-3, UNTDID 1001)."""


@dataclass(frozen=True)
class Address:
    """BG-5, BG-8, BG-15: at most three lines; `country` is an ISO 3166-1 code, the rest "" where it cannot be told."""

    lines: tuple[str, ...]
    post_code: str
    city: str
    country: str
    region: str = ""


@dataclass(frozen=True)
class TradeParty:
    """BG-4 or BG-7: the seller or the buyer.

    `vat_number` (BT-31, BT-48) begins with its country's letters, `tax_number` (BT-32) is any other that the seller
    has; `identifier` (BT-29, BT-46) is what the other side knows it by.
    """

    name: str
    address: Address
    vat_number: str = ""
    tax_number: str = ""
    identifier: str = ""
    contact: str = ""
    email: str = ""
    phone: str = ""
    legal_note: str = ""


@dataclass(frozen=True)
class Tax:
    """A VAT category (BT-118, UNTDID 5305: S, Z, E, AE, K, G, O) at a rate in percent."""

    category: str
    rate: Decimal = Decimal(0)


@dataclass(frozen=True)
class Change:
    """BG-27 and BG-28 of a line, BG-20 and BG-21 of a document: an allowance, or with `is_charge` a charge.

    `amount` is what comes off or on; `base` and `percent` say where it comes from, None where that is no percentage.
    """

    reason: str
    amount: Decimal
    is_charge: bool = False
    base: Decimal | None = None
    percent: Decimal | None = None
    code: str = ""
    tax: Tax | None = None

    @property
    def added(self) -> Decimal:
        """What it adds to the total: below 0 for an allowance."""
        return self.amount if self.is_charge else -self.amount


@dataclass(frozen=True)
class Line:
    """BG-25: quantity × price + charges − allowances = net, rounded to the currency's minor unit.

    A line that takes something off has a `quantity` and `net` below 0; the price never is (BR-27). `unit` is a code of
    UN/ECE Recommendation 20; `unit_word` is the workbook's own word where no code says the same.
    """

    number: str
    sku: str
    name: str
    quantity: Decimal
    unit: str
    unit_word: str
    price: Decimal
    changes: tuple[Change, ...]
    net: Decimal
    tax: Tax


@dataclass(frozen=True)
class TaxShare:
    """BG-23: all that bears one tax: base and amount, and why none is charged (text and code of the VATEX list)."""

    tax: Tax
    base: Decimal
    amount: Decimal
    reason: str = ""
    reason_code: str = ""


@dataclass(frozen=True)
class Totals:
    """BG-22: lines − allowances + charges = net; net + tax = gross; gross − paid = due."""

    lines: Decimal
    allowances: Decimal
    charges: Decimal
    net: Decimal
    tax: Decimal
    gross: Decimal
    paid: Decimal
    due: Decimal


@dataclass(frozen=True)
class Payment:
    """BG-16: where to pay; `code` is of UNTDID 4461 (58 SEPA transfer, 30 transfer, 1 as `words` say)."""

    code: str
    iban: str = ""
    bic: str = ""
    owner: str = ""
    words: str = ""


@dataclass(frozen=True)
class Preceding:
    """BG-3: an invoice that a credit note corrects."""

    number: str
    date: dt.date


@dataclass(frozen=True)
class Delivery:
    """BG-13: to whom and where goods went, and from when to when (BT-72, or BG-14 for more than one day)."""

    name: str
    address: Address
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True)
class EInvoice:
    """BG-0: the whole document; `changes` are the document's own, such as the freight."""

    kind: str
    number: str
    date: dt.date
    due: dt.date | None
    terms: str
    currency: str
    seller: TradeParty
    buyer: TradeParty
    delivery: Delivery
    payment: Payment | None
    order: str
    customer_po: str
    notes: tuple[str, ...]
    preceding: tuple[Preceding, ...]
    lines: tuple[Line, ...]
    changes: tuple[Change, ...]
    taxes: tuple[TaxShare, ...]
    totals: Totals
