"""Documents with prices: quote, order confirmation, proforma invoice, invoice."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from sheetflow.documents.model.common import Lines, OrderFacts, Party, Seller


@dataclass(frozen=True)
class PricedLine:
    """One line with a price.

    `unit_price` is as agreed, with tax where the document's prices include it; `unit_price_net` is without tax, exact
    where prices do not include it, else to 6 decimals. `discount` is the line's and `order_discount` the whole order's,
    in percent, one after the other. `total` equals the cell Line total. `rates` are those of `tax_code`, in percent.
    """

    line: str
    sku: str
    description: str
    unit: str
    quantity: Decimal
    unit_price: Decimal
    unit_price_net: Decimal
    discount: Decimal
    order_discount: Decimal
    tax_code: str
    rates: tuple[Decimal, ...]
    total: Decimal
    is_service: bool = False


@dataclass(frozen=True)
class TaxShare:
    """One of the one or two taxes under a tax code: its name, its rate in percent, its amount."""

    name: str
    rate: Decimal
    amount: Decimal


@dataclass(frozen=True)
class TaxLine:
    """The total of one tax code at one pair of rates (`code` is "" for no tax): net + tax = gross.

    `category` is the VAT category of the tax code.
    """

    code: str
    name: str
    net: Decimal
    tax: Decimal
    shares: tuple[TaxShare, ...] = ()
    category: str = ""

    @property
    def gross(self) -> Decimal:
        """Net and tax."""
        return self.net + self.tax


@dataclass(frozen=True)
class Priced:
    """The money of a quote, an order or an invoice.

    `subtotal` is the sum of the lines' totals. Prices without tax: subtotal + freight + tax = total; with
    `prices_include_tax`: subtotal + freight = total, which includes the tax. The nets and taxes of `taxes` sum up to
    `net` and `tax`; they include the freight under its own code, at `freight_rates` in percent.
    """

    lines: tuple[PricedLine, ...]
    subtotal: Decimal
    freight: Decimal
    freight_tax_code: str
    taxes: tuple[TaxLine, ...]
    tax: Decimal
    total: Decimal
    currency: str
    prices_include_tax: bool
    freight_rates: tuple[Decimal, ...] = (Decimal(0),)

    @property
    def net(self) -> Decimal:
        """The total without tax."""
        return self.total - self.tax


@dataclass(frozen=True)
class Deposit:
    """What a customer is asked to pay in advance, by when, and how much of it is still to pay."""

    amount: Decimal
    due: dt.date
    left: Decimal


@dataclass(frozen=True)
class Quote:
    """An offer to a customer, open until `expiry` (None: without end)."""

    number: str
    order: str
    date: dt.date
    expiry: dt.date | None
    buyer: Party
    ship_to: Lines
    customer_po: str
    terms_days: int
    money: Priced
    exemption: str = ""
    deposit: Deposit | None = None
    order_facts: OrderFacts = ()


@dataclass(frozen=True)
class OrderConfirmation:
    """What was ordered, as we understood it; `quote` is the number of the quote that it came from.

    `seller` is who confirmed it, None where that is who sends all documents.
    """

    number: str
    order: str
    quote: str
    date: dt.date
    ship_by: dt.date | None
    buyer: Party
    ship_to: Lines
    customer_po: str
    terms_days: int
    money: Priced
    exemption: str = ""
    deposit: Deposit | None = None
    order_facts: OrderFacts = ()
    seller: Seller | None = None


@dataclass(frozen=True)
class Proforma:
    """A request to pay in advance, in the form of an invoice; it is not one for tax purposes."""

    number: str
    order: str
    date: dt.date
    buyer: Party
    ship_to: Lines
    customer_po: str
    terms_days: int
    money: Priced
    exemption: str = ""
    deposit: Deposit | None = None
    order_facts: OrderFacts = ()


@dataclass(frozen=True)
class Invoice:
    """An invoice, as issued; `paid`, `credited` and `balance` are as of the run's date.

    `supplied` are the first and the last day on which its goods left, None where that is not known (then the date of
    the invoice counts). `exemption` says why no tax is charged, "" where it is charged. `seller` is who issued it,
    None where that is who sends all documents. `buyer_reference` is what the buyer wants on electronic invoices.
    """

    number: str
    order: str
    date: dt.date
    supplied: tuple[dt.date, dt.date] | None
    due: dt.date
    terms_days: int
    buyer: Party
    ship_to: Lines
    customer_po: str
    money: Priced
    notes: str
    exemption: str
    credited: Decimal
    paid: Decimal
    balance: Decimal
    status: str
    order_facts: OrderFacts = ()
    seller: Seller | None = None
    buyer_reference: str = ""
