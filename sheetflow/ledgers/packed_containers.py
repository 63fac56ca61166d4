"""Packed containers: each with what is in it, whether it has left or still waits."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import IntArray, Mask
from sheetflow.ledgers.container_positions import (
    ContainerRanks,
    Position,
    container_ranks,
)
from sheetflow.ledgers.lines import ContainerKeys, shipped_rows, tracked_rows

MOST_NAMED = 100
"""How many containers before and after its own a slip names: a slip that names thousands helps nobody."""


@dataclass(frozen=True)
class PackedContainer:
    """A container: its order (a position), its number within it, and the packing rows of goods in it.

    `shipment` is its row of Shipments, -1 where it has not left.
    """

    order: int
    number: str
    shipment: int
    inside: IntArray
    position: Position

    @property
    def is_last(self) -> bool:
        """Whether its order has no later container."""
        return self.position.number >= self.position.total


def slip_number(order: str, container: str) -> str:
    """What the slip of a container is called: `SO-1 / 2`."""
    return f"{order} / {container}"


def slip_numbers(book: Book, containers: Sequence[PackedContainer]) -> list[str]:
    """What the slips of containers are called."""
    names = book.orders.order
    return [slip_number(names[each.order], each.number) for each in containers]


def packed_containers(
    book: Book, shipments: IntArray, waiting: IntArray
) -> list[PackedContainer]:
    """The containers of these live shipments, then those of these packing rows, which have not left."""
    maker = _Maker(book, container_ranks(book), _Inside.of(book))
    left = [maker.shipped(at) for at in shipments.tolist()]
    return [*left, *(maker.waiting(row) for row in waiting.tolist())]


def _name(container: object) -> str:
    return "" if container is None else str(container)


@dataclass(frozen=True)
class _Inside:
    """The packing rows of goods, by the shipment that they left with, or by their container."""

    keys: IntArray
    by_shipment: dict[int, list[int]]
    by_key: dict[int, list[int]]

    @classmethod
    def of(cls, book: Book) -> _Inside:
        """All goods that are packed."""
        packing = book.packing
        keys = ContainerKeys().of(packing)
        goods = packing.live & tracked_rows(book, packing.sku_index)
        left = shipped_rows(book)
        return cls(
            keys,
            _grouped(left, goods & (left >= 0)),
            _grouped(keys, goods & (left < 0) & (keys >= 0)),
        )

    def shipped(self, shipment: int) -> IntArray:
        """What left with a shipment."""
        return np.array(self.by_shipment.get(shipment, []), dtype=np.int64)

    def waiting(self, row: int) -> IntArray:
        """What is in the container of a packing row."""
        rows = self.by_key.get(int(self.keys[row]), [])
        return np.array(rows, dtype=np.int64)


@dataclass(frozen=True)
class _Maker:
    """Makes containers from rows of Shipments or Packing."""

    book: Book
    ranks: ContainerRanks
    inside: _Inside

    def shipped(self, at: int) -> PackedContainer:
        """The container of a row of Shipments."""
        shipments = self.book.shipments
        return PackedContainer(
            order=int(shipments.order_index[at]),
            number=_name(shipments.container[at]),
            shipment=at,
            inside=self.inside.shipped(at),
            position=self.ranks.of_shipment(at),
        )

    def waiting(self, row: int) -> PackedContainer:
        """The container of a row of Packing."""
        packing = self.book.packing
        return PackedContainer(
            order=int(packing.order_index[row]),
            number=_name(packing.container[row]),
            shipment=-1,
            inside=self.inside.waiting(row),
            position=self.ranks.of_packing(row),
        )


def _grouped(groups: IntArray, where: Mask) -> dict[int, list[int]]:
    """The rows under `where` of each group, in their order."""
    found: dict[int, list[int]] = {}
    at = np.flatnonzero(where)
    for row, group in zip(at.tolist(), groups[at].tolist(), strict=True):
        found.setdefault(group, []).append(row)
    return found


@dataclass(frozen=True)
class OtherContainer:
    """Another container of the same order: its `n` of `N`, and the day on which it left (None: not yet)."""

    position: int
    day: int | None


def others_of(
    book: Book, containers: Sequence[PackedContainer]
) -> Iterator[tuple[OtherContainer, ...]]:
    """The other containers of the order of each one; of very many, those with the nearest numbers."""
    wanted = {each.order for each in containers}
    by_order = _all_of(book, wanted)
    for each in containers:
        mine = each.position.number
        near = _nearest(by_order[each.order], mine)
        yield tuple(other for other in near if other.position != mine)


def _nearest(
    containers: Sequence[OtherContainer], number: int
) -> Sequence[OtherContainer]:
    """At most `MOST_NAMED` containers before and after a number."""
    at = bisect_left(containers, number, key=lambda each: each.position)
    return containers[max(at - MOST_NAMED, 0) : at + MOST_NAMED + 1]


def _all_of(book: Book, orders: set[int]) -> dict[int, list[OtherContainer]]:
    """All containers of these orders, by their numbers."""
    found: dict[int, list[OtherContainer]] = {order: [] for order in orders}
    left = shipped_rows(book)
    ranks = container_ranks(book)
    for row in ranks.heads.tolist():
        order = int(book.packing.order_index[row])
        if order not in found:
            continue
        shipment = int(left[row])
        day = int(book.shipments.ship_date[shipment]) if shipment >= 0 else None
        found[order].append(OtherContainer(ranks.of_packing(row).number, day))
    for mine in found.values():
        mine.sort(key=lambda other: other.position)
    return found
