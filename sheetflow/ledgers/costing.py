"""Costing: the value of every movement, by the setting Costing.

* What is received costs the Unit cost of its row; without one, the product's Cost; without
  that, the last Unit cost stated before it for the product, or else the first stated after.
  A receipt of a purchase order also carries its share of the freight (landed_costs.py).
* What is issued takes the average cost of what is there, or first in, first out the oldest.
* What is picked for an order keeps its value until it comes back (cost_flow.py).
* What is issued before it was received costs what covers it later. Nothing may cover it by
  the end, or it may come back before: then it costs what it would to receive it.
* Transfers carry value and change none.

A moving average cannot be worked out a column at a time: each step needs the value that
rounding left before it. So this is the one ledger that goes movement by movement, over plain
integers, and only where a cost is known at all. All figures are in millionths
(docs/reference/rules.md, section 5).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

import numpy as np

from sheetflow.domain.arrays import zeros
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Products
from sheetflow.domain.numbers import BLANK, AnyArray, IntArray
from sheetflow.ledgers.cost_flow import MovedUnits, PickedUnits
from sheetflow.ledgers.cost_layers import CostLayers, cost_of, share
from sheetflow.ledgers.landed_costs import freight_shares
from sheetflow.ledgers.movement_types import SOURCES, Movements
from sheetflow.ledgers.movements import happened

_TOO_LARGE = 2**62
"""Values from here on stay Python integers."""

_RESTOCK, _RECEIPT, _ISSUE, _TRANSFER = range(4)
"""What a movement at the locations does to the cost layers of its product."""


StatedRows = Mapping[str, IntArray]
"""The rows of each sheet whose Unit cost counts."""


def movement_values(book: Book, movements: Movements, stated: StatedRows) -> AnyArray:
    """The value of every movement.

    First the movements at the locations are valued, then what orders did with their units.
    """
    units = PickedUnits(book, movements, happened(book))
    restocked = units.restocked()
    costs = stated_costs(book, movements, stated)
    found = _Costing(book, movements, costs, units, restocked).run()
    exceeds = max(found, default=0) >= _TOO_LARGE
    values = np.array(found, dtype=object if exceeds else np.int64)
    for moved in (units.shipped(), units.returned(), restocked):
        values[moved.rows] = units.value(moved.ranges, values, book.settings.minor_unit)
    return values


def stated_costs(book: Book, movements: Movements, stated: StatedRows) -> IntArray:
    """The Unit cost that each movement states, BLANK for none."""
    costs = np.full(len(movements), BLANK, dtype=np.int64)
    for sheet, rows in stated.items():
        frame = book[sheet]
        of_row = np.full(len(frame), BLANK, dtype=np.int64)
        of_row[rows] = frame["Unit cost"][rows]
        mine = np.flatnonzero(movements.source == SOURCES.index(sheet))
        costs[mine] = of_row[movements.record[mine]]
    return costs


def _freight(book: Book, movements: Movements) -> dict[int, int]:
    """The freight that movements carry, by movement."""
    shares = freight_shares(book)
    if not shares.any():
        return {}
    mine = np.flatnonzero(movements.source == SOURCES.index("Receipts"))
    of_mine = shares[movements.record[mine]].tolist()
    return dict(zip(mine.tolist(), of_mine, strict=True))


def _first_costs(
    movements: Movements, costs: IntArray, order: IntArray
) -> dict[int, int]:
    """The first Unit cost that is stated for each product."""
    last_to_first = order[costs[order] != BLANK][::-1]
    skus = movements.sku[last_to_first].tolist()
    return dict(zip(skus, costs[last_to_first].tolist(), strict=True))


def _empty_layers(book: Book, values: list[int]) -> defaultdict[int, CostLayers]:
    """The cost layers of each product, empty before its first movement."""
    average = book.settings.costing == "Average"
    minor_unit = book.settings.minor_unit
    return defaultdict(lambda: CostLayers(average, minor_unit, values))


class _Costing:
    """One pass over the movements at the locations, in the order in which they happened."""

    def __init__(
        self,
        book: Book,
        movements: Movements,
        costs: IntArray,
        units: PickedUnits,
        restocked: MovedUnits,
    ) -> None:
        """`costs` is the Unit cost that each movement states."""
        self._book = book
        self._movements = movements
        self._units = units
        self._restocked = restocked
        self._minor_unit = book.settings.minor_unit
        products = book.products
        own_costs = np.where(products.valid, products[Products.cost], BLANK)
        self._own_cost = own_costs.tolist()
        self._stated = costs.tolist()
        self._freight = _freight(book, movements)
        self._latest = _first_costs(movements, costs, happened(book))
        rows = restocked.rows.tolist()
        self._restock_index = {row: at for at, row in enumerate(rows)}
        self._values = [0] * len(movements)
        self._layers = _empty_layers(book, self._values)

    def run(self) -> list[int]:
        """The value of every movement at a location; 0 for others."""
        effects = (self._restock, self._receive, self._issue, self._transfer)
        for movement, sku, quantity, effect in self._sequence():
            if self._stated[movement] != BLANK:
                self._latest[sku] = self._stated[movement]
            effects[effect](movement, sku, quantity)
        for sku, layers in self._layers.items():
            layers.value_shortages(self._standard_cost(sku))
        return self._values

    def _restock(self, movement: int, sku: int, quantity: int) -> None:
        """Put units back at the value of the picks that took them."""
        value = self._restocked_value(movement, sku)
        self._values[movement] = value
        self._layers[sku].receive(quantity, value)

    def _receive(self, movement: int, sku: int, quantity: int) -> None:
        """Receive units from outside at the cost that is stated, or the standard cost."""
        stated = self._stated[movement]
        unit_cost = self._standard_cost(sku) if stated == BLANK else stated
        value = cost_of(quantity, unit_cost, self._minor_unit)
        value += self._freight.get(movement, 0)
        self._values[movement] = value
        self._layers[sku].receive(quantity, value)

    def _issue(self, movement: int, sku: int, quantity: int) -> None:
        """Take units from the layers, which value the movement."""
        self._layers[sku].issue(movement, quantity)

    def _transfer(self, movement: int, sku: int, quantity: int) -> None:
        """Move units between locations."""
        unit_cost = self._standard_cost(sku)
        value = self._layers[sku].transfer_value(quantity, unit_cost)
        self._values[movement] = value

    def _sequence(self) -> Iterator[tuple[int, int, int, int]]:
        """The movement (row), product, quantity and effect of each movement at a location."""
        rows = self._in_turn()
        sku = self._movements.sku[rows]
        quantity = self._movements.quantity[rows]
        columns = [rows, sku, quantity, self._effects(rows)]
        return zip(*(column.tolist() for column in columns), strict=True)

    def _in_turn(self) -> IntArray:
        """The movements at a location as they happened; restocks after the picks of their units."""
        restocks = self._restocked.rows
        turn = self._turns()
        turn[restocks] = np.maximum(turn[restocks], turn[self._last_picks()])
        tie_break = zeros(len(turn))
        tie_break[restocks] = np.arange(1, len(restocks) + 1)
        rows = self._at_locations()
        return rows[np.lexsort((tie_break[rows], turn[rows]))]

    def _turns(self) -> IntArray:
        """For each movement, how many happened before it."""
        order = happened(self._book)
        turn = np.empty(len(order), dtype=np.int64)
        turn[order] = np.arange(len(order))
        return turn

    def _at_locations(self) -> IntArray:
        """The movements that add to a location or take from one."""
        locations = len(self._book.warehouse)
        into = self._movements.target < locations
        out = self._movements.origin < locations
        return np.flatnonzero(into | out)

    def _last_picks(self) -> IntArray:
        """The last pick of the units of each restock; the restock itself where it has none."""
        ranges = self._restocked.ranges
        picks = self._units.picks
        if not len(picks):
            return self._restocked.rows
        return np.where(ranges.have_units, picks[ranges.last], self._restocked.rows)

    def _effects(self, rows: IntArray) -> IntArray:
        """What each of these movements does to the cost layers."""
        locations = len(self._book.warehouse)
        movements = self._movements
        conditions = [
            movements.are("Restock")[rows],
            movements.origin[rows] >= locations,
            movements.target[rows] >= locations,
        ]
        return np.select(conditions, [_RESTOCK, _RECEIPT, _ISSUE], _TRANSFER)

    def _standard_cost(self, sku: int) -> int:
        """The product's Cost; without one, the Unit cost that was last stated for it, or 0."""
        own = self._own_cost[sku]
        return own if own != BLANK else self._latest.get(sku, 0)

    def _restocked_value(self, movement: int, sku: int) -> int:
        """The share of a restock's units in the picks that took them.

        What such a pick still lacks is valued for good first.
        """
        total = 0
        unit_cost = self._standard_cost(sku)
        for pick, picked, start, end in self._picks_of(self._restock_index[movement]):
            self._layers[sku].value_shortages(unit_cost, pick)
            value = self._values[pick]
            total += share(value, end, picked, self._minor_unit)
            total -= share(value, start, picked, self._minor_unit)
        return total

    def _picks_of(self, restock: int) -> Iterator[tuple[int, int, int, int]]:
        """The picks of a restock's units: row, quantity, and the units from start to end."""
        if not len(self._units.picks):
            return
        ranges = self._restocked.ranges
        first = int(ranges.first[restock])
        last = int(ranges.last[restock])
        for position in range(first, last + 1):
            picked = int(self._units.quantity[position])
            start = int(ranges.start[restock]) if position == first else 0
            end = int(ranges.end[restock]) if position == last else picked
            if start < end:
                yield int(self._units.picks[position]), picked, start, end
