"""What people typed, changed or removed since the last run, as rows of Changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sheetflow.controls.known_facts.comparison import TypedCells, TypedSheet
from sheetflow.controls.known_facts.since_last_run import SinceLastRun
from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame, plain_values
from sheetflow.domain.messages import counted_message, message
from sheetflow.domain.numbers import IntArray
from sheetflow.engine.edits import keys_of
from sheetflow.reading.cells import shown
from sheetflow.reading.sheets import Cells
from sheetflow.writing.changes import (
    ALL,
    MOST,
    TYPED,
    Row,
    first_and_last_key,
    record_texts,
    shown_text,
)

SEE_DIFF = message(
    "to list them all, run sheetflow diff with the workbook as that run wrote it"
)


def typed_rows(since: SinceLastRun, book: Book) -> list[Row]:
    """The rows of Changes; `book` has the numbers that the run gave to rows without one."""
    if not since.is_known:
        return [("", "", "", "", since.unknown_text, TYPED)]
    most = ALL if sum(map(len, since.sheets)) <= ALL else MOST
    return [
        row
        for typed in since.sheets
        for row in _SheetRows(
            typed, book[typed.sheet], since.cells.get(typed.sheet, {}), most
        ).rows()
    ]


@dataclass(frozen=True)
class _SheetRows:
    """The rows of one sheet: `after` is its frame after the run, `cells` are its cells as typed.

    Where there are more than `most` of a kind, one row says how many.
    """

    typed: TypedSheet
    after: Frame
    cells: Cells
    most: int

    def rows(self) -> Iterator[Row]:
        """Cells that were changed, then rows that were typed, then rows that were removed."""
        for cells in self.typed.cells:
            yield from self._changed(cells)
        if len(self.typed.added):
            yield from self._added()
        if len(self.typed.removed):
            yield from self._removed()

    def _row(self, key: str, column: str, before: str, now: str) -> Row:
        return self.typed.sheet, key, column, before, now, TYPED

    def _changed(self, cells: TypedCells) -> Iterator[Row]:
        before = self.typed.before
        now = self.typed.now
        count = len(cells.now)
        if count > self.most:
            keys = first_and_last_key(now, cells.now)
            how_many = counted_message(
                count,
                "{count} cell changed; {hint}",
                "{count} cells changed; {hint}",
                hint=SEE_DIFF,
            )
            yield self._row(keys, cells.header, "", how_many)
            return
        column = now.schema.column(cells.header)
        values = zip(
            self._keys(cells.now),
            plain_values(column, before[cells.header][cells.before]),
            plain_values(column, now[cells.header][cells.now]),
            cells.now.tolist(),
            strict=True,
        )
        for key, old, new, record in values:
            text = shown_text(column, new) or self._unreadable(cells.header, record)
            yield self._row(key, cells.header, shown_text(column, old), text)

    def _unreadable(self, header: str, record: int) -> str:
        """What is in a cell that has no value; empty for a blank one."""
        column = self.cells.get(header)
        return shown(column[record]) if column else ""

    def _added(self) -> Iterator[Row]:
        now = self.typed.now
        added = self.typed.added
        if len(added) > self.most:
            keys = first_and_last_key(self.after, added)
            how_many = counted_message(
                len(added),
                "{count} row typed; {hint}",
                "{count} rows typed; {hint}",
                hint=SEE_DIFF,
            )
            yield self._row(keys, message("(new rows)"), "", how_many)
            return
        keys_and_texts = zip(self._keys(added), record_texts(now, added), strict=True)
        for key, text in keys_and_texts:
            yield self._row(key, message("(new row)"), "", text)

    def _keys(self, records: IntArray) -> Iterator[str]:
        """The keys of rows: as typed where they are whole, else as the run completed them."""
        now = self.typed.now
        given = [now.given(header)[records] for header in now.schema.key]
        is_whole = np.logical_and.reduce(given).tolist()
        completed = keys_of(self.after, records)
        for at, key in enumerate(keys_of(now, records)):
            yield key if is_whole[at] else completed[at]

    def _removed(self) -> Iterator[Row]:
        before = self.typed.before
        removed = self.typed.removed
        if len(removed) > self.most:
            keys = first_and_last_key(before, removed)
            how_many = counted_message(
                len(removed),
                "{count} row removed; {hint}",
                "{count} rows removed; {hint}",
                hint=SEE_DIFF,
            )
            yield self._row(keys, message("(removed rows)"), how_many, "")
            return
        keys_and_texts = zip(
            keys_of(before, removed), record_texts(before, removed), strict=True
        )
        for key, text in keys_and_texts:
            yield self._row(key, message("(removed row)"), text, "")
