"""Rules on stock: on hand does not end below 0, and should never have been below 0.

Quantities are in millionths. The rules are in docs/reference/rules.md, section 7.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields

import numpy as np

from sheetflow.checks.violations import Rule, Violation, Words
from sheetflow.domain.arrays import only_rows
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, running_by
from sheetflow.domain.phrases import day, number
from sheetflow.ledgers.lines import Lines
from sheetflow.ledgers.movement_types import SOURCES, Movements
from sheetflow.ledgers.movements import build_movements


@dataclass(frozen=True)
class _Changes:
    """Changes of stock by cell (a product at a location), then date, sheet and row.

    `before` and `after` are the balance of the cell; `source` and `record` are the row.
    """

    cell: IntArray
    day: IntArray
    source: IntArray
    record: IntArray
    before: AnyArray
    after: AnyArray

    @property
    def last(self) -> Mask:
        """The last change of each cell."""
        return np.asarray(np.r_[self.cell[1:] != self.cell[:-1], True])

    @property
    def last_of_day(self) -> Mask:
        """The last change of each cell on each day."""
        return np.asarray(self.last | np.r_[self.day[1:] != self.day[:-1], True])

    def only(self, rows: IntArray) -> _Changes:
        """These changes."""
        columns = {each.name: getattr(self, each.name)[rows] for each in fields(self)}
        return _Changes(**columns)


def below_zero(book: Book, _lines: Lines) -> Iterator[Violation]:
    """On hand below 0 at the end; a warning where it was so on an earlier date.

    Each cell is reported once, at the last row that took it there.
    """
    if book.settings.allow_negative_stock:
        return
    changes = _changes(book)
    negative = changes.after < 0
    if negative.any():
        ends = np.isin(changes.cell, changes.cell[changes.last & negative])
        yield from _negative_now(book, changes, ends & negative)
        yield from _negative_before(book, changes, ~ends & negative)


def _negative_now(book: Book, changes: _Changes, where: Mask) -> Iterator[Violation]:
    """On hand below 0 at the end."""
    crossing = _last_of_each_cell(changes, where & (changes.before >= 0))
    on_hand = _balances(changes.only(np.flatnonzero(changes.last)))
    return _violations(book, "STK01", crossing, on_hand)


def _negative_before(book: Book, changes: _Changes, where: Mask) -> Iterator[Violation]:
    """On hand below 0 on an earlier date."""
    earlier = _last_of_each_cell(changes, where & changes.last_of_day)
    return _violations(book, "STK02", earlier, _balances(earlier))


def _balances(changes: _Changes) -> dict[int, int]:
    """The balance of each cell after these changes, one of each cell."""
    return dict(zip(changes.cell.tolist(), changes.after.tolist(), strict=True))


def _changes(book: Book) -> _Changes:
    """Every change at a location."""
    movements = build_movements(book)
    added, into = _cells(book, movements, movements.target)
    taken, out = _cells(book, movements, movements.origin)
    rows = np.concatenate([added, taken])
    cell = np.concatenate([into, out])
    change = np.concatenate([movements.quantity[added], -movements.quantity[taken]])
    order = _in_time(movements, rows, cell)
    return _with_balances(movements, rows[order], cell[order], change[order])


def _in_time(movements: Movements, rows: IntArray, cell: IntArray) -> IntArray:
    """The order of changes: by cell, then date, sheet and row."""
    day = movements.day[rows]
    source = movements.source[rows]
    record = movements.record[rows]
    return np.lexsort((record, source, day, cell))


def _with_balances(
    movements: Movements, rows: IntArray, cell: IntArray, change: AnyArray
) -> _Changes:
    """Changes in order, each with the balance of its cell before and after it."""
    before = running_by(cell, change)
    return _Changes(
        cell=cell,
        day=movements.day[rows],
        source=movements.source[rows],
        record=movements.record[rows],
        before=before,
        after=before + change,
    )


def _cells(
    book: Book, movements: Movements, place: IntArray
) -> tuple[IntArray, IntArray]:
    """The movements of which this place is a location, and the cell of each."""
    locations = len(book.warehouse)
    rows = np.flatnonzero(place < locations)
    return rows, movements.sku[rows] * locations + place[rows]


def _last_of_each_cell(changes: _Changes, where: Mask) -> _Changes:
    """The last of the changes under `where` of each cell."""
    found = changes.only(np.flatnonzero(where))
    return found.only(np.flatnonzero(found.last)) if len(found.cell) else found


def _violations(
    book: Book, code: str, changes: _Changes, balances: Mapping[int, int]
) -> Iterator[Violation]:
    """Changes as rows of their sheets; `balances` is what a message says of each cell."""
    for source, sheet in enumerate(SOURCES):
        of_sheet = changes.only(np.flatnonzero(changes.source == source))
        if len(of_sheet.cell):
            yield _violation(book, code, sheet, of_sheet, balances)


def _violation(
    book: Book, code: str, sheet: str, changes: _Changes, balances: Mapping[int, int]
) -> Violation:
    """Changes as rows of one sheet."""
    where = only_rows(changes.record, len(book[sheet]))
    column = book[sheet].schema.moves_units
    return Violation(code, sheet, column, where, _words(book, changes, balances))


def _words(book: Book, changes: _Changes, balances: Mapping[int, int]) -> Words:
    """What a message says of a change."""
    locations = len(book.warehouse)
    cells = dict(zip(changes.record.tolist(), changes.cell.tolist(), strict=True))
    days = dict(zip(changes.record.tolist(), changes.day.tolist(), strict=True))
    return {
        "sku": lambda row: str(book.products.sku[cells[row] // locations]),
        "location": lambda row: str(book.warehouse.codes[cells[row] % locations]),
        "on_hand": lambda row: number(balances[cells[row]]),
        "day": lambda row: day(days[row]),
    }


RULES: tuple[Rule, ...] = (below_zero,)
"""The rules of this module."""
