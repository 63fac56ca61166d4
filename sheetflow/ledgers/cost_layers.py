"""Shelves: what the units of one product cost, taken from and added to one after the other.

A shelf holds a product wherever it lies: a business buys and sells its goods, not those of one room. All figures are
Python integers, units and money in millionths. What comes in keeps its value to the last minor unit until it has left:
a share is rounded, what the rounding leaves stays on the shelf, and the last unit takes the rest.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from sheetflow.domain.numbers import MICRO


def share(value: int, part: int, whole: int, step: int) -> int:
    """`value × part ÷ whole` to the nearest multiple of `step`, halves away from zero."""
    size = (2 * abs(value) * part + whole * step) // (2 * whole * step) * step
    return -size if value < 0 else size


def worth(quantity: int, unit_cost: int, step: int) -> int:
    """What units cost, to the minor unit."""
    return share(quantity, unit_cost, MICRO, step)


@dataclass
class Owed:
    """Units that left before they came in. `price` is what they were valued at for good; None while they wait for
    the goods that make them good.
    """

    movement: int
    quantity: int
    price: int | None = None


@dataclass
class Shelf:
    """The units of one product.

    `values` is what each movement is worth, filled as it becomes known. On average there is one layer for all that
    lies here; first in, first out there is one for each delivery.
    """

    average: bool
    step: int
    values: list[int]
    layers: deque[list[int]] = field(default_factory=deque)
    owed: deque[Owed] = field(default_factory=deque)
    units: int = 0
    total: int = 0
    carried: int = 0

    def put(self, quantity: int, value: int) -> None:
        """Units come in; those that were owed take their share first, and cost what these did."""
        while self.owed and quantity:
            first = self.owed[0]
            fill = min(quantity, first.quantity)
            used = share(value, fill, quantity, self.step)
            if first.price is None:
                self.values[first.movement] += used
            else:
                used = share(first.price, fill, first.quantity, self.step)
                first.price -= used
            first.quantity -= fill
            quantity, value = quantity - fill, value - used
            if not first.quantity:
                self.owed.popleft()
        self._lay(quantity, value)

    def _lay(self, quantity: int, value: int) -> None:
        """What is left of a delivery; what no units are left for is carried to the next."""
        if not quantity:
            self.carried += value
            return
        value, self.carried = value + self.carried, 0
        self.units, self.total = self.units + quantity, self.total + value
        if self.average and self.layers:
            self.layers[0][0] += quantity
            self.layers[0][1] += value
        else:
            self.layers.append([quantity, value])

    def take(self, movement: int, quantity: int) -> None:
        """Units leave: the oldest first; what is not there is owed."""
        while self.layers and quantity:
            layer = self.layers[0]
            part = min(quantity, layer[0])
            value = share(layer[1], part, layer[0], self.step)
            self.values[movement] += value
            quantity, self.units, self.total = (
                quantity - part,
                self.units - part,
                self.total - value,
            )
            layer[0] -= part
            layer[1] -= value
            if not layer[0]:
                self.layers.popleft()
        if quantity:
            self.owed.append(Owed(movement, quantity))

    def price(self, unit_cost: int, movement: int | None = None) -> None:
        """Value what is owed, or what one movement owes, for good: it comes back, or nothing came to make it good."""
        for item in self.owed:
            if item.price is None and movement in (None, item.movement):
                item.price = worth(item.quantity, unit_cost, self.step)
                self.values[item.movement] += item.price

    def value_within(self, quantity: int, unit_cost: int) -> int:
        """What units are worth that only go from one location to another."""
        if not self.units:
            return worth(quantity, unit_cost, self.step)
        return share(self.total, quantity, self.units, self.step)
