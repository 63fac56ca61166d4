"""Customers as the buyers and consignees of documents."""

from __future__ import annotations

import re

from sheetflow.documents.gather.source import Source, lines_of_text, text_of
from sheetflow.documents.model import Lines, Party
from sheetflow.domain.book import Book, IssuedParty
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Customers
from sheetflow.ledgers.receivables import latest_invoices
from sheetflow.standards.countries import ALIASES

UNION = frozenset(
    "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK".split()  # noqa: SIM905
)
"""The member states of the European Union, by ISO 3166 code."""

_PREFIX = re.compile(r"([A-Z]{2})[\s\-]?[0-9A-Z]")
_OTHER_PREFIXES = {
    "EL": "GR",
    "XI": "GB",
    "GB": "GB",
    "CH": "CH",
    "CHE": "CH",
    "NO": "NO",
}


def text_at(frame: Frame, header: str, at: int) -> str:
    """One cell of text; "" where it is blank, or where the position is below 0."""
    return text_of(frame[header], at)


def buyer_of(source: Source, order: int) -> Party:
    """The customer of an order, with the billing address; an unknown customer is a name alone."""
    book = source.book
    at = _customer_of(book, order)
    if at < 0:
        return _unknown_customer(book, order)
    return customer_party(book.customers, at)


def invoiced_party(source: Source, invoice: int) -> Party:
    """The buyer of an invoice, as it was issued: what Customers says now does not matter.

    Where to write to and to call is no part of an invoice, so that is today's. An invoice
    without a name is one that a run has not filled yet.
    """
    book = source.book
    invoices = book.invoices
    buyer = buyer_of(source, int(invoices.order_index[invoice]))
    name = text_at(invoices, "Bill to", invoice)
    if not name:
        return buyer
    issued = IssuedParty(
        customer=text_at(invoices, "Customer", invoice),
        name=name,
        address=text_at(invoices, "Billing address", invoice),
        tax_number=text_at(invoices, "Tax number", invoice),
    )
    return _issued_party(issued, buyer)


def _issued_party(issued: IssuedParty, buyer: Party) -> Party:
    """Who a document was issued to; `buyer` is what Customers says now."""
    number = issued.tax_number
    return Party(
        name=issued.name,
        address=lines_of_text(issued.address),
        code=issued.customer,
        email=buyer.email,
        phone=buyer.phone,
        tax_number=number,
        country=buyer.country or country_of(number),
        language=buyer.language,
        e_address=buyer.e_address,
        correspondent=buyer.contact,
    )


def credited_party(source: Source, order: int, number: str) -> Party:
    """The buyer of a credit note, by the number of a return on it.

    It is who it was issued to; of a new one that of the order's latest live invoice.
    """
    issued = source.book.credited.get(number)
    if issued:
        return _issued_party(issued, buyer_of(source, order))
    invoice = int(latest_invoices(source.book)[order]) if order >= 0 else -1
    return invoiced_party(source, invoice) if invoice >= 0 else buyer_of(source, order)


def _customer_of(book: Book, order: int) -> int:
    """The position of an order's customer; -1 for an unknown one."""
    return int(book.orders.customer_index[order]) if order >= 0 else -1


def _unknown_customer(book: Book, order: int) -> Party:
    name = text_at(book.orders, "Customer", order)
    return Party(name=name, code=name)


def customer_party(customers: Frame, at: int) -> Party:
    """A record of Customers; without a billing address, the shipping address."""
    billing = text_at(customers, "Billing address", at)
    address = billing or text_at(customers, "Shipping address", at)
    number = text_at(customers, "Tax number", at)
    country = two_letters(text_at(customers, "Country", at))
    return Party(
        name=text_at(customers, "Name", at),
        address=lines_of_text(address),
        code=text_at(customers, "Customer", at),
        contact=text_at(customers, "Contact", at),
        email=text_at(customers, "Email", at),
        phone=text_at(customers, "Phone", at),
        tax_number=number,
        country=country or country_of(number),
        language=text_at(customers, "Language", at),
        e_address=text_at(customers, "E-address", at),
    )


def buyer_reference_of(source: Source, order: int) -> str:
    """What the buyer wants on electronic invoices: the order's own reference, or else the customer's."""
    book = source.book
    own = text_at(book.orders, "Buyer reference", order)
    return own or text_at(book.customers, "Buyer reference", _customer_of(book, order))


def two_letters(text: str) -> str:
    """A country as its code: `de` is DE, EL is Greece's, UK Britain's; "" where it is not two letters."""
    code = text.strip().upper()
    return ALIASES.get(code, code) if re.fullmatch("[A-Z]{2}", code) else ""


def country_of(tax_number: str) -> str:
    """The ISO 3166 code of the country whose prefix a tax number has (Greece's is EL); "" where it has none."""
    found = _PREFIX.match(tax_number.strip().upper())
    prefix = found[1] if found else ""
    return prefix if prefix in UNION else _OTHER_PREFIXES.get(prefix, "")


def ship_to_of(source: Source, order: int) -> Lines:
    """Where an order goes: its own address, or else that of its customer."""
    if order < 0:
        return ()
    orders = source.book.orders
    own = text_at(orders, "Ship to", order)
    return lines_of_text(own or _customer_address(source, order))


def invoiced_ship_to(source: Source, invoice: int) -> Lines:
    """Where the goods of an invoice went: to the order's or the customer's shipping address, or where it was sent."""
    book = source.book
    order = int(book.invoices.order_index[invoice])
    at = _customer_of(book, order)
    own = text_at(book.orders, "Ship to", order)
    shipping = text_at(book.customers, "Shipping address", at)
    billing = text_at(book.invoices, "Billing address", invoice)
    return lines_of_text(own or shipping or billing)


def _customer_address(source: Source, order: int) -> str:
    """The shipping address of an order's customer, or else the billing address."""
    at = int(source.book.orders.customer_index[order])
    return _shipping_address(source.book.customers, at) if at >= 0 else ""


def _shipping_address(customers: Customers, at: int) -> str:
    shipping = text_at(customers, "Shipping address", at)
    return shipping or text_at(customers, "Billing address", at)


def consignee_of(source: Source, order: int) -> Party:
    """Who receives the goods of an order, and where; Contact is that of the billing address alone."""
    buyer = buyer_of(source, order)
    address = ship_to_of(source, order)
    return Party(
        name=buyer.name,
        address=address,
        code=buyer.code,
        contact=buyer.contact if address == buyer.address else "",
        email=buyer.email,
        phone=buyer.phone,
        language=buyer.language,
    )
