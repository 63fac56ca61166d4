"""What was invoiced of each order line, by tax code, and the tax that its credits have.

Rules: docs/reference/rules.md, section 6 (Credits). Amounts are in millionths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import (
    AnyArray,
    IntArray,
    Mask,
    distinct,
    next_share,
    take,
    total_by,
)
from sheetflow.ledgers.lines import (
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


def line_credits(book: Book, inclusive: Mask) -> AnyArray:
    """The line credit of each live return that is filled, 0 for others.

    It is the net, and the tax too where prices include tax; `inclusive` has one value for
    each order line.
    """
    returns = book.returns
    includes_tax = take(inclusive, returns.line_index, 0) == 1
    tax = np.where(includes_tax, returns.credit_tax, 0)
    return np.where(returns.live, returns.credit_net + tax, 0)


def credited_before(book: Book, invoiced: Invoiced) -> AnyArray:
    """The line credits of each order line so far."""
    credits = line_credits(book, invoiced.inclusive)
    return total_by(book.returns.line_index, credits, len(book.order_lines))


def credit_tax(
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
    credited = credited_before(book, invoiced)
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
        credited = credited_before(book, invoiced)
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
