"""Invoices: what is filled once, as a fact, and never recomputed.

What depends on a row in error (the order's, its customer's, a tax code's, an invoice line)
stays blank until that row is fixed, and so do the amounts that depend on it: filled too
early they would be wrong forever.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import numpy as np

from sheetflow.defaults.parties import with_parties
from sheetflow.domain.arrays import take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Customers, InvoiceLines, Invoices, Orders
from sheetflow.domain.numbers import IntArray, Mask, any_by, take
from sheetflow.domain.references import customer_of
from sheetflow.domain.typed_columns import TypedColumn
from sheetflow.ledgers.invoice_taxes import tax_invoices
from sheetflow.ledgers.invoices import line_totals, subtotals, total_of
from sheetflow.ledgers.lines import live_invoice_lines
from sheetflow.ledgers.tax_rates import Rates, code_rates, first_rows, rows_in_force
from sheetflow.ledgers.taxes import is_exempt

FRAME = TypeVar("FRAME", bound=Frame)


def fill_invoices(book: Book, draft: DraftBook | None = None) -> Book:
    """Fill the blanks of Invoices and Invoice lines, whose rows are already numbered and linked.

    While a setting is in error nothing is filled: it would be filled from a default.
    """
    if book.settings.has_error:
        return book
    book = book.put(_fill_terms(book))
    book = book.put(_fill_lines(book))
    book = book.put(_fill_amounts(book))
    if draft is not None:
        draft.put(book.invoices)
        draft.put(book.invoice_lines)
    return book


def _fill_terms(book: Book) -> Invoices:
    """Due date, currency, tax terms, and the rates of the freight's tax code."""
    invoices = _with_due_dates(book)
    known = invoices.live & readable_customer(book, invoices.order_index)
    invoices = with_parties(book, invoices, known)
    settings = book.settings
    values: dict[TypedColumn, int | str] = {
        Invoices.currency: settings.currency,
        Invoices.prices_include_tax: int(settings.prices_include_tax),
        Invoices.tax_rounding: settings.tax_rounding,
    }
    for column, value in values.items():
        blank = invoices.live & ~invoices.given(column)
        invoices = invoices.fill(column, blank, value)
    return _with_freight_rates(book, invoices)


def _with_due_dates(book: Book) -> Invoices:
    """Invoices with the date on which they are due."""
    invoices = book.invoices
    order = invoices.order_index
    due = invoices.number(Invoices.invoice_date) + terms_days(book, order)
    due = np.minimum(due, date.max.toordinal())
    blank = invoices.live & ~invoices.has_due_date & readable_terms(book, order)
    return invoices.fill(Invoices.due_date, blank, due)


def _with_freight_rates(book: Book, invoices: Invoices) -> Invoices:
    """Invoices with the rates of their freight's tax code."""
    order = invoices.order_index
    code = np.where(is_exempt(book, order), -1, invoices.tax_index)
    day = invoices.number(Invoices.invoice_date)
    exemption_known = readable_customer(book, order) | ~invoices.has_freight_tax_code
    known = invoices.live & readable_code(book, code, day) & exemption_known
    columns = (
        Invoices.freight_tax_1_percent,
        Invoices.freight_tax_2_percent,
        Invoices.freight_compound,
    )
    return _with_rates(invoices, columns, known, code_rates(book, code, day))


def _with_rates(
    frame: FRAME, columns: Sequence[TypedColumn], known: Mask, rates: Rates
) -> FRAME:
    """A frame with both rates of a tax code, and whether the second is on top of the first."""
    for column, rate in zip(columns, rates, strict=True):
        frame = frame.fill(column, known & ~frame.given(column), rate)
    return frame


def readable_code(book: Book, code: IntArray, day: IntArray) -> Mask:
    """Where there is no tax code, or one with a rate on that day and without an error in its rows."""
    codes = book.tax_codes
    unreadable = first_rows(codes)[~codes.valid]
    in_force = rows_in_force(book, code, day) >= 0
    return np.asarray((code < 0) | (in_force & ~np.isin(code, unreadable)))


def readable_customer(book: Book, order: IntArray) -> Mask:
    """Where the order's row and its customer's have no error."""
    customer = customer_of(book.orders, order)
    valid = take_mask(book.customers.valid, customer)
    return np.asarray(readable_order(book, order) & valid)


def readable_order(book: Book, order: IntArray) -> Mask:
    """Where the order's own row has no error."""
    return take_mask(book.orders.valid, order)


def readable_terms(book: Book, order: IntArray) -> Mask:
    """Where the rows that give an order its terms have no error.

    They are its own, and without terms there, its customer's.
    """
    own = readable_order(book, order) & _has_own_terms(book, order)
    return np.asarray(own | readable_customer(book, order))


def _has_own_terms(book: Book, order: IntArray) -> Mask:
    return take_mask(book.orders.has_terms_days, order)


def terms_days(book: Book, order: IntArray) -> IntArray:
    """Days until an invoice of each order is due: the order's, else the customer's, else Settings'."""
    own = take(book.orders.number(Orders.terms_days), order)
    others = _customer_terms(book, order)
    return np.where(_has_own_terms(book, order), own, others)


def _customer_terms(book: Book, order: IntArray) -> IntArray:
    """The terms of each order's customer, else those of Settings."""
    customers = book.customers
    customer = customer_of(book.orders, order)
    has_terms = take_mask(customers.has_terms_days, customer)
    days = take(customers.number(Customers.terms_days), customer)
    return np.where(has_terms, days, book.settings.terms_days)


def _fill_lines(book: Book) -> InvoiceLines:
    """The order's discount, the rates of the tax code, and the line total."""
    lines = _with_order_discounts(book)
    live = live_invoice_lines(book)
    code = lines.tax_index
    dates = book.invoices.number(Invoices.invoice_date)
    day = take(dates, lines.invoice_index, book.as_of)
    known = live & readable_code(book, code, day)
    columns = (
        InvoiceLines.tax_1_percent,
        InvoiceLines.tax_2_percent,
        InvoiceLines.compound,
    )
    lines = _with_rates(lines, columns, known, code_rates(book, code, day))
    blank = live & lines.has_order_discount_percent & ~lines.has_line_total
    if not blank.any():
        return lines
    return lines.fill(InvoiceLines.line_total, blank, line_totals(book.put(lines)))


def _with_order_discounts(book: Book) -> InvoiceLines:
    """Invoice lines with the discount of their order."""
    lines = book.invoice_lines
    discount = take(book.orders.discount_percent, lines.order_index)
    blank = _readable_lines(book) & ~lines.has_order_discount_percent
    return lines.fill(InvoiceLines.order_discount_percent, blank, discount)


def _readable_lines(book: Book) -> Mask:
    """The live invoice lines of orders without errors."""
    order = book.invoice_lines.order_index
    return np.asarray(live_invoice_lines(book) & readable_order(book, order))


def _fill_amounts(book: Book) -> Invoices:
    """Subtotal, tax and total, where the invoice charges something and all of it is known."""
    invoices = book.invoices
    known = invoices.live & ~_is_incomplete(book)
    subtotal = known & ~invoices.has_subtotal
    if subtotal.any():
        sums = subtotals(book, book.invoice_lines.line_total)
        invoices = invoices.fill(Invoices.subtotal, subtotal, sums)
    tax = known & ~invoices.has_tax
    if tax.any():
        taxes = tax_invoices(book).by_document(len(invoices))
        invoices = invoices.fill(Invoices.tax, tax, taxes)
    total = known & ~invoices.has_total
    totals = total_of(book.put(invoices), invoices.subtotal)
    return invoices.fill(Invoices.total, total, totals)


def _is_incomplete(book: Book) -> Mask:
    """The invoices whose amounts are not known yet.

    They charge nothing, have a line that cannot be calculated, or freight whose tax is not
    known.
    """
    invoices = book.invoices
    without_rate = ~invoices.has_freight_tax_1_percent
    has_freight = invoices.freight != 0
    missing = np.where(has_freight, without_rate, ~_has_lines(book))
    return np.asarray(_has_unknown_line(book) | missing)


def _has_lines(book: Book) -> Mask:
    """The invoices that have a line which is not voided."""
    lines = book.invoice_lines
    return any_by(lines.invoice_index, len(book.invoices), ~lines.has_voided)


def _has_unknown_line(book: Book) -> Mask:
    """The invoices with a line in error, or without its total or its tax rate."""
    lines = book.invoice_lines
    unknown = ~lines.valid | ~lines.has_line_total | ~lines.has_tax_1_percent
    invoice = lines.invoice_index
    return any_by(invoice, len(book.invoices), unknown & ~lines.has_voided)
