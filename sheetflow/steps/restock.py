"""Restock: what came back goes into a location again.

Reads   returns, restocks    what came back to be restocked, and how much of it is back already
Writes  restocks             one new row for every return that has something left
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import (
    AnyArray,
    IntArray,
    Mask,
    any_by,
    matches,
    total_by,
    values_of,
)
from sheetflow.domain.step import Outcome, Step, refuse_where
from sheetflow.ledgers.lines import is_for_restock, tracked_rows
from sheetflow.steps.operations.locations import preferred_location


def left_to_restock(book: Book) -> AnyArray:
    """What of each return is to go back into a location and has not yet (millionths)."""
    returns = book.returns
    due = returns.live & is_for_restock(book) & tracked_rows(book, returns.sku_index)
    returned = np.where(due, returns.quantity, 0)
    restocks = book.restocks
    live = np.where(restocks.live, restocks.quantity, 0)
    restocked = total_by(restocks.return_index, live, len(returns))
    return np.asarray(np.maximum(returned - restocked, 0))


def restock(book: Book, orders: IntArray) -> Outcome:
    """Put every returned unit back into the order's Location, else the product's default, else Settings'."""
    returns = book.returns
    left = left_to_restock(book)
    chosen = matches(returns.order_index, orders, len(book.orders))
    rows = np.flatnonzero((left > 0) & chosen)
    location = _location(book, rows)
    rows = rows[location >= 0]
    location = location[location >= 0]
    values = {
        "Return": returns.return_[rows],
        "SKU": returns.sku[rows],
        "Location": book.warehouse.codes[location],
        "Quantity": left[rows],
        "Restock date": book.as_of,
    }
    links = {"return": rows, "sku": returns.sku_index[rows], "location": location}
    restocks = book.restocks.extended(len(rows), values, links)
    return Outcome(book.put(restocks), values_of(returns.order_index[rows]))


def _location(book: Book, rows: IntArray) -> IntArray:
    """Where the goods of each of these returns go; -1 where there is no location."""
    returns = book.returns
    return preferred_location(book, returns.order_index[rows], returns.sku_index[rows])


def releases(book: Book, orders: IntArray) -> Mask:
    """The orders with returned goods to restock."""
    returns = book.returns
    due = returns.live & is_for_restock(book)
    return any_by(returns.order_index, len(book.orders), due)[orders]


def refuses(book: Book, orders: IntArray) -> AnyArray:
    """Without any location there is nowhere to put the goods."""
    nowhere = np.full(len(orders), not len(book.warehouse))
    return refuse_where(nowhere, message("there is no location to put it in"))


def waits_for(_book: Book, _order: int) -> str:
    """Why there is nothing to restock."""
    return message("nothing to restock: no returned goods are left to put back")


STEP = Step(
    name="Restock",
    does="Puts what was returned for restocking back into a location.",
    writes=("Restocks",),
    parts=(restock,),
    refuses=refuses,
    waits_for=waits_for,
    releases=releases,
)
