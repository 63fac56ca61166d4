"""Containers: what is picked and loose, what is packed and has not left, and new containers for what is loose."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.number_series import number_texts, whole_numbers
from sheetflow.domain.numbers import AnyArray, IntArray, distinct
from sheetflow.ledgers.lines import build_lines, shipped_rows, tracked_rows


@dataclass(frozen=True)
class Loose:
    """What is picked and not packed, for each order line, and the order of each line."""

    order: IntArray
    quantity: AnyArray


def loose(book: Book) -> Loose:
    """Picked less packed, of lines of orders that require shipping."""
    lines = build_lines(book)
    return Loose(
        lines.order,
        np.where(
            lines.ships & (lines.order >= 0),
            np.maximum(lines.picked - lines.packed, 0),
            0,
        ),
    )


def new_containers(
    book: Book, quantity: AnyArray, packs: Loose, turn: IntArray | None = None
) -> tuple[Book, AnyArray]:
    """Pack `quantity` of each order line into one new container for each order.

    Returns the book and the new container of each order (None for an order with nothing to pack). New numbers are above
    the highest of the order, voided ones included. The rows come by `turn`, a rank of each order, or without it in the
    order of Orders.
    """
    packing, lines, size = book.packing, book.order_lines, len(book.orders)
    at = np.flatnonzero(quantity > 0)
    at = at[
        np.argsort(
            (np.arange(size) if turn is None else turn)[packs.order[at]], kind="stable"
        )
    ]
    order = packs.order[at]
    top = highest_container(book)
    fresh = np.full(size, None, dtype=object)
    heads, _ = distinct(order)
    fresh[order[heads]] = number_texts(top[order[heads]] + 1)
    values = {
        "Order": book.orders.order[order],
        "Container": fresh[order],
        "Line": lines.line[at],
        "SKU": lines.sku[at],
        "Quantity": quantity[at],
    }
    links = {"order": order, "line": at, "sku": lines.sku_index[at]}
    return book.put(packing.extended(len(at), values, links)), fresh


def highest_container(book: Book) -> IntArray:
    """The highest container number of each order, voided ones and those of Shipments included."""
    top = np.zeros(len(book.orders), dtype=np.int64)
    for frame in (book.packing, book.shipments):
        known = frame.order_index >= 0
        numbers = whole_numbers(frame.container)
        np.maximum.at(top, frame.order_index[known], numbers[known])
    return top


@once_per_book
def unshipped(book: Book) -> tuple[IntArray, AnyArray, IntArray]:
    """The containers that hold something and have not left:
    order, container, and a packing row of each, by order then number.
    """
    packing = book.packing
    inside = (
        packing.live
        & tracked_rows(book, packing.sku_index)
        & (packing.quantity > 0)
        & (shipped_rows(book) < 0)
    )
    at = np.flatnonzero(inside & (packing.order_index >= 0))
    order, container = packing.order_index[at], packing.container[at]
    _, codes = np.unique(container.astype(str), return_inverse=True)
    heads, _ = distinct(order, whole_numbers(container), codes)
    return order[heads], container[heads], at[heads]
