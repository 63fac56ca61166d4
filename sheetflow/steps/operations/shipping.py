"""Shipping: every packed container that is still here leaves.

Reads   packing, shipments  the containers that are not shipped
Writes  shipments           one new row for each of them
"""

from __future__ import annotations

from sheetflow.domain.book import Book
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import IntArray, matches, values_of
from sheetflow.domain.step import Outcome
from sheetflow.ledgers.containers import unshipped
from sheetflow.ledgers.lines import requires_shipping


def ship_containers(book: Book, orders: IntArray) -> Outcome:
    """Ship every packed container of the orders that is not shipped yet."""
    containers = unshipped(book)
    shipping = orders[requires_shipping(book)[orders]]
    chosen = matches(containers.order, shipping, len(book.orders))
    order = containers.order[chosen]
    values = {"Container": containers.container[chosen], "Ship date": book.as_of}
    shipments = book.shipments.extended(len(order), values, {"order": order})
    return Outcome(book.put(shipments), values_of(order))


def nothing_to_ship(_book: Book, _order: int) -> str:
    """Why there is nothing to ship."""
    return message("nothing to ship: nothing is picked, and no container is waiting")
