"""Containers, and the position of each among those of its order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.frames import Packing
from sheetflow.domain.number_series import whole_numbers
from sheetflow.domain.numbers import IntArray, Mask, count_by, distinct, rank_by
from sheetflow.ledgers.lines import ContainerKeys


class Position(NamedTuple):
    """A container as `n of N` of its order."""

    number: int
    total: int


@dataclass(frozen=True)
class ContainerRanks:
    """The rank of each packed container among those of its order; `heads` is a packing row of each."""

    heads: IntArray
    ranks: dict[int, int]
    counts: IntArray
    packing_keys: IntArray
    shipment_keys: IntArray
    packing_orders: IntArray
    shipment_orders: IntArray

    def of_shipment(self, row: int) -> Position:
        """The container of a row of Shipments."""
        return self._of(int(self.shipment_keys[row]), int(self.shipment_orders[row]))

    def of_packing(self, row: int) -> Position:
        """The container of a row of Packing."""
        return self._of(int(self.packing_keys[row]), int(self.packing_orders[row]))

    def _of(self, key: int, order: int) -> Position:
        rank = self.ranks.get(key, 0)
        return Position(rank + 1, max(int(self.counts[order]), 1))


@once_per_book
def container_ranks(book: Book) -> ContainerRanks:
    """Each container among those that its order has by now, by their numbers."""
    packing = book.packing
    shipments = book.shipments
    container_keys = ContainerKeys()
    keys = container_keys.of(packing)
    heads = _packed_containers(packing, keys)
    return ContainerRanks(
        heads=heads,
        ranks=_ranks(packing, keys, heads),
        counts=count_by(packing.order_index[heads], len(book.orders)),
        packing_keys=keys,
        shipment_keys=container_keys.of(shipments),
        packing_orders=packing.order_index,
        shipment_orders=shipments.order_index,
    )


def _packed_containers(packing: Packing, keys: IntArray) -> IntArray:
    """A packing row of each container that has anything in it."""
    inside = np.flatnonzero(_is_packed(packing, keys))
    heads, _ = distinct(keys[inside])
    return inside[heads]


def _is_packed(packing: Packing, keys: IntArray) -> Mask:
    """The packing rows that put something into a container."""
    return np.asarray(packing.live & (packing.quantity > 0) & (keys >= 0))


def _ranks(packing: Packing, keys: IntArray, containers: IntArray) -> dict[int, int]:
    """The rank of each container in its order, from 0, by its number."""
    orders = packing.order_index[containers]
    numbers = whole_numbers(packing.container)[containers]
    by_number = np.lexsort((numbers, orders))
    ranks = rank_by(orders[by_number]).tolist()
    ranked_keys = keys[containers][by_number].tolist()
    return dict(zip(ranked_keys, ranks, strict=True))


def live_shipments(book: Book) -> IntArray:
    """The shipments that count, of orders that are known."""
    shipments = book.shipments
    is_known = (shipments.order_index >= 0) & shipments.has_ship_date
    return np.flatnonzero(shipments.live & is_known)
