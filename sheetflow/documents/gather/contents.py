"""What is in a container, by order line; and whether that is still what its slip says."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from sheetflow.controls.issued.as_printed import SLIP, as_printed
from sheetflow.documents.gather.source import Rows
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import IntArray


def is_repacked(book: Book, slip: str, inside: IntArray) -> bool:
    """Whether a container has other contents than the slip that was issued for it."""
    kept = as_printed(book, SLIP, slip)
    if kept is None:
        return False
    issued = sums((line["Line"], Decimal(line.get("Here", "0"))) for line in kept.lines)
    rows = Rows(book.packing, inside)
    now = sums(zip(rows.texts("Line"), rows.numbers("Quantity"), strict=True))
    return issued != now


def sums(quantities: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """The quantity of each line; without lines of which there is none."""
    found: dict[str, Decimal] = {}
    for line, quantity in quantities:
        found[line] = found.get(line, Decimal(0)) + quantity
    return {line: quantity for line, quantity in found.items() if quantity}
