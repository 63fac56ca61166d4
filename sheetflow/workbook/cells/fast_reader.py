"""The cells of a sheet, read by python-calamine, with the errors and formulas added.

Only bytes that the guards have checked come here. calamine is about a dozen times as
fast as anything in Python, but it reads an error, and a formula without a value, as a
blank.
"""

from __future__ import annotations

import io
from functools import cached_property
from typing import TYPE_CHECKING

from sheetflow.workbook.model import CellError, NoValue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from python_calamine import CalamineWorkbook

    from sheetflow.workbook.cells.cell_references import Area
    from sheetflow.workbook.cells.sheet_xml import SheetXml


class FastReader:
    """Reads sheets by calamine.

    What calamine cannot read is None here, to be read by the plain reader.
    """

    def __init__(self, package: Callable[[], bytes]) -> None:
        """`package` makes the bytes to read, which the guards have checked."""
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

        workbook = self._workbook
        if not workbook or sheet not in workbook.sheet_names:
            return None
        try:
            return _all_rows(workbook, sheet)
        except CalamineError:
            return None


def _all_rows(workbook: CalamineWorkbook, sheet: str) -> list[list[object]]:
    found = workbook.get_sheet_by_name(sheet).to_python(skip_empty_area=False)
    return [[*row] for row in found]


def mark_errors(rows: list[list[object]], sheet: SheetXml) -> None:
    """Put a CellError for each Excel error, a NoValue for formulas never calculated."""
    for row, column, code in sheet.errors():
        _put(rows, row, column, CellError(code))
    _mark_never_calculated(rows, sheet)


def _mark_never_calculated(rows: list[list[object]], sheet: SheetXml) -> None:
    for formula in sheet.formulas:
        if not formula.has_value:
            _put(rows, formula.row, formula.column, NoValue())


def _put(rows: list[list[object]], row: int, column: int, value: object) -> None:
    """Put one value, the grid extended to it if need be."""
    _extend(rows, row, column)
    rows[row - 1][column - 1] = value


def _extend(rows: list[list[object]], row: int, column: int) -> None:
    """Extend the grid with blanks to this row and column."""
    width = max(column, len(rows[0]) if rows else 0)
    while len(rows) < row:
        rows.append([""] * width)
    if width > len(rows[0]):
        for cells in rows:
            missing = width - len(cells)
            cells.extend([""] * missing)


def formula_cells(sheet: SheetXml, height: int, width: int) -> set[tuple[int, int]]:
    """(row, column) of every cell with a formula.

    The cells of array and data-table ranges included, within this height and width.
    """
    found = {(formula.row, formula.column) for formula in sheet.formulas}
    for area in sheet.formula_areas:
        found.update(_cells_of(area, height, width))
    return found


def _cells_of(area: Area, height: int, width: int) -> Iterator[tuple[int, int]]:
    last_row = min(area.last_row, height)
    last_column = min(area.last_column, width)
    for row in range(area.first_row, last_row + 1):
        for column in range(area.first_column, last_column + 1):
            yield row, column
