"""Containers: packing rows and shipments that name none."""

from __future__ import annotations

import numpy as np

from sheetflow.defaults.order_lines import numbers_within
from sheetflow.domain.book import Book
from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.frames import Packing, Shipments
from sheetflow.domain.number_series import number_texts
from sheetflow.domain.numbers import (
    NOTHING,
    AnyArray,
    IntArray,
    Mask,
    distinct,
    rank_by,
)
from sheetflow.ledgers.containers import new_containers, unpacked, unshipped


def fill_containers(draft: DraftBook) -> None:
    """An order's packing rows without a container share a new one,
    above the highest of the order, voided ones included.
    """
    packing = draft.packing
    blank = packing.live & ~packing.has_container
    if blank.any():
        order = packing.order_index
        first = numbers_within(order, packing.container, blank)
        first[blank] -= rank_by(order[blank])
        draft.put(packing.fill(Packing.container, blank, number_texts(first)))


def fill_shipments(draft: DraftBook, blank: Book) -> None:
    """A shipment without a container packs what is picked and loose into a new one.

    With nothing loose it takes the order's only unshipped one. Shipments of one order are filled one after the other,
    all orders at once.
    """
    shipments = draft.shipments
    open_rows = shipments.live & ~shipments.has_container
    at = np.flatnonzero(open_rows)
    turns = rank_by(shipments.order_index[at])
    for turn in range(int(turns.max(initial=-1)) + 1):
        _fill_turn(draft, blank, at[turns == turn])
    shipments = draft.shipments
    dated = shipments.live & ~shipments.has_ship_date
    draft.put(shipments.fill(Shipments.ship_date, dated, blank.as_of))


def _fill_turn(draft: DraftBook, blank: Book, rows: IntArray) -> None:
    """One shipment of each order."""
    book = blank.put(*draft.frames.values())
    orders = draft.shipments.order_index[rows]
    loose = unpacked(book)
    turn = np.full(len(draft.orders), len(rows), dtype=np.int64)
    turn[orders] = np.arange(len(rows))
    packed, fresh = new_containers(
        book, np.where(np.isin(loose.order, orders), loose.quantity, 0), loose, turn
    )
    draft.put(packed["Packing"])
    container = np.full(len(draft.orders), None, dtype=object)
    waiting_order, waiting, _ = unshipped(book)
    heads, groups = distinct(waiting_order)
    only = (
        np.bincount(groups, minlength=len(heads)) == 1
        if len(heads)
        else np.zeros(0, dtype=bool)
    )
    container[waiting_order[heads][only]] = waiting[heads][only]
    given = np.not_equal(fresh, NOTHING).astype(bool)
    container[given] = fresh[given]
    _take(draft, rows, container[orders])


def _take(draft: DraftBook, rows: IntArray, containers: AnyArray) -> None:
    """Write the containers found into the shipments; a row for which there is none is a row error."""
    shipments = draft.shipments
    texts = np.full(len(shipments), None, dtype=object)
    texts[rows] = containers
    asked: Mask = np.zeros(len(shipments), dtype=bool)
    asked[rows] = True
    found = np.not_equal(texts, NOTHING).astype(bool)
    draft.put(shipments.fill(Shipments.container, found, texts))
    draft.report(
        "Shipments", asked & ~found, "SHP01", "Container", {"order": shipments.order}
    )
