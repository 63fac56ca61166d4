"""What a new workbook opens with: what is on hand, less what the rows that come over will move themselves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from sheetflow.domain.arrays import take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Receipts
from sheetflow.domain.numbers import MICRO, AnyArray, IntArray, Mask
from sheetflow.engine.process import Result
from sheetflow.ledgers.all import Ledgers
from sheetflow.ledgers.cost_layers import cost_of
from sheetflow.ledgers.movement_types import SOURCES, WAREHOUSE, Movements
from sheetflow.ledgers.movements import net_by_place, net_outside


class Average(NamedTuple):
    """The value of units, both in millionths."""

    value: int
    quantity: int

    @property
    def cost(self) -> int:
        """What one of them costs, to the sixth decimal."""
        return (2 * self.value * MICRO + self.quantity) // (2 * self.quantity)

    def value_of(self, quantity: int, minor_unit: int) -> int:
        """What so many of them are worth, to the minor unit."""
        step = self.quantity * minor_unit
        return (2 * self.value * quantity + step) // (2 * step) * minor_unit


@dataclass(frozen=True)
class Opening:
    """The stock of a product at a location; both are positions, the quantity is in millionths."""

    sku: int
    location: int
    quantity: int
    day: int
    unit_cost: Decimal | None

    @property
    def type(self) -> str:
        """How it is typed on Stock moves: only an adjustment takes away."""
        return "Opening" if self.quantity > 0 else "Adjustment"

    @property
    def date(self) -> date:
        """The day from which it counts."""
        return date.fromordinal(self.day)


def opening_stock(
    result: Result, orders: Mask, rows: Mapping[str, Mask], day: int
) -> list[Opening]:
    """The openings that, with the rows that come over, give today's stock.

    `orders` are those that come over, `rows` the rows that do of Stock moves and Receipts. An
    opening is dated `day`, or that of the first movement that comes over if that is earlier.
    """
    book = result.book
    ledgers = result.ledgers
    moves = ledgers.movements
    carried = np.flatnonzero(_come_over(moves, orders, rows))
    some = moves.only(carried)
    locations = len(book.warehouse)
    moved = net_by_place(book, some, some.quantity)[:, :locations]
    opened = ledgers.stock.on_hand - moved
    first = _first_days(book, some, day)
    is_received = moves.source == SOURCES.index(Receipts.SHEET)
    received = carried[is_received[carried]]
    averages = _averages(book, ledgers, day, received)
    found = []
    for sku in np.flatnonzero((opened != 0).any(axis=1)).tolist():
        quantities = opened[sku].tolist()
        for place, quantity, cost in _valued(
            quantities, averages[sku], book.settings.minor_unit
        ):
            found.append(Opening(sku, place, quantity, int(first[sku, place]), cost))
    return found


def _come_over(moves: Movements, orders: Mask, rows: Mapping[str, Mask]) -> Mask:
    """The movements of rows that come over; those of other sheets without orders come over whole."""
    found = take_mask(orders, moves.order)
    is_whole = moves.order < 0
    for sheet, kept in rows.items():
        is_of_sheet = moves.source == SOURCES.index(sheet)
        found |= take_mask(kept, np.where(is_of_sheet, moves.record, -1))
        is_whole &= ~is_of_sheet
    return np.asarray(found | is_whole)


def _first_days(book: Book, moves: Movements, day: int) -> IntArray:
    """The day of each opening: products × locations."""
    locations = len(book.warehouse)
    first = np.full((len(book.products), locations), day, dtype=np.int64)
    for place in (moves.origin, moves.target):
        inside = place < locations
        cells = moves.sku[inside], place[inside]
        np.minimum.at(first, cells, moves.day[inside])
    return first


def _averages(
    book: Book, ledgers: Ledgers, day: int, received: IntArray
) -> list[Average | None]:
    """What the units of each product on hand at the end of a day cost; None where that is unknown.

    The value of stock is then what it was. What the `received` movements brought comes over
    at its own cost, so the other units have the rest of the value. A product with nothing on
    hand that day has none: its Cost counts.
    """
    costs = ledgers.costs
    if costs is None:
        return [None] * len(book.products)
    until = np.flatnonzero(ledgers.movements.day <= day)
    values, units = _value_and_units(book, ledgers, until)
    brought = received[ledgers.movements.day[received] <= day]
    own_values, own_units = _value_and_units(book, ledgers, brought)
    rest = zip(
        (values - own_values).tolist(), (units - own_units).tolist(), strict=True
    )
    whole = zip(values.tolist(), units.tolist(), strict=True)
    return [
        (_average(*of_rest) or _average(*of_all)) if is_known else None
        for of_rest, of_all, is_known in zip(
            rest, whole, costs.known.tolist(), strict=True
        )
    ]


def _value_and_units(
    book: Book, ledgers: Ledgers, rows: IntArray
) -> tuple[AnyArray, AnyArray]:
    """What these movements leave on hand of each product: its value, and its units."""
    assert ledgers.costs is not None, "no cost is known"
    moves = ledgers.movements.only(rows)
    values = _on_hand(book, moves, ledgers.costs.movements[rows])
    return values, _on_hand(book, moves, moves.quantity)


def _average(value: int, quantity: int) -> Average | None:
    """The average of units; None where there are none, or their value is below 0."""
    return Average(value, quantity) if quantity > 0 and value >= 0 else None


def _on_hand(book: Book, moves: Movements, amounts: AnyArray) -> AnyArray:
    """Amounts of movements, as a balance of each product over all locations."""
    return np.asarray(net_outside(book, moves, amounts)[:, WAREHOUSE])


def _valued(
    quantities: list[int], average: Average | None, minor_unit: int
) -> Iterator[tuple[int, int, Decimal | None]]:
    """The openings of a product: location, quantity and unit cost; their values add up to that of all units."""
    units = done = 0
    for place, quantity in enumerate(quantities):
        if quantity and (average is None or quantity < 0):
            yield place, quantity, _exact(average.cost) if average else None
        elif quantity and average:
            units += quantity
            until = average.value_of(units, minor_unit)
            for part, cost in _parts(quantity, until - done, minor_unit):
                yield place, part, _exact(cost)
            done = until


def _parts(quantity: int, value: int, minor_unit: int) -> Iterator[tuple[int, int]]:
    """Quantities and unit costs that come to a value: two where a unit cost of six decimals is too coarse."""
    cost = Average(value, quantity).cost
    if cost_of(quantity, cost, minor_unit) == value:
        yield quantity, cost
        return
    second = min(quantity // 2, minor_unit // 2 * MICRO) // MICRO * MICRO
    if not second:  # too few units to part: the nearest value that they can have
        yield quantity, cost
        return
    first = quantity - second
    below = value * MICRO // quantity
    rest = value - cost_of(first, below, minor_unit)
    yield first, below
    yield second, Average(rest, second).cost


def _exact(millionths: int) -> Decimal:
    return Decimal(millionths) / MICRO
