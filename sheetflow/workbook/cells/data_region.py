"""Where the rows below a header end, and what may prevent more of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.cells.cell_references import (
    LAST_ROW,
    Area,
    cell_name,
    parse_area,
)
from sheetflow.workbook.model import CannotGrow, Grid, TableInfo

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sheetflow.workbook.cells.excel_tables import Table
    from sheetflow.workbook.cells.sheet_xml import SheetXml


class DataRegion(NamedTuple):
    """The rows below one header, in a table or a plain range.

    `last_row` is where they end (a table's totals row not counted), `last_used` the
    last that is not blank; new rows look like `template_row`, 0 if there is none.
    """

    header_row: int
    first_column: int
    last_column: int
    last_row: int
    last_used: int
    template_row: int
    table: Table | None

    @property
    def next_row(self) -> int:
        return self.last_used + 1

    @property
    def columns(self) -> range:
        return range(self.first_column, self.last_column + 1)

    @property
    def totals_rows(self) -> int:
        return self.table.info.totals_rows if self.table else 0


def find_region(
    grid: Grid, tables: list[Table], header_row: int, columns: Iterable[int]
) -> DataRegion:
    """The region with these columns whose header is in this row."""
    wanted = sorted(columns)
    table = _table_with_header(tables, header_row, wanted)
    if table:
        return _table_region(grid, table)
    return _plain_region(grid, header_row, wanted)


def _plain_region(grid: Grid, header_row: int, columns: list[int]) -> DataRegion:
    first, last = _header_extent(grid, header_row, columns)
    used = _last_used(grid, header_row, len(grid.rows), range(first, last + 1))
    template = used if used > header_row else 0
    return DataRegion(header_row, first, last, used, used, template, None)


def _table_with_header(
    tables: list[Table], header_row: int, columns: list[int]
) -> Table | None:
    """The table whose header is in this row, over one of the columns."""
    for table in tables:
        if _has_header(table.info, header_row, columns):
            return table
    return None


def _has_header(info: TableInfo, header_row: int, columns: list[int]) -> bool:
    return info.first_row == header_row and any(
        info.first_column <= column <= info.last_column for column in columns
    )


def _table_region(grid: Grid, table: Table) -> DataRegion:
    info = table.info
    header_row = info.first_row
    first_data_row = header_row + 1
    columns = range(info.first_column, info.last_column + 1)
    used = _last_used(grid, header_row, info.last_data_row, columns)
    return DataRegion(
        header_row,
        info.first_column,
        info.last_column,
        last_row=max(info.last_data_row, first_data_row),
        last_used=used,
        template_row=max(used, first_data_row),
        table=table,
    )


def _header_extent(grid: Grid, row: int, columns: list[int]) -> tuple[int, int]:
    """The unbroken stretch of header cells around the columns."""
    first = _first_header(grid, row, columns[0])
    last = _last_header(grid, row, columns[-1])
    return first, last


def _first_header(grid: Grid, row: int, column: int) -> int:
    """The first column of the unbroken stretch of header cells up to a column."""
    while column > 1 and grid.value(row, column - 1) != "":
        column -= 1
    return column


def _last_header(grid: Grid, row: int, column: int) -> int:
    """The last column of the unbroken stretch of header cells from a column on."""
    while grid.value(row, column + 1) != "":
        column += 1
    return column


def _last_used(grid: Grid, header_row: int, end: int, columns: range) -> int:
    """The last row with something other than a formula in these columns.

    The header's row where no row has.
    """
    for row in range(min(end, len(grid.rows)), header_row, -1):
        cells = grid.rows[row - 1][columns.start - 1 : columns.stop - 1]
        if any(
            cell != "" and (row, column) not in grid.formulas
            for column, cell in zip(columns, cells, strict=False)
        ):
            return row
    return header_row


# ------------------------------------------------------------------ room for more rows


def check_room(
    grid: Grid, sheet: SheetXml, region: DataRegion, last: int, tables: list[Table]
) -> None:
    """Raises CannotGrow where something prevents the region from ending at `last`."""
    end = last + region.totals_rows
    if end > LAST_ROW:
        raise _cannot_grow(
            grid,
            region,
            "the sheet is full; start a new workbook with sheetflow new --like and --carry-over",
        )
    if end <= region.last_row:
        return
    below = Area(region.last_row + 1, region.first_column, end, region.last_column)
    reason = _table_in(below, region, tables) or _merged_cells_in(below, sheet)
    if reason:
        raise _cannot_grow(grid, region, reason)


def _table_in(area: Area, region: DataRegion, tables: list[Table]) -> str:
    """The problem where another table is in the area, else ''."""
    for table in tables:
        if table is not region.table and table.area.overlaps(area):
            return f"the table {table.info.name} is in the way; move it aside"
    return ""


def _merged_cells_in(area: Area, sheet: SheetXml) -> str:
    """The problem where merged cells are in the area, else ''."""
    for merged in sheet.part.all("mergeCell"):
        cells = merged.get("ref")
        if parse_area(cells).overlaps(area):
            return f"the cells {cells} are merged; unmerge or move them"
    return ""


def check_blank(
    grid: Grid, region: DataRegion, last: int, columns: Iterable[int]
) -> None:
    """Raises CannotGrow where a table's new rows are not blank in these columns.

    Below a plain header, what is not blank is one of its rows.
    """
    if not region.table:
        return
    first = region.last_row + region.totals_rows + 1
    end = min(last + region.totals_rows, len(grid.rows))
    for row in range(first, end + 1):
        for column in columns:
            if grid.value(row, column) != "" or (row, column) in grid.formulas:
                cell = cell_name(row, column)
                raise _cannot_grow(
                    grid,
                    region,
                    f"the cell {cell} is in use; move what is below the table",
                )


def _cannot_grow(grid: Grid, region: DataRegion, reason: str) -> CannotGrow:
    where = f"sheet {grid.name}: rows cannot be added below row {region.last_used}"
    return CannotGrow(f"{where}: {reason}")
