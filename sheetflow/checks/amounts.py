"""Rules on money: amounts agree with their own row, and rows name what belongs together.

The rules are in docs/reference/rules.md, section 7; amounts are in millionths.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.checks.taxes import is_tax_wrong
from sheetflow.checks.violations import (
    Rule,
    TextOfRow,
    Violation,
    Words,
    amount_at,
    text_at,
)
from sheetflow.domain.arrays import no_links, take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, count_by, take, take_text
from sheetflow.ledgers.invoices import line_totals, subtotals, total_of
from sheetflow.ledgers.lines import Lines, live_invoice_lines


def disagreements(book: Book, _lines: Lines) -> Iterator[Violation]:
    """A row that disagrees with its invoice's order, or with its return's product."""
    lines = book.invoice_lines
    counted = np.where(live_invoice_lines(book), lines.invoice_index, -1)
    yield _of_other_order(book, "Invoice lines", counted)
    yield _of_other_order(book, "Payments", book.payments.invoice_index)
    yield _of_other_product(book)
    yield from _of_other_customer(book)


def _of_other_order(book: Book, sheet: str, invoice: IntArray) -> Violation:
    """A row that names another order than its invoice does."""
    frame = book[sheet]
    order = take(book.invoices.order_index, invoice, -1)
    where = frame.live & (order >= 0) & (order != frame.link("order"))
    names = take_text(book.orders.order, order)
    return Violation("AGR01", sheet, "Order", where, {"other": text_at(names)})


def _of_other_customer(book: Book) -> Iterator[Violation]:
    """An order whose customer is not that of its issued invoice."""
    invoices = book.invoices
    differs = _has_other_customer(book)
    if not differs.any():
        return
    invoice_of = _first_of_orders(book, np.flatnonzero(differs))
    words = {
        "invoice": text_at(take_text(invoices.invoice, invoice_of)),
        "other": text_at(take_text(invoices.customer, invoice_of)),
    }
    yield Violation("AGR03", "Orders", "Customer", invoice_of >= 0, words)


def _has_other_customer(book: Book) -> Mask:
    """The live invoices whose customer is not that of their order."""
    invoices = book.invoices
    order = invoices.order_index
    named = invoices.live & (order >= 0) & invoices.has_customer
    customer = take_text(book.orders.customer, order)
    differs = np.not_equal(invoices.customer, customer).astype(bool)
    return np.asarray(named & differs)


def _first_of_orders(book: Book, rows: IntArray) -> IntArray:
    """For each order, the first of these invoices; -1 where it has none of them."""
    invoice_of = no_links(len(book.orders))
    last_to_first = rows[::-1]
    invoice_of[book.invoices.order_index[last_to_first]] = last_to_first
    return invoice_of


def _of_other_product(book: Book) -> Violation:
    """A restock that names another product than its return does."""
    restocks = book.restocks
    sku = take(book.returns.sku_index, restocks.return_index, -1)
    where = restocks.live & (sku >= 0) & (sku != restocks.sku_index)
    names = take_text(book.products.sku, sku)
    return Violation("AGR02", "Restocks", "SKU", where, {"other": text_at(names)})


def invoice_amounts(book: Book, _lines: Lines) -> Iterator[Violation]:
    """An amount as issued that disagrees with its own row; an invoice without lines."""
    yield _line_total(book)
    yield _subtotal(book)
    yield _total(book)
    yield _without_lines(book)


def _line_total(book: Book) -> Violation:
    """A Line total that is not what its row comes to."""
    lines = book.invoice_lines
    expected = line_totals(book)
    checked = live_invoice_lines(book) & lines.has_line_total
    wrong = checked & (lines.line_total != expected)
    words = _should_be(book, expected)
    return Violation("AMT01", "Invoice lines", "Line total", wrong, words)


def _subtotal(book: Book) -> Violation:
    """A Subtotal that is not the sum of its lines.

    It follows from wrong line totals where it agrees with what these should be.
    """
    invoices = book.invoices
    expected = subtotals(book, book.invoice_lines.line_total)
    follows = invoices.subtotal == subtotals(book, line_totals(book))
    wrong = invoices.has_subtotal & (invoices.subtotal != expected)
    words = {**_should_be(book, expected), "follows": _yes_where(follows)}
    return Violation("AMT02", "Invoices", "Subtotal", wrong & _readable(book), words)


def _total(book: Book) -> Violation:
    """A Total that is not subtotal, freight and tax.

    It follows from a wrong tax, and from a wrong subtotal where it agrees with what that
    should be.
    """
    invoices = book.invoices
    expected = total_of(book, invoices.subtotal)
    follows = is_tax_wrong(book) | _has_total_of_lines(book)
    wrong = invoices.has_total & (invoices.total != expected)
    words = {**_should_be(book, expected), "follows": _yes_where(follows)}
    return Violation("AMT03", "Invoices", "Total", wrong & _readable(book), words)


def _has_total_of_lines(book: Book) -> Mask:
    """The invoices whose Total agrees with their lines, as they are or as they should be."""
    total = book.invoices.total
    by_lines = total_of(book, subtotals(book, book.invoice_lines.line_total))
    by_rows = total_of(book, subtotals(book, line_totals(book)))
    return np.asarray((total == by_lines) | (total == by_rows))


def _readable(book: Book) -> Mask:
    """The live invoices of which every line can be read."""
    lines = book.invoice_lines
    return _invoices_without(book, ~lines.valid & ~lines.has_voided)


def _invoices_without(book: Book, chosen: Mask) -> Mask:
    """The live invoices that have none of the chosen lines."""
    invoices = book.invoices
    count = count_by(book.invoice_lines.invoice_index, len(invoices), chosen)
    return np.asarray(invoices.live & (count == 0))


def _without_lines(book: Book) -> Violation:
    """An invoice without lines."""
    where = _invoices_without(book, ~book.invoice_lines.has_voided)
    return Violation("INV03", "Invoices", "Invoice", where)


def _should_be(book: Book, amount: AnyArray) -> Words:
    """What an amount should be."""
    return {"should": amount_at(book, amount)}


def _yes_where(follows: Mask) -> TextOfRow:
    """Whether a row agrees once what is wrong before it is put right."""
    return lambda row: "yes" if follows[row] else ""


def prices(book: Book, lines: Lines) -> Iterator[Violation]:
    """A price of 0."""
    frame = book.order_lines
    readable = take_mask(book.products.valid, frame.sku_index)
    where = lines.counts & readable & (frame.unit_price == 0)
    yield Violation("PRI01", "Order lines", "Unit price", where)


RULES: tuple[Rule, ...] = (
    disagreements,
    invoice_amounts,
    prices,
)
"""The rules of this module."""
