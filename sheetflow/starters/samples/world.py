"""What all parts of the simulated year share: chance, stock, plans and records."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from sheetflow.starters.samples.chance import Dice
from sheetflow.starters.samples.models import Row

LOCATIONS = ("MTL", "TOR", "SHOWROOM")
"""Where goods are picked, in the order in which they are looked for."""

Task = Callable[[dt.date], None]


class Records:
    """The rows that people entered in each sheet."""

    def __init__(self) -> None:
        self.rows: dict[str, list[Row]] = defaultdict(list)

    def add(self, sheet: str, row: Row) -> None:
        """Enter a row."""
        self.rows[sheet].append(row)

    def next_number(self, sheet: str, prefix: str) -> str:
        """The number of the next row of a sheet: `INV-000001`."""
        count = len(self.rows[sheet]) + 1
        return f"{prefix}-{count:06d}"


class Inventory:
    """How much of each product is where, by SKU and location."""

    def __init__(self) -> None:
        self.on_hand: dict[tuple[str, str], int] = defaultdict(int)

    def take(self, sku: str, wanted: int) -> list[tuple[str, int]]:
        """Take units, location by location, as far as they go; returns how many where."""
        taken = []
        for location in LOCATIONS:
            quantity = min(wanted, self.on_hand[sku, location])
            if quantity > 0:
                self.on_hand[sku, location] -= quantity
                wanted -= quantity
                taken.append((location, quantity))
        return taken

    def total(self, sku: str) -> int:
        """The quantity in all locations."""
        return sum(self.on_hand[sku, location] for location in LOCATIONS)


@dataclass(frozen=True)
class Delivery:
    """Goods that arrived from a supplier on a day."""

    day: dt.date
    supplier: str
    sku: str
    location: str
    quantity: int
    cost: Decimal | None


class Agenda:
    """What is planned for later days."""

    def __init__(self) -> None:
        self._tasks: dict[dt.date, list[Task]] = defaultdict(list)

    def add(self, day: dt.date, task: Task) -> None:
        """Plan something for a day."""
        self._tasks[day].append(task)

    def due(self, day: dt.date) -> list[Task]:
        """What is planned for this day; it is forgotten afterwards."""
        return self._tasks.pop(day, [])


@dataclass(frozen=True)
class World:
    """One simulated year."""

    dice: Dice
    inventory: Inventory = field(default_factory=Inventory)
    agenda: Agenda = field(default_factory=Agenda)
    records: Records = field(default_factory=Records)
    deliveries: list[Delivery] = field(default_factory=list)
