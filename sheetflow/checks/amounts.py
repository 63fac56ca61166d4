"""Rules on money: what was issued agrees with its own row, and names what belongs together."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from sheetflow.checks.found import Found, Words, above, amount_at, said_at
from sheetflow.domain.book import Book
from sheetflow.domain.frames import InvoiceLines, Invoices
from sheetflow.domain.numbers import AnyArray, Mask, count_by, take, take_text, total_by
from sheetflow.domain.relations import ORDERS, order_reference, references_to
from sheetflow.ledgers.credits import planned_credits
from sheetflow.ledgers.invoices import line_totals, subtotals, totals
from sheetflow.ledgers.lines import Lines, live_invoice_lines
from sheetflow.ledgers.payments import is_refund


def _should_be(book: Book, amount: AnyArray) -> Words:
    return {"should": amount_at(book, amount)}


def disagreements(book: Book, _lines: Lines) -> Iterator[Found]:
    """An invoice line, payment or restock that disagrees with its invoice's or return's order or SKU."""
    for invoice in references_to(Invoices.SHEET):
        order = order_reference(invoice.sheet)
        if order is None or order.target != ORDERS:
            continue
        frame = book[invoice.sheet]
        theirs = take(book.invoices.order_index, frame.link(invoice.name), -1)
        differs = (theirs >= 0) & (theirs != frame.link(order.name))
        names = take_text(book.orders.order, theirs)
        yield Found(
            "AGR01",
            invoice.sheet,
            order.header,
            frame.live & differs,
            {"other": said_at(names)},
        )
    restocks = book.restocks
    theirs = take(book.returns.sku_index, restocks.return_index, -1)
    where = restocks.live & (theirs >= 0) & (theirs != restocks.sku_index)
    names = take_text(book.products.sku, theirs)
    yield Found("AGR02", "Restocks", "SKU", where, {"other": said_at(names)})


def invoice_amounts(book: Book, _lines: Lines) -> Iterator[Found]:
    """An amount as issued that disagrees with its own row; an invoice without lines."""
    bills, invoices = book.invoice_lines, book.invoices
    live = live_invoice_lines(book)
    should = line_totals(book)
    wrong = live & bills.has_line_total & (bills.line_total != should)
    yield Found("AMT01", "Invoice lines", "Line total", wrong, _should_be(book, should))
    unread = (
        count_by(bills.invoice_index, len(invoices), ~bills.valid & ~bills.has_voided)
        > 0
    )
    checked = invoices.live & ~unread
    sums, fit = (
        subtotals(book),
        subtotals(book.put(bills.put(InvoiceLines.line_total, should))),
    )
    for code, header, amount, others in (
        ("AMT02", "Subtotal", sums, (fit,)),
        (
            "AMT03",
            "Total",
            totals(book),
            [_total_of(book, subtotal) for subtotal in (sums, fit)],
        ),
    ):
        typed = invoices.number(header)
        wrong = checked & invoices.given(header) & (typed != amount)
        follows = np.logical_or.reduce([typed == other for other in others])
        words = {**_should_be(book, amount), "follows": _yes_at(follows)}
        yield Found(code, "Invoices", header, wrong, words)
    lines_of = count_by(bills.invoice_index, len(invoices), ~bills.has_voided)
    yield Found("INV03", "Invoices", "Invoice", invoices.live & (lines_of == 0))


def _total_of(book: Book, subtotal: AnyArray) -> AnyArray:
    """What each invoice would come to with this subtotal."""
    return totals(book.put(book.invoices.put(Invoices.subtotal, subtotal)))


def _yes_at(where: Mask) -> Callable[[int], str]:
    """Whether what a row says follows from what is wrong before it: with that put right, it agrees."""
    return lambda at: "yes" if where[at] else ""


def credits(book: Book, _lines: Lines) -> Iterator[Found]:
    """Credit total with net, tax and fee; a fee above the credit, found before the credit is filled."""
    returns = book.returns
    should = returns.credit_net + returns.credit_tax - returns.fee
    filled = returns.live & returns.has_credit_total
    wrong = filled & (returns.credit_total != should)
    yield Found("AMT04", "Returns", "Credit total", wrong, _should_be(book, should))
    if not returns.has_fee.any():
        return
    planned = planned_credits(book)
    credit = planned.credit_net + planned.credit_tax
    above_it = returns.live & (returns.fee > credit)
    yield Found(
        "FEE01", "Returns", "Fee", above_it, {"credit": amount_at(book, credit)}
    )


def payments(book: Book, _lines: Lines) -> Iterator[Found]:
    """Refunded more than paid; a payment that names a voided invoice."""
    frame, size = book.payments, len(book.orders)
    amount = np.where(frame.live, frame.amount, 0)
    refunded = np.where(is_refund(book), amount, 0)
    paid = total_by(frame.order_index, amount - refunded, size)
    order = frame.order_index
    limit = {"limit": amount_at(book, paid, order)}
    yield Found("PAY01", "Payments", "Amount", above(order, refunded, paid), limit)
    voided = take(book.invoices.has_voided, frame.invoice_index, 0) == 1
    yield Found("PAY02", "Payments", "Invoice", frame.live & voided)


def prices(book: Book, lines: Lines) -> Iterator[Found]:
    """A price of 0."""
    frame, products = book.order_lines, book.products
    known = take(products.valid, frame.sku_index, 0) == 1
    yield Found(
        "PRI01",
        "Order lines",
        "Unit price",
        lines.counts & known & (frame.unit_price == 0),
    )
