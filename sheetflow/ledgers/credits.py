"""Credits: what a return credits, filled once and kept.

A return credits the units that were invoiced and that the customer no longer keeps. Returns
of one order are filled in row order, all orders at once. Quantities and amounts are in
millionths. The rules are in docs/reference/rules.md, section 6, Credits.
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Amounts
from sheetflow.domain.frames import Returns
from sheetflow.domain.number_series import next_numbers
from sheetflow.domain.numbers import (
    AnyArray,
    IntArray,
    Mask,
    next_share,
    rank_by,
    rounded_product,
    running_by,
    take,
    total_by,
)
from sheetflow.ledgers.credit_taxes import (
    Invoiced,
    credit_tax,
    credited_before,
    invoiced_lines,
)
from sheetflow.ledgers.lines import (
    Lines,
    build_lines,
    came_back,
)


def unfilled(book: Book, on_hold: Mask) -> IntArray:
    """The live returns with a blank among their credit cells, of orders that are not on hold."""
    returns = book.returns
    filled = (
        returns.has_credited_quantity
        & returns.has_credit_net
        & returns.has_credit_tax
        & returns.has_credit_total
    )
    known = _is_free(returns, on_hold) & (returns.line_index >= 0)
    return np.flatnonzero(returns.live & known & ~filled)


def _is_free(returns: Returns, on_hold: Mask) -> Mask:
    """The returns of known orders that are not on hold."""
    return np.asarray(take(~on_hold, returns.order_index, 0) == 1)


def fill_credits(book: Book, on_hold: Mask) -> Book:
    """Fill the credit cells of returns that no run has read before, and number credit notes.

    `on_hold` has one value for each order.
    """
    rows = unfilled(book, on_hold)
    if len(rows):
        turns = rank_by(book.returns.order_index[rows])
        invoiced = invoiced_lines(book)
        for turn in range(int(turns.max()) + 1):
            book = _fill_one_each(book, rows[turns == turn], invoiced)
    return _number_credit_notes(book, on_hold)


def planned_credits(book: Book) -> Returns:
    """Returns as they will be once no order is on hold.

    So what is wrong with a credit is found before it is filled.
    """
    return fill_credits(book, np.zeros(len(book.orders), dtype=bool)).returns


def _fill_one_each(book: Book, rows: IntArray, invoiced: Invoiced) -> Book:
    """Fill the blank credit cells of these rows: one return of each order."""
    lines = build_lines(book)
    quantity = creditable(book, lines)[rows]
    returns = _fill_blank(book.returns, Returns.credited_quantity, rows, quantity)
    quantity = returns.credited_quantity[rows]
    credit = _line_credit(book, quantity, rows, invoiced, lines)
    tax = credit_tax(book, credit, rows, invoiced)
    inclusive = invoiced.inclusive[returns.line_index[rows]]
    net = np.where(inclusive, credit - tax, credit)
    returns = _fill_blank(returns, Returns.credit_net, rows, net)
    returns = _fill_blank(returns, Returns.credit_tax, rows, tax)
    total = returns.credit_net + returns.credit_tax - returns.fee
    return book.put(_fill_blank(returns, Returns.credit_total, rows, total[rows]))


def _fill_blank(
    returns: Returns, column: Amounts, rows: IntArray, values: AnyArray
) -> Returns:
    """Fill a column in these rows where it is blank; `values` has one value for each row."""
    chosen = np.zeros(len(returns), dtype=bool)
    chosen[rows] = ~returns.given(column)[rows]
    filled = np.zeros(len(returns), dtype=values.dtype)
    filled[rows] = values
    return returns.fill(column, chosen, filled)


def creditable(book: Book, lines: Lines) -> AnyArray:
    """For each return, the quantity that it credits as things are now."""
    credit_only = book.returns.disposition == "Credit only"
    without_goods = _creditable_without_goods(book, lines)
    return np.asarray(
        np.where(credit_only, without_goods, _creditable_goods(book, lines))
    )


def _creditable_without_goods(book: Book, lines: Lines) -> AnyArray:
    """Credit only: at most what was invoiced and not credited before."""
    returns = book.returns
    uncredited = lines.invoiced - lines.credited
    limit = np.maximum(take(uncredited, returns.line_index), 0)
    return np.asarray(np.minimum(returns.quantity, limit))


def _creditable_goods(book: Book, lines: Lines) -> AnyArray:
    """What was invoiced, less what the customer keeps and what was credited before."""
    returns = book.returns
    line = returns.line_index
    invoiced = take(lines.invoiced, line)
    kept = take(lines.shipped, line) - returned_to_here(book)
    credited = take(lines.credited_back, line)
    return np.asarray(np.clip(invoiced - kept - credited, 0, returns.quantity))


def returned_to_here(book: Book) -> AnyArray:
    """For each return: what physically came back on its line, up to and including this row."""
    returns = book.returns
    back = np.where(came_back(book), returns.quantity, 0)
    return running_by(returns.line_index, back) + back


def _line_credit(
    book: Book, quantity: AnyArray, rows: IntArray, invoiced: Invoiced, lines: Lines
) -> AnyArray:
    """The share of the line's invoiced total, or the unit credit; at most what is left of it."""
    returns = book.returns
    minor_unit = book.settings.minor_unit
    line = returns.line_index[rows]
    total = invoiced.total[line]
    credited_quantity = lines.credited[line]
    share = next_share(
        total, credited_quantity, quantity, invoiced.quantity[line], minor_unit
    )
    by_unit = rounded_product([returns.unit_credit[rows], quantity], minor_unit)
    credit = np.where(returns.has_unit_credit[rows], by_unit, share)
    left = np.maximum(total - credited_before(book, invoiced)[line], 0)
    return np.asarray(np.minimum(credit, left))


def _number_credit_notes(book: Book, on_hold: Mask) -> Book:
    """Give the next credit note numbers to returns that credit anything."""
    returns = book.returns
    credits = (returns.credit_net != 0) | (returns.credit_tax != 0)
    blank = returns.live & ~returns.has_credit_note
    wanted = blank & credits & _is_free(returns, on_hold)
    if not wanted.any():
        return book
    prefix = book.settings.credit_note_prefix
    numbers = np.full(len(returns), None, dtype=object)
    numbers[wanted] = next_numbers(returns.credit_note, prefix, int(wanted.sum()))
    return book.put(returns.fill(Returns.credit_note, wanted, numbers))


def order_credits(book: Book) -> AnyArray:
    """The credits of each order."""
    returns = book.returns
    total = np.where(returns.live, returns.credit_total, 0)
    return total_by(returns.order_index, total, len(book.orders))
