"""Invoices: what is filled once, as a fact, and never recomputed.

What would come from a row in error (the order's, its customer's, a tax code's, an invoice line) waits until that row is
mended, and so do the amounts that depend on it: filled too early they would be wrong for ever.
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import IntArray, Mask, take, total_by
from sheetflow.domain.references import Desk, customer_of
from sheetflow.ledgers.invoices import line_totals, subtotals, totals
from sheetflow.ledgers.lines import live_invoice_lines
from sheetflow.ledgers.taxes import code_rates, is_exempt, tax_invoices


def fill_invoices(book: Book, desk: Desk | None = None) -> Book:
    """Fill the blanks of Invoices and Invoice lines. The book's rows are already numbered and linked."""
    book = book.put(_fill_terms(book))
    book = book.put(_fill_lines(book))
    book = book.put(_fill_amounts(book))
    if desk is not None:
        desk.put(book["Invoices"])
        desk.put(book["Invoice lines"])
    return book


def _fill_terms(book: Book) -> Frame:
    """Due date, currency, tax terms, and the rates of the freight's tax code."""
    invoices, settings = book["Invoices"], book.settings
    live, order = invoices.live, invoices.link("order")
    due = invoices.number("Invoice date") + terms_days(book, order)
    invoices = invoices.fill(
        "Due date",
        live & ~invoices.given("Due date") & readable_terms(book, order),
        due,
    )
    for header, value in (
        ("Currency", settings.currency),
        ("Prices include tax", int(settings.prices_include_tax)),
        ("Tax rounding", settings.tax_rounding),
    ):
        invoices = invoices.fill(header, live & ~invoices.given(header), value)
    code = np.where(is_exempt(book, order), -1, invoices.link("tax"))
    bearer = readable_customer(book, order) | ~invoices.given("Freight tax code")
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
    return np.asarray(take(book["Tax codes"].valid, code, 1) == 1)


def readable_customer(book: Book, order: IntArray) -> Mask:
    """Where the order's row and its customer's are in order."""
    customer = customer_of(book["Orders"], order)
    return np.asarray(
        readable_order(book, order) & (take(book["Customers"].valid, customer, 0) == 1)
    )


def readable_order(book: Book, order: IntArray) -> Mask:
    """Where the order's own row is in order."""
    return np.asarray(take(book["Orders"].valid, order, 0) == 1)


def readable_terms(book: Book, order: IntArray) -> Mask:
    """Where the rows that give an order its terms are in order: its own, and without terms there, its customer's."""
    own = readable_order(book, order) & (
        take(book["Orders"].given("Terms (days)"), order, 0) == 1
    )
    return np.asarray(own | readable_customer(book, order))


def terms_days(book: Book, order: IntArray) -> IntArray:
    """Days until an invoice of each order is due: the order's, else the customer's, else Settings'."""
    orders, customers = book["Orders"], book["Customers"]
    customer = customer_of(orders, order)
    own, theirs = (
        orders.given("Terms (days)"),
        take(customers.given("Terms (days)"), customer) == 1,
    )
    days = np.where(
        theirs,
        take(customers.number("Terms (days)"), customer),
        book.settings.terms_days,
    )
    return np.where(
        take(own, order) == 1, take(orders.number("Terms (days)"), order), days
    )


def _fill_lines(book: Book) -> Frame:
    """The order's discount, the rates of the tax code, and the line total."""
    lines = book["Invoice lines"]
    live = live_invoice_lines(book)
    discount = take(book["Orders"].number("Discount %"), lines.link("order"))
    ordered = live & readable_order(book, lines.link("order"))
    lines = lines.fill(
        "Order discount %", ordered & ~lines.given("Order discount %"), discount
    )
    code = lines.link("tax")
    known = live & readable_code(book, code)
    for header, rate in zip(
        ("Tax 1 %", "Tax 2 %", "Compound"), code_rates(book, code), strict=True
    ):
        lines = lines.fill(header, known & ~lines.given(header), rate)
    blank = live & lines.given("Order discount %") & ~lines.given("Line total")
    if blank.any():
        lines = lines.fill("Line total", blank, line_totals(book.put(lines)))
    return lines


def _fill_amounts(book: Book) -> Frame:
    """Subtotal, tax and total, where the invoice bears something and nothing of it is unreadable."""
    invoices = book["Invoices"]
    blank = invoices.live & ~_waits(book)
    subtotal, tax = blank & ~invoices.given("Subtotal"), blank & ~invoices.given("Tax")
    if subtotal.any():
        invoices = invoices.fill("Subtotal", subtotal, subtotals(book))
    if tax.any():
        invoices = invoices.fill(
            "Tax", tax, tax_invoices(book).by_document(len(invoices))
        )
    total = blank & ~invoices.given("Total")
    return invoices.fill("Total", total, totals(book.put(invoices)))


def _waits(book: Book) -> Mask:
    """The invoices that bear nothing yet, have a line that cannot be reckoned, or freight whose tax is not known."""
    lines, invoices = book["Invoice lines"], book["Invoices"]
    freight, own = invoices.number("Freight") != 0, ~lines.given("Voided")
    bad = own & (~lines.valid | ~lines.given("Line total") | ~lines.given("Tax 1 %"))
    count, unknown = (
        total_by(lines.link("invoice"), rows.astype(np.int64), len(invoices))
        for rows in (own, bad)
    )
    return np.asarray(
        (unknown > 0)
        | np.where(freight, ~invoices.given("Freight tax 1 %"), count == 0)
    )
