"""The edits of columns as rows: what each row gets, a few thousand rows at a time.

All rows whose cells come from the same edits share one plan, so that what does not
depend on the row is worked out once.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.cells.cell_encoder import BLANK
from sheetflow.workbook.cells.column_edits import (
    NO_STYLE,
    ColumnEdit,
    style_attribute,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sheetflow.workbook.cells.cell_encoder import CellEncoder

_EditedCell = tuple[ColumnEdit, str]
"""An edit of a cell, and the cell's tail."""

_BLOCK = 2048
ROW = "\0"  # replaced by the row's number in a template


class Stretch(NamedTuple):
    """The edits [start, end) of a plan, whose columns follow one another."""

    start: int
    end: int
    letters: list[bytes]


class RowPlan:
    """The edits that give a row its cells, in the order of their columns."""

    def __init__(self, edits: tuple[ColumnEdit, ...], prefix: str) -> None:
        self.edits = edits
        self.first_column = edits[0].column
        self.may_replace = not any(map(_depends_on_content, edits))
        self._prefix = prefix
        self._columns = [edit.column for edit in edits]
        # A new cell is written as: before + row + after + tail.
        self._before = [f'<{prefix}c r="{edit.letters}' for edit in edits]
        self._after = [f'"{style_attribute(edit.new_style)}' for edit in edits]
        self._keeps_blank = [
            edit.options.keep_blanks and edit.new_style not in NO_STYLE
            for edit in edits
        ]
        self._template = self._template_of(range(len(edits)))
        self._templates: dict[tuple[int, ...], str] = {}
        self._halves: dict[int, tuple[RowPlan, RowPlan]] = {}

    def _template_of(self, indexes: Sequence[int]) -> str:
        """The cells of these edits, their row and their tails left open."""
        return "".join(f"{self._before[i]}{ROW}{self._after[i]}%s" for i in indexes)

    def first_right_of(self, column: int) -> int:
        """The index of the first edit that is right of a column."""
        if self.first_column > column:
            return 0
        return bisect_left(self._columns, column + 1)

    def new_cells(self, row: int, tails: Sequence[str]) -> bytes:
        """All cells, none of which is there yet."""
        template = self._template
        if BLANK in tails or "" in tails:
            template, tails = self._without_blanks(tails)
        return (template.replace(ROW, str(row)) % tuple(tails)).encode()

    def _without_blanks(self, tails: Sequence[str]) -> tuple[str, list[str]]:
        """The template and the tails of the cells that a new row needs."""
        indexes = tuple(
            i
            for i, tail in enumerate(tails)
            if tail and (tail != BLANK or self._keeps_blank[i])
        )
        if indexes not in self._templates:
            self._templates[indexes] = self._template_of(indexes)
        return self._templates[indexes], [tails[i] for i in indexes]

    def new_cell(self, index: int, row: int, tail: str) -> bytes:
        """One cell that is not there yet; nothing for a blank that is not kept."""
        if not tail or (tail == BLANK and not self._keeps_blank[index]):
            return b""
        return f"{self._before[index]}{row}{self._after[index]}{tail}".encode()

    def split(self, index: int) -> tuple[RowPlan, RowPlan]:
        """The edits before an index and those from there on, as plans of their own."""
        if index not in self._halves:
            left = RowPlan(self.edits[:index], self._prefix)
            right = RowPlan(self.edits[index:], self._prefix)
            self._halves[index] = (left, right)
        return self._halves[index]

    @cached_property
    def stretches(self) -> list[Stretch]:
        """The edits in stretches of columns that follow one another."""
        found = []
        start = 0
        for end in range(1, len(self.edits) + 1):
            if self._continues(end):
                continue
            letters = [edit.letters.encode() for edit in self.edits[start:end]]
            found.append(Stretch(start, end, letters))
            start = end
        return found

    def _continues(self, index: int) -> bool:
        """Whether the edit's column follows that of the edit before it."""
        columns = self._columns
        return index < len(columns) and columns[index] == columns[index - 1] + 1


def _depends_on_content(edit: ColumnEdit) -> bool:
    """Whether the edit must see the content or style of the cell that it replaces."""
    return edit.options.only_empty or edit.options.restyle


class PlannedRow(NamedTuple):
    """A row, its plan, and the tail of each of the plan's edits."""

    row: int
    plan: RowPlan
    tails: Sequence[str]


def planned_rows(
    edits: list[ColumnEdit], encoder: CellEncoder
) -> Iterator[list[PlannedRow]]:
    """The cells of all edits by row, a block of rows at a time.

    Of two edits of a cell the later one wins.
    """
    edits = [edit for edit in edits if len(edit.rows)]
    if not edits:
        return
    first = min(edit.rows[0] for edit in edits)
    last = max(edit.rows[-1] for edit in edits)
    plans = _Plans(encoder.prefix)
    for start in range(first, last + 1, _BLOCK):
        yield _planned_block(list(_slices(edits, start, encoder)), plans)


class _Plans:
    """One plan for each combination of edits."""

    def __init__(self, prefix: str) -> None:
        self._prefix = prefix
        self._known: dict[tuple[ColumnEdit, ...], RowPlan] = {}

    def plan(self, edits: tuple[ColumnEdit, ...]) -> RowPlan:
        if edits not in self._known:
            self._known[edits] = RowPlan(edits, self._prefix)
        return self._known[edits]


class _EditSlice(NamedTuple):
    """The part of an edit within a block of rows."""

    edit: ColumnEdit
    rows: Sequence[int]
    tails: Sequence[str]


def _slices(
    edits: list[ColumnEdit], first_row: int, encoder: CellEncoder
) -> Iterator[_EditSlice]:
    for edit in edits:
        start = bisect_left(edit.rows, first_row)
        end = bisect_left(edit.rows, first_row + _BLOCK)
        if start < end:
            tails = edit.encoded(start, end, encoder)
            yield _EditSlice(edit, edit.rows[start:end], tails)


def _planned_block(slices: list[_EditSlice], plans: _Plans) -> list[PlannedRow]:
    if not slices:
        return []
    if _have_same_rows(slices):
        return list(_planned_together(slices, plans))
    cells = _cells_by_row(slices)
    return [_planned_row(row, cells[row], plans) for row in sorted(cells)]


def _cells_by_row(slices: list[_EditSlice]) -> dict[int, list[_EditedCell]]:
    cells: dict[int, list[_EditedCell]] = defaultdict(list)
    for edit, rows, tails in slices:
        for row, tail in zip(rows, tails, strict=True):
            cells[row].append((edit, tail))
    return cells


def _have_same_rows(slices: list[_EditSlice]) -> bool:
    """Whether all slices have the same rows, each of a column of its own."""
    columns = {each.edit.column for each in slices}
    rows = slices[0].rows
    return len(columns) == len(slices) and all(each.rows == rows for each in slices)


def _planned_together(slices: list[_EditSlice], plans: _Plans) -> Iterator[PlannedRow]:
    ordered = sorted(slices, key=lambda each: each.edit.column)
    plan = plans.plan(tuple(each.edit for each in ordered))
    tails_by_row = zip(*(each.tails for each in ordered), strict=True)
    for row, tails in zip(slices[0].rows, tails_by_row, strict=True):
        yield PlannedRow(row, plan, tails)


def _planned_row(row: int, cells: list[_EditedCell], plans: _Plans) -> PlannedRow:
    by_column = {edit.column: (edit, tail) for edit, tail in cells}
    ordered = [by_column[column] for column in sorted(by_column)]
    plan = plans.plan(tuple(edit for edit, _ in ordered))
    return PlannedRow(row, plan, [tail for _, tail in ordered])
