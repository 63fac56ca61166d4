"""Credits: what a return credits, filled once and kept.

A return credits the units that were invoiced and that the customer no longer keeps. Returns
of one order are filled in row order, all orders at once. Quantities and amounts are in
millionths. The rules are in docs/reference/rules.md, section 6, Credits.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Amounts
from sheetflow.domain.frames import Returns
from sheetflow.domain.number_series import next_numbers
from sheetflow.domain.numbers import (
    AnyArray,
    IntArray,
    Mask,
    distinct,
    next_share,
    rank_by,
    rounded_product,
    running_by,
    take,
    total_by,
)
from sheetflow.ledgers.lines import (
    Lines,
    build_lines,
    came_back,
    live_invoice_lines,
)
from sheetflow.ledgers.taxes import TaxBreakdown, invoice_terms, tax_invoices


class CodePart(NamedTuple):
    """An amount under a tax code (a position, -1 for none)."""

    code: int
    amount: int


@dataclass(frozen=True)
class Invoiced:
    """What was invoiced of each order line, and the taxes of all invoices.

    `inclusive` and `code` (the tax code) are those of the line's first live invoice line.
    `order_of_document` is the order of each invoice in `taxes`. `parts` has the lines that
    were invoiced under several tax codes: each code with its line total, as invoiced.
    """

    total: AnyArray
    quantity: AnyArray
    inclusive: Mask
    code: IntArray
    taxes: TaxBreakdown
    order_of_document: IntArray
    parts: Mapping[int, Sequence[CodePart]]


def invoiced_lines(book: Book) -> Invoiced:
    """What was invoiced of each order line."""
    lines = book.invoice_lines
    size = len(book.order_lines)
    counted = live_invoice_lines(book) & (lines.invoice_index >= 0)
    order_line = np.where(counted, lines.line_index, -1)
    terms = invoice_terms(book)
    return Invoiced(
        total=total_by(order_line, lines.line_total, size),
        quantity=total_by(order_line, lines.quantity, size),
        inclusive=_first(
            order_line, take(terms.inclusive, lines.invoice_index), 0, size
        )
        == 1,
        code=_first(order_line, lines.tax_index, -1, size),
        taxes=tax_invoices(book),
        order_of_document=book.invoices.order_index,
        parts=_parts(book, order_line),
    )


def _parts(book: Book, order_line: IntArray) -> dict[int, list[CodePart]]:
    """The lines that were invoiced under several tax codes, and their parts (rare, so one by one)."""
    lines = book.invoice_lines
    pairs, _ = distinct(order_line, lines.tax_index)
    named = order_line[pairs]
    several = np.flatnonzero(np.bincount(named[named >= 0], minlength=1) > 1)
    parts: dict[int, list[CodePart]] = {line: [] for line in several.tolist()}
    for row in np.flatnonzero(np.isin(order_line, several)).tolist():
        part = CodePart(int(lines.tax_index[row]), int(lines.line_total[row]))
        parts[int(order_line[row])].append(part)
    return parts


def parts_between(
    parts: Sequence[CodePart], start: int, amount: int
) -> Iterator[CodePart]:
    """What an amount uses up of these parts, after `start` of them was used up before.

    What exceeds them all goes with the last.
    """
    left = amount
    for at, part in enumerate(parts):
        is_last = at == len(parts) - 1
        free = max(part.amount - start, 0)
        used = left if is_last else min(left, free)
        start = max(start - part.amount, 0)
        left -= used
        if used:
            yield CodePart(part.code, used)


def _first(groups: IntArray, values: AnyArray, missing: int, size: int) -> IntArray:
    """The value of the first row of each of `size` groups; `missing` where it has no rows."""
    found = np.full(size, missing, dtype=np.int64)
    last_to_first = np.flatnonzero(groups >= 0)[::-1]
    found[groups[last_to_first]] = values[last_to_first]
    return found


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
    tax = _credit_tax(book, credit, rows, invoiced)
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


def line_credits(book: Book, inclusive: Mask) -> AnyArray:
    """The line credit of each live return that is filled, 0 for others.

    It is the net, and the tax too where prices include tax; `inclusive` has one value for
    each order line.
    """
    returns = book.returns
    includes_tax = take(inclusive, returns.line_index, 0) == 1
    tax = np.where(includes_tax, returns.credit_tax, 0)
    return np.where(returns.live, returns.credit_net + tax, 0)


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
    left = np.maximum(total - _credited(book, invoiced)[line], 0)
    return np.asarray(np.minimum(credit, left))


def _credited(book: Book, invoiced: Invoiced) -> AnyArray:
    """The line credits of each order line so far."""
    credits = line_credits(book, invoiced.inclusive)
    return total_by(book.returns.line_index, credits, len(book.order_lines))


def _credit_tax(
    book: Book, credit: AnyArray, rows: IntArray, invoiced: Invoiced
) -> AnyArray:
    """The share of each credit in the tax that its order was invoiced under its tax code."""
    line = book.returns.line_index
    code = take(invoiced.code, line, -1)
    mine = _by_code(book, book.returns.order_index, code)[rows]
    before = _credited_by_code(book, invoiced)
    tax, base = _invoiced_by_code(book, invoiced)
    minor_unit = book.settings.minor_unit
    taxes = next_share(tax[mine], before[mine], credit, base[mine], minor_unit)
    if not invoiced.parts:
        return taxes
    credited = _credited(book, invoiced)
    for at, own in enumerate(line[rows].tolist()):
        if own in invoiced.parts:
            start = int(credited[own])
            parts = parts_between(invoiced.parts[own], start, int(credit[at]))
            order = int(book.returns.order_index[rows[at]])
            groups = _ByCode(book, order, tax, base, before)
            taxes[at] = groups.tax_of(parts)
    return taxes


@dataclass(frozen=True)
class _ByCode:
    """What one order was invoiced and credited under each tax code, by `_by_code`."""

    book: Book
    order: int
    tax: AnyArray
    base: AnyArray
    before: AnyArray

    def tax_of(self, parts: Iterable[CodePart]) -> int:
        """The tax that these parts of a credit have, which count as credited from then on."""
        minor_unit = self.book.settings.minor_unit
        tax = 0
        for part in parts:
            group = _by_code(self.book, np.array([self.order]), np.array([part.code]))
            amount = np.array([part.amount])
            before = self.before[group]
            shares = next_share(
                self.tax[group], before, amount, self.base[group], minor_unit
            )
            tax += int(shares[0])
            self.before[group] += part.amount
        return tax


def _credited_by_code(book: Book, invoiced: Invoiced) -> AnyArray:
    """The line credits so far of each order under each tax code."""
    returns = book.returns
    line = returns.line_index
    group = _by_code(book, returns.order_index, take(invoiced.code, line, -1))
    of_several = np.isin(line, list(invoiced.parts))
    credits = np.where(of_several, 0, line_credits(book, invoiced.inclusive))
    found = total_by(group, credits, _codes_of_orders(book))
    if invoiced.parts:
        credited = _credited(book, invoiced)
        orders = book.order_lines.order_index
        for own, parts in invoiced.parts.items():
            for part in parts_between(parts, 0, int(credited[own])):
                found[_by_code(book, orders[own], np.asarray(part.code))] += part.amount
    return found


def _invoiced_by_code(book: Book, invoiced: Invoiced) -> tuple[AnyArray, AnyArray]:
    """The tax and the base that each order was invoiced under each tax code."""
    taxes = invoiced.taxes
    order = take(invoiced.order_of_document, taxes.document, -1)
    group = _by_code(book, order, taxes.code)
    size = _codes_of_orders(book)
    return total_by(group, taxes.tax, size), total_by(group, taxes.base, size)


def _by_code(book: Book, order: IntArray, code: IntArray) -> IntArray:
    """One number for each order and tax code (-1: none); -1 where there is no order."""
    codes = len(book.tax_codes) + 1
    return np.where(order >= 0, order * codes + code + 1, -1)


def _codes_of_orders(book: Book) -> int:
    """How many pairs of order and tax code there can be, no tax code included."""
    return len(book.orders) * (len(book.tax_codes) + 1)


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
