"""Movements of the sheet Stock moves (docs/reference/rules.md, section 5).

Openings, receipts, adjustments and transfers move what they say. A count moves its
difference from what the books expected, worked out again on every run.
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.arrays import zeros
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, IntArray, Mask
from sheetflow.ledgers.counts import Changes, adjustments
from sheetflow.ledgers.lines import tracked_rows
from sheetflow.ledgers.movement_types import Goods, Movements, Rows, move, outside

_ORIGINS = {
    "Opening": "(adjustment)",
    "Receipt": "(supplier)",
    "Adjustment": "(adjustment)",
}
"""Where the units of each type come from; those of a transfer from its `From`."""


def live_moves(book: Book) -> Mask:
    """The stock moves that count: live, of tracked products."""
    moves = book.stock_moves
    return moves.live & tracked_rows(book, moves.sku_index)


def plain_moves(book: Book) -> list[Movements]:
    """Openings, receipts, adjustments and transfers."""
    moves = book.stock_moves
    counted = live_moves(book) & (moves.quantity != 0)
    parts = [
        _moved(book, kind, counted & (moves.type == kind), outside(book, origin))
        for kind, origin in _ORIGINS.items()
    ]
    transfers = np.flatnonzero(counted & (moves.type == "Transfer"))
    quantity = moves.quantity[transfers]
    parts.append(
        _signed(book, "Transfer", transfers, moves.from_index[transfers], quantity)
    )
    return parts


def _moved(book: Book, kind: str, where: Mask, origin: int) -> Movements:
    """The rows of one type, from a place outside the locations."""
    rows = np.flatnonzero(where)
    origins = np.full(len(rows), origin)
    return _signed(book, kind, rows, origins, book.stock_moves.quantity[rows])


def _signed(
    book: Book, kind: str, rows: IntArray, other: IntArray, quantity: AnyArray
) -> Movements:
    """Move from the other place to each row's `To`, or back where the quantity is negative."""
    moves = book.stock_moves
    to = moves.to_index[rows]
    negative = quantity < 0
    goods = Goods(moves.date[rows], moves.sku_index[rows], np.abs(quantity))
    return move(
        Rows("Stock moves", kind, rows),
        goods,
        origin=np.where(negative, to, other),
        target=np.where(negative, other, to),
    )


def counted_moves(book: Book, others: Movements) -> Movements:
    """Counts, as the adjustments that they make after all other movements."""
    rows = np.flatnonzero(live_moves(book) & (book.stock_moves.type == "Count"))
    quantity = _adjustments(book, rows, others)
    different = quantity != 0
    origins = np.full(int(different.sum()), outside(book, "(adjustment)"))
    return _signed(book, "Count", rows[different], origins, quantity[different])


def _adjustments(book: Book, rows: IntArray, others: Movements) -> AnyArray:
    """What each count adds to what the books expected, in millionths."""
    if not len(rows):
        return zeros(0)
    moves = book.stock_moves
    counts = Changes(
        place=moves.sku_index[rows] * len(book.warehouse) + moves.to_index[rows],
        day=moves.date[rows],
        phase=np.ones(len(rows), dtype=np.int64),
        quantity=moves.quantity[rows],
    )
    return adjustments(counts, _changes(book, others))


def _changes(book: Book, movements: Movements) -> Changes:
    """What movements change at the locations, openings before the counts of their day."""
    added = _changes_at(book, movements, movements.target, movements.quantity)
    taken = _changes_at(book, movements, movements.origin, -movements.quantity)
    return Changes(
        np.concatenate([added.place, taken.place]),
        np.concatenate([added.day, taken.day]),
        np.concatenate([added.phase, taken.phase]),
        np.concatenate([added.quantity, taken.quantity]),
    )


def _changes_at(
    book: Book, movements: Movements, place: IntArray, quantity: AnyArray
) -> Changes:
    """What movements change at one of their two places, where that is a location."""
    locations = len(book.warehouse)
    inside = place < locations
    phase = np.where(movements.are("Opening"), 0, 2)
    return Changes(
        place=movements.sku[inside] * locations + place[inside],
        day=movements.day[inside],
        phase=phase[inside],
        quantity=quantity[inside],
    )
