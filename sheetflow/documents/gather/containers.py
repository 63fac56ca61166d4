"""Packing slips and labels: one of each for a container."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import lru_cache
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
    text_of,
    texts_at,
)
from sheetflow.documents.model import (
    Container,
    ContainerLabel,
    Content,
    PackedLine,
    PackingSlip,
    SentContainer,
)
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import BLANK, IntArray
from sheetflow.domain.problems import Problem
from sheetflow.ledgers.packed_containers import (
    MOST_NAMED,
    OtherContainer,
    PackedContainer,
    others_of,
)
from sheetflow.standards.gs1 import sscc_digits


def labels(
    source: Source, packed: Sequence[PackedContainer]
) -> tuple[ContainerLabel, ...]:
    """A label for each container."""
    issued = IssuedGoods(source)
    containers = zip(packed, _containers(source, packed), strict=True)
    return tuple(
        issued.label(ContainerLabel(container, _contents(source.book, each.inside)))
        for each, container in containers
    )


def slips(source: Source, packed: Sequence[PackedContainer]) -> tuple[PackingSlip, ...]:
    """A packing slip for each container."""
    issued = IssuedGoods(source)
    parts = zip(
        packed,
        _containers(source, packed),
        others_of(source.book, packed),
        strict=True,
    )
    return tuple(
        issued.slip(_slip(source, each, container, others))
        for each, container, others in parts
    )


def _slip(
    source: Source,
    packed: PackedContainer,
    container: Container,
    others: Sequence[OtherContainer],
) -> PackingSlip:
    """What is in a container; what is still to come is on the slip of the last one."""
    book = source.book
    lines = order_lines_of(source, packed.order, quantities_in(book, packed.inside))
    missing = [line for line in lines if line.to_follow and not line.here]
    return PackingSlip(
        container=container,
        order_date=_day(int(book.orders.order_date[packed.order])),
        lines=tuple(line for line in lines if line.here),
        missing=tuple(missing) if packed.is_last else (),
        others=tuple(_sent(each) for each in others),
    )


@lru_cache(maxsize=4 * MOST_NAMED)
def _sent(other: OtherContainer) -> SentContainer:
    """Another container as slips name it: one object for all slips around it, as there may be thousands."""
    day = None if other.day is None else _day(other.day)
    return SentContainer(other.position, day)


def _day(number: int) -> dt.date | None:
    """A day by its number; None where the cell is blank or cannot be read."""
    return None if number == BLANK else dt.date.fromordinal(number)


def _containers(
    source: Source, packed: Sequence[PackedContainer]
) -> Iterator[Container]:
    """Each container; what Shipments says of it is blank where it has not left."""
    book = source.book
    left = [each for each in packed if each.shipment >= 0]
    at = np.array([each.shipment for each in left], dtype=np.int64)
    shipped = dict(
        zip(at.tolist(), _shipped_cells(source, Rows(book.shipments, at)), strict=True)
    )
    wrong = _wrong_ssccs(source.result.problems)
    for each in packed:
        sscc = "" if _has_wrong_sscc(each, wrong) else _sscc(book, each)
        yield Container(
            sscc=sscc,
            **_own_cells(source, each),
            **shipped.get(each.shipment, _NOT_LEFT),
            **_packed_cells(book, each),
        )


_NOT_LEFT: Mapping[str, Any] = {
    "shipment": "",
    "date": None,
    "carrier": "",
    "service": "",
    "tracking": "",
}


def _shipped_cells(source: Source, rows: Rows) -> Iterator[dict[str, Any]]:
    """What Shipments says of containers that left."""
    return records(
        {
            "shipment": rows.texts("Shipment"),
            "date": rows.days("Ship date"),
            "carrier": rows.texts("Carrier"),
            "service": rows.texts("Service"),
            "tracking": rows.texts("Tracking number"),
        }
    )


def _own_cells(source: Source, packed: PackedContainer) -> dict[str, Any]:
    """Which container it is, and for whom."""
    orders = source.book.orders
    return {
        "order": text_of(orders.order, packed.order),
        "number": packed.number,
        "consignee": consignee_of(source, packed.order),
        "customer_po": text_of(orders.customer_po, packed.order),
        "weight_unit": source.book.settings.texts.get("Weight unit", ""),
    }


def _packed_cells(book: Book, packed: PackedContainer) -> dict[str, Any]:
    """What a container's packing rows say of it."""
    inside = Rows(book.packing, packed.inside)
    return {
        "position": packed.position.number,
        "count": packed.position.total,
        "container_type": _container_type(inside),
        "weight": _weight(inside),
    }


def _container_type(inside: Rows) -> str:
    """The first type that a container's rows name."""
    types = [text for text in inside.texts("Container type") if text]
    return types[0] if types else ""


def _sscc(book: Book, packed: PackedContainer) -> str:
    """The 18 digits of a container; "" where it has none."""
    texts = texts_at(book.packing.sscc, packed.inside.tolist())
    if packed.shipment >= 0:
        texts = [text_of(book.shipments.sscc, packed.shipment), *texts]
    return sscc_digits(next(filter(None, texts), ""))


def _wrong_ssccs(problems: Iterable[Problem]) -> set[tuple[str, int]]:
    """The sheet and the record of each SSCC that is wrong, or used twice."""
    wrong = [each for each in problems if each.code in ("SSC01", "SSC02")]
    return {(each.sheet, each.record) for each in wrong}


def _has_wrong_sscc(packed: PackedContainer, wrong: set[tuple[str, int]]) -> bool:
    inside = [("Packing", row) for row in packed.inside.tolist()]
    return not wrong.isdisjoint([("Shipments", packed.shipment), *inside])


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


def quantities_in(book: Book, inside: IntArray) -> dict[int, Decimal]:
    """The quantity of each order line in a container."""
    rows = Rows(book.packing, inside)
    found: dict[int, Decimal] = {}
    for line, quantity in zip(rows.link("line"), rows.numbers("Quantity"), strict=True):
        found[line] = found.get(line, ZERO) + quantity
    return found


def order_lines_of(
    source: Source, order: int, here: Mapping[int, Decimal]
) -> list[PackedLine]:
    """The lines of an order that are goods; `here` is what a container has of each."""
    book = source.book
    lines = source.ledgers.lines
    at = np.flatnonzero(lines.goods & (lines.order == order))
    rows = Rows(book.order_lines, at)
    sent = lines.sent
    to_follow = np.maximum(lines.effective - sent, 0)
    columns: Columns = {
        "line": rows.texts("Line"),
        "sku": rows.texts("SKU"),
        "description": descriptions(book, rows),
        "unit": texts_at(book.products.unit, rows.link("sku")),
        "ordered": decimals(lines.effective[at]),
        "here": [here.get(line, ZERO) for line in at.tolist()],
        "shipped": decimals(sent[at]),
        "to_follow": decimals(to_follow[at]),
        "backordered": decimals(source.ledgers.backordered[at]),
    }
    return [PackedLine(**cells) for cells in records(columns)]
