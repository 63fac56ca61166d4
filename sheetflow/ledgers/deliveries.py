"""Deliveries: what left of an order on one day, on one delivery note."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from sheetflow.domain.book import Book
from sheetflow.domain.grouping import grouped
from sheetflow.domain.numbers import IntArray
from sheetflow.ledgers.container_positions import live_shipments


class Delivery(NamedTuple):
    """The number of a delivery note, that of its first shipment, its order, and its shipments (positions)."""

    number: str
    order: int
    shipments: list[int]


def new_shipments(before: Book, book: Book) -> IntArray:
    """The live shipments that a run numbered."""
    shipments = live_shipments(book)
    is_new = book.shipments.has_shipment.copy()
    is_new[: len(before.shipments)] &= ~before.shipments.has_shipment
    return shipments[is_new[shipments]]


def deliveries_of(
    book: Book, shipments: IntArray, issued: Mapping[str, str]
) -> list[Delivery]:
    """These shipments by delivery: those on a note that was issued, then each order's of a day.

    `issued` has the number of the note that a shipment is on.
    """
    names = book.shipments.shipment
    keys = [
        (issued.get(str(names[at]), ""), *_order_and_day(book, at))
        for at in shipments.tolist()
    ]
    by_delivery = grouped(zip(keys, shipments.tolist(), strict=True))
    return [_delivery(book, note, rows) for (note, *_), rows in by_delivery.items()]


def _order_and_day(book: Book, at: int) -> tuple[int, int]:
    shipments = book.shipments
    return int(shipments.order_index[at]), int(shipments.ship_date[at])


def _delivery(book: Book, note: str, rows: list[int]) -> Delivery:
    shipments = book.shipments
    number = note or str(shipments.shipment[rows[0]])
    return Delivery(number, int(shipments.order_index[rows[0]]), rows)


def notes_by_shipment(notes: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The number of the note that each shipment is on, by the note and its shipments, one in each line."""
    return {
        shipment: number for number, texts in notes for shipment in texts.splitlines()
    }
