"""The customers of exported invoices and credit notes, as these keep them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray
from sheetflow.ledgers.receivables import latest_invoices


@dataclass(frozen=True)
class ExportedCustomer:
    """The customer of an order."""

    name: str
    email: str = ""
    address: Sequence[str] = ()


def invoiced_customer(book: Book, invoice: int) -> ExportedCustomer:
    """Who an invoice was issued to; where to write to is today's."""
    invoices = book.invoices
    customer = _customer(book, int(invoices.order_index[invoice]))
    name = text_in(invoices.bill_to, invoice)
    if not name:
        return customer
    address = _filled_lines(text_in(invoices.billing_address, invoice))
    return ExportedCustomer(name, customer.email, address)


def credited_customer(book: Book, at: int) -> ExportedCustomer:
    """Who a credit was issued to; of a new one the customer of the order's latest live invoice."""
    order = int(book.returns.order_index[at])
    issued = book.credited.get(text_in(book.returns.return_, at))
    if issued:
        email = _customer(book, order).email
        return ExportedCustomer(issued.name, email, _filled_lines(issued.address))
    invoice = int(latest_invoices(book)[order]) if order >= 0 else -1
    return invoiced_customer(book, invoice) if invoice >= 0 else _customer(book, order)


def _customer(book: Book, order: int) -> ExportedCustomer:
    """An order's customer; one that is not on Customers is its code alone."""
    at = _customer_position(book, order)
    if at < 0:
        return ExportedCustomer(text_in(book.orders.customer, order))
    return _known_customer(book, at)


def _customer_position(book: Book, order: int) -> int:
    return int(book.orders.customer_index[order]) if order >= 0 else -1


def _known_customer(book: Book, at: int) -> ExportedCustomer:
    customers = book.customers
    return ExportedCustomer(
        text_in(customers.name, at), text_in(customers.email, at), _address(book, at)
    )


def _address(book: Book, customer: int) -> list[str]:
    """The billing address as its lines, or else the shipping address."""
    customers = book.customers
    billing = text_in(customers.billing_address, customer)
    address = billing or text_in(customers.shipping_address, customer)
    return _filled_lines(address)


def _filled_lines(text: str) -> list[str]:
    lines = [line.strip() for line in text.splitlines()]
    return [line for line in lines if line]


def text_in(column: AnyArray, at: int) -> str:
    """One cell of text; "" where it is blank, or where the position is below 0."""
    return "" if at < 0 or column[at] is None else str(column[at])
