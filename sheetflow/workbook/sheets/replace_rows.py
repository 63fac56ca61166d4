"""The rows of a derived sheet, written again on every run."""

from __future__ import annotations

from itertools import compress, repeat
from operator import ne
from typing import TYPE_CHECKING

from sheetflow.workbook.cells import excel_tables
from sheetflow.workbook.cells.cell_references import Growth
from sheetflow.workbook.cells.column_edits import AS_NEW
from sheetflow.workbook.cells.row_heights import row_heights
from sheetflow.workbook.formulas.growing_ranges import Grown
from sheetflow.workbook.sheets.column_values import ColumnValues
from sheetflow.workbook.sheets.move_cells import CellMoves, RowMoves
from sheetflow.workbook.sheets.row_template import RowTemplate

if TYPE_CHECKING:
    from collections.abc import Collection

    from sheetflow.workbook.cells.data_region import DataRegion
    from sheetflow.workbook.cells.excel_tables import Table
    from sheetflow.workbook.sheets.append_rows import Appender, RowValues
    from sheetflow.workbook.sheets.sheet_editor import SheetEditor


def replace_rows(
    appender: Appender,
    header_row: int,
    rows: RowValues,
    moves: RowMoves | None = None,
) -> None:
    """See Workbook.replace_rows."""
    editor = appender.editor
    region = appender.region(header_row, rows.columns)
    if moves is not None:
        cell_moves = _cell_moves(editor, region, rows, moves)
        appender.follow_rows(cell_moves)
        editor.grown += _grown_beside(editor, region, cell_moves)
    old = region.last_row - header_row
    _set_heights(editor, header_row, rows, max(old, rows.row_count))
    _overwrite(editor, region, rows)
    if rows.row_count > old:
        rest = rows.after(old)
        appender.append_below(_as_used(region), rest, rows.columns)
    elif rows.row_count < old:
        _shrink(editor, region, rows)


def _cell_moves(
    editor: SheetEditor, region: DataRegion, rows: RowValues, moves: RowMoves
) -> CellMoves:
    """The moves of the owner's cells next to the rows."""
    first = region.header_row + 1
    return CellMoves(
        moves.columns,
        {new: old for old, new in moves.rows.items()},
        range(first, region.last_row + 1),
        range(first, first + rows.row_count),
        region.totals_rows,
        RowTemplate(editor, region),
    )


def _grown_beside(
    editor: SheetEditor, region: DataRegion, moves: CellMoves
) -> list[Grown]:
    """The growth of the columns beside a table: ranges over their rows grow as its own do."""
    beside = [column for column in moves.columns if column not in region.columns]
    if not beside or moves.new.stop <= moves.old.stop:
        return []
    last = moves.new.stop - 1
    growth = Growth(moves.old.start, region.last_row, last, min(beside), max(beside))
    return [Grown(editor.name, growth, region.totals_rows, is_table=True)]


def _overwrite(editor: SheetEditor, region: DataRegion, rows: RowValues) -> None:
    """Write the rows that exist, and clear those that are left over."""
    first = region.header_row + 1
    kept = min(rows.row_count, region.last_row - region.header_row)
    there = range(first, first + kept)
    left = range(first + kept, region.last_row + 1)
    used = _used_rows(editor, left, rows.columns)
    for column, values in rows.columns.items():
        look = rows.look(column)
        filled = [*values[:kept], *[None] * (kept - len(values))]
        editor.set_cells(ColumnValues(column, there, filled), look, AS_NEW)
        editor.clear_cells(column, used, look)


def _used_rows(editor: SheetEditor, rows: range, columns: Collection[int]) -> list[int]:
    """The rows in which any of these columns is not blank."""
    used: set[int] = set()
    for column in columns:
        cells = editor.grid.cells(column, rows.start, rows.stop - 1)
        used.update(compress(rows, map(ne, cells, repeat(""))))
    return sorted(used)


def _as_used(region: DataRegion) -> DataRegion:
    """The region with all its rows in use, so that new ones go below the last."""
    last_row = region.last_row
    template = last_row if last_row > region.header_row else 0
    return region._replace(last_used=last_row, template_row=template)


def _shrink(editor: SheetEditor, region: DataRegion, rows: RowValues) -> None:
    """Let a table end with its rows; one blank row stays if there are none."""
    if region.table is None or region.totals_rows:
        return
    last = region.header_row + max(1, rows.row_count)
    _shrink_table(editor, region.table, last)
    if not _has_more_below(editor, last, region, rows.columns):
        editor.last_row = last


def _shrink_table(editor: SheetEditor, table: Table, last: int) -> None:
    info = table.info
    if last < info.last_row:
        excel_tables.set_extent(table, last, info.last_column)
        shorter = info._replace(last_row=last)
        editor.document.update_table(editor.name, table, shorter)


def _has_more_below(
    editor: SheetEditor, last: int, region: DataRegion, columns: Collection[int]
) -> bool:
    """Whether the owner has anything next to the rows that go, or below them."""
    for row, line in enumerate(editor.grid.rows[last:], last + 1):
        for column, cell in enumerate(line, 1):
            is_ours = row <= region.last_row and column in columns
            if cell != "" and not is_ours:
                return True
    return False


def _set_heights(
    editor: SheetEditor, header_row: int, rows: RowValues, count: int
) -> None:
    """Fit the rows to their text, if any of their columns breaks text into lines."""
    wrapped = [
        (editor.xml.column_width(column), values)
        for column, values in rows.columns.items()
        if rows.look(column).wrap
    ]
    if wrapped:
        heights = row_heights(wrapped)
        heights += [0.0] * (count - len(heights))
        editor.heights.update(enumerate(heights, header_row + 1))
