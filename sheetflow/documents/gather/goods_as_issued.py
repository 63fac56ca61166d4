"""Packing slips and labels of containers that left, as they were when they left.

What Shipments and Packing say of a container themselves is that of today: a tracking number often comes later. Where
another quantity is packed now, the lines are those of today too.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from sheetflow.controls.issued.as_printed import (
    OTHERS,
    SHIP_TO,
    SLIP,
    AsPrinted,
    Cells,
    as_printed,
)
from sheetflow.documents.gather.as_issued import Issued, issued_party
from sheetflow.documents.gather.source import Source
from sheetflow.documents.model import (
    Container,
    ContainerLabel,
    Content,
    PackedLine,
    PackingSlip,
    Party,
    SentContainer,
)
from sheetflow.domain.book import Book
from sheetflow.ledgers.packed_containers import slip_number


class IssuedGoods:
    """Puts what was on slips and labels in place of what the sheets say."""

    def __init__(self, source: Source) -> None:
        self._book = source.book
        self._issued = Issued(source)

    def slip(self, slip: PackingSlip) -> PackingSlip:
        """A packing slip as it was issued."""
        kept = _kept(self._book, slip.container)
        if kept is None:
            return slip
        day = kept.own.get("Order date")
        issued = replace(
            slip,
            container=_container(slip.container, kept.own),
            order_date=dt.date.fromisoformat(day) if day else None,
            others=tuple(_others(kept.own)),
            seller=self._issued.seller(kept),
        )
        lines = [_packed_line(cells) for cells in kept.lines]
        if _quantities(lines) != _quantities(slip.lines):
            return issued
        return replace(
            issued,
            lines=tuple(line for line in lines if line.here),
            missing=tuple(line for line in lines if line.to_follow and not line.here),
        )

    def label(self, label: ContainerLabel) -> ContainerLabel:
        """A label as it was issued."""
        kept = _kept(self._book, label.container)
        if kept is None:
            return label
        return replace(
            label,
            container=_container(label.container, kept.own),
            contents=tuple(_contents(label.contents, kept)),
            seller=self._issued.seller(kept),
        )


def _kept(book: Book, container: Container) -> AsPrinted | None:
    """What was on a slip; an earlier version issued it when the container left."""
    number = slip_number(container.order, container.number)
    kept = as_printed(book, SLIP, number)
    return kept or as_printed(book, SLIP, container.shipment)


def _others(own: Cells) -> Iterator[SentContainer]:
    """The other containers that the order had: `1 2026-03-02`, or `2` for one that had not left."""
    for text in own.get(OTHERS, "").splitlines():
        position, _, day = text.partition(" ")
        yield SentContainer(int(position), dt.date.fromisoformat(day) if day else None)


def _container(container: Container, own: Cells) -> Container:
    """A container with who receives it, and the containers that its order had."""
    return replace(
        container,
        position=int(own.get("Position", container.position)),
        count=int(own.get("Count", container.count)),
        consignee=_consignee(own),
        customer_po=own.get("Customer PO", ""),
    )


def _consignee(own: Cells) -> Party:
    """Who receives the goods: no tax number, no country."""
    return replace(issued_party(own, SHIP_TO), tax_number="", country="")


def _packed_line(cells: Cells) -> PackedLine:
    return PackedLine(
        line=cells["Line"],
        sku=cells.get("SKU", ""),
        description=cells.get("Description", ""),
        unit=cells.get("Unit", ""),
        ordered=_quantity(cells, "Ordered"),
        here=_quantity(cells, "Here"),
        shipped=_quantity(cells, "Shipped"),
        to_follow=_quantity(cells, "To follow"),
        backordered=_quantity(cells, "Backordered"),
    )


def _quantity(cells: Cells, header: str) -> Decimal:
    return Decimal(cells.get(header, "0"))


def _quantities(lines: Iterable[PackedLine]) -> dict[str, Decimal]:
    """What a container has of each line."""
    return {line.line: line.here for line in lines if line.here}


def _contents(contents: Sequence[Content], kept: AsPrinted) -> Iterator[Content]:
    """The contents of a container, with the names and units that its products had."""
    lines: defaultdict[str, list[Cells]] = defaultdict(list)
    for cells in kept.lines:
        if _quantity(cells, "Here"):
            lines[cells.get("SKU", "")].append(cells)
    for content in contents:
        yield _content(content, lines[content.sku])


def _content(content: Content, lines: list[Cells]) -> Content:
    """A product as it was; each further line with it is for a further row."""
    if not lines:
        return content
    cells = lines.pop(0) if len(lines) > 1 else lines[0]
    return replace(
        content,
        description=cells.get("Description", ""),
        unit=cells.get("Unit", ""),
    )
