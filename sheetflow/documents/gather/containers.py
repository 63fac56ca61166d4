"""Packing slips and labels: one of each for a container."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import numpy as np

from sheetflow.documents.gather.goods_as_issued import IssuedGoods
from sheetflow.documents.gather.parties import consignee_of
from sheetflow.documents.gather.priced import ZERO, descriptions, sold_descriptions
from sheetflow.documents.gather.source import (
    Columns,
    Rows,
    Source,
    decimals,
    records,
    rows_of,
    texts_at,
)
from sheetflow.documents.model import (
    Container,
    ContainerLabel,
    Content,
    PackedLine,
    PackingSlip,
)
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import (
    BLANK,
    IntArray,
)
from sheetflow.domain.problems import Problem
from sheetflow.ledgers.container_positions import Position, container_positions
from sheetflow.ledgers.lines import shipped_rows, tracked_rows
from sheetflow.standards.gs1 import sscc_digits


@dataclass(frozen=True)
class Shipped:
    """Containers that left: positions of Shipments, with the packing rows in each, and each one's `n of N`."""

    chosen: IntArray
    inside: Mapping[int, IntArray]
    positions: Mapping[int, Position]


def shipped_containers(book: Book, chosen: IntArray) -> Shipped:
    """These live shipments, in the order of the sheet."""
    packing = book.packing
    goods = packing.live & tracked_rows(book, packing.sku_index)
    inside = rows_of(shipped_rows(book), chosen, goods)
    return Shipped(chosen, inside, container_positions(book))


def labels(source: Source, shipped: Shipped) -> tuple[ContainerLabel, ...]:
    """A label for each container."""
    issued = IssuedGoods(source)
    return tuple(
        issued.label(
            ContainerLabel(container, _contents(source.book, shipped.inside[at]))
        )
        for at, container in _containers(source, shipped).items()
    )


def slips(source: Source, shipped: Shipped) -> tuple[PackingSlip, ...]:
    """A packing slip for each container."""
    issued = IssuedGoods(source)
    return tuple(
        issued.slip(_slip(source, at, container, shipped.inside[at]))
        for at, container in _containers(source, shipped).items()
    )


def _slip(
    source: Source, shipment: int, container: Container, inside: IntArray
) -> PackingSlip:
    book = source.book
    order = int(book.shipments.order_index[shipment])
    order_date = int(book.orders.order_date[order])
    lines = _lines(source, order, _quantities(book, inside))
    return PackingSlip(
        container=container,
        order_date=_day(order_date),
        lines=tuple(line for line in lines if line.here),
        missing=tuple(line for line in lines if line.to_follow and not line.here),
    )


def _day(number: int) -> dt.date | None:
    """A day by its number; None where the cell is blank or cannot be read."""
    return None if number == BLANK else dt.date.fromordinal(number)


def _containers(source: Source, shipped: Shipped) -> dict[int, Container]:
    """Each container by its position on Shipments."""
    book = source.book
    rows = Rows(book.shipments, shipped.chosen)
    orders = rows.link("order")
    columns: Columns = {
        "order": texts_at(book.orders.order, orders),
        "number": rows.texts("Container"),
        "shipment": rows.texts("Shipment"),
        "date": rows.days("Ship date"),
        "carrier": rows.texts("Carrier"),
        "service": rows.texts("Service"),
        "tracking": rows.texts("Tracking number"),
        "sscc": _ssccs(source, rows),
        "consignee": [consignee_of(source, order) for order in orders],
        "customer_po": texts_at(book.orders.customer_po, orders),
    }
    found = {}
    for at, cells in zip(rows.at.tolist(), records(columns), strict=True):
        found[at] = Container(**cells, **_packed(book, shipped, at))
    return found


def _packed(book: Book, shipped: Shipped, at: int) -> dict[str, Any]:
    """What a container's packing rows say of it."""
    inside = Rows(book.packing, shipped.inside[at])
    position = shipped.positions.get(at, Position(1, 1))
    return {
        "position": position.number,
        "count": position.total,
        "container_type": _container_type(inside),
        "weight": _weight(inside),
    }


def _container_type(inside: Rows) -> str:
    """The first type that a container's rows name."""
    types = [text for text in inside.texts("Container type") if text]
    return types[0] if types else ""


def _ssccs(source: Source, rows: Rows) -> list[str]:
    """The 18 digits of each container; "" where it has none, or one that is wrong or used twice."""
    wrong = _wrong_ssccs(source.result.problems)
    cells = zip(rows.at.tolist(), rows.texts("SSCC"), strict=True)
    return ["" if at in wrong else sscc_digits(text) for at, text in cells]


def _wrong_ssccs(problems: Iterable[Problem]) -> set[int]:
    return {each.record for each in problems if each.code in ("SSC01", "SSC02")}


def _weight(inside: Rows) -> Decimal | None:
    """The container's weight: people write it in one of its rows, or the same in each."""
    weights = [weight for weight in inside.given_numbers("Weight") if weight]
    return max(weights, default=None)


def _contents(book: Book, inside: IntArray) -> tuple[Content, ...]:
    rows = Rows(book.packing, inside)
    columns: Columns = {
        "sku": rows.texts("SKU"),
        "description": sold_descriptions(book, rows),
        "unit": texts_at(book.products.unit, rows.link("sku")),
        "quantity": rows.numbers("Quantity"),
    }
    return tuple(Content(**cells) for cells in records(columns))


def _quantities(book: Book, inside: IntArray) -> dict[int, Decimal]:
    """The quantity of each order line in a container."""
    rows = Rows(book.packing, inside)
    found: dict[int, Decimal] = {}
    for line, quantity in zip(rows.link("line"), rows.numbers("Quantity"), strict=True):
        found[line] = found.get(line, ZERO) + quantity
    return found


def _lines(source: Source, order: int, here: Mapping[int, Decimal]) -> list[PackedLine]:
    """The lines of an order that are goods; `here` is what a container has of each."""
    book = source.book
    lines = source.ledgers.lines
    at = np.flatnonzero(lines.goods & (lines.order == order))
    rows = Rows(book.order_lines, at)
    to_follow = np.maximum(lines.effective - lines.shipped, 0)
    columns: Columns = {
        "line": rows.texts("Line"),
        "sku": rows.texts("SKU"),
        "description": descriptions(book, rows),
        "unit": texts_at(book.products.unit, rows.link("sku")),
        "ordered": decimals(lines.effective[at]),
        "here": [here.get(line, ZERO) for line in at.tolist()],
        "shipped": decimals(lines.shipped[at]),
        "to_follow": decimals(to_follow[at]),
        "backordered": decimals(source.ledgers.backordered[at]),
    }
    return [PackedLine(**cells) for cells in records(columns)]
