"""Cost flow: which picked units an order line shipped, got back and put back, and their cost.

The units of an order line leave at the value that they were picked at, and come back at it:
the first unit picked is the first shipped, the first returned, the first put back. So
wherever a unit of an order is, it has the value of its pick, whatever dates people typed.
Units beyond what was picked (an error in the workbook) have no value.

Quantities and values are in millionths (docs/reference/rules.md, section 5).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from sheetflow.domain.arrays import sorted_by, zeros
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import (
    AnyArray,
    IntArray,
    Mask,
    running_by,
    share_of,
    take,
    total_by,
)
from sheetflow.ledgers.movement_types import Movements


@dataclass(frozen=True)
class UnitRanges:
    """Ranges of units picked for order lines: from a unit of one pick to a unit of another.

    `first` and `last` are picks (positions in `PickedUnits.picks`); `start` and `end` are how
    many units of that pick come before.
    """

    first: IntArray
    start: AnyArray
    last: IntArray
    end: AnyArray

    @property
    def have_units(self) -> Mask:
        """Which ranges hold any units."""
        return np.asarray((self.first != self.last) | (self.start != self.end))


class MovedUnits(NamedTuple):
    """Movements (rows) of picked units, and the range of units that each moved."""

    rows: IntArray
    ranges: UnitRanges


class PickedUnits:
    """The picks of every order line, one after the other."""

    def __init__(self, book: Book, movements: Movements, order: IntArray) -> None:
        """`order` is the order in which the movements happened."""
        self._movements = movements
        self._order = order
        self._returns = len(book.returns)
        self._return_of_restock = book.restocks.return_index
        picks = self._in_order("Pick")
        self.picks = sorted_by(picks, movements.line)
        self.quantity = movements.quantity[self.picks]
        self._before_pick = _running(self.quantity)
        line = movements.line[self.picks]
        self._of_line = total_by(line, self.quantity, len(book.order_lines))
        self._before_line = _running(self._of_line)

    def _in_order(self, kind: str) -> IntArray:
        """The movements of one type, in the order in which they happened."""
        chosen: IntArray = self._order[self._movements.are(kind)[self._order]]
        return chosen

    def shipped(self) -> MovedUnits:
        """The shipments: the units of each follow those of the one before."""
        rows = self._in_order("Shipment")
        line = self._movements.line[rows]
        quantity = self._movements.quantity[rows]
        start = running_by(line, quantity)
        return MovedUnits(rows, self._ranges(line, start, start + quantity))

    def returned(self) -> MovedUnits:
        """The returns, and what was thrown away of them: the same units."""
        rows = self._in_order("Return")
        record = self._movements.record[rows]
        start, end = self._returned_units
        line = self._movements.line[rows]
        return MovedUnits(rows, self._ranges(line, start[record], end[record]))

    def restocked(self) -> MovedUnits:
        """The restocks: each puts back the next units of its return."""
        rows = self._in_order("Restock")
        quantity = self._movements.quantity[rows]
        returned = self._return_of_restock[self._movements.record[rows]]
        start, end = self._returned_units
        limit = take(end, returned)
        begin = take(start, returned) + running_by(returned, quantity)
        ranges = self._ranges(
            self._movements.line[rows],
            np.minimum(begin, limit),
            np.minimum(begin + quantity, limit),
        )
        return MovedUnits(rows, ranges)

    @cached_property
    def _returned_units(self) -> tuple[AnyArray, AnyArray]:
        """For each row of Returns, where its units start and end among those of its line."""
        rows = self._first_of_returns()
        record = self._movements.record[rows]
        quantity = self._movements.quantity[rows]
        before = running_by(self._movements.line[rows], quantity)
        start = np.zeros(self._returns, dtype=quantity.dtype)
        start[record] = before
        end = np.zeros(self._returns, dtype=quantity.dtype)
        end[record] = before + quantity
        return start, end

    def _first_of_returns(self) -> IntArray:
        """The first movement of each return, in the order in which they happened."""
        rows = self._in_order("Return")
        _, first = np.unique(self._movements.record[rows], return_index=True)
        return rows[np.sort(first)]

    def _ranges(self, line: IntArray, start: AnyArray, end: AnyArray) -> UnitRanges:
        """Ranges of the units of lines, cut off where nothing more was picked."""
        return UnitRanges(*self._locate(line, start), *self._locate(line, end))

    def _locate(self, line: IntArray, units: AnyArray) -> tuple[IntArray, AnyArray]:
        """The pick that has the last of so many units of a line, and how many of it are taken."""
        picked = take(self._of_line, line)
        position = take(self._before_line, line) + np.minimum(units, picked)
        pick = np.searchsorted(self._before_pick, position, side="left") - 1
        pick = np.maximum(pick, 0)
        if not len(self.picks):
            return pick, np.zeros_like(position)
        within = position - self._before_pick[pick]
        return pick, np.where(picked > 0, within, 0)

    def value(self, ranges: UnitRanges, values: AnyArray, minor_unit: int) -> AnyArray:
        """What ranges of units are worth; `values` has the value of each movement."""
        if not len(self.picks):
            return zeros(len(ranges.first))
        of_picks = values[self.picks]
        before = _running(of_picks)
        quantity = self.quantity

        def up_to(pick: IntArray, units: AnyArray) -> AnyArray:
            share = share_of(of_picks[pick], units, quantity[pick], minor_unit)
            return np.asarray(before[pick] + share)

        end = up_to(ranges.last, ranges.end)
        return np.asarray(end - up_to(ranges.first, ranges.start))


def _running(values: AnyArray) -> AnyArray:
    """The sum of all rows before each."""
    return running_by(zeros(len(values)), values)
