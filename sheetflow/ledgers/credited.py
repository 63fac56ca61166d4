"""What returns have credited so far: of each order line, and under each tax.

Rules: docs/reference/rules.md, section 6 (Credits). Amounts are in millionths.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from sheetflow.domain.arrays import integers, only_rows, take_mask, zeros
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Returns
from sheetflow.domain.numbers import (
    AnyArray,
    IntArray,
    Mask,
    next_share,
    share_of,
)
from sheetflow.ledgers.credit_taxes import (
    Invoiced,
    Part,
    invoiced_lines,
    line_credits,
    parts_after,
    parts_between,
)


@dataclass(frozen=True)
class PartTax:
    """The tax of a part of a credit."""

    part: Part
    tax: int


class Credited:
    """What the returns that were added have credited.

    `quantity`, `goods` (without Credit only) and `amount` (line credits) have one value for
    each order line, `by_group` (line credits) one for each tax group.
    """

    def __init__(self, book: Book) -> None:
        lines = len(book.order_lines)
        self.invoiced: Invoiced = invoiced_lines(book)
        self.quantity = zeros(lines)
        self.goods = zeros(lines)
        self.amount = zeros(lines)
        self.by_group = zeros(len(self.invoiced.base))
        self._minor_unit = book.settings.minor_unit
        self._in_parts = _orders_in_parts(book, self.invoiced)

    def in_parts(self, returns: Returns, rows: IntArray) -> Mask:
        """The rows of orders with a line that was invoiced in several tax groups."""
        order = returns.order_index[rows]
        return take_mask(self._in_parts, order)

    def add(self, book: Book, rows: IntArray) -> AnyArray:
        """Count these live returns, whose credit cells are filled; their line credits."""
        returns = book.returns
        line = returns.line_index[rows]
        self.add_quantities(returns, rows, returns.credited_quantity[rows])
        credit = line_credits(book, self.invoiced)[rows]
        in_parts = self.in_parts(returns, rows)
        self.add_amounts(line[~in_parts], credit[~in_parts])
        for at in np.flatnonzero(in_parts).tolist():
            net = int(returns.credit_net[rows[at]])
            tax = int(returns.credit_tax[rows[at]])
            credit[at] = self.add_in_parts(int(line[at]), net, tax)
        return credit

    def add_quantities(
        self, returns: Returns, rows: IntArray, quantity: IntArray
    ) -> None:
        """Count the quantities that these returns credit."""
        line = returns.line_index[rows]
        is_goods = returns.disposition[rows] != "Credit only"
        np.add.at(self.quantity, line, quantity)
        np.add.at(self.goods, line[is_goods], quantity[is_goods])

    def add_amounts(self, line: IntArray, credit: AnyArray) -> None:
        """Count line credits of order lines that were invoiced in one tax group."""
        group = self.invoiced.group[line]
        np.add.at(self.amount, line, credit)
        np.add.at(self.by_group, group[group >= 0], credit[group >= 0])

    def add_in_parts(self, line: int, net: int, tax: int) -> int:
        """Count a credit of an order line that may be invoiced in several tax groups; its line credit."""
        credit = self.credit_of(line, net, tax)
        for part in self._between(line, credit):
            self.by_group[part.group] += part.amount
        self.amount[line] += credit
        return credit

    def taxes_of(self, line: int, credit: int) -> list[PartTax]:
        """The tax of each part that a line credit uses up."""
        return list(self._taxed(self._between(line, credit)))

    def credit_of(self, line: int, net: int, tax: int | None) -> int:
        """The line credit with this net and tax; with a tax of None, the one with this net."""
        parts = self.invoiced.parts_of(line)
        free = parts_after(parts, int(self.amount[line]))
        credit = 0
        for taxed in self._taxed(free):
            part = taxed.part
            left = self._gross(part, net, tax) if part.inclusive else net
            if left <= part.amount:
                return credit + left
            credit += part.amount
            net -= part.amount - (taxed.tax if part.inclusive else 0)
            tax = None if tax is None else tax - taxed.tax
        last = parts[-1]
        return credit + (self._gross(last, net, tax) if last.inclusive else net)

    def _gross(self, part: Part, net: int, tax: int | None) -> int:
        """A net with its tax: as given, or else at the rate of the part."""
        if tax is not None:
            return net + tax
        group = np.array([part.group])
        base = self.invoiced.base[group]
        included = self.invoiced.tax[group]
        return int(gross_of(np.array([net]), base, included, self._minor_unit)[0])

    def _between(self, line: int, credit: int) -> Iterator[Part]:
        """The parts of a line that a line credit uses up."""
        parts = self.invoiced.parts_of(line)
        for part in parts_between(parts, int(self.amount[line]), credit):
            if part.group >= 0:
                yield part

    def _taxed(self, parts: Iterable[Part]) -> Iterator[PartTax]:
        """The tax of each of these parts, credited one after the other."""
        within: dict[int, int] = {}
        for part in parts:
            before = within.get(part.group, 0)
            within[part.group] = before + part.amount
            yield PartTax(part, self._tax(part, before))

    def _tax(self, part: Part, before: int) -> int:
        """The tax of a part, after `before` of its group was credited in the same return."""
        invoiced = self.invoiced
        group = np.array([part.group])
        share = next_share(
            invoiced.tax[group],
            self.by_group[group] + before,
            np.array([part.amount]),
            invoiced.base[group],
            self._minor_unit,
        )
        return int(share[0])


def _orders_in_parts(book: Book, invoiced: Invoiced) -> Mask:
    """The orders with a line that was invoiced in several tax groups."""
    lines = integers(list(invoiced.parts))
    return only_rows(book.order_lines.order_index[lines], len(book.orders))


def gross_of(net: AnyArray, base: AnyArray, tax: AnyArray, minor_unit: int) -> AnyArray:
    """A net with its tax, at the rate at which `base` includes `tax`."""
    without_tax = base - tax
    gross = share_of(net, base, without_tax, minor_unit)
    return np.where(without_tax > 0, gross, net)
