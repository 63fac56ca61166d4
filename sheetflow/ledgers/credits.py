"""Credits: what a return credits, filled once and kept (rules.md section 6, Credits).

A return credits the units that were billed and that the customer no longer keeps. Returns of one order are filled in
row order, all orders at once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import Returns
from sheetflow.domain.number_series import next_numbers
from sheetflow.domain.numbers import (
    AnyArray,
    IntArray,
    Mask,
    rank_by,
    rounded_product,
    running_by,
    share_of,
    take,
    total_by,
)
from sheetflow.ledgers.lines import Lines, build_lines, live_invoice_lines
from sheetflow.ledgers.taxes import Taxed, invoice_terms, tax_invoices

AMOUNTS = ("Credited quantity", "Credit net", "Credit tax", "Credit total")


@dataclass(frozen=True)
class Billed:
    """What was invoiced of each order line: total, quantity, whether prices held the tax,
    and its tax group in `taxed`.
    """

    total: AnyArray
    quantity: AnyArray
    inclusive: Mask
    code: IntArray
    taxed: Taxed
    order_of_document: IntArray


def unfilled(book: Book, held: Mask) -> IntArray:
    """The live returns with a blank among their credit cells, of orders that no error holds."""
    returns = book.returns
    blank = np.logical_or.reduce([~returns.given(header) for header in AMOUNTS])
    free = take(~held, returns.order_index, 0) == 1
    return np.flatnonzero(returns.live & blank & free & (returns.line_index >= 0))


def fill_credits(book: Book, held: Mask) -> Book:
    """Fill the credit cells of returns that no run has read before, and number their credit notes."""
    rows = unfilled(book, held)
    if len(rows):
        turns = rank_by(book.returns.order_index[rows])
        billed = bill_lines(book)
        for turn in range(int(turns.max()) + 1):
            book = _fill_turn(book, rows[turns == turn], billed)
    return _number_notes(book, held)


def planned_credits(book: Book) -> Returns:
    """Returns as they will be once no error holds their orders:
    what is wrong with a credit is found before it is filled.
    """
    return fill_credits(book, np.zeros(len(book.orders), dtype=bool)).returns


def bill_lines(book: Book) -> Billed:
    """What was invoiced of each order line."""
    bills, size = book.invoice_lines, len(book.order_lines)
    live = live_invoice_lines(book) & (bills.invoice_index >= 0)
    line = np.where(live, bills.line_index, -1)
    inclusive, code = np.zeros(size, dtype=bool), np.full(size, -1, dtype=np.int64)
    at = np.flatnonzero(line >= 0)[::-1]
    inclusive[line[at]] = invoice_terms(book).inclusive[bills.invoice_index[at]]
    code[line[at]] = bills.tax_index[at]
    total = total_by(line, bills.line_total, size)
    quantity = total_by(line, bills.quantity, size)
    return Billed(
        total,
        quantity,
        inclusive,
        code,
        tax_invoices(book),
        book.invoices.order_index,
    )


def returned_to_here(book: Book) -> AnyArray:
    """For each return: what physically came back on its line, up to and with this row."""
    returns = book.returns
    back = np.where(
        returns.live & (returns.disposition != "Credit only"),
        returns.quantity,
        0,
    )
    return running_by(returns.line_index, back) + back


def creditable(book: Book, lines: Lines) -> AnyArray:
    """For each return, the quantity that it credits as things stand now."""
    returns = book.returns
    line = returns.line_index
    invoiced, credited = take(lines.invoiced, line), take(lines.credited, line)
    kept = take(lines.shipped, line) - returned_to_here(book)
    physical = np.clip(
        invoiced - kept - take(lines.credited_back, line), 0, returns.quantity
    )
    only = np.minimum(returns.quantity, np.maximum(invoiced - credited, 0))
    return np.asarray(np.where(returns.disposition == "Credit only", only, physical))


def _fill_turn(book: Book, rows: IntArray, billed: Billed) -> Book:
    """One return of each order."""
    returns, lines = book.returns, build_lines(book)
    blank = np.zeros(len(returns), dtype=bool)
    blank[rows] = True
    line = returns.line_index
    returns = returns.fill(
        Returns.credited_quantity,
        blank & ~returns.has_credited_quantity,
        creditable(book, lines),
    )
    credit = np.zeros(len(returns), dtype=np.int64)
    credit[rows] = _line_credits(
        book, returns["Credited quantity"][rows], rows, billed, lines
    )
    tax = np.zeros(len(returns), dtype=np.int64)
    tax[rows] = _tax_credits(book, credit[rows], rows, billed)
    net = np.where(take(billed.inclusive, line, 0) == 1, credit - tax, credit)
    returns = returns.fill(Returns.credit_net, blank & ~returns.has_credit_net, net)
    returns = returns.fill(Returns.credit_tax, blank & ~returns.has_credit_tax, tax)
    total = returns.credit_net + returns.credit_tax - returns.fee
    return book.put(
        returns.fill(Returns.credit_total, blank & ~returns.has_credit_total, total)
    )


def line_credits(book: Book, billed_inclusive: Mask) -> AnyArray:
    """The line credit of each return that is filled: its net, and its tax too where prices held the tax."""
    returns = book.returns
    gross = take(billed_inclusive, returns.line_index, 0) == 1
    credit = returns.credit_net + np.where(gross, returns.credit_tax, 0)
    return np.where(returns.live, credit, 0)


def _line_credits(
    book: Book, quantity: AnyArray, rows: IntArray, billed: Billed, lines: Lines
) -> AnyArray:
    """round(L × (c + q) ÷ i) − round(L × c ÷ i), or the unit credit; never more than is left of L."""
    returns, step = book.returns, book.settings.minor_unit
    line = returns.line_index[rows]
    total, invoiced, before = (
        billed.total[line],
        billed.quantity[line],
        lines.credited[line],
    )
    share = share_of(total, before + quantity, invoiced, step) - share_of(
        total, before, invoiced, step
    )
    unit = rounded_product([returns.unit_credit[rows], quantity], step)
    credit = np.where(returns.has_unit_credit[rows], unit, share)
    credited = total_by(
        returns.line_index,
        line_credits(book, billed.inclusive),
        len(book.order_lines),
    )
    return np.asarray(np.minimum(credit, np.maximum(total - credited[line], 0)))


def _tax_credits(
    book: Book, credit: AnyArray, rows: IntArray, billed: Billed
) -> AnyArray:
    """round(T × (k + credit) ÷ B) − round(T × k ÷ B), over all that was invoiced to the order under the tax code."""
    returns, step = book.returns, book.settings.minor_unit
    codes = len(book.tax_codes) + 1
    size = len(book.orders) * codes

    def group(order: IntArray, code: IntArray) -> IntArray:
        return np.where(order >= 0, order * codes + code + 1, -1)

    taxed = billed.taxed
    groups = group(take(billed.order_of_document, taxed.document, -1), taxed.code)
    tax, base = total_by(groups, taxed.tax, size), total_by(groups, taxed.base, size)
    mine = group(returns.order_index, take(billed.code, returns.line_index, -1))
    before = total_by(mine, line_credits(book, billed.inclusive), size)[mine[rows]]
    whole, parts = tax[mine[rows]], base[mine[rows]]
    return share_of(whole, before + credit, parts, step) - share_of(
        whole, before, parts, step
    )


def _number_notes(book: Book, held: Mask) -> Book:
    """The next credit note number where a return credits anything."""
    returns = book.returns
    free = take(~held, returns.order_index, 0) == 1
    credits = (returns.credit_net != 0) | (returns.credit_tax != 0)
    blank = returns.live & free & credits & ~returns.has_credit_note
    if not blank.any():
        return book
    numbers = np.full(len(returns), None, dtype=object)
    numbers[blank] = next_numbers(
        returns.credit_note, book.settings.credit_note_prefix, int(blank.sum())
    )
    return book.put(returns.fill(Returns.credit_note, blank, numbers))


def order_credits(book: Book) -> AnyArray:
    """The credits of each order."""
    returns = book.returns
    return total_by(
        returns.order_index,
        np.where(returns.live, returns.credit_total, 0),
        len(book.orders),
    )
