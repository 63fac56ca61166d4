"""Credits: what a return credits, filled once and kept.

A return credits the units that were invoiced and that the customer no longer keeps. Returns
of one order are filled in row order, all orders at once. Quantities and amounts are in
millionths. The rules are in docs/reference/rules.md, section 6, Credits.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.arrays import blank_texts, no_rows, take_mask
from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.frame import Amounts
from sheetflow.domain.frames import Returns
from sheetflow.domain.number_series import next_numbers
from sheetflow.domain.numbers import (
    BLANK,
    AnyArray,
    IntArray,
    Mask,
    next_share,
    rounded_product,
    running_by,
    take,
    total_by,
    turns_by,
)
from sheetflow.ledgers.credited import Credited, gross_of
from sheetflow.ledgers.lines import Lines, build_lines, came_back

CELLS = (
    Returns.credited_quantity,
    Returns.credit_net,
    Returns.credit_tax,
)
"""The credit cells that a total is made of."""


def unfilled(book: Book, on_hold: Mask) -> IntArray:
    """The live returns with a blank among their credit cells, of orders that are not on hold."""
    returns = book.returns
    known = _is_free(returns, on_hold) & (returns.line_index >= 0)
    return np.flatnonzero(returns.live & known & ~is_filled(returns))


def is_filled(returns: Returns) -> Mask:
    """The returns of which no credit cell is blank."""
    return np.asarray(
        returns.has_credited_quantity
        & returns.has_credit_net
        & returns.has_credit_tax
        & returns.has_credit_total
    )


def _is_free(returns: Returns, on_hold: Mask) -> Mask:
    """The returns of known orders that are not on hold."""
    return take_mask(~on_hold, returns.order_index)


def fill_credits(book: Book, on_hold: Mask) -> Book:
    """Fill the credit cells of returns that no run has read before, and number credit notes.

    `on_hold` has one value for each order.
    """
    rows = unfilled(book, on_hold)
    issued = credits_money(book.returns) & book.returns.has_credit_note
    issued[rows] = False
    if len(rows):
        book = book.put(_filled(book, rows))
    book = _number_credit_notes(book, on_hold)
    return _date_credit_notes(book, on_hold, issued)


@once_per_book
def planned_credits(book: Book) -> Returns:
    """Returns as they will be once no order is on hold.

    So what is wrong with a credit is found before it is filled.
    """
    return fill_credits(book, no_rows(len(book.orders))).returns


def typed_credits(book: Book) -> Returns:
    """Returns as they are; where somebody typed some of the credit cells, as they will be."""
    returns = book.returns
    some = (
        returns.has_credited_quantity
        | returns.has_credit_net
        | returns.has_credit_tax
        | returns.has_credit_total
    )
    typed = returns.live & some & ~is_filled(returns)
    return planned_credits(book) if typed.any() else returns


def _filled(book: Book, rows: IntArray) -> Returns:
    """Returns with the blank credit cells of these rows filled, each order's in row order."""
    filling = _Filling(book, rows)
    for turn in turns_by(book.returns.order_index[rows]):
        filling.fill(rows[turn])
    returns = book.returns
    for column in CELLS:
        returns = returns.put(column.header, filling.cells[column.header])
    total = returns.credit_net + returns.credit_tax - returns.fee
    return _fill_blank(returns, Returns.credit_total, rows, total[rows])


class _Filling:
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
        invoiced = self._credited.invoiced
        line = self._returns.line_index[rows]
        total = invoiced.total[line]
        before = self._credited.quantity[line] - quantity
        share = next_share(
            total, before, quantity, invoiced.quantity[line], self._minor_unit
        )
        by_unit = rounded_product([self._unit_credit[rows], quantity], self._minor_unit)
        credit = np.where(self._has_unit_credit[rows], by_unit, share)
        left = np.maximum(total - self._credited.amount[line], 0)
        return np.asarray(np.minimum(credit, left))

    def _fill_whole(self, rows: IntArray, credit: AnyArray) -> None:
        """Fill net and tax of lines that were invoiced in one tax group."""
        invoiced = self._credited.invoiced
        line = self._returns.line_index[rows]
        group = invoiced.group[line]
        inclusive = invoiced.inclusive[line]
        credit = self._with_typed_net(rows, credit)
        tax = next_share(
            take(invoiced.tax, group),
            take(self._credited.by_group, group),
            credit,
            take(invoiced.base, group),
            self._minor_unit,
        )
        tax = self._put(Returns.credit_tax, rows, tax)
        net = np.where(inclusive, credit - tax, credit)
        net = self._put(Returns.credit_net, rows, net)
        self._credited.add_amounts(line, np.where(inclusive, net + tax, net))

    def _with_typed_net(self, rows: IntArray, credit: AnyArray) -> AnyArray:
        """The line credits; of a typed net, the one that gives it."""
        invoiced = self._credited.invoiced
        line = self._returns.line_index[rows]
        group = invoiced.group[line]
        net, has_net = self._typed(Returns.credit_net, rows)
        tax, has_tax = self._typed(Returns.credit_tax, rows)
        base = take(invoiced.base, group)
        included = take(invoiced.tax, group)
        gross = gross_of(net, base, included, self._minor_unit)
        gross = np.where(has_tax, net + tax, gross)
        typed = np.where(invoiced.inclusive[line], gross, net)
        return np.where(has_net, typed, credit)

    def _fill_in_parts(self, row: int, credit: int) -> None:
        """Fill net and tax of a return whose order was invoiced in several tax groups."""
        rows = np.array([row])
        line = int(self._returns.line_index[row])
        net, has_net = self._typed(Returns.credit_net, rows)
        tax, has_tax = self._typed(Returns.credit_tax, rows)
        if has_net[0]:
            given = int(tax[0]) if has_tax[0] else None
            credit = self._credited.credit_of(line, int(net[0]), given)
        taxes = self._credited.taxes_of(line, credit)
        all_taxes = sum(taxed.tax for taxed in taxes)
        tax = self._put(Returns.credit_tax, rows, np.array([all_taxes]))
        included = sum(taxed.tax for taxed in taxes if taxed.part.inclusive)
        if all(taxed.part.inclusive for taxed in taxes):
            included = int(tax[0])
        net = self._put(Returns.credit_net, rows, np.array([credit - included]))
        self._credited.add_in_parts(line, int(net[0]), int(tax[0]))


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


def _fill_blank(
    returns: Returns, column: Amounts, rows: IntArray, values: AnyArray
) -> Returns:
    """Fill a column in these rows where it is blank; `values` has one value for each row."""
    chosen = no_rows(len(returns))
    chosen[rows] = ~returns.given(column)[rows]
    filled = np.zeros(len(returns), dtype=values.dtype)
    filled[rows] = values
    return returns.fill(column, chosen, filled)


def _number_credit_notes(book: Book, on_hold: Mask) -> Book:
    """Give the next credit note number to the returns of each order that credit anything."""
    returns = book.returns
    blank = returns.live & ~returns.has_credit_note
    wanted = blank & credits_money(returns) & _is_free(returns, on_hold)
    if not wanted.any():
        return book
    orders = returns.order_index[wanted].tolist()
    together = list(dict.fromkeys(orders))
    prefix = book.settings.credit_note_prefix
    issued = book.settings.issued.get((Returns.credit_note.header, prefix), 0)
    new = next_numbers(returns.credit_note, prefix, len(together), issued)
    number_of = dict(zip(together, new.tolist(), strict=True))
    numbers = blank_texts(len(returns))
    numbers[wanted] = [number_of[order] for order in orders]
    return book.put(returns.fill(Returns.credit_note, wanted, numbers))


def _date_credit_notes(book: Book, on_hold: Mask, issued: Mask) -> Book:
    """Date the credits that have no date: today, or where they were issued before, when the goods came back."""
    returns = book.returns
    blank = returns.live & returns.has_credit_note & ~returns.has_credit_date
    wanted = blank & credits_money(returns) & _is_free(returns, on_hold)
    if not wanted.any():
        return book
    dates = np.where(issued, returns.return_date, book.as_of)
    return book.put(returns.fill(Returns.credit_date, wanted, dates))


def credits_money(returns: Returns) -> Mask:
    """The returns that credit anything: a fee may take all of it."""
    return np.asarray((returns.credit_net != 0) | (returns.credit_tax != 0))


def credit_days(returns: Returns) -> IntArray:
    """The day on which each return is credited; where it has none, when it came back."""
    has_own = returns.has_credit_date
    return np.where(has_own, returns.credit_date, returns.return_date)


def order_credits(book: Book) -> AnyArray:
    """The credits of each order."""
    returns = book.returns
    total = np.where(returns.live, returns.credit_total, 0)
    return total_by(returns.order_index, total, len(book.orders))
