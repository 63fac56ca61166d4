"""From which locations an order is picked: the pick strategies of rules.md section 4.

Requests for one product are served one after the other; requests for different products do not meet, so the first
request of every product is served at once, then the second of every product, and so on.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, IntArray, rank_by, take


@dataclass(frozen=True)
class Takings:
    """What each request takes where: request, location, quantity; by request, then in the order of taking."""

    request: IntArray
    location: IntArray
    quantity: AnyArray


def preferred_location(book: Book, order: IntArray, sku: IntArray) -> IntArray:
    """The order's Location, else the product's Default location, else Settings'."""
    own = take(book.orders.location_index, order, -1)
    usual = take(book.products.location_index, sku, -1)
    return np.where(
        own >= 0, own, np.where(usual >= 0, usual, book.settings.default_location)
    )


def choose_locations(
    book: Book, free: AnyArray, sku: IntArray, need: AnyArray, preferred: IntArray
) -> Takings:
    """Serve requests in their order from the free stock (products × locations) of pickable locations."""
    left = np.where(book.warehouse.pickable[None, :], np.maximum(free, 0), 0)
    turns = rank_by(sku)
    found: list[tuple[IntArray, IntArray, AnyArray]] = []
    for turn in range(int(turns.max(initial=-1)) + 1):
        requests = np.flatnonzero(turns == turn)
        stock = left[sku[requests]]
        order = _preference(book, stock, need[requests], preferred[requests])
        ranked = np.take_along_axis(stock, order, axis=1)
        taken = np.clip(
            need[requests][:, None] - (np.cumsum(ranked, axis=1) - ranked), 0, ranked
        )
        np.put_along_axis(stock, order, ranked - taken, axis=1)
        left[sku[requests]] = stock
        row, place = np.nonzero(taken)
        found.append((requests[row], order[row, place], taken[row, place]))
    if not found:
        none = np.zeros(0, dtype=np.int64)
        return Takings(none, none, none)
    request, location, quantity = (
        np.concatenate(column) for column in zip(*found, strict=True)
    )
    by = np.argsort(request, kind="stable")
    return Takings(request[by], location[by], quantity[by])


def _preference(
    book: Book, stock: AnyArray, need: AnyArray, preferred: IntArray
) -> IntArray:
    """For each request (row), the locations in the order in which to take from them."""
    by_rank = np.argsort(book.warehouse.rank, kind="stable")
    strategy = book.settings.pick_strategy
    if strategy == "Priority":
        return np.broadcast_to(by_rank, stock.shape).copy()
    if strategy == "Order location first":
        return _first(np.broadcast_to(by_rank, stock.shape), preferred)
    ranked = stock[:, by_rank]
    most = by_rank[
        np.argsort(
            ranked if strategy == "Least stock" else -ranked, axis=1, kind="stable"
        )
    ]
    if strategy != "Fewest locations":
        return np.asarray(most)
    covers = ranked >= need[:, None]
    smallest = (
        np.where(covers, ranked, np.iinfo(np.int64).max).argmin(axis=1)
        if len(by_rank)
        else np.zeros(len(need), dtype=np.int64)
    )
    return (
        _first(most, np.where(covers.any(axis=1), by_rank[smallest], -1))
        if len(by_rank)
        else np.asarray(most)
    )


def _first(order: AnyArray, chosen: IntArray) -> IntArray:
    """The same order of locations with one moved to the front; -1 moves none."""
    behind = np.where(order == chosen[:, None], 0, 1)
    return np.take_along_axis(order, np.argsort(behind, axis=1, kind="stable"), axis=1)
