"""An invoice or credit note in the terms of EN 16931-1.

Docstrings name the business terms (BT) and groups (BG). Amounts are exact Decimals in
the currency of the document, and never negative unless a docstring says so. A text that
is not known is "".
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sheetflow.standards.e_addresses import EAddress
from sheetflow.standards.postal_addresses import Address

INVOICE = "380"
CREDIT_NOTE = "381"
"""Document types (BT-3, UNTDID 1001)."""


@dataclass(frozen=True)
class TradeParty:
    """BG-4 or BG-7: the seller or the buyer.

    `vat_number` (BT-31, BT-48) begins with the code of its country. `tax_number` (BT-32)
    is any other number that the seller has. `identifier` (BT-29, BT-46) is what the
    other side knows the party by. `e_address` (BT-34, BT-49) is where electronic invoices
    go.
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
    e_address: EAddress | None = None


@dataclass(frozen=True)
class Tax:
    """A VAT category (BT-118, UNTDID 5305: S, Z, E, AE, K, G, O) at a rate in percent."""

    category: str
    rate: Decimal = Decimal(0)


@dataclass(frozen=True)
class AllowanceCharge:
    """BG-27 or BG-28 of a line, BG-20 or BG-21 of a document.

    It lowers the total by `amount`, or raises it if `is_charge`. `base` and `percent` say
    how the amount comes about; they are None if it is not a percentage.
    """

    reason: str
    amount: Decimal
    is_charge: bool = False
    base: Decimal | None = None
    percent: Decimal | None = None
    reason_code: str = ""
    tax: Tax | None = None

    @property
    def signed_amount(self) -> Decimal:
        """What it adds to the total: below 0 for an allowance."""
        return self.amount if self.is_charge else -self.amount


@dataclass(frozen=True)
class InvoiceLine:
    """BG-25: quantity × price + charges − allowances = net, rounded to the minor unit.

    A line that lowers the total has a `quantity` and `net` below 0; the price never is
    (BR-27). `unit` is a code of UN/ECE Recommendation 20. `unit_word` is the workbook's
    own word if no code means the same.
    """

    number: str
    sku: str
    name: str
    quantity: Decimal
    unit: str
    unit_word: str
    price: Decimal
    allowances_charges: tuple[AllowanceCharge, ...]
    net: Decimal
    tax: Tax


@dataclass(frozen=True)
class TaxSubtotal:
    """BG-23: all amounts under one tax. Reason and code say why no tax is charged."""

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
class PaymentInstructions:
    """BG-16: how to pay.

    `means` is a code of UNTDID 4461: 58 SEPA transfer, 30 transfer, 1 as in `text`.
    """

    means: str
    iban: str = ""
    bic: str = ""
    account_name: str = ""
    text: str = ""


@dataclass(frozen=True)
class PrecedingInvoice:
    """BG-3: an invoice that a credit note corrects."""

    number: str
    date: dt.date


@dataclass(frozen=True)
class Delivery:
    """BG-13: to whom and where the goods went, from the first day to the last.

    One day is BT-72, several are BG-14. Both are None if the days are not known.
    """

    name: str
    address: Address
    first_day: dt.date | None
    last_day: dt.date | None


@dataclass(frozen=True)
class EInvoice:
    """BG-0: the whole document. `allowances_charges` are its own, such as the freight.

    `specification` (BT-24) and `process` (BT-23) say what the document follows.
    """

    specification: str
    process: str
    kind: str
    number: str
    date: dt.date
    due: dt.date | None
    terms: str
    currency: str
    seller: TradeParty
    buyer: TradeParty
    delivery: Delivery
    payment: PaymentInstructions | None
    order: str
    customer_po: str
    buyer_reference: str
    notes: tuple[str, ...]
    preceding_invoices: tuple[PrecedingInvoice, ...]
    lines: tuple[InvoiceLine, ...]
    allowances_charges: tuple[AllowanceCharge, ...]
    tax_subtotals: tuple[TaxSubtotal, ...]
    totals: Totals
