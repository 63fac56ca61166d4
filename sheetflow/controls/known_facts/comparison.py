"""The facts of the last run next to those of now: which cells, and which rows, people typed, changed or removed.

Rows are the same where their keys are the same. A row whose key was changed is one that was removed, and one that is
new.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from sheetflow.controls.closing.rows import names_of
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import AnyArray, IntArray


@dataclass(frozen=True)
class TypedCells:
    """Cells of one column that differ: positions of their records before and now."""

    header: str
    before: IntArray
    now: IntArray


@dataclass(frozen=True)
class TypedSheet:
    """What differs in one sheet: its frames before and now, and positions in them."""

    before: Frame
    now: Frame
    cells: tuple[TypedCells, ...]
    added: IntArray
    removed: IntArray

    @property
    def sheet(self) -> str:
        """The sheet's name in the contract."""
        return self.now.schema.sheet

    def __len__(self) -> int:
        changed = sum(len(cells.now) for cells in self.cells)
        return changed + len(self.added) + len(self.removed)


def compare_sheets(
    before: Mapping[str, Frame], now: Mapping[str, Frame]
) -> list[TypedSheet]:
    """What differs, by sheet; `before` has the sheets that may differ."""
    compared = [_compared(frame, now[sheet]) for sheet, frame in before.items()]
    return [sheet for sheet in compared if len(sheet)]


def _compared(before: Frame, now: Frame) -> TypedSheet:
    old, new = _same_rows(before, now)
    return TypedSheet(
        before,
        now,
        tuple(_changed_cells(before, now, old, new)),
        added=_others(len(now), new),
        removed=_others(len(before), old),
    )


def _others(size: int, positions: IntArray) -> IntArray:
    """The positions up to `size` that are not among these."""
    is_other = np.ones(size, dtype=bool)
    is_other[positions] = False
    return np.flatnonzero(is_other)


def _changed_cells(
    before: Frame, now: Frame, old: IntArray, new: IntArray
) -> Iterator[TypedCells]:
    """The cells that differ, by column, of records that are in both."""
    for column in now.schema.facts:
        header = column.header
        at = np.flatnonzero(before[header][old] != now[header][new])
        if len(at):
            yield TypedCells(header, old[at], new[at])


def _same_rows(before: Frame, now: Frame) -> tuple[IntArray, IntArray]:
    """The positions of the records that are in both, before and now."""
    if _begins_with(before, now):
        same: IntArray = np.arange(len(before))
        return same, same
    positions = {name: at for at, name in enumerate(names_of(before))}
    found = [positions.get(name, -1) for name in names_of(now)]
    old = np.array(found, dtype=np.int64)
    new = np.flatnonzero(old >= 0)
    return old[new], new


def _begins_with(before: Frame, now: Frame) -> bool:
    """Whether rows were at most added at the end, which is what people do most."""
    if len(now) < len(before):
        return False
    return all(_is_start(before[key], now[key]) for key in now.schema.key)


def _is_start(start: AnyArray, whole: AnyArray) -> bool:
    return bool(np.array_equal(start, whole[: len(start)]))
