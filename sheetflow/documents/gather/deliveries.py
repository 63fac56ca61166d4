"""Delivery notes: what left of an order on one day, for whoever receives it to sign."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from sheetflow.controls.issued.as_printed import DELIVERY, SHIPMENTS, as_printed
from sheetflow.documents.gather.containers import slips
from sheetflow.documents.gather.selection import NO_ROWS
from sheetflow.documents.gather.source import Source
from sheetflow.documents.model import DeliveryNote, PackedLine, PackingSlip
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import IntArray
from sheetflow.ledgers.deliveries import deliveries_of, notes_by_shipment
from sheetflow.ledgers.packed_containers import packed_containers


def delivery_notes(source: Source, shipments: IntArray) -> tuple[DeliveryNote, ...]:
    """The delivery notes of these shipments; they say what the slips of their containers say."""
    book = source.book
    issued = notes_by_shipment(_issued_notes(book))
    containers = packed_containers(book, shipments, NO_ROWS)
    by_shipment = dict(zip(shipments.tolist(), slips(source, containers), strict=True))
    deliveries = deliveries_of(book, shipments, issued)
    return tuple(
        _delivery_note(each.number, [by_shipment[at] for at in each.shipments])
        for each in deliveries
    )


def _issued_notes(book: Book) -> Iterator[tuple[str, str]]:
    """The number of each note that was issued, and its shipments."""
    for document, number in book.issued:
        kept = as_printed(book, DELIVERY, number) if document == DELIVERY else None
        if kept is not None:
            yield number, kept.own.get(SHIPMENTS, "")


def _delivery_note(number: str, delivered: Sequence[PackingSlip]) -> DeliveryNote:
    first = delivered[0]
    container = first.container
    return DeliveryNote(
        number=number,
        order=container.order,
        order_date=first.order_date,
        date=container.date,
        customer_po=container.customer_po,
        containers=tuple(slip.container for slip in delivered),
        lines=tuple(_lines(delivered)),
        seller=first.seller,
    )


def _lines(delivered: Sequence[PackingSlip]) -> list[PackedLine]:
    """The lines of these slips; one that is in several containers once, with what is in all of them."""
    found: dict[str, PackedLine] = {}
    for slip in delivered:
        for line in slip.lines:
            before = found.get(line.line)
            here = line.here + before.here if before else line.here
            found[line.line] = replace(line, here=here)
    return list(found.values())
