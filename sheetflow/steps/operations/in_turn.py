"""Suggesting order by order, where orders release stock that only later ones may find.

It gives the same as if the orders had come one after the other: each finds what those
before it left and released. It costs a little for each order, so it is used where the
orders could not be processed together otherwise (engine/batches.py).

Reads   picks, order lines, restocks, stock
Writes  picks    suggestions that no longer fit are voided whole; new ones come from free stock
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sheetflow.domain.arrays import integers, no_rows, only_rows, zeros
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Picks, Restocks
from sheetflow.domain.grouping import grouped
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, take
from sheetflow.domain.step import Outcome, Taken
from sheetflow.ledgers.lines import build_lines, is_open_suggestion, tracked_rows
from sheetflow.ledgers.movements import build_movements
from sheetflow.ledgers.stock import build_stock
from sheetflow.steps.operations.locations import (
    Requests,
    choose_locations,
    preferred_location,
)

Cell = tuple[int, int]
"""A product and a location, as positions."""


@dataclass(frozen=True)
class Change:
    """What the steps before changed at a product's location: on hand, and free stock."""

    cell: Cell
    on_hand: int
    free: int


@dataclass(frozen=True)
class Suggestion:
    """New: so many units of an order line from a location."""

    line: int
    location: int
    quantity: int


@dataclass
class Turns:
    """Stock as it is when an order has its turn, and what was decided so far."""

    book: Book
    on_hand: AnyArray
    free: AnyArray
    last_count: IntArray
    voided: list[int] = field(default_factory=list)
    added: list[Suggestion] = field(default_factory=list)

    def apply(self, change: Change, sign: int = 1) -> None:
        """Let a change happen, or with -1 not yet have happened."""
        self.on_hand[change.cell] += sign * change.on_hand
        self.free[change.cell] += sign * change.free

    def pick(self, cell: Cell, quantity: int) -> None:
        """Take units that were suggested from their location today."""
        if self.book.as_of >= self.last_count[cell]:
            self.on_hand[cell] -= quantity


def suggest_in_turn(
    start: Book, book: Book, orders: Sequence[int], taking: Mapping[int, Taken]
) -> Outcome:
    """Suggest to the orders that take stock, in the order of service.

    `start` is the book before any of these orders did its first steps, `book` the one after
    all did them. An order that is not in `taking` only releases.
    """
    stock = build_stock(book, build_movements(book))
    last_count = _last_counts(book)
    changes = _changes(start, book, last_count)
    turns = Turns(book, stock.on_hand.copy(), stock.free.copy(), last_count)
    for of_order in changes.values():
        for change in of_order:
            turns.apply(change, -1)
    orders_at_work = _OrdersAtWork(book)
    done = []
    for order in orders:
        for change in changes.get(order, ()):
            turns.apply(change)
        if order in taking and orders_at_work.take(turns, order, taking[order]):
            done.append(order)
    return Outcome(_written(turns), integers(sorted(done)))


def _last_counts(book: Book) -> IntArray:
    """The day of the last count of each product at each location, 0 without one.

    What is dated before a count changes nothing on hand after it.
    """
    moves = book.stock_moves
    last = np.zeros((len(book.products), len(book.warehouse)), dtype=np.int64)
    counts = np.flatnonzero(moves.live & (moves.type == "Count"))
    at = (moves.sku_index[counts], moves.to_index[counts])
    np.maximum.at(last, at, moves.date[counts])
    return last


def _changes(start: Book, book: Book, last_count: IntArray) -> dict[int, list[Change]]:
    """What the orders' first steps changed in stock, by order."""
    picked = _changes_of_picks(start, book, last_count)
    restocked = _changes_of_restocks(start, book, last_count)
    return grouped([*picked, *restocked])


def _changes_of_picks(
    start: Book, book: Book, last_count: IntArray
) -> Iterator[tuple[int, Change]]:
    """What changed by suggestions that were voided or picked, each with its order."""
    picks = book.picks
    before = _of_picks(start, last_count)
    after = _of_picks(book, last_count)
    on_hand = after.on_hand - _padded(before.on_hand, len(picks))
    free = after.free - _padded(before.free, len(picks))
    for row in np.flatnonzero((on_hand != 0) | (free != 0)).tolist():
        cell = (int(picks.sku_index[row]), int(picks.location_index[row]))
        change = Change(cell, int(on_hand[row]), int(free[row]))
        yield int(picks.order_index[row]), change


def _changes_of_restocks(
    start: Book, book: Book, last_count: IntArray
) -> Iterator[tuple[int, Change]]:
    """What was put back into a location, each with its order."""
    restocks = book.restocks
    before = _padded(_of_restocks(start, last_count), len(restocks))
    added = _of_restocks(book, last_count) - before
    order = take(book.returns.order_index, restocks.return_index, -1)
    for row in np.flatnonzero(added).tolist():
        cell = (int(restocks.sku_index[row]), int(restocks.location_index[row]))
        yield int(order[row]), Change(cell, int(added[row]), int(added[row]))


@dataclass(frozen=True)
class _Effects:
    """What each pick adds to on hand and to free stock; below 0 it takes."""

    on_hand: AnyArray
    free: AnyArray


def _of_picks(book: Book, last_count: IntArray) -> _Effects:
    picks = book.picks
    moves = picks.live & tracked_rows(book, picks.sku_index)
    day = picks.number(Picks.pick_date, book.as_of)
    is_after = _after_count(day, picks.sku_index, picks.location_index, last_count)
    on_hand = np.where(moves & is_after, -picks.picked, 0)
    allocated = np.where(is_open_suggestion(book), picks.suggested, 0)
    return _Effects(on_hand, on_hand - allocated)


def _of_restocks(book: Book, last_count: IntArray) -> AnyArray:
    """What each restock adds to its location."""
    restocks = book.restocks
    moves = restocks.live & tracked_rows(book, restocks.sku_index)
    day = restocks.number(Restocks.restock_date, book.as_of)
    sku = restocks.sku_index
    is_after = _after_count(day, sku, restocks.location_index, last_count)
    return np.where(moves & is_after, restocks.quantity, 0)


def _after_count(
    day: IntArray, sku: IntArray, location: IntArray, last_count: IntArray
) -> Mask:
    """Whether rows of these days are not before the last count of their product there."""
    if not last_count.size:
        return no_rows(len(day))
    known = (sku >= 0) & (location >= 0)
    return np.asarray(known & (day >= last_count[sku, location]))


def _padded(values: AnyArray, size: int) -> AnyArray:
    """The values with zeros for rows that were added since."""
    return np.concatenate([values, np.zeros(size - len(values), dtype=values.dtype)])


@dataclass
class _Units:
    """The units that an order has suggested, by line and by product and location."""

    of_line: dict[int, int] = field(default_factory=dict)
    at_cell: dict[Cell, int] = field(default_factory=dict)


class _OrdersAtWork:
    """The open suggestions and the lines of each order."""

    def __init__(self, book: Book) -> None:
        lines = build_lines(book)
        picks = book.picks
        self._book = book
        self._left = lines.left_to_pick
        self._suggested_of = picks.suggested
        in_need = np.flatnonzero((lines.left_to_pick > 0) & (lines.sku >= 0))
        open_rows = np.flatnonzero(is_open_suggestion(book))
        self._lines = _by_order(lines.order, in_need)
        self._open = _by_order(picks.order_index, open_rows)
        self._sku = lines.sku
        self._preferred = preferred_location(book, lines.order, lines.sku)

    def take(self, turns: Turns, order: int, taken: Taken) -> bool:
        """Void what no longer fits, suggest what is left, and pick it; whether anything was done."""
        decided = len(turns.voided) + len(turns.added)
        units = _Units()
        for row in self._open.get(order, ()):
            self._keep_or_void(turns, units, row)
        for line in self._lines.get(order, ()):
            self._suggest(turns, units, line)
        if taken == "picks":
            for cell, quantity in units.at_cell.items():
                turns.pick(cell, quantity)
        return len(turns.voided) + len(turns.added) > decided

    def _keep_or_void(self, turns: Turns, units: _Units, row: int) -> None:
        """Keep an open suggestion if it fits what its line needs and its location has; else void it."""
        picks = self._book.picks
        quantity = int(self._suggested_of[row])
        cell = (int(picks.sku_index[row]), int(picks.location_index[row]))
        line = int(picks.line_index[row])
        of_line = units.of_line.get(line, 0) + quantity
        at_cell = units.at_cell.get(cell, 0) + quantity
        fits = of_line <= self._left[line] and at_cell <= turns.on_hand[cell]
        if line >= 0 and not fits:
            turns.voided.append(row)
            turns.free[cell] += quantity
            return
        units.of_line[line] = of_line
        units.at_cell[cell] = at_cell

    def _suggest(self, turns: Turns, units: _Units, line: int) -> None:
        """Suggest what a line needs and what is free of it."""
        wanted = int(self._left[line]) - units.of_line.get(line, 0)
        for new in self._free_for(turns, line, wanted):
            cell = (int(self._sku[line]), new.location)
            units.at_cell[cell] = units.at_cell.get(cell, 0) + new.quantity
            turns.free[cell] -= new.quantity
            turns.added.append(new)

    def _free_for(self, turns: Turns, line: int, wanted: int) -> Iterable[Suggestion]:
        """What a line gets of the free stock."""
        sku = int(self._sku[line])
        if wanted <= 0 or not (turns.free[sku] > 0).any():
            return []
        preferred = self._preferred[line : line + 1]
        request = Requests(zeros(1), np.array([wanted]), preferred)
        found = choose_locations(self._book, turns.free[sku : sku + 1], request)
        pairs = zip(found.location.tolist(), found.quantity.tolist(), strict=True)
        return [Suggestion(line, location, quantity) for location, quantity in pairs]


def _by_order(order: IntArray, rows: IntArray) -> dict[int, list[int]]:
    """These rows by their order."""
    return grouped(zip(order[rows].tolist(), rows.tolist(), strict=True))


def _written(turns: Turns) -> Book:
    """The book with what was decided."""
    book = turns.book
    picks = book.picks
    if turns.voided:
        voided = only_rows(turns.voided, len(picks))
        picks = picks.void(voided, book.as_of)
    if turns.added:
        lines = book.order_lines
        line = integers([new.line for new in turns.added])
        location = integers([new.location for new in turns.added])
        links = {
            "order": lines.order_index[line],
            "line": line,
            "sku": lines.sku_index[line],
            "location": location,
        }
        values = {
            "Suggested": [new.quantity for new in turns.added],
            "Location": book.warehouse.codes[location],
        }
        picks = picks.extended(len(line), values, links)
    return book.put(picks)
