"""Restock: what came back goes into a location again.

Reads   returns, restocks    what came back to be restocked, and what of it is back already
Writes  restocks             one new row for every return that has something left
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import (
    AnyArray,
    IntArray,
    Mask,
    count_by,
    matches,
    total_by,
    values_of,
)
from sheetflow.domain.step import Outcome, Step
from sheetflow.ledgers.lines import is_for_restock, tracked_rows
from sheetflow.steps.operations.locations import preferred_location


def left_to_restock(book: Book) -> AnyArray:
    """What of each return is to go back into a location and has not yet."""
    returns, restocks = book.returns, book.restocks
    due = returns.live & is_for_restock(book) & tracked_rows(book, returns.sku_index)
    back = total_by(
        restocks.return_index,
        np.where(restocks.live, restocks.quantity, 0),
        len(returns),
    )
    return np.asarray(np.maximum(np.where(due, returns.quantity, 0) - back, 0))


def restock(book: Book, orders: IntArray) -> Outcome:
    """Put every returned unit back into the order's Location, else the product's default, else Settings'."""
    returns = book.returns
    left = left_to_restock(book)
    at = np.flatnonzero(
        (left > 0) & matches(returns.order_index, orders, len(book.orders))
    )
    order, sku = returns.order_index[at], returns.sku_index[at]
    location = preferred_location(book, order, sku)
    at, order, sku, location = (
        column[location >= 0] for column in (at, order, sku, location)
    )
    values = {
        "Return": returns.return_[at],
        "SKU": returns.sku[at],
        "Location": book.warehouse.codes[location],
        "Quantity": left[at],
        "Restock date": book.as_of,
    }
    links = {"return": at, "sku": sku, "location": location}
    return Outcome(
        book.put(book.restocks.extended(len(at), values, links)), values_of(order)
    )


def releases(book: Book, orders: IntArray) -> Mask:
    """The orders of which anything came back to be restocked."""
    returns = book.returns
    due = returns.live & is_for_restock(book)
    counts = count_by(returns.order_index, len(book.orders), due)
    return np.asarray((counts > 0)[orders])


def refuses(book: Book, orders: IntArray) -> AnyArray:
    """Without any location there is nowhere to put it."""
    return np.full(
        len(orders),
        None if len(book.warehouse) else "there is no location to put it",
        dtype=object,
    )


def waits_for(_book: Book, _order: int) -> str:
    """Why there is nothing to restock."""
    return "nothing to restock: nothing returned is left to put back"


STEP = Step(
    name="Restock",
    does="Puts what was returned for restocking back into a location.",
    writes=("Restocks",),
    parts=(restock,),
    refuses=refuses,
    waits_for=waits_for,
    releases=releases,
)
