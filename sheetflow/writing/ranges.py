"""The facts' columns as live formulas and dropdowns name them."""

from __future__ import annotations

from collections.abc import Mapping

from sheetflow.domain.book import Book
from sheetflow.workbook import TableInfo, Workbook
from sheetflow.workbook.cells.cell_references import column_name
from sheetflow.writing.placed import Place


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


class Ranges:
    """Where each column of facts, and of Movements, stands in the workbook after the run."""

    def __init__(
        self, workbook: Workbook, places: Mapping[str, Place], book: Book, moved: int
    ) -> None:
        """`places` holds every sheet of facts that is there, and Movements, which has `moved` rows."""
        self._workbook, self._places = workbook, places
        self._last = {
            sheet: int(frame.rows.max())
            for sheet, frame in book.frames.items()
            if len(frame)
        }
        if moved:
            self._last["Movements"] = places["Movements"].header_row + moved
        self._tables: dict[str, TableInfo | None] = {}

    def column(self, sheet: str, header: str) -> str | None:
        """The cells of a column: `Invoices[Total]`, or an absolute range where the sheet is no table.

        None where the workbook has no such sheet or column.
        """
        place = self._places.get(sheet)
        if place is None or header not in place.columns:
            return None
        if sheet not in self._tables:
            self._tables[sheet] = self._whole_table(sheet, place)
        table, at = self._tables[sheet], place.columns[header]
        if table is not None:
            return table.column(at)
        first, last = place.header_row + 1, self._last.get(sheet, place.header_row + 1)
        return (
            f"{quoted(place.name)}!${column_name(at)}${first}:${column_name(at)}${last}"
        )

    def _whole_table(self, sheet: str, place: Place) -> TableInfo | None:
        """The table of a sheet; None where records or columns stand outside it: all columns must have the same rows."""
        table = self._workbook.table(place.name, place.header_row)
        if table is None or self._last.get(sheet, 0) > table.last_data_row:
            return None
        return table if all(map(table.can_name, place.columns.values())) else None


def key_ranges(places: Mapping[str, Place]) -> dict[str, str]:
    """For dropdowns, where the keys of each sheet stand, with room for those to come."""
    ranges = {}
    for sheet, place in places.items():
        key = place.schema.key[0]
        if key in place.columns:
            letters, first = column_name(place.columns[key]), place.header_row + 1
            ranges[sheet] = (
                f"{quoted(place.name)}!${letters}${first}:${letters}${first + 5000}"
            )
    return ranges
