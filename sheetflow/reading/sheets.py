"""Sheets to frames: every cell typed by the declared kind of its column, everything unreadable reported.

This is the first half of reading: what each cell says by itself. What the rows say together (references, duplicates)
is in domain/references.py and checks/; blanks are filled in defaults/.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

import numpy as np

from sheetflow.domain.frame import Frame, blank_column
from sheetflow.domain.frames import kind_of
from sheetflow.domain.numbers import AnyArray, IntArray
from sheetflow.domain.problems import Problem
from sheetflow.domain.schema import Column
from sheetflow.reading.cells import Fault, is_blank, shown
from sheetflow.reading.columns import read_column
from sheetflow.reading.locate import Layout
from sheetflow.reading.outside_tables import problems_outside_tables
from sheetflow.reading.suggested_words import with_suggestions
from sheetflow.reading.text_conventions import NO_LOCALE, TextConventions
from sheetflow.reading.unread_columns import problems_of_unread_columns
from sheetflow.workbook.model import Grid

Cells = Mapping[str, Sequence[object]]
"""The cells of the fact columns, by header."""


@dataclass(frozen=True)
class RawSheet:
    """One sheet as read: its frame, its problems by cell, and the raw cells of every fact column (for messages)."""

    frame: Frame
    problems: list[Problem]
    raw: Cells


def read_sheet(
    grid: Grid, layout: Layout, conventions: TextConventions = NO_LOCALE
) -> RawSheet:
    """The records of one sheet. A row whose fact cells are all blank is not a record.

    `conventions` say what numbers and dates mean that are stored as text.
    """
    cells, rows = _records(grid, layout)
    reader = _SheetReader(grid, layout, cells, rows, conventions)
    columns: dict[str, AnyArray] = {}
    problems: list[Problem] = []
    for column in layout.schema.facts:
        if column.header in cells:
            columns[column.header], faults = reader.read(column)
            problems += reader.problems(column, faults)
        else:
            columns[column.header] = blank_column(column, len(rows))
    valid = np.ones(len(rows), dtype=bool)
    frame = kind_of(layout.schema)(layout.schema, rows, columns, valid=valid)
    problems += problems_outside_tables(grid, layout, rows)
    problems += problems_of_unread_columns(grid, layout)
    return RawSheet(frame, problems, cells)


def _records(grid: Grid, layout: Layout) -> tuple[Cells, IntArray]:
    """The cells of the rows that are records, and their Excel rows."""
    last = min(layout.last_row, len(grid.rows))
    cells = _fact_cells(grid, layout, last)
    size = max(0, last - layout.header_row)
    filled = _filled_rows(list(cells.values()), size)
    excel_rows = np.array(filled, dtype=np.int64) + layout.header_row + 1
    if len(filled) == size:
        return cells, excel_rows
    kept = {header: [column[at] for at in filled] for header, column in cells.items()}
    return kept, excel_rows


def _fact_cells(grid: Grid, layout: Layout, last: int) -> dict[str, list[object]]:
    """The cells of the fact columns below the header, to the last row."""
    first = layout.header_row + 1
    return {
        column.header: grid.cells(layout.columns[column.header], first, last)
        for column in layout.schema.facts
        if column.header in layout.columns
    }


def _filled_rows(columns: Sequence[Sequence[object]], size: int) -> list[int]:
    """The positions of the rows in which any of these columns has a value."""
    if columns and _is_full(columns[0]):
        return list(range(size))
    return [
        at
        for at, row in enumerate(zip(*columns, strict=True))
        if not all(cell == "" or is_blank(cell) for cell in row)
    ]


def _is_full(cells: Sequence[object]) -> bool:
    """Whether no cell is blank; the cells of most columns are all texts or all others."""
    kinds = set(map(type, cells))
    if kinds == {str}:
        return all(map(str.strip, cast("Sequence[str]", cells)))
    return not any(map(is_blank, cells))


@dataclass(frozen=True)
class _SheetReader:
    """Reads the columns of one sheet: `cells` of the records in the Excel rows `rows`."""

    grid: Grid
    layout: Layout
    cells: Cells
    rows: IntArray
    conventions: TextConventions

    def read(self, column: Column) -> tuple[AnyArray, list[Fault]]:
        """One column's typed values and faults."""

        def find_percents() -> set[int]:
            return self._percents(column)

        cells = self.cells[column.header]
        return read_column(cells, column, find_percents, self.conventions)

    def _percents(self, column: Column) -> set[int]:
        """The positions of the records whose cell is formatted in percent."""
        number = self.layout.columns[column.header]
        percent_rows = self.grid.percent_rows(number)
        if not percent_rows:
            return set()
        return {at for at, row in enumerate(self.rows.tolist()) if row in percent_rows}

    def problems(self, column: Column, faults: Sequence[Fault]) -> list[Problem]:
        """The faults of a column as problems of the sheet."""
        cells = self.cells[column.header]
        sheet = self.layout.schema.sheet
        words_shown = [column.own_word(choice) for choice in column.choices]
        return [
            Problem(code, sheet, at, column.header, shown(cells[at]), words)
            for at, code, words in with_suggestions(faults, cells, words_shown)
        ]
