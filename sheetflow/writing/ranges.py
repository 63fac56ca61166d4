"""The columns of facts as live formulas and dropdowns refer to them."""

from __future__ import annotations

from collections.abc import Mapping

from sheetflow.domain.book import Book
from sheetflow.workbook import TableInfo, Workbook
from sheetflow.workbook.cells.cell_references import column_name
from sheetflow.writing.positions import SheetPosition

ROOM_FOR_KEYS = 5_000
"""How many rows below the first a dropdown reads."""


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    escaped = sheet.replace("'", "''")
    return f"'{escaped}'"


class Ranges:
    """The cells of each column of facts, and of Movements, after the run."""

    def __init__(
        self,
        workbook: Workbook,
        positions: Mapping[str, SheetPosition],
        book: Book,
        movements: int,
    ) -> None:
        """`positions` has every sheet of facts that is there, and Movements, which has `movements` rows."""
        self._workbook = workbook
        self._positions = positions
        self._last_rows = {
            sheet: int(frame.rows.max())
            for sheet, frame in book.frames.items()
            if len(frame)
        }
        if movements:
            header_row = positions["Movements"].header_row
            self._last_rows["Movements"] = header_row + movements
        self._tables: dict[str, TableInfo | None] = {}

    def column(self, sheet: str, header: str) -> str | None:
        """The cells of a column: `Invoices[Total]`, or an absolute range where the sheet has no table.

        None where the workbook does not have the sheet or column.
        """
        position = self._positions.get(sheet)
        if position is None or header not in position.columns:
            return None
        number = position.columns[header]
        table = self._table(sheet, position)
        if table is not None:
            return table.column(number)
        first = position.header_row + 1
        last = self._last_rows.get(sheet, first)
        return f"{quoted(position.name)}!{_absolute(number, first, last)}"

    def _table(self, sheet: str, position: SheetPosition) -> TableInfo | None:
        """The table of a sheet, found once."""
        if sheet not in self._tables:
            self._tables[sheet] = self._whole_table(sheet, position)
        return self._tables[sheet]

    def _whole_table(self, sheet: str, position: SheetPosition) -> TableInfo | None:
        """The table of a sheet; None where records or columns are outside it: all columns must have the same rows."""
        table = self._workbook.table(position.name, position.header_row)
        if table is None or self._last_rows.get(sheet, 0) > table.last_data_row:
            return None
        can_name_all = all(map(table.can_name, position.columns.values()))
        return table if can_name_all else None


def key_ranges(positions: Mapping[str, SheetPosition]) -> dict[str, str]:
    """The cells of the keys of each sheet, for dropdowns, with room for more."""
    ranges = {}
    for sheet, position in positions.items():
        column = position.columns.get(position.schema.key[0])
        if column is not None:
            first = position.header_row + 1
            cells = _absolute(column, first, first + ROOM_FOR_KEYS)
            ranges[sheet] = f"{quoted(position.name)}!{cells}"
    return ranges


def _absolute(column: int, first: int, last: int) -> str:
    """`$B$2:$B$9`."""
    letters = column_name(column)
    return f"${letters}${first}:${letters}${last}"
