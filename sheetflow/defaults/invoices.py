"""Invoices: what is filled once, as a fact, and never recomputed.

What would come from a row in error (the order's, its customer's, a tax code's, an invoice line) waits until that row is
mended, and so do the amounts that depend on it: filled too early they would be wrong for ever.
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.frames import Customers, InvoiceLines, Invoices, Orders
from sheetflow.domain.numbers import IntArray, Mask, take, total_by
from sheetflow.domain.references import customer_of
from sheetflow.ledgers.invoices import line_totals, subtotals, total_of
from sheetflow.ledgers.lines import live_invoice_lines
from sheetflow.ledgers.taxes import code_rates, is_exempt, tax_invoices


def fill_invoices(book: Book, draft: DraftBook | None = None) -> Book:
    """Fill the blanks of Invoices and Invoice lines. The book's rows are already numbered and linked."""
    book = book.put(_fill_terms(book))
    book = book.put(_fill_lines(book))
    book = book.put(_fill_amounts(book))
    if draft is not None:
        draft.put(book.invoices)
        draft.put(book.invoice_lines)
    return book


def _fill_terms(book: Book) -> Invoices:
    """Due date, currency, tax terms, and the rates of the freight's tax code."""
    invoices, settings = book.invoices, book.settings
    live, order = invoices.live, invoices.order_index
    due = invoices.number(Invoices.invoice_date) + terms_days(book, order)
    invoices = invoices.fill(
        Invoices.due_date,
        live & ~invoices.has_due_date & readable_terms(book, order),
        due,
    )
    for header, value in (
        ("Currency", settings.currency),
        ("Prices include tax", int(settings.prices_include_tax)),
        ("Tax rounding", settings.tax_rounding),
    ):
        invoices = invoices.fill(header, live & ~invoices.given(header), value)
    code = np.where(is_exempt(book, order), -1, invoices.tax_index)
    bearer = readable_customer(book, order) | ~invoices.has_freight_tax_code
    known = live & readable_code(book, code) & bearer
    for header, rate in zip(
        ("Freight tax 1 %", "Freight tax 2 %", "Freight compound"),
        code_rates(book, code),
        strict=True,
    ):
        invoices = invoices.fill(header, known & ~invoices.given(header), rate)
    return invoices


def readable_code(book: Book, code: IntArray) -> Mask:
    """Where the tax code is none, or one whose own row is in order."""
    return np.asarray(take(book.tax_codes.valid, code, 1) == 1)


def readable_customer(book: Book, order: IntArray) -> Mask:
    """Where the order's row and its customer's are in order."""
    customer = customer_of(book.orders, order)
    return np.asarray(
        readable_order(book, order) & (take(book.customers.valid, customer, 0) == 1)
    )


def readable_order(book: Book, order: IntArray) -> Mask:
    """Where the order's own row is in order."""
    return np.asarray(take(book.orders.valid, order, 0) == 1)


def readable_terms(book: Book, order: IntArray) -> Mask:
    """Where the rows that give an order its terms are in order: its own, and without terms there, its customer's."""
    own = readable_order(book, order) & (
        take(book.orders.has_terms_days, order, 0) == 1
    )
    return np.asarray(own | readable_customer(book, order))


def terms_days(book: Book, order: IntArray) -> IntArray:
    """Days until an invoice of each order is due: the order's, else the customer's, else Settings'."""
    orders, customers = book.orders, book.customers
    customer = customer_of(orders, order)
    own, theirs = (
        orders.has_terms_days,
        take(customers.has_terms_days, customer) == 1,
    )
    days = np.where(
        theirs,
        take(customers.number(Customers.terms_days), customer),
        book.settings.terms_days,
    )
    return np.where(
        take(own, order) == 1, take(orders.number(Orders.terms_days), order), days
    )


def _fill_lines(book: Book) -> InvoiceLines:
    """The order's discount, the rates of the tax code, and the line total."""
    lines = book.invoice_lines
    live = live_invoice_lines(book)
    discount = take(book.orders.discount_percent, lines.order_index)
    ordered = live & readable_order(book, lines.order_index)
    lines = lines.fill(
        InvoiceLines.order_discount_percent,
        ordered & ~lines.has_order_discount_percent,
        discount,
    )
    code = lines.tax_index
    known = live & readable_code(book, code)
    for header, rate in zip(
        ("Tax 1 %", "Tax 2 %", "Compound"), code_rates(book, code), strict=True
    ):
        lines = lines.fill(header, known & ~lines.given(header), rate)
    blank = live & lines.has_order_discount_percent & ~lines.has_line_total
    if blank.any():
        lines = lines.fill(InvoiceLines.line_total, blank, line_totals(book.put(lines)))
    return lines


def _fill_amounts(book: Book) -> Invoices:
    """Subtotal, tax and total, where the invoice bears something and nothing of it is unreadable."""
    invoices = book.invoices
    blank = invoices.live & ~_waits(book)
    subtotal, tax = blank & ~invoices.has_subtotal, blank & ~invoices.has_tax
    if subtotal.any():
        invoices = invoices.fill(
            Invoices.subtotal, subtotal, subtotals(book, book.invoice_lines.line_total)
        )
    if tax.any():
        invoices = invoices.fill(
            Invoices.tax, tax, tax_invoices(book).by_document(len(invoices))
        )
    total = blank & ~invoices.has_total
    return invoices.fill(
        Invoices.total, total, total_of(book.put(invoices), invoices.subtotal)
    )


def _waits(book: Book) -> Mask:
    """The invoices that bear nothing yet, have a line that cannot be reckoned, or freight whose tax is not known."""
    lines, invoices = book.invoice_lines, book.invoices
    freight, own = invoices.freight != 0, ~lines.has_voided
    bad = own & (~lines.valid | ~lines.has_line_total | ~lines.has_tax_1_percent)
    count, unknown = (
        total_by(lines.invoice_index, rows.astype(np.int64), len(invoices))
        for rows in (own, bad)
    )
    return np.asarray(
        (unknown > 0)
        | np.where(freight, ~invoices.has_freight_tax_1_percent, count == 0)
    )
