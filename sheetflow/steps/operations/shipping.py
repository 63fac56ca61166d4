"""Shipping: every packed container that has not left leaves.

Reads   packing, shipments  the containers that have not left
Writes  shipments           one new row for each of them
"""

from __future__ import annotations

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import IntArray, matches, values_of
from sheetflow.domain.step import Outcome
from sheetflow.ledgers.containers import unshipped
from sheetflow.ledgers.lines import requires_shipping


def ship_containers(book: Book, orders: IntArray) -> Outcome:
    """Send off every packed container of the orders that has not left yet."""
    order, container, _ = unshipped(book)
    mine = matches(order, orders[requires_shipping(book)[orders]], len(book.orders))
    order, container = order[mine], container[mine]
    values = {"Container": container, "Ship date": book.as_of}
    shipped = book.shipments.extended(len(order), values, {"order": order})
    return Outcome(book.put(shipped), values_of(order))


def nothing_to_ship(_book: Book, _order: int) -> str:
    """Why there is nothing to ship."""
    return "nothing to ship: nothing is picked, and no container waits"
