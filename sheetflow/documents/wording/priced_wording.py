"""What quotes, order confirmations and invoices say."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sheetflow.documents.model import (
    Bank,
    Invoice,
    OrderConfirmation,
    Party,
    Priced,
    PricedLine,
    Quote,
    Seller,
    TaxLine,
)
from sheetflow.documents.wording import Fact, SumLine, beside
from sheetflow.documents.wording.locale_formats import Formats


def invoice_title(seller: Seller) -> str:
    """What an invoice calls itself; in Australia it must be clear that it is meant as a tax invoice
    (A New Tax System (Goods and Services Tax) Act 1999, s. 29-70 (1) (d)).
    """
    return "Tax invoice" if seller.party.country == "AU" else "Invoice"


def quote_facts(quote: Quote) -> list[Fact]:
    """What stands beside the address of a quote."""
    return [
        Fact("Quote", quote.number),
        Fact("Date", quote.date),
        *([Fact("Valid until", quote.expiry)] if quote.expiry else []),
        *_references(quote.customer_po, quote.buyer),
    ]


def confirmation_facts(order: OrderConfirmation) -> list[Fact]:
    """What stands beside the address of an order confirmation."""
    return [
        Fact("Order", order.number),
        Fact("Order date", order.date),
        *([Fact("Ship by", order.ship_by)] if order.ship_by else []),
        *([Fact("Quote", order.quote)] if order.quote else []),
        *_references(order.customer_po, order.buyer),
    ]


def invoice_facts(invoice: Invoice) -> list[Fact]:
    """What stands beside the address of an invoice."""
    return [
        Fact("Invoice", invoice.number),
        Fact("Invoice date", invoice.date),
        *_supplied(invoice),
        Fact("Due date", invoice.due),
        Fact("Order", invoice.order),
        *_references(invoice.customer_po, invoice.buyer),
    ]


def _references(customer_po: str, buyer: Party) -> Iterator[Fact]:
    if customer_po:
        yield Fact("Your reference", customer_po)
    if buyer.tax_number:
        yield Fact("Your tax number", buyer.tax_number)


def _supplied(invoice: Invoice) -> Iterator[Fact]:
    if invoice.supplied:
        first, last = invoice.supplied
        if first != last:
            yield Fact("Supplied from", first)
        yield Fact("Supplied" if first == last else "Supplied until", last)


def terms_text(days: int) -> str:
    """When an invoice will have to be paid."""
    return (
        f"Payment within {days} days of the invoice date."
        if days
        else "Payment on receipt of the invoice."
    )


def delivery_text(letter: Quote | OrderConfirmation | Invoice) -> str:
    """Where goods go, if not where the bill goes; else ""."""
    if not letter.ship_to or letter.ship_to == letter.buyer.address:
        return ""
    return "Delivered to: " + ", ".join(letter.ship_to)


def payment_text(invoice: Invoice, formats: Formats) -> str:
    """How and by when to pay while there is something to pay; thanks where all is paid."""
    if invoice.balance > 0:
        return f"Please pay by {formats.inserted(formats.date(invoice.due))}, quoting {invoice.number}."
    return "Paid with thanks." if invoice.balance == 0 and invoice.paid > 0 else ""


def _account_texts(bank: Bank) -> list[str]:
    """The account to pay to, for people to read."""
    account = [f"IBAN {grouped(bank.iban)}"] if bank.iban else []
    return account + ([f"BIC {bank.bic}"] if bank.bic else [])


def bank_texts(bank: Bank, owed: Decimal) -> list[str]:
    """Where to pay what is owed, line by line; nothing where nothing is."""
    return [*bank.details, *_account_texts(bank)] if owed > 0 else []


def grouped(iban: str) -> str:
    """An IBAN in fours, as people read it."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def price_header(money: Priced) -> str:
    """What the column of unit prices is called: they are always shown without tax."""
    return "Unit, net" if money.prices_include_tax else "Unit price"


def amount_header(money: Priced) -> str:
    """What the column of the lines' totals is called."""
    return "incl. tax" if money.prices_include_tax else "Amount"


def discount_text(line: PricedLine, formats: Formats) -> str:
    """A line's discounts, one after the other: `10% 5%`."""
    return " ".join(
        formats.percent(percent)
        for percent in (line.discount, line.order_discount)
        if percent
    )


def rates_text(rates: Sequence[Decimal], code: str, formats: Formats) -> str:
    """The rates under a tax code: `20%`, `5% + 9.975%`; a dash for no tax."""
    return " + ".join(map(formats.percent, rates)) if code or any(rates) else "–"


def invoice_sums(invoice: Invoice, formats: Formats) -> list[SumLine]:
    """From an invoice's lines to its total, and, where something was paid or credited, to what is left."""
    settled = [
        part
        for part in (("Credited", invoice.credited), ("Paid", invoice.paid))
        if part[1]
    ]
    return [*priced_sums(invoice.money, formats), *_left(invoice.money, settled)]


def priced_sums(money: Priced, formats: Formats) -> list[SumLine]:
    """From the lines to the total; where prices include tax, the taxes that the total holds come below it.

    The sum without tax has a line of its own where it is not the subtotal (VAT Regulations 1995, reg. 14 (1) (i)).
    """
    word = "including " if money.prices_include_tax else ""
    taxes = [line for tax in money.taxes for line in tax_sums(tax, formats, word)]
    total = [SumLine("total", f"Total {money.currency}", money.total)]
    net = (
        [SumLine("net", "Total without tax", money.net)]
        if money.tax and money.net != money.subtotal
        else []
    )
    return [
        SumLine("subtotal", "Subtotal", money.subtotal),
        *([SumLine("freight", "Freight", money.freight)] if money.freight else []),
        *(
            [*total, *taxes, *net]
            if money.prices_include_tax
            else [*net, *taxes, *total]
        ),
    ]


def tax_sums(tax: TaxLine, formats: Formats, word: str = "") -> Iterator[SumLine]:
    """One line a tax: its name and rate, the net under it, the tax."""
    if not tax.shares:
        yield SumLine("tax", tax.name or "No tax", tax.tax, tax.net)
    for share in tax.shares:
        label = f"{word}{share.name or tax.name or 'Tax'} {formats.percent(share.rate)}"
        yield SumLine("tax", label, share.amount, tax.net)


def _left(money: Priced, settled: Sequence[tuple[str, Decimal]]) -> Iterator[SumLine]:
    if not settled:
        return
    left = money.total
    for label, amount in settled:
        yield SumLine("settled", label, -amount)
        left -= amount
    yield SumLine("balance", "Balance due" if left >= 0 else "In your favour", left)


def contact_text(seller: Seller) -> str:
    """How to reach the seller: `+44 …  ·  shop@example.com`."""
    return beside([seller.party.phone, seller.party.email])


def tax_number_text(party: Party) -> str:
    """A tax number, said to be one."""
    return f"Tax number {party.tax_number}" if party.tax_number else ""
