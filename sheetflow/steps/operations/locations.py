"""From which locations an order is picked: the pick strategies of rules.md section 4.

Requests for one product are served one after the other. Requests for different products
do not affect one another, so they are served in rounds: the first request of every
product at once, then the second of every product, and so on.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sheetflow.domain.arrays import bands, stable_order, zeros
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, IntArray, take, turns_by


@dataclass(frozen=True)
class Requests:
    """What is to be allocated, in the order of service: product, quantity, location to prefer."""

    sku: IntArray
    quantity: AnyArray
    preferred: IntArray

    def __len__(self) -> int:
        return len(self.sku)

    def __getitem__(self, at: IntArray) -> Requests:
        return Requests(self.sku[at], self.quantity[at], self.preferred[at])


@dataclass(frozen=True)
class Allocations:
    """What each request (a position) gets from which location."""

    request: IntArray
    location: IntArray
    quantity: AnyArray


def preferred_location(book: Book, order: IntArray, sku: IntArray) -> IntArray:
    """The order's Location, else the product's Default location, else Settings'."""
    of_order = take(book.orders.location_index, order, -1)
    of_product = take(book.products.location_index, sku, -1)
    default = np.where(of_product >= 0, of_product, book.settings.default_location)
    return np.where(of_order >= 0, of_order, default)


def choose_locations(book: Book, free: AnyArray, requests: Requests) -> Allocations:
    """Serve requests in their order from the free stock (products × locations).

    Only pickable locations are used. The allocations come by request, those of one request
    in the order in which its locations are used.
    """
    left = np.maximum(free, 0)
    left[:, ~book.warehouse.pickable] = 0
    found: list[Allocations] = []
    for of_round in turns_by(requests.sku):
        for band in bands(len(of_round), left.shape[1]):
            some = of_round[band]
            served = _serve(book, left, requests[some])
            request = some[served.request]
            found.append(Allocations(request, served.location, served.quantity))
    return _by_request(found)


def _serve(book: Book, left: AnyArray, requests: Requests) -> Allocations:
    """Serve requests for different products, and take what they get from what is left."""
    stock = left[requests.sku]
    order = _preference(book, stock, requests)
    available = np.take_along_axis(stock, order, axis=1)
    earlier = np.cumsum(available, axis=1) - available
    allocated = np.clip(requests.quantity[:, None] - earlier, 0, available)
    np.put_along_axis(stock, order, available - allocated, axis=1)
    left[requests.sku] = stock
    request, choice = np.nonzero(allocated)
    return Allocations(request, order[request, choice], allocated[request, choice])


def _by_request(found: Sequence[Allocations]) -> Allocations:
    """All allocations, by request."""
    if not found:
        none = zeros(0)
        return Allocations(none, none, none)
    request = np.concatenate([each.request for each in found])
    location = np.concatenate([each.location for each in found])
    quantity = np.concatenate([each.quantity for each in found])
    by = stable_order(request)
    return Allocations(request[by], location[by], quantity[by])


def _preference(book: Book, stock: AnyArray, requests: Requests) -> IntArray:
    """For each request (row), the locations in the order in which to use them."""
    by_rank = stable_order(book.warehouse.rank)
    as_ranked = np.broadcast_to(by_rank, stock.shape)
    strategy = book.settings.pick_strategy
    if strategy == "Priority":
        return as_ranked.copy()
    if strategy == "Order location first":
        return _first(as_ranked, requests.preferred)
    ranked = stock[:, by_rank]
    if strategy == "Least stock":
        return by_rank[np.argsort(ranked, axis=1, kind="stable")]
    most_first = by_rank[np.argsort(-ranked, axis=1, kind="stable")]
    if strategy == "Fewest locations" and len(by_rank):
        return _first(most_first, _one_for_all(by_rank, ranked, requests.quantity))
    return most_first


def _one_for_all(by_rank: IntArray, ranked: AnyArray, quantity: AnyArray) -> IntArray:
    """The location with the least stock that covers a whole request; -1 where none does."""
    covers = ranked >= quantity[:, None]
    most = np.iinfo(np.int64).max
    least = by_rank[np.where(covers, ranked, most).argmin(axis=1)]
    return np.where(covers.any(axis=1), least, -1)


def _first(order: IntArray, chosen: IntArray) -> IntArray:
    """The same order of locations with one moved to the front; -1 moves none."""
    behind = np.where(order == chosen[:, None], 0, 1)
    return np.take_along_axis(order, np.argsort(behind, axis=1, kind="stable"), axis=1)
