"""The facts' columns as ranges of live formulas and dropdowns."""

from __future__ import annotations

from collections.abc import Mapping

from sheetflow.book import Book
from sheetflow.workbook.references import column_name
from sheetflow.writing.placed import Place


def quoted(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


class Ranges:
    """Where each column of facts stands in the workbook after the run."""

    def __init__(self, places: Mapping[str, Place], book: Book, movements: Place, moved: int) -> None:
        """`movements` is where the derived sheet Movements stands, `moved` how many rows it has."""
        self._places = {**places, "Movements": movements}
        self._last = {sheet: int(frame.rows.max()) for sheet, frame in book.frames.items() if len(frame)}
        if moved:
            self._last["Movements"] = movements.header_row + moved

    def column(self, sheet: str, header: str) -> str | None:
        """The cells of a column as an absolute range;
        None where the workbook has no such sheet or column, or no rows.
        """
        place = self._places.get(sheet)
        if place is None or header not in place.columns:
            return None
        last = self._last.get(sheet, place.header_row + 1)
        letters = column_name(place.columns[header])
        return f"{quoted(place.name)}!${letters}${place.header_row + 1}:${letters}${last}"


def key_ranges(places: Mapping[str, Place]) -> dict[str, str]:
    """For dropdowns, where the keys of each sheet stand, with room for those to come."""
    ranges = {}
    for sheet, place in places.items():
        key = place.schema.key[0]
        if key in place.columns:
            letters, first = column_name(place.columns[key]), place.header_row + 1
            ranges[sheet] = f"{quoted(place.name)}!${letters}${first}:${letters}${first + 5000}"
    return ranges
