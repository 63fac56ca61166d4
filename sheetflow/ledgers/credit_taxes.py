"""What was invoiced of each order line, and of each order under each tax.

Rules: docs/reference/rules.md, section 6 (Credits). Amounts are in millionths.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sheetflow.domain.arrays import no_links, only_rows, take_mask
from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, distinct, take, total_by
from sheetflow.ledgers.invoice_taxes import invoice_items, invoice_terms
from sheetflow.ledgers.lines import live_invoice_lines
from sheetflow.ledgers.taxes import TaxBreakdown, tax_items


class Part(NamedTuple):
    """A part of what was invoiced of an order line: its tax group, and the line total."""

    group: int
    inclusive: bool
    amount: int


@dataclass(frozen=True)
class Invoiced:
    """What was invoiced of each order line, and of each order under each tax.

    A tax group is a tax code of an order, either in prices that include tax or in prices
    that do not; only orders that have returns have groups. `code`, `tax` and `base` have
    one value for each group; `base` is the line totals and freights. `group` and `inclusive`
    are those of each line's first live invoice line; `group` is -1 where it has none.
    `parts` has the lines that were invoiced in several groups, in the order of invoicing.
    """

    total: AnyArray
    quantity: AnyArray
    group: IntArray
    inclusive: Mask
    code: IntArray
    tax: AnyArray
    base: AnyArray
    parts: Mapping[int, Sequence[Part]]

    @property
    def code_of_line(self) -> IntArray:
        """The tax code of each line's first live invoice line (a position, -1 for none)."""
        return take(self.code, self.group, -1)

    def parts_of(self, line: int) -> Sequence[Part]:
        """What was invoiced of an order line, in the order of invoicing; at least one part."""
        if line in self.parts:
            return self.parts[line]
        group = int(self.group[line])
        return [Part(group, bool(self.inclusive[line]), int(self.total[line]))]


@once_per_book
def invoiced_lines(book: Book) -> Invoiced:
    """What was invoiced of each order line, and of the orders that have returns under each tax."""
    lines = book.invoice_lines
    size = len(book.order_lines)
    counted = live_invoice_lines(book) & (lines.invoice_index >= 0)
    order_line = np.where(counted, lines.line_index, -1)
    inclusive = take(invoice_terms(book).inclusive, lines.invoice_index)
    taxes = _taxes_of_returned(book)
    groups = _groups(book, order_line, taxes)
    return Invoiced(
        total=total_by(order_line, lines.line_total, size),
        quantity=total_by(order_line, lines.quantity, size),
        group=_first(order_line, groups.of_lines, -1, size),
        inclusive=_first(order_line, inclusive, 0, size) == 1,
        code=groups.code,
        tax=total_by(groups.of_taxes, taxes.tax, len(groups.code)),
        base=total_by(groups.of_taxes, taxes.base, len(groups.code)),
        parts=_parts(order_line, groups.of_lines, inclusive, lines.line_total),
    )


def _returned(book: Book) -> Mask:
    """The orders that have returns."""
    order = book.returns.order_index
    return only_rows(order[order >= 0], len(book.orders))


def _taxes_of_returned(book: Book) -> TaxBreakdown:
    """The taxes of the invoices of orders that have returns."""
    items = invoice_items(book)
    order = take(book.invoices.order_index, items.document, -1)
    wanted = np.flatnonzero(take_mask(_returned(book), order))
    return tax_items(items.at(wanted), invoice_terms(book))


class _Groups(NamedTuple):
    """The tax group of each invoice line (-1 for none) and of each tax; the tax code of each group."""

    of_lines: IntArray
    of_taxes: IntArray
    code: IntArray


def _groups(book: Book, order_line: IntArray, taxes: TaxBreakdown) -> _Groups:
    """The tax groups of the orders that have returns."""
    lines = book.invoice_lines
    order = take(book.order_lines.order_index, order_line, -1)
    rows = np.flatnonzero(take_mask(_returned(book), order))
    inclusive = invoice_terms(book).inclusive
    orders = np.concatenate(
        [order[rows], take(book.invoices.order_index, taxes.document, -1)]
    )
    documents = np.concatenate([lines.invoice_index[rows], taxes.document])
    codes = np.concatenate([lines.tax_index[rows], taxes.code])
    first, groups = distinct(orders, codes, take(inclusive, documents))
    of_lines = no_links(len(lines))
    of_lines[rows] = groups[: len(rows)]
    return _Groups(of_lines, groups[len(rows) :], codes[first])


def _first(groups: IntArray, values: AnyArray, missing: int, size: int) -> IntArray:
    """The value of the first row of each of `size` groups; `missing` where it has no rows."""
    found = np.full(size, missing, dtype=np.int64)
    last_to_first = np.flatnonzero(groups >= 0)[::-1]
    found[groups[last_to_first]] = values[last_to_first]
    return found


def _parts(
    order_line: IntArray, group: IntArray, inclusive: IntArray, amount: AnyArray
) -> dict[int, list[Part]]:
    """The order lines that were invoiced in several tax groups, and their parts (rare, so one by one)."""
    grouped = np.flatnonzero(group >= 0)
    pairs, _ = distinct(order_line[grouped], group[grouped])
    named = order_line[grouped[pairs]]
    several = np.flatnonzero(np.bincount(named[named >= 0], minlength=1) > 1)
    parts: dict[int, list[Part]] = {line: [] for line in several.tolist()}
    for row in np.flatnonzero(np.isin(order_line, several)).tolist():
        part = Part(int(group[row]), bool(inclusive[row]), int(amount[row]))
        parts[int(order_line[row])].append(part)
    return parts


def parts_between(parts: Sequence[Part], start: int, amount: int) -> Iterator[Part]:
    """What an amount uses up of these parts, after `start` of them was used up before.

    What exceeds them all goes with the last.
    """
    left = amount
    for part in parts_after(parts, start):
        used = min(left, part.amount)
        left -= used
        if used:
            yield part._replace(amount=used)
    if left:
        yield parts[-1]._replace(amount=left)


def parts_after(parts: Sequence[Part], start: int) -> Iterator[Part]:
    """What is left of these parts after `start` of them was used up."""
    for part in parts:
        free = part.amount - start
        start = max(-free, 0)
        if free > 0:
            yield part._replace(amount=free)


def line_credits(book: Book, invoiced: Invoiced) -> AnyArray:
    """The line credit of each live return: its net, and the tax too where prices include tax.

    Of lines that were invoiced in several tax groups it is as if all were like the first.
    """
    returns = book.returns
    includes_tax = take_mask(invoiced.inclusive, returns.line_index)
    tax = np.where(includes_tax, returns.credit_tax, 0)
    return np.where(returns.live, returns.credit_net + tax, 0)
