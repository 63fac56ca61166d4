"""Packing: what is picked and loose goes into a new container.

Reads   picks, packing      what is picked, and what of it is packed
Writes  packing             one new container for each order
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import NOTHING, AnyArray, IntArray, matches
from sheetflow.domain.step import Outcome
from sheetflow.ledgers.containers import new_containers, unpacked
from sheetflow.ledgers.lines import requires_shipping


def pack_loose(book: Book, orders: IntArray) -> Outcome:
    """Put all that is picked and unpacked of each order into one new container."""
    loose = unpacked(book)
    quantity = np.where(
        matches(loose.order, orders, len(book.orders)), loose.quantity, 0
    )
    if not quantity.any():
        return Outcome(book, np.zeros(0, dtype=np.int64))
    book, fresh = new_containers(book, quantity, loose)
    return Outcome(book, np.flatnonzero(np.not_equal(fresh, NOTHING)))


def refuse_without_shipping(book: Book, orders: IntArray) -> AnyArray:
    """Orders that require no shipping are neither packed nor shipped."""
    return np.asarray(
        np.where(
            requires_shipping(book)[orders], NOTHING, "the order requires no shipping"
        )
    )


def nothing_to_pack(_book: Book, _order: int) -> str:
    """Why there is nothing to pack."""
    return "nothing to pack: nothing is picked and unpacked"
