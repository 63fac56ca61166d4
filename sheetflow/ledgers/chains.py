"""Chains: the way of an order line's units, and what they are worth on it.

An order's units leave at what they were taken for, and come back at that: the first unit picked is the first shipped,
the first returned, the first put back. So wherever a unit of an order is, it has the value of the pick that took it,
whatever the dates that people typed. Units beyond what was picked (an error of the workbook) have no value.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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
from sheetflow.ledgers.movements import TYPES, Movements


@dataclass(frozen=True)
class Spans:
    """Stretches of units picked for an order line: from a place within one pick to a place within another.

    Picks are positions in `Chains.picks`; a place is a quantity of the pick's units before it.
    """

    first: IntArray
    start: AnyArray
    last: IntArray
    end: AnyArray

    @property
    def some(self) -> Mask:
        """Which stretches hold any units."""
        return np.asarray((self.first != self.last) | (self.start != self.end))


class Chains:
    """The picks of every order line, one after the other."""

    def __init__(self, book: Book, movements: Movements, order: IntArray) -> None:
        """`order` is the order in which the movements happened."""
        self.moves, self._order, self._lines = (
            movements,
            order,
            len(book.order_lines),
        )
        self._restocks = book.restocks.return_index
        picks = self._in_order("Pick")
        self.picks = picks[np.argsort(movements.line[picks], kind="stable")]
        self.quantity = movements.quantity[self.picks]
        self._before = running_by(
            np.zeros(len(self.picks), dtype=np.int64), self.quantity
        )
        line = movements.line[self.picks]
        self._total = total_by(line, self.quantity, self._lines)
        self._start = running_by(np.zeros(self._lines, dtype=np.int64), self._total)

    def _in_order(self, kind: str) -> IntArray:
        """The movements of one type, in the order in which they happened."""
        chosen: IntArray = self._order[
            self.moves.kind[self._order] == TYPES.index(kind)
        ]
        return chosen

    def shipped(self) -> tuple[IntArray, Spans]:
        """The shipments, and the units of each."""
        rows = self._in_order("Shipment")
        line, quantity = self.moves.line[rows], self.moves.quantity[rows]
        before = running_by(line, quantity)
        return rows, self._spans(line, before, before + quantity)

    def returned(self, returns: int) -> tuple[IntArray, Spans, IntArray, Spans]:
        """The returns and what was thrown away of them, and the restocks, with the units of each.

        `returns` is how many rows the sheet Returns has.
        """
        rows = self._in_order("Return")
        record = self.moves.record[rows]
        _, place = np.unique(record, return_index=True)
        first = rows[np.sort(place)]
        start, end = (
            np.zeros(returns, dtype=self.moves.quantity.dtype) for _ in range(2)
        )
        quantity = self.moves.quantity[first]
        before = running_by(self.moves.line[first], quantity)
        start[self.moves.record[first]], end[self.moves.record[first]] = (
            before,
            before + quantity,
        )
        back = self._in_order("Restock")
        owner = self._restocks[self.moves.record[back]]
        done = take(start, owner) + running_by(owner, self.moves.quantity[back])
        limit = take(end, owner)
        return (
            rows,
            self._spans(self.moves.line[rows], start[record], end[record]),
            back,
            self._spans(
                self.moves.line[back],
                np.minimum(done, limit),
                np.minimum(done + self.moves.quantity[back], limit),
            ),
        )

    def _spans(self, line: IntArray, start: AnyArray, end: AnyArray) -> Spans:
        """Stretches of a line's units, cut off where nothing more was picked."""
        total, base = take(self._total, line), take(self._start, line)
        places = []
        for place in (start, end):
            there = base + np.minimum(place, total)
            at = np.maximum(np.searchsorted(self._before, there, side="left") - 1, 0)
            inside = (
                there - take(self._before, at)
                if len(self._before)
                else np.zeros_like(there)
            )
            places += [at, np.where(total > 0, inside, 0)]
        return Spans(*places)

    def worth(self, spans: Spans, values: AnyArray, step: int) -> AnyArray:
        """What stretches are worth; `values` is the value of each movement."""
        if not len(self.picks):
            return np.zeros(len(spans.first), dtype=np.int64)
        of_picks = values[self.picks]
        before = running_by(np.zeros(len(of_picks), dtype=np.int64), of_picks)

        def until(pick: IntArray, place: AnyArray) -> AnyArray:
            return np.asarray(
                before[pick]
                + share_of(of_picks[pick], place, self.quantity[pick], step)
            )

        return np.asarray(
            until(spans.last, spans.end) - until(spans.first, spans.start)
        )
