"""Packing slips and labels: one of each for a container."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from sheetflow.documents.gather.parties import consignee_of
from sheetflow.documents.gather.priced import ZERO, descriptions
from sheetflow.documents.gather.source import Rows, Source, decimals, rows_of, texts_at
from sheetflow.documents.model import (
    Container,
    ContainerLabel,
    Content,
    PackedLine,
    PackingSlip,
)
from sheetflow.domain.book import Book
from sheetflow.domain.number_series import whole_numbers
from sheetflow.domain.numbers import BLANK, IntArray, count_by, distinct, rank_by
from sheetflow.ledgers.lines import ContainerKeys, shipped_rows, tracked_rows
from sheetflow.standards.gs1 import sscc_digits


@dataclass(frozen=True)
class Shipped:
    """Containers that left: positions of Shipments, with the packing rows in each, and each one's `n of N`."""

    chosen: IntArray
    inside: Mapping[int, IntArray]
    place: Mapping[int, tuple[int, int]]


def shipped_containers(book: Book, chosen: IntArray) -> Shipped:
    """These live shipments, in the order of the sheet."""
    packing, holder = book.packing, shipped_rows(book)
    goods = packing.live & tracked_rows(book, packing.sku_index)
    return Shipped(chosen, rows_of(holder, chosen, goods), _places(book))


def _places(book: Book) -> dict[int, tuple[int, int]]:
    """Each live shipment as `n of N` among the containers that its order has by now, in the order of their numbers."""
    shipments, packing = book.shipments, book.packing
    container_keys = ContainerKeys()
    keys = container_keys.of(packing)
    mine = container_keys.of(shipments)
    inside = packing.live & (packing.quantity > 0) & (keys >= 0)
    heads, _ = distinct(keys[inside])
    boxes = np.flatnonzero(inside)[heads]
    orders, numbers = (
        packing.order_index[boxes],
        whole_numbers(packing.container)[boxes],
    )
    ranked = np.lexsort((numbers, orders))
    rank = dict(
        zip(keys[boxes][ranked].tolist(), rank_by(orders[ranked]).tolist(), strict=True)
    )
    count = count_by(orders, len(book.orders))
    live = np.flatnonzero(shipments.live & (mine >= 0))
    order = shipments.order_index
    return {
        row: (rank.get(int(mine[row]), 0) + 1, max(int(count[order[row]]), 1))
        for row in live.tolist()
    }


def labels(source: Source, shipped: Shipped) -> tuple[ContainerLabel, ...]:
    """A label for each container."""
    heads = _heads(source, shipped)
    return tuple(
        ContainerLabel(head, _contents(source.book, shipped.inside[at]))
        for at, head in heads.items()
    )


def slips(source: Source, shipped: Shipped) -> tuple[PackingSlip, ...]:
    """A packing slip for each container."""
    book, found = source.book, []
    for at, head in _heads(source, shipped).items():
        order = int(book.shipments.order_index[at])
        here = _here(book, shipped.inside[at])
        lines = _lines(source, order, here)
        inside = tuple(line for line in lines if line.here)
        missing = tuple(line for line in lines if line.to_follow and not line.here)
        found.append(
            PackingSlip(
                head,
                Rows(book.orders, np.array([order])).dates("Order date")[0],
                inside,
                missing,
            )
        )
    return tuple(found)


def _heads(source: Source, shipped: Shipped) -> dict[int, Container]:
    book = source.book
    rows, packing = Rows(book.shipments, shipped.chosen), book.packing
    facts = ("Container", "Shipment", "Carrier", "Service", "Tracking number")
    texts = (*(rows.texts(header) for header in facts), _ssccs(source, rows))
    cells = zip(*texts, rows.days("Ship date"), rows.link("order"), strict=True)
    heads = {}
    for at, (number, shipment, carrier, service, tracking, sscc, day, order) in zip(
        rows.at.tolist(), cells, strict=True
    ):
        inside = Rows(packing, shipped.inside[at])
        position, count = shipped.place.get(at, (1, 1))
        heads[at] = Container(
            order=texts_at(book.orders.order, [order])[0],
            number=number,
            position=position,
            count=count,
            shipment=shipment,
            date=day,
            carrier=carrier,
            service=service,
            tracking=tracking,
            container_type=next(filter(None, inside.texts("Container type")), ""),
            weight=_weight(inside),
            sscc=sscc,
            consignee=consignee_of(source, order),
            customer_po=texts_at(book.orders.customer_po, [order])[0],
        )
    return heads


def _ssccs(source: Source, rows: Rows) -> list[str]:
    """The 18 digits of each container; "" where it has none, or one that is wrong or that another has too."""
    bad = {
        problem.record
        for problem in source.result.problems
        if problem.code in ("SSC01", "SSC02")
    }
    cells = zip(rows.at.tolist(), rows.texts("SSCC"), strict=True)
    return ["" if at in bad else sscc_digits(text) for at, text in cells]


def _weight(inside: Rows) -> Decimal | None:
    """The container's weight: people write it in one of its rows, or the same in each."""
    return max(
        (weight for weight in inside.given_numbers("Weight") if weight), default=None
    )


def _contents(book: Book, inside: IntArray) -> tuple[Content, ...]:
    rows = Rows(book.packing, inside)
    units = texts_at(book.products.unit, rows.link("sku"))
    columns = zip(
        rows.texts("SKU"),
        _described(book, rows),
        units,
        rows.numbers("Quantity"),
        strict=True,
    )
    return tuple(Content(*values) for values in columns)


def _described(book: Book, rows: Rows) -> list[str]:
    sold = texts_at(book.order_lines.description, rows.link("line"))
    return [
        own or name for own, name in zip(sold, descriptions(book, rows), strict=True)
    ]


def _here(book: Book, inside: IntArray) -> dict[int, Decimal]:
    """What a container holds of each order line."""
    rows, held = Rows(book.packing, inside), dict[int, Decimal]()
    for line, quantity in zip(rows.link("line"), rows.numbers("Quantity"), strict=True):
        held[line] = held.get(line, ZERO) + quantity
    return held


def _lines(source: Source, order: int, here: Mapping[int, Decimal]) -> list[PackedLine]:
    """The lines of an order that stock plays a part in."""
    book, lines = source.book, source.ledgers.lines
    at = np.flatnonzero(lines.goods & (lines.order == order))
    rows = Rows(book.order_lines, at)
    left = np.maximum(lines.effective - lines.shipped, 0)
    columns = zip(
        rows.texts("Line"),
        rows.texts("SKU"),
        descriptions(book, rows),
        texts_at(book.products.unit, rows.link("sku")),
        decimals(lines.effective[at]),
        [here.get(line, ZERO) for line in at.tolist()],
        decimals(lines.shipped[at]),
        decimals(left[at]),
        decimals(source.ledgers.backordered[at]),
        strict=True,
    )
    return [PackedLine(*values) for values in columns]


def live_shipments(book: Book) -> IntArray:
    """The shipments that count, of orders that are known."""
    shipments = book.shipments
    return np.flatnonzero(
        shipments.live & (shipments.order_index >= 0) & (shipments.ship_date != BLANK)
    )
