"""Containers: what is picked and not packed, packed and not shipped, and new containers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sheetflow.domain.arrays import blank_texts, sorted_by, zeros
from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.frames import Packing, Shipments
from sheetflow.domain.number_series import number_texts, whole_numbers
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, distinct
from sheetflow.ledgers.lines import build_lines, shipped_rows, tracked_rows


@dataclass(frozen=True)
class Unpacked:
    """For each order line: its order, and what is picked and not packed (millionths)."""

    order: IntArray
    quantity: AnyArray


def unpacked(book: Book) -> Unpacked:
    """Picked less packed, of lines of orders that require shipping."""
    lines = build_lines(book)
    applies = lines.ships & (lines.order >= 0)
    quantity = np.maximum(lines.picked - lines.packed, 0)
    return Unpacked(lines.order, np.where(applies, quantity, 0))


def new_containers(
    book: Book, quantity: AnyArray, unpacked: Unpacked, turn: IntArray | None = None
) -> tuple[Book, AnyArray]:
    """Pack `quantity` of each order line into one new container for each order.

    Returns the book, and the new container of each order (None for an order with nothing to
    pack). New numbers are above the highest of the order, voided ones included. The rows
    come by `turn`, a rank of each order, or without it in the order of Orders.
    """
    turns = np.arange(len(book.orders)) if turn is None else turn
    lines = np.flatnonzero(quantity > 0)
    lines = sorted_by(lines, turns[unpacked.order])
    numbers = _next_containers(book, unpacked.order[lines])
    contents = Unpacked(unpacked.order[lines], quantity[lines])
    return book.put(_packed(book, lines, contents, numbers)), numbers


def _packed(
    book: Book, lines: IntArray, contents: Unpacked, numbers: AnyArray
) -> Packing:
    """Packing with one more row for each of these order lines."""
    order = contents.order
    order_lines = book.order_lines
    values = {
        "Order": book.orders.order[order],
        "Container": numbers[order],
        "Line": order_lines.line[lines],
        "SKU": order_lines.sku[lines],
        "Quantity": contents.quantity,
    }
    links = {"order": order, "line": lines, "sku": order_lines.sku_index[lines]}
    return book.packing.extended(len(lines), values, links)


def _next_containers(book: Book, wanted: IntArray) -> AnyArray:
    """The next container number of each wanted order, as text; None for all other orders."""
    numbers = blank_texts(len(book.orders))
    first_rows, _ = distinct(wanted)
    orders = wanted[first_rows]
    numbers[orders] = number_texts(highest_container(book)[orders] + 1)
    return numbers


def highest_container(book: Book) -> IntArray:
    """The highest container number of each order on Packing and Shipments, voided ones too."""
    highest = zeros(len(book.orders))
    _raise_to(highest, book.packing)
    _raise_to(highest, book.shipments)
    return highest


def _raise_to(highest: IntArray, frame: Packing | Shipments) -> None:
    """Raise the highest number of each order to those that a sheet has."""
    named = frame.order_index >= 0
    numbers = whole_numbers(frame.container)
    np.maximum.at(highest, frame.order_index[named], numbers[named])


class OpenContainers(NamedTuple):
    """Packed containers that have not left: the order of each, its number, a packing row of it."""

    order: IntArray
    container: AnyArray
    row: IntArray


@once_per_book
def unshipped(book: Book) -> OpenContainers:
    """The containers that have something in them and have not left, by order, then number."""
    packing = book.packing
    rows = np.flatnonzero(_unshipped_rows(book))
    order = packing.order_index[rows]
    container = packing.container[rows]
    _, names = np.unique(container.astype(str), return_inverse=True)
    first, _ = distinct(order, whole_numbers(container), names)
    return OpenContainers(order[first], container[first], rows[first])


def _unshipped_rows(book: Book) -> Mask:
    """The packing rows of known orders that have something in them and have not left."""
    packing = book.packing
    counted = packing.live & tracked_rows(book, packing.sku_index)
    inside = counted & (packing.quantity > 0) & (packing.order_index >= 0)
    return np.asarray(inside & (shipped_rows(book) < 0))
