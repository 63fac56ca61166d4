"""What quotes, order confirmations, proforma invoices and invoices say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from decimal import Decimal

from sheetflow.documents.gather.exemptions import NOTES
from sheetflow.documents.model import (
    Bank,
    Deposit,
    Invoice,
    OrderConfirmation,
    Party,
    Priced,
    PricedLine,
    Proforma,
    Quote,
    Seller,
)
from sheetflow.documents.wording import (
    Fact,
    SumLine,
    optional_fact,
    order_facts,
    side_by_side,
)
from sheetflow.documents.wording.document_words import Words
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.wording.tax_wording import knows_tax, tax_sums

# -- the head


def invoice_title(seller: Seller, words: Words) -> str:
    """What an invoice calls itself.

    In Australia it must be clear that it is meant as a tax invoice (A New Tax System (Goods and Services Tax) Act
    1999, s. 29-70 (1) (d)).
    """
    is_australian = seller.party.country == "AU"
    return words.text("Tax invoice" if is_australian else "Invoice")


def quote_facts(quote: Quote, words: Words) -> list[Fact]:
    """The facts next to the address of a quote."""
    text = words.text
    return [
        Fact(text("Quote"), quote.number),
        Fact(text("Date"), quote.date),
        *optional_fact(text("Valid until"), quote.expiry),
        *_deposit_facts(quote.deposit, words),
        *_reference_facts(quote.customer_po, quote.buyer, words),
        *order_facts(quote),
    ]


def confirmation_facts(order: OrderConfirmation, words: Words) -> list[Fact]:
    """The facts next to the address of an order confirmation."""
    text = words.text
    return [
        Fact(text("Order"), order.number),
        Fact(text("Order date"), order.date),
        *optional_fact(text("Ship by"), order.ship_by),
        *optional_fact(text("Quote"), order.quote),
        *_deposit_facts(order.deposit, words),
        *_reference_facts(order.customer_po, order.buyer, words),
        *order_facts(order),
    ]


def invoice_facts(invoice: Invoice, words: Words) -> list[Fact]:
    """The facts next to the address of an invoice."""
    text = words.text
    return [
        Fact(text("Invoice"), invoice.number),
        Fact(text("Invoice date"), invoice.date),
        *_supply_facts(invoice, words),
        Fact(text("Due date"), invoice.due),
        Fact(text("Order"), invoice.order),
        *_reference_facts(invoice.customer_po, invoice.buyer, words),
        *order_facts(invoice),
    ]


def proforma_facts(proforma: Proforma, words: Words) -> list[Fact]:
    """The facts next to the address of a proforma invoice."""
    text = words.text
    return [
        Fact(text("Order"), proforma.number),
        Fact(text("Order date"), proforma.date),
        *_deposit_facts(proforma.deposit, words),
        *_reference_facts(proforma.customer_po, proforma.buyer, words),
        *order_facts(proforma),
    ]


def _deposit_facts(deposit: Deposit | None, words: Words) -> list[Fact]:
    return [Fact(words.text("Deposit due"), deposit.due)] if deposit else []


def _reference_facts(customer_po: str, buyer: Party, words: Words) -> list[Fact]:
    text = words.text
    return [
        *optional_fact(text("Your reference"), customer_po),
        *optional_fact(text("Your tax number"), buyer.tax_number),
    ]


def _supply_facts(invoice: Invoice, words: Words) -> list[Fact]:
    return _supplied_on(*invoice.supplied, words) if invoice.supplied else []


def _supplied_on(first: dt.date, last: dt.date, words: Words) -> list[Fact]:
    text = words.text
    if first == last:
        return [Fact(text("Supplied"), last)]
    return [Fact(text("Supplied from"), first), Fact(text("Supplied until"), last)]


def delivery_text(
    document: Quote | OrderConfirmation | Proforma | Invoice, words: Words
) -> str:
    """Where the goods go, if that is not where the invoice goes; else ""."""
    ship_to = document.ship_to
    if not ship_to or ship_to == document.buyer.address:
        return ""
    is_delivered = isinstance(document, Invoice)
    text = "Delivered to: {address}" if is_delivered else "Deliver to: {address}"
    return words.text(text, address=", ".join(ship_to))


def contact_text(seller: Seller, words: Words) -> str:
    """How to reach the seller: `+44 …  ·  shop@example.com`."""
    party = seller.party
    return side_by_side(map(words.isolated, (party.phone, party.email)))


def tax_number_text(party: Party, words: Words) -> str:
    """A tax number, named as one."""
    if not party.tax_number:
        return ""
    return words.text("Tax number {number}", number=party.tax_number)


# -- the lines


def price_header(money: Priced, words: Words) -> str:
    """The heading of the unit prices, which are shown as agreed."""
    return words.text("Unit, incl. tax" if money.prices_include_tax else "Unit price")


def net_price_text(line: PricedLine, money: Priced, formats: Formats) -> str:
    """The unit price without tax, which a tax document must state too; "" where it is the one agreed."""
    if not money.prices_include_tax or line.unit_price == line.unit_price_net:
        return ""
    price = formats.inserted(formats.price(line.unit_price_net))
    return f"{formats.words.text('Unit, net')} {price}"


def amount_header(money: Priced, words: Words) -> str:
    """The heading of the lines' totals."""
    return words.text("incl. tax" if money.prices_include_tax else "Amount")


def discount_text(line: PricedLine, formats: Formats) -> str:
    """A line's discounts, one after the other: `10% 5%`."""
    discounts = filter(None, (line.discount, line.order_discount))
    return " ".join(map(formats.percent, discounts))


# -- the sums


def invoice_sums(invoice: Invoice, formats: Formats) -> list[SumLine]:
    """From an invoice's lines to its total; where something was paid or credited, to what is left."""
    sums = priced_sums(invoice.money, formats, invoice.exemption)
    settled = _settled_amounts(invoice, formats.words)
    return [*sums, *_balance_sums(invoice.money, settled, formats.words)]


def _settled_amounts(invoice: Invoice, words: Words) -> list[tuple[str, Decimal]]:
    """What was credited and paid, each with its label; without what is 0."""
    deductions = (("Credited", invoice.credited), ("Paid", invoice.paid))
    return [(words.text(label), amount) for label, amount in deductions if amount]


def priced_sums(money: Priced, formats: Formats, exemption: str) -> list[SumLine]:
    """From the lines to the total; where prices include tax, the taxes in the total come below it.

    The sum without tax has its own line where it is not the subtotal (VAT Regulations 1995, reg. 14 (1) (i)).
    """
    words = formats.words
    sums = _sums_before_tax(money, words)
    net = _net_sums(money, words)
    is_included = money.prices_include_tax
    taxes = (
        tax_sums(money.taxes, formats, is_included=is_included)
        if knows_tax(money, exemption)
        else []
    )
    label = words.text("Total {currency}", currency=money.currency)
    total = SumLine("total", label, money.total)
    if money.prices_include_tax:
        return [*sums, total, *taxes, *net]
    return [*sums, *net, *taxes, total]


def _sums_before_tax(money: Priced, words: Words) -> Iterator[SumLine]:
    yield SumLine("subtotal", words.text("Subtotal"), money.subtotal)
    if money.freight:
        yield SumLine("freight", words.text("Freight"), money.freight)


def _net_sums(money: Priced, words: Words) -> list[SumLine]:
    if money.tax and money.net != money.subtotal:
        return [SumLine("net", words.text("Total without tax"), money.net)]
    return []


def _balance_sums(
    money: Priced, settled: Sequence[tuple[str, Decimal]], words: Words
) -> list[SumLine]:
    if not settled:
        return []
    return [*_settled_sums(settled), _balance_sum(money.total, settled, words)]


def _settled_sums(settled: Sequence[tuple[str, Decimal]]) -> list[SumLine]:
    return [SumLine("settled", label, -amount) for label, amount in settled]


def _balance_sum(
    total: Decimal, settled: Sequence[tuple[str, Decimal]], words: Words
) -> SumLine:
    left = total - sum(amount for _, amount in settled)
    label = "Balance due" if left >= 0 else "In your favour"
    return SumLine("balance", words.text(label), left)


# -- why no tax is charged


def exemption_text(note: str, words: Words) -> str:
    """Why no tax is charged: our notes in the document's language, the seller's own as it is."""
    for english in NOTES.values():
        note = note.replace(english, words.text(english))
    return note


# -- payment


def terms_text(days: int, words: Words) -> str:
    """When an invoice will have to be paid."""
    if not days:
        return words.text("Payment on receipt of the invoice.")
    text = "Payment within {count} days of the invoice date."
    return words.counted(text, days, count=days)


def payment_text(invoice: Invoice, formats: Formats) -> str:
    """How and by when to pay while there is something to pay; thanks where all is paid."""
    if invoice.balance > 0:
        return _please_pay(invoice, formats)
    if invoice.balance == 0 and invoice.paid > 0:
        return formats.words.text("Paid with thanks.")
    return ""


def _please_pay(invoice: Invoice, formats: Formats) -> str:
    due = formats.inserted(formats.date(invoice.due))
    text = "Please pay by {due}, quoting {invoice}."
    return formats.words.text(text, due=due, invoice=invoice.number)


def bank_texts(bank: Bank, owed: Decimal) -> list[str]:
    """Where to pay, line by line; nothing where nothing is owed."""
    if owed <= 0:
        return []
    return [*bank.details, *_account_texts(bank)]


def _account_texts(bank: Bank) -> Iterator[str]:
    if bank.iban:
        yield f"IBAN {grouped(bank.iban)}"
    if bank.bic:
        yield f"BIC {bank.bic}"


def grouped(iban: str) -> str:
    """An IBAN in groups of four, as people read it."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))
