"""Workbooks with the facts as they are after a run and the formulas of the Checks, calculated by LibreOffice.

The cells are those that people typed, whatever they are, with those that the run filled or wrote over them: what Excel
would have before it. No formula carries a value, so that what is read back was calculated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path

import numpy as np
from office import convert
from oracle.random_books import random_book
from python_calamine import CalamineWorkbook
from sheets import Played
from tables import grid_of
from xlsxwriter import Workbook
from xlsxwriter.utility import xl_col_to_name

from sheetflow.controls.reconciliation.reconcile import Check, check_columns
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.frame import plain_values
from sheetflow.domain.numbers import IntArray
from sheetflow.engine.edits import find_edits
from sheetflow.workbook.model import CellError, Formula, Grid

Cells = dict[str, dict[int, object]]
"""The cells of a sheet: header → Excel row → cell."""


@dataclass(frozen=True)
class Ranges:
    """Where the columns of a book are: side by side on one sheet, which LibreOffice opens sooner than sixteen."""

    sheets: Mapping[str, Cells]
    rows: Mapping[str, Sequence[int]]
    percents: Mapping[tuple[str, str], set[int]]
    name: str

    @classmethod
    def after(cls, grids: Mapping[str, Grid], played: Played, name: str) -> Ranges:
        """The columns of a workbook as it is after a run."""
        rows = _rows_after(grids, played)
        percents = {
            (sheet, str(header)): grid.percent_rows(at)
            for sheet, grid in grids.items()
            for at, header in enumerate(grid.rows[0], 1)
        }
        return cls(_cells_after(grids, played, rows), rows, percents, name)

    @property
    def columns(self) -> list[tuple[str, str]]:
        """The sheet and header of each column, from the left."""
        return [
            (sheet, header)
            for sheet, columns in self.sheets.items()
            for header in columns
        ]

    def column(self, sheet: str, header: str) -> str | None:
        """The cells below a header: the header in row 1, the cells below."""
        if (sheet, header) not in self.columns:
            return None
        letters = xl_col_to_name(self.columns.index((sheet, header)))
        last = max(
            (row for cells in self.sheets[sheet].values() for row in cells), default=2
        )
        name = self.name.replace("'", "''")
        return f"'{name}'!${letters}$2:${letters}${last}"

    def positions(self, sheet: str) -> IntArray:
        """The position of each record: 1 in row 2."""
        return np.array(self.rows[sheet], dtype=np.int64) - 1

    def percent_rows(self, sheet: str, header: str) -> set[int]:
        """The rows in which a cell was typed as a percentage."""
        return self.percents.get((sheet, header), set())


def random_grids(seed: int) -> dict[str, Grid]:
    """A random workbook, with its mistakes, as sheets of cells."""
    grids = {}
    for sheet, rows in random_book(seed).items():
        headers = list(sheet_schema(sheet).headers)
        cells = [
            ["" if row.get(header) is None else row[header] for header in headers]
            for row in rows
        ]
        grids[sheet] = grid_of(
            sheet, [headers, *([_number(cell) for cell in row] for row in cells)]
        )
    return grids


def _number(cell: object) -> object:
    return float(cell) if type(cell).__name__ in ("int", "Decimal") else cell  # type: ignore[arg-type]


def _rows_after(grids: Mapping[str, Grid], played: Played) -> dict[str, Sequence[int]]:
    """The row of each record after a run: those that it appended are below the last."""
    rows = {sheet: frame.rows.tolist() for sheet, frame in played.book.frames.items()}
    for added in find_edits(played.result.before, played.book).rows:
        grid = grids.get(added.sheet)
        first = (len(grid.rows) if grid else 1) + 1
        rows[added.sheet][added.first :] = range(first, first + added.count)
    return rows


def _cells_after(
    grids: Mapping[str, Grid], played: Played, rows: Mapping[str, Sequence[int]]
) -> dict[str, Cells]:
    """Every sheet of facts as it is after a run."""
    sheets = {name: _typed(grid) for name, grid in grids.items()}
    edits = find_edits(played.result.before, played.book)
    for added in edits.rows:
        records = range(added.first, added.first + added.count)
        _put(sheets, played, added.sheet, rows[added.sheet], records)
    for change in edits.cells:
        records = change.records.tolist()
        _put(sheets, played, change.sheet, rows[change.sheet], records, [change.header])
    return sheets


def _typed(grid: Grid) -> Cells:
    headers, *rows = grid.rows
    return {
        str(header): {number: row[at] for number, row in enumerate(rows, 2)}
        for at, header in enumerate(headers)
    }


def _put(
    sheets: dict[str, Cells],
    played: Played,
    sheet: str,
    rows: Sequence[int],
    records: Sequence[int],
    headers: Sequence[str] = (),
) -> None:
    """The values of some records of a frame, into the cells of its sheet."""
    frame = played.book[sheet]
    cells = sheets.setdefault(sheet, {})
    for column in frame.schema.facts:
        values = plain_values(column, frame[column.header])
        if column.header in headers or (
            not headers and any(values[at] is not None for at in records)
        ):
            cells.setdefault(column.header, {}).update(
                {rows[at]: values[at] for at in records}
            )


def write(path: Path, books: Sequence[tuple[Ranges, Sequence[Check]]]) -> None:
    """One workbook with two sheets for each of these: its columns, and its Checks."""
    with Workbook(path) as workbook:
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        for ranges, checks in books:
            facts = {
                f"{sheet} {header}": ranges.sheets[sheet][header]
                for sheet, header in ranges.columns
            }
            _write_sheet(workbook.add_worksheet(ranges.name), facts, day)
            columns = check_columns(checks)
            shown = {
                header: dict(enumerate(values, 2)) for header, values in columns.items()
            }
            _write_sheet(workbook.add_worksheet(f"{ranges.name} Checks"), shown, day)


def _write_sheet(sheet, columns: Cells, day) -> None:
    for at, (header, cells) in enumerate(columns.items()):
        sheet.write_string(0, at, header)
        for row, cell in cells.items():
            _write(sheet, row - 1, at, cell, day)


def _write(sheet, row: int, column: int, cell: object, day) -> None:
    if isinstance(cell, Formula):
        sheet.write_formula(row, column, "=" + cell.text, None, "")
    elif isinstance(cell, CellError):
        sheet.write_formula(row, column, "=" + cell.code, None, cell.code)
    elif isinstance(cell, bool):
        sheet.write_boolean(row, column, cell)
    elif isinstance(cell, date):
        sheet.write_datetime(row, column, cell, day)
    elif isinstance(cell, (int, float, Decimal)):
        sheet.write_number(row, column, float(cell))
    elif cell:
        sheet.write_string(row, column, str(cell))


def recalculate(folder: Path, path: Path) -> CalamineWorkbook:
    """A workbook as LibreOffice calculates it."""
    convert([path], "xlsx", folder / "out", recalculates=True)
    return CalamineWorkbook.from_path(folder / "out" / path.name)
