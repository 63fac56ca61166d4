"""Columns added to the right of a table or of a plain header, styled like their neighbours."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.cells import excel_tables
from sheetflow.workbook.cells.cell_references import Area, cell_name, parse_area
from sheetflow.workbook.cells.column_edits import ColumnEdit
from sheetflow.workbook.model import CannotGrow, CellLook
from sheetflow.workbook.sheets.sheet_editor import always

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sheetflow.workbook.cells.excel_tables import Table
    from sheetflow.workbook.model import TableInfo
    from sheetflow.workbook.sheets.sheet_editor import SheetEditor


class NewColumn(NamedTuple):
    """A column to add: its header, how its cells look, its width in characters."""

    header: str
    look: CellLook
    width: float


def add_columns(
    editor: SheetEditor,
    header_row: int,
    new: Sequence[NewColumn],
    unlike: Collection[int],
) -> list[int]:
    """See Workbook.add_columns."""
    table = editor.table_with(header_row)
    first = _first_free(editor, header_row, table, len(new))
    columns = list(range(first, first + len(new)))
    like = _neighbour(first, unlike)
    for column, item in zip(columns, new, strict=True):
        _style_column(editor, header_row, column, item.look, like)
    for column, item in zip(columns, new, strict=True):
        _write_header(editor, (header_row, column), item, like)
        editor.widths[column] = item.width
    editor.new_columns.update(dict.fromkeys(columns, header_row))
    _widen(editor, header_row, table, dict(zip(columns, new, strict=True)))
    return columns


def style_column(
    editor: SheetEditor,
    header_row: int,
    column: int,
    look: CellLook,
    unlike: Collection[int],
) -> None:
    """See Workbook.style_column."""
    if column not in editor.new_columns:
        like = _neighbour(column, unlike)
        _style_column(editor, header_row, column, look, like)


# -- where there is room


def _first_free(
    editor: SheetEditor, header_row: int, table: Table | None, count: int
) -> int:
    """The first of so many free columns. Raises CannotGrow if a table has no room."""
    if table is None:
        return _free_beside(editor, header_row, count)
    return _free_in_table(editor, table.info, count)


def _free_in_table(editor: SheetEditor, info: TableInfo, count: int) -> int:
    wanted = _area_beside(info, count)
    _check_no_table(editor, info, wanted)
    _check_blank(editor, info, wanted)
    return wanted.first_column


def _area_beside(info: TableInfo, count: int) -> Area:
    """The cells right of a table that so many columns take."""
    first = info.last_column + 1
    return Area(info.first_row, first, info.last_row, info.last_column + count)


def _check_no_table(editor: SheetEditor, info: TableInfo, wanted: Area) -> None:
    for table in editor.tables:
        if table.area.overlaps(wanted):
            other = table.info.name
            raise CannotGrow(
                f"sheet {editor.name}: the table {info.name} has no room for more "
                f"columns because the table {other} is next to it; move {other} away"
            )


def _check_blank(editor: SheetEditor, info: TableInfo, wanted: Area) -> None:
    grid = editor.grid
    last_row = min(wanted.last_row, len(grid.rows))
    for row in range(wanted.first_row, last_row + 1):
        for column in range(wanted.first_column, wanted.last_column + 1):
            if grid.value(row, column) != "":
                raise CannotGrow(
                    f"sheet {editor.name}: the table {info.name} has no room for more "
                    f"columns because the cell {cell_name(row, column)} is in use; "
                    "move what is to the right of the table"
                )


def _free_beside(editor: SheetEditor, header_row: int, count: int) -> int:
    """The first of so many columns right of the header that are blank from it down."""
    column = max(
        [_last_header(editor, header_row), *editor.columns_added_to(header_row)]
    )
    free = 0
    while free < count:
        column += 1
        free = free + 1 if _is_blank_column(editor, header_row, column) else 0
    return column - count + 1


def _last_header(editor: SheetEditor, header_row: int) -> int:
    """The last column that has a header; 0 if none has."""
    header = _header_cells(editor, header_row)
    used = (column for column, value in enumerate(header, 1) if value != "")
    return max(used, default=0)


def _header_cells(editor: SheetEditor, header_row: int) -> list[object]:
    rows = editor.grid.rows
    return rows[header_row - 1] if header_row <= len(rows) else []


def _is_blank_column(editor: SheetEditor, header_row: int, column: int) -> bool:
    rows = editor.grid.rows
    if not rows or column > len(rows[0]):
        return True
    return all(row[column - 1] == "" for row in rows[header_row - 1 :])


# -- how the columns look


def _neighbour(column: int, unlike: Collection[int]) -> int:
    """The nearest column to the left that is not among `unlike`."""
    for left in range(column - 1, 0, -1):
        if left not in unlike:
            return left
    return column - 1


def _style_column(
    editor: SheetEditor, header_row: int, column: int, look: CellLook, like: int
) -> None:
    """Style new cells of a column like the column `like`, changed by their own look."""
    style = editor.xml.styles_in_row(header_row + 1).get(like, "")
    if look.derived:
        style = editor.document.ensure_styles().new_cell(style, look, is_date=False)
    editor.base_styles[column] = style


def _write_header(
    editor: SheetEditor, cell: tuple[int, int], new: NewColumn, like: int
) -> None:
    """Write a header, styled like the last one up to the column `like`."""
    row, column = cell
    present = editor.xml.styles_in_row(row)
    left = max((other for other in present if other <= like), default=0)
    style = _header_style(editor, present.get(left, ""), new.look)
    run = ColumnEdit(column, [row], [new.header], style, partial(always, style))
    editor.runs.append(run)


def _header_style(editor: SheetEditor, style: str, look: CellLook) -> str:
    styles = editor.document.ensure_styles()
    style = styles.header(style, look.derived)
    if look.derived or (styles.is_right(style) and not look.right):
        return styles.on_side(style, look.right)
    return style


# -- what grows with them


def _widen(
    editor: SheetEditor,
    header_row: int,
    table: Table | None,
    new: Mapping[int, NewColumn],
) -> None:
    """Widen the table, or else the filter of the plain header."""
    if table:
        headers = [item.header for item in new.values()]
        _widen_table(editor, table, max(new), headers)
    else:
        _widen_filter(editor, header_row, list(new))


def _widen_table(
    editor: SheetEditor, table: Table, last_column: int, headers: list[str]
) -> None:
    info = table.info
    excel_tables.add_columns(table, headers)
    excel_tables.set_extent(table, info.last_data_row, last_column)
    columns = (*info.columns, *headers)
    wider = info._replace(last_column=last_column, columns=columns)
    editor.document.update_table(editor.name, table, wider)


def _widen_filter(editor: SheetEditor, header_row: int, columns: list[int]) -> None:
    part = editor.xml.part
    for element in part.all("autoFilter", part.root):
        area = parse_area(element.get("ref"))
        if area.first_row == header_row and area.last_column == columns[0] - 1:
            wider = area._replace(last_column=columns[-1])
            part.set_attribute(element, "ref", wider.text)
