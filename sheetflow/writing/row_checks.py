"""The column Check of the sheets of facts: written where it says something, taken away where it no longer does."""

from __future__ import annotations

from collections.abc import Mapping

from sheetflow.book import Book
from sheetflow.problems import ends_in_code
from sheetflow.schema import CHECK
from sheetflow.template import look_of
from sheetflow.workbook import Grid, Workbook
from sheetflow.writing.issues import Texts
from sheetflow.writing.placed import Place


def write_row_checks(workbook: Workbook, places: Mapping[str, Place], book: Book, texts: Texts) -> None:
    """Write Check into every sheet but Orders, whose Check is a derived column like any other.

    Most rows have nothing wrong and no such cell, so that only the others are touched. Where the column is the owner's
    own, what a run once wrote among their cells goes, and nothing new is written.
    """
    for sheet, said in texts.items():
        place = places.get(sheet)
        if place is not None and not place.is_new and place.schema.column(CHECK).yields:
            rows = book[sheet].rows
            _write(workbook, place, {int(rows[record]): text for record, text in said.items()})


def _write(workbook: Workbook, place: Place, said: Mapping[int, str]) -> None:
    """Bring one sheet's Check up to date; `said` are its texts by Excel row."""
    at = place.columns.get(CHECK)
    if at is None:
        at, said = place.yielded.get(CHECK), {}
    if at is None:
        return
    rows = sorted(_ours(workbook.read(place.name), place, at) | set(said))
    if rows:
        cells, look = [said.get(row) for row in rows], look_of(place.schema.column(CHECK))
        workbook.set_cells(place.name, at, rows, cells, look, overwrite_formulas=True, remove_blanks=True)


def _ours(grid: Grid, place: Place, column: int) -> set[int]:
    """The rows in which a run once wrote something."""
    below = enumerate(grid.column(column)[place.header_row :], place.header_row + 1)
    return {row for row, cell in below if cell != "" and isinstance(cell, str) and ends_in_code(cell)}
