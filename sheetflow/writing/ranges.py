"""The columns of facts as live formulas and dropdowns refer to them."""

from __future__ import annotations

from collections.abc import Mapping

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import IntArray
from sheetflow.workbook import TableInfo, Workbook
from sheetflow.workbook.cells.cell_references import column_name
from sheetflow.writing.positions import SheetPosition

ROOM_FOR_KEYS = 5_000
"""How many rows below the first a dropdown reads."""

ROOM_BELOW = 500
"""How many rows below the last record a formula reads at least, where a sheet has no table."""

THOUSAND = 1_000
LAST_ROW = 1_048_576
"""The last row of a sheet in Excel."""


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    escaped = sheet.replace("'", "''")
    return f"'{escaped}'"


class Ranges:
    """The cells of each column of facts after the run."""

    def __init__(
        self,
        workbook: Workbook,
        positions: Mapping[str, SheetPosition],
        book: Book,
    ) -> None:
        """`positions` has every sheet of facts that is there; the records of `book` know their Excel rows."""
        self._workbook = workbook
        self._book = book
        self._positions = positions
        self._last_rows = {
            sheet: int(frame.rows.max())
            for sheet, frame in book.frames.items()
            if len(frame)
        }
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
        last = _with_room(self._last_rows.get(sheet, first))
        return f"{quoted(position.name)}!{_absolute(number, first, last)}"

    def positions(self, sheet: str) -> IntArray:
        """The position of each record in the columns of its sheet: 1 for the row below the headers."""
        rows = self._book[sheet].rows
        position = self._positions.get(sheet)
        return rows - position.header_row if position else rows

    def percent_rows(self, sheet: str, header: str) -> set[int]:
        """The Excel rows in which a column is formatted in percent."""
        position = self._positions.get(sheet)
        if position is None or header not in position.columns:
            return set()
        grid = self._workbook.read(position.name)
        return grid.percent_rows(position.columns[header])

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


def _with_room(last: int) -> int:
    """The last row of a range that also has the rows that people type below the last record.

    Whole thousands, so that a few more records do not change the formulas.
    """
    return min(-(-(last + ROOM_BELOW) // THOUSAND) * THOUSAND, LAST_ROW)


def _absolute(column: int, first: int, last: int) -> str:
    """`$B$2:$B$9`."""
    letters = column_name(column)
    return f"${letters}${first}:${letters}${last}"
