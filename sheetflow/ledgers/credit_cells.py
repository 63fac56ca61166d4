"""The credit cells of returns: the quantity, net and tax that each return credits.

Returns of one order are filled in row order, all orders at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import Returns
from sheetflow.domain.numbers import (
    BLANK,
    AnyArray,
    IntArray,
    Mask,
    next_share,
    rounded_product,
    running_by,
    take,
)
from sheetflow.domain.typed_columns import Amounts
from sheetflow.ledgers.credited import Credited, PartTax, gross_of
from sheetflow.ledgers.lines import Lines, build_lines, came_back

CELLS = (
    Returns.credited_quantity,
    Returns.credit_net,
    Returns.credit_tax,
)
"""The credit cells that a total is made of."""


class CreditCells:
    """The credit cells of returns while they are filled, and what was credited before."""

    def __init__(self, book: Book, rows: IntArray) -> None:
        returns = book.returns
        self.cells = {
            column.header: returns.columns[column.header].copy() for column in CELLS
        }
        self._returns = returns
        self._minor_unit = book.settings.minor_unit
        self._limits = _Limits.of(book, build_lines(book))
        self._unit_credit = returns.unit_credit
        self._has_unit_credit = returns.has_unit_credit
        self._credited = Credited(book)
        filled = returns.live & (returns.line_index >= 0)
        filled[rows] = False
        self._credited.add(book, np.flatnonzero(filled))

    def fill(self, rows: IntArray) -> None:
        """Fill the blank credit cells of these rows: at most one return of each order."""
        quantity = self._limits.creditable(rows, self._credited)
        quantity = self._put(Returns.credited_quantity, rows, quantity)
        self._credited.add_quantities(self._returns, rows, quantity)
        credit = self._line_credit(rows, quantity)
        in_parts = self._credited.in_parts(self._returns, rows)
        self._fill_whole(rows[~in_parts], credit[~in_parts])
        for at in np.flatnonzero(in_parts).tolist():
            self._fill_in_parts(int(rows[at]), int(credit[at]))

    def _put(self, column: Amounts, rows: IntArray, values: AnyArray) -> IntArray:
        """Fill a column in these rows where it is blank; what it has then."""
        cells = self.cells[column.header]
        given = cells[rows]
        cells[rows] = np.where(given == BLANK, values, given)
        return cells[rows]

    def _typed(self, column: Amounts, rows: IntArray) -> tuple[IntArray, Mask]:
        """What a person typed in these rows, 0 where a cell is blank, and where it is not."""
        cells = self.cells[column.header][rows]
        return np.where(cells == BLANK, 0, cells), cells != BLANK

    def _line_credit(self, rows: IntArray, quantity: AnyArray) -> AnyArray:
        """The share of the line's invoiced total, or the unit credit; at most what is left of it."""
        by_unit = rounded_product([self._unit_credit[rows], quantity], self._minor_unit)
        share = self._share(rows, quantity)
        credit = np.where(self._has_unit_credit[rows], by_unit, share)
        return np.asarray(np.minimum(credit, self._left(rows)))

    def _share(self, rows: IntArray, quantity: AnyArray) -> AnyArray:
        """The share of these units in the line's invoiced total, after those credited before."""
        invoiced = self._credited.invoiced
        line = self._returns.line_index[rows]
        before = self._credited.quantity[line] - quantity
        total = invoiced.total[line]
        units = invoiced.quantity[line]
        return next_share(total, before, quantity, units, self._minor_unit)

    def _left(self, rows: IntArray) -> AnyArray:
        """What is left to credit of the lines of these returns."""
        line = self._returns.line_index[rows]
        credited = self._credited.amount[line]
        return np.maximum(self._credited.invoiced.total[line] - credited, 0)

    def _fill_whole(self, rows: IntArray, credit: AnyArray) -> None:
        """Fill net and tax of lines that were invoiced in one tax group."""
        line = self._returns.line_index[rows]
        inclusive = self._credited.invoiced.inclusive[line]
        credit = self._with_typed_net(rows, credit)
        tax = self._put(Returns.credit_tax, rows, self._next_tax(line, credit))
        net = np.where(inclusive, credit - tax, credit)
        net = self._put(Returns.credit_net, rows, net)
        self._credited.add_amounts(line, np.where(inclusive, net + tax, net))

    def _next_tax(self, line: IntArray, credit: AnyArray) -> AnyArray:
        """The tax in these line credits, after what was credited before in their tax groups."""
        invoiced = self._credited.invoiced
        group = invoiced.group[line]
        before = take(self._credited.by_group, group)
        tax = take(invoiced.tax, group)
        base = take(invoiced.base, group)
        return next_share(tax, before, credit, base, self._minor_unit)

    def _with_typed_net(self, rows: IntArray, credit: AnyArray) -> AnyArray:
        """The line credits; of a typed net, the one that gives it."""
        line = self._returns.line_index[rows]
        net, has_net = self._typed(Returns.credit_net, rows)
        gross = self._typed_gross(rows, net)
        typed = np.where(self._credited.invoiced.inclusive[line], gross, net)
        return np.where(has_net, typed, credit)

    def _typed_gross(self, rows: IntArray, net: AnyArray) -> AnyArray:
        """A typed net with its tax: as typed, or else at the rate of the line."""
        invoiced = self._credited.invoiced
        group = invoiced.group[self._returns.line_index[rows]]
        base = take(invoiced.base, group)
        included = take(invoiced.tax, group)
        gross = gross_of(net, base, included, self._minor_unit)
        tax, has_tax = self._typed(Returns.credit_tax, rows)
        return np.where(has_tax, net + tax, gross)

    def _fill_in_parts(self, row: int, credit: int) -> None:
        """Fill net and tax of a return whose order was invoiced in several tax groups."""
        line = int(self._returns.line_index[row])
        credit = self._with_typed_net_in_parts(row, credit)
        taxes = self._credited.taxes_of(line, credit)
        tax = self._put_one(Returns.credit_tax, row, sum(each.tax for each in taxes))
        net = credit - _included_tax(taxes, tax)
        net = self._put_one(Returns.credit_net, row, net)
        self._credited.add_in_parts(line, net, tax)

    def _put_one(self, column: Amounts, row: int, value: int) -> int:
        """Fill one cell where it is blank; what it has then."""
        return int(self._put(column, np.array([row]), np.array([value]))[0])

    def _with_typed_net_in_parts(self, row: int, credit: int) -> int:
        """The line credit of a return in several tax groups; of a typed net, the one that gives it."""
        rows = np.array([row])
        net, has_net = self._typed(Returns.credit_net, rows)
        if not has_net[0]:
            return credit
        tax, has_tax = self._typed(Returns.credit_tax, rows)
        given = int(tax[0]) if has_tax[0] else None
        line = int(self._returns.line_index[row])
        return self._credited.credit_of(line, int(net[0]), given)


@dataclass(frozen=True)
class _Limits:
    """What limits the quantity that each return credits; `kept` is what the customer keeps."""

    line: IntArray
    quantity: IntArray
    is_goods: Mask
    invoiced: AnyArray
    kept: AnyArray

    @classmethod
    def of(cls, book: Book, lines: Lines) -> _Limits:
        """The limits of all returns of a book."""
        returns = book.returns
        line = returns.line_index
        return cls(
            line=line,
            quantity=returns.quantity,
            is_goods=np.asarray(returns.disposition != "Credit only"),
            invoiced=take(lines.invoiced, line),
            kept=take(lines.shipped, line) - returned_to_here(book),
        )

    def creditable(self, rows: IntArray, credited: Credited) -> AnyArray:
        """The quantity that these returns credit, after what was credited before."""
        line = self.line[rows]
        quantity = self.quantity[rows]
        invoiced = self.invoiced[rows]
        not_kept = invoiced - self.kept[rows] - credited.goods[line]
        goods = np.clip(not_kept, 0, quantity)
        uncredited = np.maximum(invoiced - credited.quantity[line], 0)
        without_goods = np.minimum(quantity, uncredited)
        return np.where(self.is_goods[rows], goods, without_goods)


def returned_to_here(book: Book) -> AnyArray:
    """For each return: what physically came back on its line, up to and including this row."""
    returns = book.returns
    back = np.where(came_back(book), returns.quantity, 0)
    return running_by(returns.line_index, back) + back


def _included_tax(taxes: Sequence[PartTax], tax: int) -> int:
    """The part of a return's tax that its prices include."""
    if all(each.part.inclusive for each in taxes):
        return tax
    return sum(each.tax for each in taxes if each.part.inclusive)
