"""Costs: what every movement and everything on hand is worth, by Settings' Costing.

The value in the books is cost in less cost out, to the minor unit, in total and at every place: a movement takes its
value from one place and adds it to another, as it does with its units. The locations are one place here: a product
has one cost wherever it lies, and Stock shares its value out by what each location holds.

* What comes in costs the Unit cost of its row; without one, the product's Cost; without that, the Unit cost that was
  stated last before it for the product (the first after it, where none was before).
* What leaves takes the average cost of what is there, or first in, first out the oldest.
* What is an order's keeps the value at which it was picked, until it comes back (chains.py).
* What left before it came in costs what makes it good later; at the end, and where it comes back before, what
  it would cost to come in.
* Transfers carry value and change none.

A moving average cannot be worked out a column at a time: each step needs the value that rounding left before it. So
this is the one ledger that goes movement by movement, over plain integers, and only where a cost is known at all.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.numbers import (
    BLANK,
    MICRO,
    AnyArray,
    IntArray,
    Mask,
    divide_half_away,
    multiply,
    share_of,
    total_by,
)
from sheetflow.ledgers.chains import Chains, Spans
from sheetflow.ledgers.cost_layers import Shelf, share, worth
from sheetflow.ledgers.lines import tracked, tracked_rows
from sheetflow.ledgers.movements import (
    OUTSIDE,
    SOURCES,
    Movements,
    build_movements,
    happened,
    outside,
)
from sheetflow.ledgers.stock import Stock, build_stock


@dataclass(frozen=True)
class Costs:
    """What things are worth, in millionths.

    `known` says of which products a cost is known; `movements` is the value of each movement, `places` that of
    products × places (locations, then those outside), `on_hand` that of products × locations as Stock shows it.
    """

    known: Mask
    movements: AnyArray
    places: AnyArray
    on_hand: AnyArray

    @property
    def stock(self) -> AnyArray:
        """The value on hand of each product."""
        return np.asarray(self.on_hand.sum(axis=1))


@once_per_book
def build_costs(book: Book) -> Costs | None:
    """The value of everything; None where no cost is known at all."""
    stated = _stated(book)
    known = book.products.has_cost & book.products.valid & tracked(book)
    known[book.stock_moves.sku_index[stated]] = True
    if not known.any():
        return None
    moves = build_movements(book)
    values = _Costing(book, moves, stated).values()
    places = _places(book, moves, values)
    inside = places[:, : len(book.warehouse)].sum(axis=1)
    return Costs(
        known, values, places, _on_hand(inside, build_stock(book, moves), book)
    )


def unit_cost(value: AnyArray, quantity: AnyArray) -> AnyArray:
    """Value ÷ quantity to the sixth decimal; blank where there is no quantity."""
    some = quantity != 0
    units = np.where(some, quantity, 1)
    ratio = divide_half_away(multiply(value * np.sign(units), MICRO), np.abs(units))
    return np.where(some, ratio, BLANK)


def _stated(book: Book) -> IntArray:
    """The rows of Stock moves whose Unit cost counts."""
    moves = book.stock_moves
    counts = (
        moves.live & tracked_rows(book, moves.sku_index) & (moves.type != "Transfer")
    )
    return np.flatnonzero(counts & moves.has_unit_cost)


def _places(book: Book, moves: Movements, values: AnyArray) -> AnyArray:
    """The value of every product at every place, in less out."""
    places, products = len(book.warehouse) + len(OUTSIDE), len(book.products)
    into, out = (
        total_by(moves.sku * places + at, values, products * places)
        for at in (moves.target, moves.origin)
    )
    return np.asarray((into - out).reshape(products, places))


def _on_hand(value: AnyArray, stock: Stock, book: Book) -> AnyArray:
    """Each product's value shared out over its locations as Stock lists them, so that they add up; with no units, all
    at the first that it lay at.
    """
    units = stock.on_hand
    if not units.shape[1]:
        return units
    order = np.argsort(book.warehouse.rank)
    total = units.sum(axis=1)
    until, parts = np.cumsum(units[:, order], axis=1), np.repeat(total, len(order))
    step = book.settings.minor_unit
    shares = share_of(np.repeat(value, len(order)), until.ravel(), parts, step).reshape(
        units.shape
    )
    touched = np.logical_or.accumulate(stock.touched[:, order], axis=1)
    shares = np.where(
        (total == 0)[:, None], np.where(touched, value[:, None], 0), shares
    )
    return np.asarray(np.diff(shares, axis=1, prepend=0)[:, book.warehouse.rank])


class _Costing:
    """One pass over the movements in the order in which they happened."""

    def __init__(self, book: Book, moves: Movements, stated: IntArray) -> None:
        self.book, self.moves, self.order = book, moves, happened(book)
        self.step, self.average = (
            book.settings.minor_unit,
            book.settings.costing == "Average",
        )
        self.chains = Chains(book, moves, self.order)
        self.costs, self.latest = self._unit_costs(stated)
        self.worths = [0] * len(moves)
        self.shelves: dict[int, Shelf] = {}

    def values(self) -> AnyArray:
        """The value of every movement: of the house's first, then of what orders did with theirs."""
        chains, (shipped, parcels) = self.chains, self.chains.shipped()
        returned, parts, back, restocks = chains.returned(len(self.book.returns))
        self._keep_house(back, restocks)
        values = np.array(
            self.worths,
            dtype=object if max(self.worths, default=0) >= 2**62 else np.int64,
        )
        for rows, spans in ((shipped, parcels), (returned, parts), (back, restocks)):
            values[rows] = chains.worth(spans, values, self.step)
        return values

    def _unit_costs(self, stated: IntArray) -> tuple[list[int], dict[int, int]]:
        """The Unit cost that each movement states (BLANK: none), and of each product the first that is stated."""
        moves, rows = self.moves, self.book.stock_moves
        typed = np.full(len(rows), BLANK, dtype=np.int64)
        typed[stated] = rows["Unit cost"][stated]
        costs = np.full(len(moves), BLANK, dtype=np.int64)
        mine = np.flatnonzero(moves.source == SOURCES.index("Stock moves"))
        costs[mine] = typed[moves.record[mine]]
        first = self.order[costs[self.order] != BLANK][::-1]
        return costs.tolist(), dict(
            zip(moves.sku[first].tolist(), costs[first].tolist(), strict=True)
        )

    def _turns(self, back: IntArray, restocks: Spans) -> IntArray:
        """The movements of the house in turn: what comes back to it, after the picks that took it."""
        turn = np.empty(len(self.moves), dtype=np.int64)
        turn[self.order] = np.arange(len(self.order))
        late = np.zeros(len(self.moves), dtype=np.int64)
        late[back] = np.arange(1, len(back) + 1)
        if len(self.chains.picks):
            last = np.where(restocks.some, self.chains.picks[restocks.last], back)
            turn[back] = np.maximum(turn[back], turn[last])
        size = len(self.book.warehouse)
        house = np.flatnonzero((self.moves.origin < size) | (self.moves.target < size))
        return house[np.lexsort((late[house], turn[house]))]

    def _keep_house(self, back: IntArray, restocks: Spans) -> None:
        """Take from the shelves and add to them, movement by movement."""
        moves, size = self.moves, len(self.book.warehouse)
        stretches = dict(zip(back.tolist(), range(len(back)), strict=True))
        turns = self._turns(back, restocks)
        columns = (
            turns,
            moves.sku[turns],
            moves.quantity[turns],
            moves.origin[turns],
            moves.target[turns],
        )
        own = self.book.products["Cost"].tolist()
        for at, sku, quantity, origin, target in zip(
            *(column.tolist() for column in columns), strict=True
        ):
            shelf = self.shelves.get(sku)
            if shelf is None:
                shelf = self.shelves[sku] = Shelf(self.average, self.step, self.worths)
            stated = self.costs[at]
            if stated != BLANK:
                self.latest[sku] = stated
            standard = own[sku] if own[sku] != BLANK else self.latest.get(sku, 0)
            if at in stretches:
                self.worths[at] = self._coming_back(
                    restocks, stretches[at], shelf, standard
                )
                shelf.put(quantity, self.worths[at])
            elif origin >= size:
                self.worths[at] = worth(
                    quantity, standard if stated == BLANK else stated, self.step
                )
                shelf.put(quantity, self.worths[at])
            elif target >= size:
                shelf.take(at, quantity)
            else:
                self.worths[at] = shelf.value_within(quantity, standard)
        for sku, shelf in self.shelves.items():
            shelf.price(own[sku] if own[sku] != BLANK else self.latest.get(sku, 0))

    def _coming_back(
        self, restocks: Spans, at: int, shelf: Shelf, standard: int
    ) -> int:
        """What units that come back are worth: their share of the picks that took them, which owe nothing any more."""
        if not len(self.chains.picks):
            return 0
        first, last, start, end = (
            int(column[at])
            for column in (restocks.first, restocks.last, restocks.start, restocks.end)
        )
        total = 0
        for place in range(first, last + 1):
            pick, units = (
                int(self.chains.picks[place]),
                int(self.chains.quantity[place]),
            )
            begins, ends = (
                start if place == first else 0,
                end if place == last else units,
            )
            if begins < ends:
                shelf.price(standard, pick)
                value = self.worths[pick]
                total += share(value, ends, units, self.step) - share(
                    value, begins, units, self.step
                )
        return total


def at_place(book: Book, costs: Costs, place: str) -> AnyArray:
    """The value of each product at a place outside the locations."""
    return np.asarray(costs.places[:, outside(book, place)])
