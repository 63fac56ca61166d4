"""Facts into the workbook: filled and rewritten cells, appended rows, and new sheets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import IntArray
from sheetflow.domain.schema import Column
from sheetflow.engine.edits import CellsChanged, Edits, RowsAdded
from sheetflow.reading.sheets import RawSheet
from sheetflow.workbook import Value, Workbook
from sheetflow.workbook.model import CellLook
from sheetflow.writing.own_words import in_own_words
from sheetflow.writing.positions import SheetPosition
from sheetflow.writing.ranges import key_ranges
from sheetflow.writing.sheet_designs import look_of, sheet_design
from sheetflow.writing.values import cell_values, hundredths

Columns = Mapping[str, list[Value]]
NumericKeys = Mapping[str, Mapping[str, float]]
"""The keys that their owner typed as numbers: sheet → key → number."""


def numeric_keys(raw: Mapping[str, RawSheet]) -> NumericKeys:
    """The keys that their owner typed as numbers.

    Rows that refer to them get numbers too, so that look-ups match.
    """
    return {sheet: _numeric_keys_of(read) for sheet, read in raw.items()}


def _numeric_keys_of(read: RawSheet) -> dict[str, float]:
    header = read.frame.schema.key[0]
    keys = read.frame[header]
    return {
        str(keys[record]): float(cell)
        for record, cell in enumerate(read.raw.get(header, ()))
        if isinstance(cell, (int, float))
    }


@dataclass(frozen=True)
class FactWriter:
    """Writes the facts of `book`, whose records know their Excel rows."""

    workbook: Workbook
    positions: Mapping[str, SheetPosition]
    book: Book
    numeric_keys: NumericKeys = field(default_factory=dict)

    def write(self, edits: Edits) -> None:
        """Write what changed in the sheets that are there."""
        for change in edits.cells:
            self._write_cells(change)
        for added in edits.rows:
            if not self.positions[added.sheet].is_new:
                self._append_rows(added)

    def _write_cells(self, change: CellsChanged) -> None:
        """Write the changed cells of one column."""
        frame = self.book[change.sheet]
        position = self.positions[change.sheet]
        column = frame.schema.column(change.header)
        rows = frame.rows[change.records].tolist()
        values = self._values(column, change.after)
        if column.kind == "percent":
            percent_rows = self._percent_rows(position, column)
            values = _in_percent(rows, values, percent_rows)
        self.workbook.set_cells(
            position.name,
            position.columns[change.header],
            rows,
            values,
            self._look(column),
        )

    def _append_rows(self, added: RowsAdded) -> None:
        """Append rows below the last, in its style."""
        frame = self.book[added.sheet]
        position = self.positions[added.sheet]
        records = np.arange(added.first, len(frame))
        columns: dict[int, list[Value]] = {}
        looks: dict[int, CellLook] = {}
        for column in frame.schema.facts:
            number = position.columns.get(column.header)
            if number is not None and frame.given(column.header)[records].any():
                columns[number] = self._appended(frame, column, records)
                looks[number] = self._look(column)
        rows = self.workbook.append_rows(
            position.name, position.header_row, columns, looks
        )
        assert rows.start == frame.rows[added.first], "rows were appended elsewhere"

    def _appended(self, frame: Frame, column: Column, records: IntArray) -> list[Value]:
        """The cells of a column in appended rows: formatted as the row above them is."""
        values = self._values(column, frame[column.header][records])
        if column.kind != "percent":
            return values
        position = self.positions[frame.schema.sheet]
        row_above = int(frame.rows[records[0]]) - 1
        is_percent = row_above in self._percent_rows(position, column)
        return hundredths(values) if is_percent else values

    def _values(self, column: Column, values: np.ndarray) -> list[Value]:
        cells = cell_values(column, values, self.numeric_keys.get(column.references))
        return in_own_words(column, cells)

    def _look(self, column: Column) -> CellLook:
        return look_of(column, self.book.settings.currency)

    def _percent_rows(self, position: SheetPosition, column: Column) -> set[int]:
        """The rows in which a column is formatted in percent."""
        number = position.columns.get(column.header)
        if number is None:
            return set()
        return self.workbook.read(position.name).percent_rows(number)

    def add_sheets(self, derived: Mapping[str, Columns]) -> None:
        """Add the sheets that the workbook lacks and that rows are written to, with their derived columns."""
        ranges = key_ranges(self.positions)
        for sheet, position in self.positions.items():
            if position.is_new:
                schema = position.schema
                design = sheet_design(schema, self.book.settings.currency, ranges)
                cells = _all_cells(self.book[sheet], derived.get(sheet, {}))
                self.workbook.add_sheet(replace(design, cells=cells))


def _in_percent(
    rows: Sequence[int], values: list[Value], percent_rows: set[int]
) -> list[Value]:
    """The values with a hundredth in each row whose cell is formatted in percent."""
    if not percent_rows:
        return values
    return [
        small if row in percent_rows else value
        for row, value, small in zip(rows, values, hundredths(values), strict=True)
    ]


def _all_cells(frame: Frame, derived: Columns) -> list[list[Value]]:
    """The cells of a new sheet, by column; a derived one is blank where nothing was derived."""
    blank: list[Value] = [None] * len(frame)
    columns = frame.schema.columns_in_use
    cells = [
        derived.get(column.header, blank)
        if column.derived
        else cell_values(column, frame[column.header])
        for column in columns
    ]
    return list(map(in_own_words, columns, cells))
