"""Movements of units: what one is, where it may go, and what makes it.

Places are positions: the locations (0 … n − 1), then those of OUTSIDE
(docs/reference/rules.md, section 5).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, IntArray, Mask

OUTSIDE = (
    "(supplier)",
    "(adjustment)",
    "(picked)",
    "(customer)",
    "(returned)",
    "(scrap)",
)
"""The places outside the locations."""

SOURCES = ("Stock moves", "Receipts", "Picks", "Shipments", "Returns", "Restocks")
"""The sheets whose rows make movements."""

ADDING = ("Stock moves", "Receipts", "Restocks")
"""Of these, the sheets whose rows add stock: one in error may leave too little on hand."""

TYPES = (
    "Opening",
    "Receipt",
    "Adjustment",
    "Transfer",
    "Count",
    "Pick",
    "Shipment",
    "Return",
    "Restock",
)


@dataclass(frozen=True)
class Movements:
    """One value for each movement in every column.

    `origin` and `target` are places; `quantity` is above 0, in millionths; `kind` is a
    position in TYPES; `order` and `line` are -1 if there is none; `source` (a position in
    SOURCES) and `record` are the row that made it.
    """

    day: IntArray
    sku: IntArray
    origin: IntArray
    target: IntArray
    quantity: AnyArray
    kind: IntArray
    order: IntArray
    line: IntArray
    source: IntArray
    record: IntArray

    def __len__(self) -> int:
        return len(self.day)

    def are(self, kind: str) -> Mask:
        """Which movements are of one of TYPES."""
        return np.asarray(self.kind == TYPES.index(kind))

    def only(self, rows: IntArray) -> Movements:
        """These movements, in this order."""
        columns = {each.name: getattr(self, each.name)[rows] for each in fields(self)}
        return Movements(**columns)


def joined(parts: Sequence[Movements]) -> Movements:
    """Several lists of movements as one."""
    columns = {
        each.name: np.concatenate([getattr(part, each.name) for part in parts])
        for each in fields(Movements)
    }
    return Movements(**columns)


@dataclass(frozen=True)
class Rows:
    """The rows of a sheet that make movements of one type."""

    sheet: str
    kind: str
    record: IntArray


@dataclass(frozen=True)
class Goods:
    """What rows move: the day, the product, the quantity, and the order line, if any."""

    day: IntArray
    sku: IntArray
    quantity: AnyArray
    order: IntArray | int = -1
    line: IntArray | int = -1


def move(
    rows: Rows, goods: Goods, origin: IntArray | int, target: IntArray | int
) -> Movements:
    """The movements that rows make; one number for a column is meant for all of them."""
    size = len(rows.record)
    return Movements(
        day=goods.day,
        sku=goods.sku,
        origin=_column(origin, size),
        target=_column(target, size),
        quantity=goods.quantity,
        kind=_column(TYPES.index(rows.kind), size),
        order=_column(goods.order, size),
        line=_column(goods.line, size),
        source=_column(SOURCES.index(rows.sheet), size),
        record=rows.record,
    )


def _column(values: IntArray | int, size: int) -> IntArray:
    """A column of `size` values, from one or from as many."""
    return np.broadcast_to(np.asarray(values, dtype=np.int64), size)


def place_count(book: Book) -> int:
    """How many places there are, the locations included."""
    return len(book.warehouse) + len(OUTSIDE)


def outside(book: Book, place: str) -> int:
    """The position of one of OUTSIDE."""
    return len(book.warehouse) + OUTSIDE.index(place)


WAREHOUSE = 0
"""The column of all locations together, where only the places outside count."""


def outside_column(place: str) -> int:
    """The column of one of OUTSIDE, where all locations together are one column."""
    return WAREHOUSE + 1 + OUTSIDE.index(place)


def place_names(book: Book) -> AnyArray:
    """The names of all places by position."""
    names = np.empty(place_count(book), dtype=object)
    names[:] = [*book.warehouse.codes.tolist(), *OUTSIDE]
    return names
