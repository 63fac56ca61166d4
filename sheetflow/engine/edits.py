"""What a run changed in the facts: the one list behind the workbook's edits, the sheet Changes and `--dry-run`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame, plain_values
from sheetflow.domain.numbers import AnyArray, IntArray


@dataclass(frozen=True)
class CellsChanged:
    """Cells of one column that a run filled or rewrote: positions of their records, values before and after."""

    sheet: str
    header: str
    records: IntArray
    before: AnyArray
    after: AnyArray


@dataclass(frozen=True)
class RowsAdded:
    """Records that a run appended: from position `first` on."""

    sheet: str
    first: int
    count: int


@dataclass(frozen=True)
class Edits:
    """Everything that a run changed in the facts."""

    cells: tuple[CellsChanged, ...]
    rows: tuple[RowsAdded, ...]

    def __len__(self) -> int:
        cells = sum(len(change.records) for change in self.cells)
        rows = sum(added.count for added in self.rows)
        return cells + rows


def find_edits(before: Book, after: Book) -> Edits:
    """Compare the facts as typed with the facts after the run.

    Records are appended, never moved or dropped.
    """
    cells: list[CellsChanged] = []
    rows: list[RowsAdded] = []
    for sheet, frame in before.frames.items():
        cells += _changed_cells(frame, after[sheet])
        rows += _added_rows(frame, after[sheet])
    return Edits(tuple(cells), tuple(rows))


def _added_rows(before: Frame, after: Frame) -> Iterator[RowsAdded]:
    """The rows below those that were typed, if there are any."""
    count = len(after) - len(before)
    if count:
        yield RowsAdded(before.schema.sheet, len(before), count)


def _changed_cells(before: Frame, after: Frame) -> Iterator[CellsChanged]:
    """The cells that differ, by column."""
    sheet = before.schema.sheet
    for column in before.schema.facts:
        header = column.header
        old = before[header]
        new = after[header]
        if new is not old:
            at = np.flatnonzero(old != new[: len(old)])
            if len(at):
                yield CellsChanged(sheet, header, at, old[at], new[at])


def keys_of(frame: Frame, records: IntArray) -> list[str]:
    """The key of each of these records as text: `SO-1`, or of several columns `SO-1 / 1`."""
    columns = [_texts(frame, header, records) for header in frame.schema.key]
    if len(columns) == 1:
        return _with_dates(frame, columns[0], records)
    return [" / ".join(parts) for parts in zip(*columns, strict=True)]


def _with_dates(frame: Frame, keys: list[str], records: IntArray) -> list[str]:
    """These keys, with the dates of versions that do not hold always: `VAT / 2026-07-01`."""
    dated = frame.schema.dated
    if not dated:
        return keys
    dates = _texts(frame, dated, records)
    return [_dated_key(key, day) for key, day in zip(keys, dates, strict=True)]


def _dated_key(key: str, day: str) -> str:
    return f"{key} / {day}" if day else key


def _texts(frame: Frame, header: str, records: IntArray) -> list[str]:
    """One column of these records as text, empty where blank."""
    column = frame.schema.column(header)
    values = plain_values(column, frame[header][records])
    return ["" if value is None else str(value) for value in values]
