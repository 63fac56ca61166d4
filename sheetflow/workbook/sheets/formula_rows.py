"""Which of the cells to write have formulas, and whether these may be overwritten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.cells.cell_references import cell_name

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sheetflow.workbook.cells.cell_references import Area
    from sheetflow.workbook.model import Grid
    from sheetflow.workbook.sheets.column_values import ColumnValues


def formula_rows(grid: Grid, cells: ColumnValues, *, overwrite: bool) -> set[int]:
    """The rows with a formula in this column.

    Raises SheetflowError if there are any and they must not be overwritten.
    """
    if not grid.formulas:
        return set()
    column = cells.column
    found = {row for row in cells.rows if (row, column) in grid.formulas}
    if found and not overwrite:
        cell = cell_name(min(found), column)
        raise SheetflowError(
            f"{grid.name}!{cell} has a formula, which sheetflow does not overwrite; "
            "clear the cell"
        )
    return found


def check_arrays(
    grid: Grid, arrays: Iterable[Area], column: int, rows: set[int]
) -> None:
    """Raise SheetflowError if one of these cells is part of an array formula."""
    over = [area for area in arrays if area.first_column <= column <= area.last_column]
    if not over:
        return
    for row in sorted(rows):
        if any(area.first_row <= row <= area.last_row for area in over):
            raise SheetflowError(
                f"{grid.name}!{cell_name(row, column)} is part of an array formula; "
                "clear that formula"
            )
