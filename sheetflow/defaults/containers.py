"""Containers: packing rows and shipments that name none."""

from __future__ import annotations

import numpy as np

from sheetflow.checks.on_hold import find_orders_on_hold
from sheetflow.domain.arrays import all_rows, blank_texts, no_rows, take_mask, zeros
from sheetflow.domain.book import Book
from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.frames import Packing, Shipments
from sheetflow.domain.number_series import number_texts, whole_numbers
from sheetflow.domain.numbers import (
    NOTHING,
    AnyArray,
    IntArray,
    Mask,
    rank_by,
)
from sheetflow.ledgers.containers import new_containers, unpacked, unshipped


def fill_containers(draft: DraftBook) -> None:
    """Pack an order's packing rows without a container into a new one, all together.

    Its number is above the highest of the order, voided rows included.
    """
    packing = draft.packing
    blank = packing.live & ~packing.has_container
    if blank.any():
        draft.put(_in_new_containers(packing, blank))


def _in_new_containers(packing: Packing, blank: Mask) -> Packing:
    """Packing with the rows that are `blank` in the next container of their order."""
    numbers = _next_numbers(packing.order_index, packing.container, blank)
    return packing.fill(Packing.container, blank, number_texts(numbers))


def _next_numbers(order: IntArray, containers: AnyArray, blank: Mask) -> IntArray:
    """For the rows under `blank`: the number after the highest of their order; 0 elsewhere."""
    highest = zeros(int(order.max(initial=-1)) + 2)
    np.maximum.at(highest, order, whole_numbers(containers))
    numbers = zeros(len(order))
    numbers[blank] = highest[order[blank]] + 1
    return numbers


def fill_shipments(draft: DraftBook, blank: Book) -> None:
    """Give shipments their containers and dates.

    A shipment without a container packs what is picked and unpacked into a new one. With
    nothing unpacked it takes the order's only unshipped one. Shipments of one order are
    filled one after the other, all orders at once: the first of each, then the second. The
    first two leave nothing unpacked and no single container, so all others find nothing.

    Where a row error puts the order on hold, nothing is packed: the row counts for nothing
    until the error is fixed.
    """
    shipments = draft.shipments
    without = shipments.live & ~shipments.has_container
    waiting = _waiting(draft, blank, without)
    draft.exclude(Shipments.SHEET, np.flatnonzero(waiting).tolist())
    rows = np.flatnonzero(without & ~waiting)
    turn = np.minimum(rank_by(shipments.order_index[rows]), 2)
    for number in range(int(turn.max(initial=-1)) + 1):
        _fill_one_each(draft, blank, rows[turn == number])
    shipments = draft.shipments
    undated = shipments.live & ~shipments.has_ship_date
    draft.put(shipments.fill(Shipments.ship_date, undated, blank.as_of))


def _waiting(draft: DraftBook, blank: Book, without: Mask) -> Mask:
    """The shipments without a container whose order is on hold."""
    return without & _is_of_order_on_hold(draft, blank) if without.any() else without


def _is_of_order_on_hold(draft: DraftBook, blank: Book) -> Mask:
    """The shipments of orders that a row error puts on hold."""
    book = blank.put(*draft.frames.values())
    if blank.settings.has_error:
        return all_rows(len(book.shipments))
    on_hold = find_orders_on_hold(book, draft.problems_with_orders()).by_row_error
    return take_mask(on_hold, book.shipments.order_index)


def _fill_one_each(draft: DraftBook, blank: Book, rows: IntArray) -> None:
    """Give containers to shipments of different orders, or find that there are none to give."""
    book = blank.put(*draft.frames.values())
    orders = draft.shipments.order_index[rows]
    waiting = _only_unshipped(book)
    book, packed = _pack(book, orders)
    draft.put(book.packing)
    is_packed = np.not_equal(packed, NOTHING).astype(bool)
    containers = np.where(is_packed, packed, waiting)
    _write(draft, rows, containers[orders])


def _pack(book: Book, orders: IntArray) -> tuple[Book, AnyArray]:
    """Pack what is picked and unpacked of these orders, in their order.

    Returns the book, and the new container of each order, None if there is none.
    """
    lines = unpacked(book)
    turn = np.full(len(book.orders), len(orders), dtype=np.int64)
    turn[orders] = np.arange(len(orders))
    chosen = np.isin(lines.order, orders)
    return new_containers(book, np.where(chosen, lines.quantity, 0), lines, turn)


def _only_unshipped(book: Book) -> AnyArray:
    """The unshipped container of each order that has exactly one, else None."""
    found = blank_texts(len(book.orders))
    waiting = unshipped(book)
    count = np.bincount(waiting.order, minlength=len(found))
    single = count[waiting.order] == 1
    found[waiting.order[single]] = waiting.container[single]
    return found


def _write(draft: DraftBook, rows: IntArray, containers: AnyArray) -> None:
    """Write the containers into the shipments; without one the row is a row error."""
    shipments = draft.shipments
    texts = blank_texts(len(shipments))
    texts[rows] = containers
    found = np.not_equal(texts, NOTHING).astype(bool)
    draft.put(shipments.fill(Shipments.container, found, texts))
    without = no_rows(len(shipments))
    without[rows] = ~found[rows]
    words = {"order": shipments.order}
    draft.report(Shipments.SHEET, without, "SHP01", "Container", words)
