"""The column Check of the sheets of facts: written where a row has a problem, cleared where it no longer has one."""

from __future__ import annotations

from collections.abc import Mapping

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import IntArray
from sheetflow.domain.problems import ends_in_code
from sheetflow.domain.schema import CHECK
from sheetflow.workbook import Grid, Workbook
from sheetflow.writing.issues import Texts
from sheetflow.writing.positions import SheetPosition
from sheetflow.writing.sheet_designs import look_of

TextsByRow = Mapping[int, str]


def write_row_checks(
    workbook: Workbook,
    positions: Mapping[str, SheetPosition],
    book: Book,
    texts: Texts,
) -> None:
    """Write Check into every sheet but Orders, whose Check is a derived column like any other.

    Most rows have no problem and no such cell, so only the others are touched. Where the column is the owner's, what a
    run once wrote into it is cleared, and nothing new is written. Call it once rows are appended.
    """
    for sheet, text_of_record in texts.items():
        position = positions.get(sheet)
        if position is None or position.is_new:
            continue
        if position.schema.column(CHECK).yields:
            rows = book[sheet].rows
            by_row = {int(rows[at]): text for at, text in text_of_record.items()}
            _update_column(workbook, position, rows, by_row)


def _update_column(
    workbook: Workbook, position: SheetPosition, rows: IntArray, texts: TextsByRow
) -> None:
    """Bring one sheet's Check up to date: `rows` are those of its records."""
    column = position.columns.get(CHECK)
    if column is None:
        column = position.yielded.get(CHECK)
        texts = {}
    if column is None:
        return
    old = _rows_written_before(workbook.read(position.name), position, rows, column)
    if not texts and not old:
        return
    name = position.name
    look = look_of(position.schema.column(CHECK))
    workbook.style_column(name, position.header_row, column, look, position.derived)
    workbook.set_cells(
        name, column, list(texts), list(texts.values()), look, overwrite_formulas=True
    )
    workbook.clear_cells(name, column, sorted(old - set(texts)), look)


def _rows_written_before(
    grid: Grid, position: SheetPosition, rows: IntArray, column: int
) -> set[int]:
    """The rows in which a run once wrote something.

    Where the last row is one of them, the rows that this run appends have its look, and count too.
    """
    first = position.header_row + 1
    cells = grid.column(column)[position.header_row :]
    written = {row for row, cell in enumerate(cells, first) if _is_ours(cell)}
    last = len(grid.rows)
    if last not in written:
        return written
    appended = rows[rows > last].tolist()
    return written | set(appended)


def _is_ours(cell: object) -> bool:
    """Whether a run wrote the text of a cell."""
    return cell != "" and isinstance(cell, str) and ends_in_code(cell)
