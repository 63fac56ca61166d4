"""Rows outside the table of their sheet: those directly below it are records, those below a totals row are not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sheetflow.domain.messages import message
from sheetflow.domain.numbers import IntArray
from sheetflow.domain.problems import Problem
from sheetflow.reading.cells import is_blank
from sheetflow.reading.locate import Layout
from sheetflow.workbook.model import Grid, TableInfo


def problems_outside_tables(
    grid: Grid, layout: Layout, rows: IntArray
) -> list[Problem]:
    """The problems of rows outside the sheet's table; `rows` are the Excel rows of its records."""
    return [*_below_the_table(layout, rows), *_below_the_totals(grid, layout)]


def _below_the_table(layout: Layout, rows: IntArray) -> list[Problem]:
    """A warning on the first of the records that are below their table, which a run extends over them."""
    end = layout.table_end
    if not end or not len(rows) or rows[-1] <= end:
        return []
    first = int(np.searchsorted(rows, end, side="right"))
    words = {"rows": _rows_text(rows[first:].tolist()), "end": str(end)}
    header = next(iter(layout.columns))
    return [Problem("TAB01", layout.schema.sheet, first, header, "", words)]


def _below_the_totals(grid: Grid, layout: Layout) -> list[Problem]:
    """An error that names the rows below a table's totals row that look like records."""
    totals = _table_with_totals(grid, layout)
    below = _rows_below(grid, layout, totals) if totals else []
    if not below:
        return []
    words = {"rows": _rows_text(below)}
    return [Problem("TAB02", layout.schema.sheet, -1, "", "", words)]


def _rows_below(grid: Grid, layout: Layout, totals: TableInfo) -> list[int]:
    """The rows below a totals row that look like records, and are not in another table."""
    others = [table for table in grid.tables if table is not totals]
    columns = [layout.columns[header] for header in layout.schema.required_headers]
    return [
        row
        for row in range(totals.last_row + 1, len(grid.rows) + 1)
        if _looks_like_a_record(grid, row, columns)
        and not any(table.holds(row, columns[0]) for table in others)
    ]


def _table_with_totals(grid: Grid, layout: Layout) -> TableInfo | None:
    """The sheet's table if it has a totals row."""
    for table in grid.tables:
        if table.totals_rows and table.last_data_row == layout.table_end:
            return table
    return None


def _looks_like_a_record(grid: Grid, row: int, columns: Sequence[int]) -> bool:
    """Whether all of these columns have a value in a row."""
    cells = [grid.rows[row - 1][column - 1] for column in columns]
    return all(cell != "" and not is_blank(cell) for cell in cells)


def _rows_text(rows: Sequence[int]) -> str:
    """`row 12`, `rows 12 to 15`; rows in between may be blank."""
    if len(rows) == 1:
        return message("row {row}", row=str(rows[0]))
    return message("rows {first} to {last}", first=str(rows[0]), last=str(rows[-1]))
