"""Packing: what is picked and not packed yet goes into a new container.

Reads   picks, packing      what is picked, and how much of it is packed
Writes  packing             one new container for each order
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.arrays import zeros
from sheetflow.domain.book import Book
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import NOTHING, AnyArray, IntArray, matches
from sheetflow.domain.step import Outcome, refuse_where
from sheetflow.ledgers.containers import new_containers, unpacked
from sheetflow.ledgers.lines import requires_shipping


def pack_unpacked(book: Book, orders: IntArray) -> Outcome:
    """Put everything picked and not packed yet of each order into one new container."""
    lines = unpacked(book)
    chosen = matches(lines.order, orders, len(book.orders))
    quantity = np.where(chosen, lines.quantity, 0)
    if not quantity.any():
        return Outcome(book, zeros(0))
    book, container_of = new_containers(book, quantity, lines)
    return Outcome(book, np.flatnonzero(np.not_equal(container_of, NOTHING)))


def refuse_without_shipping(book: Book, orders: IntArray) -> AnyArray:
    """Orders that require no shipping are neither packed nor shipped."""
    not_shipped = ~requires_shipping(book)[orders]
    return refuse_where(not_shipped, message("the order requires no shipping"))


def nothing_to_pack(_book: Book, _order: int) -> str:
    """Why there is nothing to pack."""
    return message("nothing to pack: nothing is picked and not packed yet")
