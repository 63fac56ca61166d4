"""The column Check of the sheets of facts: written where it says something, taken away where it no longer does."""

from __future__ import annotations

from collections.abc import Mapping

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import IntArray
from sheetflow.domain.problems import ends_in_code
from sheetflow.domain.schema import CHECK
from sheetflow.workbook import Grid, Workbook
from sheetflow.writing.issues import Texts
from sheetflow.writing.placed import Place
from sheetflow.writing.sheet_designs import look_of


def write_row_checks(
    workbook: Workbook, places: Mapping[str, Place], book: Book, texts: Texts
) -> None:
    """Write Check into every sheet but Orders, whose Check is a derived column like any other.

    Most rows have nothing wrong and no such cell, so that only the others are touched. Where the column is the owner's
    own, what a run once wrote among their cells goes, and nothing new is written. To be called once rows are appended.
    """
    for sheet, said in texts.items():
        place = places.get(sheet)
        if place is not None and not place.is_new and place.schema.column(CHECK).yields:
            rows = book[sheet].rows
            _write(
                workbook,
                place,
                rows,
                {int(rows[record]): text for record, text in said.items()},
            )


def _write(
    workbook: Workbook, place: Place, rows: IntArray, said: Mapping[int, str]
) -> None:
    """Bring one sheet's Check up to date: `rows` are those of its records, `said` the texts by row."""
    at = place.columns.get(CHECK)
    if at is None:
        at, said = place.yielded.get(CHECK), {}
    if at is None:
        return
    look, old = (
        look_of(place.schema.column(CHECK)),
        _old(workbook.read(place.name), place, rows, at),
    )
    if said or old:
        workbook.style_column(place.name, place.header_row, at, look, place.derived)
        workbook.set_cells(
            place.name,
            at,
            list(said),
            list(said.values()),
            look,
            overwrite_formulas=True,
        )
        workbook.clear_cells(place.name, at, sorted(old - set(said)), look)


def _old(grid: Grid, place: Place, rows: IntArray, column: int) -> set[int]:
    """The rows in which a run once wrote something, and those that this run made in the look of the last of them."""
    below = enumerate(grid.column(column)[place.header_row :], place.header_row + 1)
    old = {
        row
        for row, cell in below
        if cell != "" and isinstance(cell, str) and ends_in_code(cell)
    }
    return (
        old | set(rows[rows > len(grid.rows)].tolist())
        if len(grid.rows) in old
        else old
    )
