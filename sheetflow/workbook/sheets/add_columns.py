"""Columns added right of a table or of a plain header, in the look of their neighbours."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.cells import excel_tables as tables
from sheetflow.workbook.cells.cell_references import Area, cell_name, parse_area
from sheetflow.workbook.cells.column_edits import ColumnEdit
from sheetflow.workbook.model import CannotGrow, Look
from sheetflow.workbook.sheets.sheet import always

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from sheetflow.workbook.cells.excel_tables import Table
    from sheetflow.workbook.sheets.sheet import SheetEditor


class NewColumn(NamedTuple):
    """A column to add: what stands above it, how its cells look, how wide it is."""

    header: str
    look: Look
    width: float


def add_columns(
    editor: SheetEditor,
    header_row: int,
    new: Sequence[NewColumn],
    unlike: Collection[int],
) -> list[int]:
    """See Workbook.add_columns."""
    headers, looks = [column.header for column in new], [column.look for column in new]
    table = next((t for t in editor.tables if t.info.first_row == header_row), None)
    first = (
        _room_in_table(editor, table, len(headers))
        if table
        else _room_beside(editor, header_row, len(headers))
    )
    columns = list(range(first, first + len(headers)))
    like = neighbour(first, unlike)
    _style_columns(editor, header_row, columns, looks, like)
    for column, (header, look, width) in zip(columns, new, strict=True):
        _write_header(editor, header_row, column, header, look, like)
        editor.widths[column], editor.new_columns[column] = width, header_row
    if table:
        tables.add_columns(table, list(headers))
        tables.set_extent(table, table.info.last_data_row, columns[-1])
        info = table.info._replace(
            last_column=columns[-1], columns=(*table.info.columns, *headers)
        )
        editor.document.update_table(editor.name, table, info)
    else:
        _widen_filter(editor, header_row, columns)
    return columns


def _room_in_table(editor: SheetEditor, table: Table, count: int) -> int:
    info = table.info
    wanted = Area(
        info.first_row, info.last_column + 1, info.last_row, info.last_column + count
    )
    blocked = next((t for t in editor.tables if t.area.overlaps(wanted)), None)
    if blocked:
        raise CannotGrow(
            f"sheet {editor.name}: columns cannot be added to the table {info.name}, the table "
            f"{blocked.info.name} stands beside it; move it aside"
        )
    for row in range(wanted.first_row, min(wanted.last_row, len(editor.grid.rows)) + 1):
        for column in range(wanted.first_column, wanted.last_column + 1):
            if editor.grid.value(row, column) != "":
                raise CannotGrow(
                    f"sheet {editor.name}: columns cannot be added to the table {info.name}, the cell "
                    f"{cell_name(row, column)} is in use; move what stands right of the table"
                )
    return wanted.first_column


def _room_beside(editor: SheetEditor, header_row: int, count: int) -> int:
    """The first column right of the header from which on everything below is blank."""
    grid, run = editor.grid, 0
    added = [column for column, row in editor.new_columns.items() if row == header_row]
    width = len(grid.rows[0]) if grid.rows else 0
    header = grid.rows[header_row - 1] if header_row <= len(grid.rows) else []
    used = max((i for i, value in enumerate(header, 1) if value != ""), default=0)
    column = max([used, *added])
    while run < count:
        column += 1
        clear = column > width or all(
            row[column - 1] == "" for row in grid.rows[header_row - 1 :]
        )
        run = run + 1 if clear else 0
    return column - count + 1


def neighbour(column: int, unlike: Collection[int]) -> int:
    """The nearest column to the left that is not among `unlike`."""
    return next(
        (left for left in range(column - 1, 0, -1) if left not in unlike), column - 1
    )


def _style_columns(
    editor: SheetEditor,
    header_row: int,
    columns: list[int],
    looks: Sequence[Look],
    like: int,
) -> None:
    """New columns look like the cells of the column `like`, but for what their own look says."""
    data = editor.xml.styles_in_row(header_row + 1).get(like, "")
    for column, look in zip(columns, looks, strict=True):
        base = (
            editor.document.ensure_styles().new_cell(data, look, is_date=False)
            if look.derived
            else data
        )
        editor.base_styles[column] = base


def style_column(
    editor: SheetEditor,
    header_row: int,
    column: int,
    look: Look,
    unlike: Collection[int],
) -> None:
    """See Workbook.style_column."""
    if column not in editor.new_columns:
        _style_columns(editor, header_row, [column], [look], neighbour(column, unlike))


def _write_header(
    editor: SheetEditor,
    header_row: int,
    column: int,
    header: str,
    look: Look,
    like: int,
) -> None:
    present = editor.xml.styles_in_row(header_row)
    left = max((c for c in present if c <= like), default=0)
    styles, style = editor.document.ensure_styles(), present.get(left, "")
    style = styles.header(style, look.derived)
    if look.derived or (styles.is_right(style) and not look.right):
        style = styles.on_side(style, look.right)
    editor.runs.append(
        ColumnEdit(column, [header_row], [header], style, partial(always, style))
    )


def _widen_filter(editor: SheetEditor, header_row: int, columns: list[int]) -> None:
    part = editor.xml.part
    for element in part.all("autoFilter", part.root):
        area = parse_area(element.get("ref"))
        if area.first_row == header_row and area.last_column == columns[0] - 1:
            part.set_attribute(
                element, "ref", area._replace(last_column=columns[-1]).text
            )
