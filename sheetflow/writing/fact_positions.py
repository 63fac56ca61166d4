"""Where the sheets of facts are, or will be, in the workbook: their columns and their rows.

Missing derived columns, and missing fact columns that something is written to, are added at the right. Rows that a run
appended come below the last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.schema import CHECK, Column, SheetSchema
from sheetflow.engine.edits import Edits, RowsAdded
from sheetflow.ledgers.costs import build_costs
from sheetflow.reading.locate import Layout
from sheetflow.workbook import Workbook
from sheetflow.writing.added_columns import with_columns
from sheetflow.writing.positions import SheetPosition, numbered_columns
from sheetflow.writing.sheet_room import require_row

Written = set[tuple[str, str]]
"""The columns that something is written to: sheet and header."""


def place_fact_sheets(
    workbook: Workbook, layouts: Mapping[str, Layout], book: Book, edits: Edits
) -> dict[str, SheetPosition]:
    """The position of every sheet of facts that is in the workbook or that rows are added to.

    Adds the columns that they lack to the workbook.
    """
    written = _written_columns(book, edits)
    with_new_rows = {added.sheet for added in edits.rows}
    cost_is_known = build_costs(book) is not None
    currency = book.settings.currency
    positions: dict[str, SheetPosition] = {}
    for sheet, frame in book.frames.items():
        layout = layouts.get(sheet)
        if layout is not None:
            missing = _missing_columns(layout, written, cost_is_known)
            positions[sheet] = with_columns(workbook, layout, missing, currency)
        elif sheet in with_new_rows:
            positions[sheet] = _new_sheet(frame.schema)
    return positions


def place_edited_sheets(
    workbook: Workbook, layouts: Mapping[str, Layout], book: Book, edits: Edits
) -> dict[str, SheetPosition]:
    """The position of every sheet that gets new rows or other cells.

    Adds the columns that these need to the workbook, and no derived ones.
    """
    written = _written_columns(book, edits)
    positions = {}
    for sheet in _edited_sheets(edits):
        layout = layouts.get(sheet)
        if layout is None:
            positions[sheet] = _new_sheet(book[sheet].schema)
        else:
            missing = [
                column for column in layout.absent if (sheet, column.header) in written
            ]
            positions[sheet] = with_columns(
                workbook, layout, missing, book.settings.currency
            )
    return positions


def _edited_sheets(edits: Edits) -> list[str]:
    """The sheets that something is written to, each once."""
    changed = [change.sheet for change in edits.cells]
    extended = [added.sheet for added in edits.rows]
    return list(dict.fromkeys([*changed, *extended]))


def place_checked_sheets(
    workbook: Workbook, layouts: Mapping[str, Layout], currency: str
) -> dict[str, SheetPosition]:
    """The position of every sheet of facts in the workbook; of the derived columns only Check is added."""
    positions = {}
    for sheet, layout in layouts.items():
        missing = [column for column in layout.absent if column.header == CHECK]
        positions[sheet] = with_columns(workbook, layout, missing, currency)
    return positions


def _new_sheet(schema: SheetSchema) -> SheetPosition:
    """The position of a sheet of facts that the workbook lacks."""
    columns = numbered_columns(schema)
    return SheetPosition(schema, schema.title, 1, columns, is_new=True)


def _written_columns(book: Book, edits: Edits) -> Written:
    """The fact columns that the edits write to."""
    written = {(change.sheet, change.header) for change in edits.cells}
    for added in edits.rows:
        given = _given_headers(book[added.sheet], added.first)
        written |= {(added.sheet, header) for header in given}
    return written


def _given_headers(frame: Frame, first: int) -> set[str]:
    """The columns in which any record from position `first` on has a value."""
    headers = [column.header for column in frame.schema.facts]
    return {header for header in headers if frame.given(header)[first:].any()}


def _missing_columns(
    layout: Layout, written: Written, cost_is_known: bool
) -> list[Column]:
    """The columns to add: derived ones, and facts that something is written to."""
    sheet = layout.schema.sheet
    return [
        column
        for column in layout.absent
        if _is_derived(column, cost_is_known) or (sheet, column.header) in written
    ]


def _is_derived(column: Column, cost_is_known: bool) -> bool:
    """Whether a run can derive the column: costs only where one is known."""
    return column.derived and (cost_is_known or not column.costed)


def extend_tables(
    workbook: Workbook, layouts: Mapping[str, Layout], book: Book
) -> None:
    """Extend each table over the records directly below it, down to the first one with an error."""
    for layout in layouts.values():
        last = _last_row_of_table(layout, book[layout.schema.sheet])
        if last > layout.table_end:
            workbook.extend_table(layout.name, layout.header_row, last)


def _last_row_of_table(layout: Layout, frame: Frame) -> int:
    """The last row that the sheet's table can have; 0 where the sheet has no table."""
    last = layout.table_end
    if not last or not len(frame) or int(frame.rows.max()) <= last:
        return last
    readable = set(frame.rows[frame.valid].tolist())
    while last + 1 in readable:
        last += 1
    return last


def place_new_rows(
    workbook: Workbook,
    positions: Mapping[str, SheetPosition],
    book: Book,
    edits: Edits,
) -> Book:
    """The book with the Excel row of every record that the run appended.

    Raises SheetflowError where a sheet is full.
    """
    for added in edits.rows:
        frame = book[added.sheet]
        position = positions[added.sheet]
        first = _first_new_row(workbook, position)
        last = first + added.count - 1
        require_row(position.name, position.header_row, last)
        book = book.put(_with_rows(frame, added, first))
    return book


def _first_new_row(workbook: Workbook, position: SheetPosition) -> int:
    """The Excel row of the first record that is appended to a sheet."""
    if position.is_new:
        return position.header_row + 1
    columns = position.columns.values()
    return workbook.next_row(position.name, position.header_row, columns)


def _with_rows(frame: Frame, added: RowsAdded, first: int) -> Frame:
    """The frame with its new records in the Excel rows from `first` on."""
    rows = frame.rows.copy()
    rows[added.first :] = np.arange(first, first + added.count)
    return replace(frame, rows=rows)
