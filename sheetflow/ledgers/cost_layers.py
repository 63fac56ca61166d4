"""Cost layers: what the units of one product cost, received and issued one after the other.

A product has one cost at all locations. All figures are Python integers, units and money in
millionths. What is received keeps its value to the last minor unit until it has been issued:
a share is rounded, the rounding difference stays in the layer, and the last unit takes it.
The rules are in docs/reference/rules.md, section 5.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from sheetflow.domain.numbers import MICRO


def share(value: int, part: int, whole: int, minor_unit: int) -> int:
    """`value × part ÷ whole` to the nearest minor unit, halves away from zero."""
    doubled = 2 * abs(value) * part + whole * minor_unit
    size = doubled // (2 * whole * minor_unit) * minor_unit
    return -size if value < 0 else size


def cost_of(quantity: int, unit_cost: int, minor_unit: int) -> int:
    """Quantity × unit cost, to the minor unit."""
    return share(quantity, unit_cost, MICRO, minor_unit)


@dataclass(slots=True)
class Layer:
    """Units that were received, and what they cost in all."""

    quantity: int
    value: int


@dataclass(slots=True)
class Shortage:
    """Units that were issued before they were received.

    `value` is what they were valued at for good; None while they wait for a receipt.
    """

    movement: int
    quantity: int
    value: int | None = None


@dataclass
class CostLayers:
    """The units of one product.

    `values` has what each movement is worth, filled as it becomes known. With average cost
    there is one layer for all units; first in, first out there is one for each receipt.
    """

    average: bool
    minor_unit: int
    values: list[int]
    layers: deque[Layer] = field(default_factory=deque)
    shortages: deque[Shortage] = field(default_factory=deque)
    quantity: int = 0
    value: int = 0
    carried: int = 0

    def receive(self, quantity: int, value: int) -> None:
        """Add units. Shortages are covered first, and cost what these units do."""
        while self.shortages and quantity:
            covered = min(quantity, self.shortages[0].quantity)
            used = self._cover(
                covered, share(value, covered, quantity, self.minor_unit)
            )
            quantity -= covered
            value -= used
        if quantity:
            self._add(quantity, value + self.carried)
            self.carried = 0
        else:  # no units are left to have this value: the next receipt takes it
            self.carried += value

    def _cover(self, quantity: int, cost: int) -> int:
        """Cover units of the first shortage that cost so much; returns the value used.

        A shortage that was valued for good keeps that value.
        """
        shortage = self.shortages[0]
        if shortage.value is None:
            used = cost
            self.values[shortage.movement] += used
        else:
            used = share(shortage.value, quantity, shortage.quantity, self.minor_unit)
            shortage.value -= used
        shortage.quantity -= quantity
        if not shortage.quantity:
            self.shortages.popleft()
        return used

    def _add(self, quantity: int, value: int) -> None:
        """Add units to the layers."""
        self.quantity += quantity
        self.value += value
        if self.average and self.layers:
            self.layers[0].quantity += quantity
            self.layers[0].value += value
        else:
            self.layers.append(Layer(quantity, value))

    def issue(self, movement: int, quantity: int) -> None:
        """Take units, the oldest first; what is not there becomes a shortage."""
        while self.layers and quantity:
            layer = self.layers[0]
            part = min(quantity, layer.quantity)
            value = share(layer.value, part, layer.quantity, self.minor_unit)
            self.values[movement] += value
            self.quantity -= part
            self.value -= value
            quantity -= part
            layer.quantity -= part
            layer.value -= value
            if not layer.quantity:
                self.layers.popleft()
        if quantity:
            self.shortages.append(Shortage(movement, quantity))

    def value_shortages(self, unit_cost: int, movement: int | None = None) -> None:
        """Value all shortages, or those of one movement, for good.

        Their units come back before they were received, or are never received.
        """
        for shortage in self.shortages:
            wanted = movement in (None, shortage.movement)
            if wanted and shortage.value is None:
                shortage.value = cost_of(shortage.quantity, unit_cost, self.minor_unit)
                self.values[shortage.movement] += shortage.value

    def transfer_value(self, quantity: int, unit_cost: int) -> int:
        """What units are worth that only move between locations."""
        if not self.quantity:
            return cost_of(quantity, unit_cost, self.minor_unit)
        return share(self.value, quantity, self.quantity, self.minor_unit)
