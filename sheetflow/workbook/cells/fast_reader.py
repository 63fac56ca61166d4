"""The cells of a sheet, read by python-calamine, with the errors and formulas that it does not tell of.

Only bytes that went through the guards come here. calamine is about a dozen times as fast as anything in
Python, but it reads an error, and a formula without a value, as a blank.
"""

from __future__ import annotations

import io
from functools import cached_property
from typing import TYPE_CHECKING

from sheetflow.workbook.model import CellError, NoValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from python_calamine import CalamineWorkbook

    from sheetflow.workbook.cells.cell_references import Area
    from sheetflow.workbook.cells.sheet_xml import SheetXml


class FastReader:
    """Reads sheets by calamine; None for what it cannot read, which is then read the plain way."""

    def __init__(self, package: Callable[[], bytes]) -> None:
        """`package` makes the bytes to read, which the guards have seen."""
        self._package = package

    @cached_property
    def _workbook(self) -> CalamineWorkbook | None:
        from python_calamine import CalamineError, CalamineWorkbook

        try:
            return CalamineWorkbook.from_filelike(io.BytesIO(self._package()))
        except CalamineError:
            return None

    def rows(self, sheet: str) -> list[list[object]] | None:
        """All rows from row 1 on, or None where calamine cannot read the sheet."""
        from python_calamine import CalamineError

        if not self._workbook or sheet not in self._workbook.sheet_names:
            return None
        try:
            found = self._workbook.get_sheet_by_name(sheet).to_python(
                skip_empty_area=False
            )
        except CalamineError:
            return None
        return [[*row] for row in found]


def mark_errors(rows: list[list[object]], sheet: SheetXml) -> None:
    """Put a CellError where the sheet holds an Excel error, and a NoValue for a formula never calculated."""
    for row, column, code in sheet.errors():
        _put(rows, row, column, CellError(code))
    for formula in sheet.formulas:
        if not formula.has_value:
            _put(rows, formula.row, formula.column, NoValue())


def _put(rows: list[list[object]], row: int, column: int, value: object) -> None:
    width = max(column, len(rows[0]) if rows else 0)
    while len(rows) < row:
        rows.append([""] * width)
    if width > len(rows[0]):
        for cells in rows:
            cells.extend([""] * (width - len(cells)))
    rows[row - 1][column - 1] = value


def formula_cells(sheet: SheetXml, height: int, width: int) -> set[tuple[int, int]]:
    """Every cell that holds a formula, the cells of array and data-table ranges included."""
    found = {(formula.row, formula.column) for formula in sheet.formulas}
    for area in sheet.formula_areas:
        found.update(_cells_of(area, height, width))
    return found


def _cells_of(area: Area, height: int, width: int) -> Iterable[tuple[int, int]]:
    rows = range(area.first_row, min(area.last_row, height) + 1)
    columns = range(area.first_column, min(area.last_column, width) + 1)
    return ((row, column) for row in rows for column in columns)
