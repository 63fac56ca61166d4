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
        return sum(len(change.records) for change in self.cells) + sum(
            added.count for added in self.rows
        )


def find_edits(before: Book, after: Book) -> Edits:
    """Compare the facts as typed with the facts after the run. Records are appended, never moved or dropped."""
    cells = [
        change
        for sheet, frame in before.frames.items()
        for change in _cells(frame, after[sheet])
    ]
    rows = [
        RowsAdded(s, len(f), len(after[s]) - len(f))
        for s, f in before.frames.items()
        if len(after[s]) > len(f)
    ]
    return Edits(tuple(cells), tuple(rows))


def _cells(before: Frame, after: Frame) -> Iterator[CellsChanged]:
    for column in before.schema.facts:
        old, new = before[column.header], after[column.header][: len(before)]
        if old is new:
            continue
        at = np.flatnonzero(old != new)
        if len(at):
            yield CellsChanged(before.schema.sheet, column.header, at, old[at], new[at])


def keys_of(frame: Frame, records: IntArray) -> list[str]:
    """The key of each of these records as text: `SO-1`, or of several columns `SO-1 / 1`."""
    columns = [
        plain_values(frame.schema.column(header), frame[header][records])
        for header in frame.schema.key
    ]
    if len(columns) == 1:
        return ["" if key is None else str(key) for key in columns[0]]
    return [
        " / ".join("" if part is None else str(part) for part in parts)
        for parts in zip(*columns, strict=True)
    ]
