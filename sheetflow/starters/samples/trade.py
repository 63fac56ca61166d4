"""A made-up business over a year, day by day: orders come in, goods arrive, leave and come back, money follows.

Every figure comes from one seed, drawn through `random()` alone, which Python keeps the same for ever.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from random import Random
from typing import TypeVar

from sheetflow.starters.samples.tables import Table
from sheetflow.workbook.model import Value

Row = dict[str, Value]
Item = TypeVar("Item")
CENT = Decimal("0.01")
LOCATIONS = ("MTL", "TOR", "SHOWROOM")


def cents(amount: Decimal) -> Decimal:
    """An amount rounded to the cent, half away from zero."""
    return amount.quantize(CENT, ROUND_HALF_UP)


@dataclass(frozen=True)
class Product:
    """What is sold: its price, its cost, its own tax code (most bear the customer's), whether it lies on a shelf."""

    sku: str
    name: str
    price: Decimal
    cost: Decimal | None
    tax_code: str | None
    home: str | None
    tracked: bool


@dataclass(frozen=True)
class Customer:
    """Who buys: the tax code of the province, the terms, the usual discount."""

    code: str
    tax_code: str
    terms: int
    discount: Decimal


@dataclass
class Line:
    """One line of an order, and what became of it so far."""

    number: int
    product: Product
    quantity: int
    discount: Decimal
    tax_code: str
    picked: int = 0
    billed: int = 0

    @property
    def open(self) -> int:
        """What is still to be picked."""
        return self.quantity - self.picked if self.product.tracked else 0


@dataclass
class Order:
    """One order in the making."""

    number: str
    day: dt.date
    customer: Customer
    lines: list[Line]
    freight: Decimal
    discount: Decimal
    ships: bool = True
    containers: int = 0
    invoices: int = 0
    taxed: dict[str, tuple[Decimal, Decimal]] = field(default_factory=dict)
    """For each tax code: what was billed under it, and the tax on that."""


class Dice:
    """Chance, from one seed."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)

    def below(self, limit: int) -> int:
        """A whole number from 0 to below the limit."""
        return int(self._random.random() * limit)

    def between(self, low: int, high: int) -> int:
        """A whole number from low to high, both included."""
        return low + self.below(high - low + 1)

    def one_of(self, items: Sequence[Item]) -> Item:
        """One of these."""
        return items[self.below(len(items))]

    def some_of(self, items: Sequence[Item], count: int) -> list[Item]:
        """Different ones of these, in the order in which they were drawn."""
        left = list(items)
        return [left.pop(self.below(len(left))) for _ in range(min(count, len(left)))]

    def happens(self, percent: float) -> bool:
        """Whether something happens that happens in so many cases of a hundred."""
        return self._random.random() * 100 < percent


def next_day(day: dt.date, after: int) -> dt.date:
    """The working day so many days later."""
    later = day + dt.timedelta(days=after)
    return later + dt.timedelta(
        days=max(0, 7 - later.weekday()) if later.weekday() > 4 else 0
    )


def products_of(table: Table) -> list[Product]:
    """The products that a table lists."""
    rows = [dict(zip(table.headers, row, strict=True)) for row in table.rows]
    return [
        Product(
            str(row["SKU"]),
            str(row["Name"]),
            Decimal(str(row["Price"])),
            Decimal(str(row["Cost"])) if row["Cost"] else None,
            str(row["Tax code"]) if row["Tax code"] else None,
            str(row["Default location"]) if row["Default location"] else None,
            row["Track stock"] != "No",
        )
        for row in rows
    ]


class Shelves:
    """What lies where, and the rows of Stock moves that made it so."""

    def __init__(self) -> None:
        self.held: dict[tuple[str, str], int] = defaultdict(int)
        self.moves: list[Row] = []

    def move(
        self, day: dt.date, kind: str, sku: str, quantity: int, **more: Value
    ) -> None:
        """Enter one move; `to` and `source` are locations, `counted` what a Count found."""
        source, to = more.pop("source", None), more.pop("to", None)
        if to:
            self.held[sku, str(to)] += quantity
        if source:
            self.held[sku, str(source)] -= quantity
        counted = more.pop("counted", None)
        row: Row = {"Date": day, "Type": kind, "SKU": sku, "From": source, "To": to}
        self.moves.append(
            {**row, "Quantity": quantity if counted is None else counted, **more}
        )

    def take(self, sku: str, wanted: int) -> list[tuple[str, int]]:
        """Take units off the shelves, place by place, as far as they go."""
        taken = []
        for place in LOCATIONS:
            here = min(wanted, self.held[sku, place])
            if here > 0:
                self.held[sku, place] -= here
                wanted -= here
                taken.append((place, here))
        return taken

    def total(self, sku: str) -> int:
        """What lies in all places that are picked from."""
        return sum(self.held[sku, place] for place in LOCATIONS)


Task = Callable[[dt.date], None]


class Agenda:
    """What is to be done on later days."""

    def __init__(self) -> None:
        self._tasks: dict[dt.date, list[Task]] = defaultdict(list)

    def add(self, day: dt.date, task: Task) -> None:
        """Do something on a day."""
        self._tasks[day].append(task)

    def due(self, day: dt.date) -> list[Task]:
        """What is to be done on this day."""
        return self._tasks.pop(day, [])
