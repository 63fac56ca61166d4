"""What a new workbook opens with: what is on hand, less what the rows that come over will move themselves."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import numpy as np

from sheetflow.domain.arrays import take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, IntArray, Mask
from sheetflow.engine.process import Result
from sheetflow.ledgers.all import Ledgers
from sheetflow.ledgers.movement_types import SOURCES, Movements
from sheetflow.ledgers.movements import net_by_place

MOVES = SOURCES.index("Stock moves")
SIX_DECIMALS = Decimal("0.000001")


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


def opening_stock(result: Result, orders: Mask, later: Mask, day: int) -> list[Opening]:
    """The openings that, with the rows that come over, give today's stock.

    `orders` are those that come over, `later` the stock moves that do. An opening is dated
    `day`, or that of the first movement that comes over if that is earlier.
    """
    book = result.book
    ledgers = result.ledgers
    moves = ledgers.movements
    carried = np.flatnonzero(_come_over(moves, orders, later))
    some = moves.only(carried)
    locations = len(book.warehouse)
    moved = net_by_place(book, some, some.quantity)[:, :locations]
    opened = ledgers.stock.on_hand - moved
    first = _first_days(book, some, day)
    costs = _unit_costs(book, ledgers, day)
    return [
        Opening(sku, place, int(opened[sku, place]), int(first[sku, place]), costs[sku])
        for sku, place in np.argwhere(opened != 0).tolist()
    ]


def _come_over(moves: Movements, orders: Mask, later: Mask) -> Mask:
    """The movements of rows that come over; those of sheets without orders come over whole."""
    is_move = moves.source == MOVES
    of_order = take_mask(orders, moves.order)
    of_move = take_mask(later, np.where(is_move, moves.record, -1))
    return np.asarray(of_order | of_move | (~is_move & (moves.order < 0)))


def _first_days(book: Book, moves: Movements, day: int) -> IntArray:
    """The day of each opening: products × locations."""
    locations = len(book.warehouse)
    first = np.full((len(book.products), locations), day, dtype=np.int64)
    for place in (moves.origin, moves.target):
        inside = place < locations
        cells = moves.sku[inside], place[inside]
        np.minimum.at(first, cells, moves.day[inside])
    return first


def _unit_costs(book: Book, ledgers: Ledgers, day: int) -> list[Decimal | None]:
    """What a unit of each product on hand at the end of a day cost on average; None where that is unknown.

    The value of stock is then what it was. A product with nothing on hand that day has none:
    its Cost counts.
    """
    costs = ledgers.costs
    if costs is None:
        return [None] * len(book.products)
    moves = ledgers.movements
    until = np.flatnonzero(moves.day <= day)
    values = _on_hand(book, moves.only(until), costs.movements[until])
    units = _on_hand(book, moves.only(until), moves.quantity[until])
    return list(_averages(values, units, costs.known))


def _on_hand(book: Book, moves: Movements, amounts: AnyArray) -> AnyArray:
    """Amounts of movements, as a balance of each product over all locations."""
    by_place = net_by_place(book, moves, amounts)
    return np.asarray(by_place[:, : len(book.warehouse)].sum(axis=1))


def _averages(
    values: AnyArray, quantities: AnyArray, known: Mask
) -> Iterator[Decimal | None]:
    for value, quantity, is_known in zip(
        values.tolist(), quantities.tolist(), known.tolist(), strict=True
    ):
        if is_known and quantity > 0 and value >= 0:
            yield (Decimal(value) / Decimal(quantity)).quantize(SIX_DECIMALS)
        else:
            yield None
