"""Containers that left, and the position of each among those of its order."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import Packing
from sheetflow.domain.number_series import whole_numbers
from sheetflow.domain.numbers import IntArray, Mask, count_by, distinct, rank_by
from sheetflow.ledgers.lines import ContainerKeys


class Position(NamedTuple):
    """A container as `n of N` of its order."""

    number: int
    total: int


def container_positions(book: Book) -> dict[int, Position]:
    """Each live shipment among the containers that its order has by now, by their numbers."""
    packing = book.packing
    shipments = book.shipments
    container_keys = ContainerKeys()
    keys = container_keys.of(packing)
    mine = container_keys.of(shipments)
    containers = _packed_containers(packing, keys)
    ranks = _ranks(packing, keys, containers)
    counts = count_by(packing.order_index[containers], len(book.orders))
    live = np.flatnonzero(shipments.live & (mine >= 0))
    found = {}
    for row in live.tolist():
        rank = ranks.get(int(mine[row]), 0)
        count = int(counts[shipments.order_index[row]])
        found[row] = Position(rank + 1, max(count, 1))
    return found


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
