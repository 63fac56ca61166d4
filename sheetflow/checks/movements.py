"""Rules on stock: on hand does not end below 0, and should never have been."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.checks.found import Found
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, IntArray, running_by
from sheetflow.domain.phrases import day, number
from sheetflow.ledgers.lines import Lines
from sheetflow.ledgers.movement_types import SOURCES
from sheetflow.ledgers.movements import build_movements


def below_zero(book: Book, _lines: Lines) -> Iterator[Found]:
    """On hand below 0 at the end, reported on the last row that takes it there;
    a warning where it was so on an earlier date.
    """
    if book.settings.allow_negative_stock:
        return
    cell, when, source, record, after, before = _events(book)
    if not len(cell) or (after >= 0).all():
        return
    last = np.r_[cell[1:] != cell[:-1], True]
    ends_below = np.isin(cell, cell[last & (after < 0)])
    closes_day = last | np.r_[(cell[1:] != cell[:-1]) | (when[1:] != when[:-1]), True]
    crossing = _last_of(cell, np.flatnonzero(ends_below & (after < 0) & (before >= 0)))
    dipped = _last_of(cell, np.flatnonzero(~ends_below & closes_day & (after < 0)))
    ends = dict(zip(cell[last].tolist(), after[last].tolist(), strict=True))
    yield from _found(book, "STK01", (cell, when, source, record), crossing, ends)
    amounts = {int(cell[at]): int(after[at]) for at in dipped.tolist()}
    yield from _found(book, "STK02", (cell, when, source, record), dipped, amounts)


def _events(
    book: Book,
) -> tuple[IntArray, IntArray, IntArray, IntArray, AnyArray, AnyArray]:
    """Every change at a location, by product and location, then date, sheet, row:
    with the balance after and before it.
    """
    moves, size = build_movements(book), len(book.warehouse)
    parts = []
    for place, sign in ((moves.target, 1), (moves.origin, -1)):
        at = np.flatnonzero(place < size)
        parts.append(
            (
                moves.sku[at] * size + place[at],
                moves.day[at],
                moves.source[at],
                moves.record[at],
                sign * moves.quantity[at],
            )
        )
    cell, when, source, record, change = (
        np.concatenate(pair) for pair in zip(*parts, strict=True)
    )
    order = np.lexsort((record, source, when, cell))
    cell, change = cell[order], change[order]
    before = running_by(cell, change)
    return cell, when[order], source[order], record[order], before + change, before


def _last_of(cell: IntArray, at: IntArray) -> IntArray:
    """Of these events, the last of each cell."""
    return at[np.r_[cell[at][1:] != cell[at][:-1], True]] if len(at) else at


def _found(
    book: Book,
    code: str,
    events: tuple[IntArray, IntArray, IntArray, IntArray],
    at: IntArray,
    amounts: dict[int, int],
) -> Iterator[Found]:
    """The events as rows of their sheets."""
    cell, when, source, record = events
    size = len(book.warehouse)
    for number_of, sheet in enumerate(SOURCES):
        mine = at[source[at] == number_of]
        if not len(mine):
            continue
        by_record = {int(record[event]): event for event in mine.tolist()}
        where = np.zeros(len(book[sheet]), dtype=bool)
        where[record[mine]] = True

        def said(row: int, by_record: dict[int, int] = by_record) -> int:
            return int(cell[by_record[row]])

        yield Found(
            code,
            sheet,
            book[sheet].schema.moves_units,
            where,
            {
                "sku": lambda row, said=said: str(book.products.sku[said(row) // size]),  # type: ignore[misc]
                "location": lambda row, said=said: str(
                    book.warehouse.codes[said(row) % size]
                ),  # type: ignore[misc]
                "on_hand": lambda row, said=said: number(amounts[said(row)]),  # type: ignore[misc]
                "day": lambda row, by_record=by_record: day(when[by_record[row]]),  # type: ignore[misc]
            },
        )
