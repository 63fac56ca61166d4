"""The customer of an invoice, filled once: who was invoiced stays, whatever Customers say later."""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import Customers, Invoices
from sheetflow.domain.messages import counted_message
from sheetflow.domain.numbers import AnyArray, Mask, take_text
from sheetflow.domain.references import customer_of
from sheetflow.domain.step import Note


def with_parties(book: Book, invoices: Invoices, known: Mask) -> Invoices:
    """Invoices with their customers as they are now, where these are `known`.

    Name, address and tax number are filled together: what a customer did not have when the
    invoice was issued is not added later.
    """
    blank = known & ~invoices.has_customer
    if blank.any():
        codes = take_text(book.orders.customer, invoices.order_index)
        invoices = invoices.fill(Invoices.customer, blank, codes)
    blank = known & ~invoices.has_bill_to
    if not blank.any():
        return invoices
    customers = book.customers
    customer = np.where(blank, customer_of(book.orders, invoices.order_index), -1)
    parts = {
        Invoices.bill_to: customers.name,
        Invoices.billing_address: billing_addresses(customers),
        Invoices.tax_number: customers.tax_number,
    }
    for column, texts in parts.items():
        empty = blank & ~invoices.given(column)
        invoices = invoices.fill(column, empty, take_text(texts, customer))
    return invoices


def billing_addresses(customers: Customers) -> AnyArray:
    """The billing address of each customer, or else the shipping address."""
    own = customers.has_billing_address
    return np.where(own, customers.billing_address, customers.shipping_address)


def parties_note(typed: Book, book: Book) -> list[Note]:
    """A note where invoices of an older workbook got the names and addresses of their customers."""
    before = typed.invoices
    issued = before.has_total & ~before.has_bill_to
    filled = issued & book.invoices.has_bill_to[: len(before)]
    if not filled.any():
        return []
    text = counted_message(
        int(filled.sum()),
        "{count} issued invoice got the name, address and tax number that [Customers] has now; "
        "they stay as they are from now on",
        "{count} issued invoices got the name, address and tax number that [Customers] has now; "
        "they stay as they are from now on",
    )
    return [Note("Invoices", int(np.flatnonzero(filled)[0]), "Bill to", text)]
