"""Where the rows below a header end, and what may stand in the way of more."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.cells.cell_references import (
    LAST_ROW,
    Area,
    cell_name,
    parse_area,
)
from sheetflow.workbook.model import CannotGrow, Grid

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sheetflow.workbook.cells.excel_tables import Table
    from sheetflow.workbook.cells.sheet_xml import SheetXml


class DataRegion(NamedTuple):
    """The rows below one header, in a table or a plain range.

    `last_row` is where they end (a table's totals row not counted), `last_used` the last that is not blank;
    `template_row` is the one that new rows look like, 0 where there is none.
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
    """The region whose header is in this row and holds these columns."""
    wanted = sorted(columns)
    table = next(
        (t for t in tables if t.info.first_row == header_row and _meets(t, wanted)),
        None,
    )
    first, last = _header_extent(grid, header_row, wanted)
    end = len(grid.rows)
    if table:
        first, last, end = (
            table.info.first_column,
            table.info.last_column,
            table.info.last_data_row,
        )
    used = _last_used(grid, header_row, end, range(first, last + 1))
    template = used if used > header_row else header_row + 1 if table else 0
    return DataRegion(
        header_row,
        first,
        last,
        max(end, header_row + 1) if table else used,
        used,
        template,
        table,
    )


def _meets(table: Table, columns: list[int]) -> bool:
    return any(
        table.info.first_column <= column <= table.info.last_column
        for column in columns
    )


def _header_extent(grid: Grid, row: int, columns: list[int]) -> tuple[int, int]:
    """The unbroken stretch of header cells around the columns."""
    first, last = columns[0], columns[-1]
    while first > 1 and grid.value(row, first - 1) != "":
        first -= 1
    while grid.value(row, last + 1) != "":
        last += 1
    return first, last


def _last_used(grid: Grid, header_row: int, end: int, columns: range) -> int:
    """The last row that holds something other than a formula in these columns; the header's if none does."""
    for row in range(min(end, len(grid.rows)), header_row, -1):
        cells = grid.rows[row - 1][columns.start - 1 : columns.stop - 1]
        if any(
            cell != "" and (row, column) not in grid.formulas
            for column, cell in zip(columns, cells, strict=False)
        ):
            return row
    return header_row


def check_room(
    grid: Grid, sheet: SheetXml, region: DataRegion, last: int, others: list[Table]
) -> None:
    """See that the region may reach down to `last`. Raises CannotGrow, naming what stands in the way."""
    where = f"sheet {grid.name}: rows cannot be added below row {region.last_used}"
    if last + region.totals_rows > LAST_ROW:
        raise CannotGrow(
            f"{where}: the sheet is full; move old rows to another workbook"
        )
    below = Area(
        region.last_row + 1,
        region.first_column,
        last + region.totals_rows,
        region.last_column,
    )
    if below.last_row < below.first_row:
        return
    for other in others:
        if other is not region.table and other.area.overlaps(below):
            raise CannotGrow(
                f"{where}: the table {other.info.name} stands there; move it aside"
            )
    for merged in sheet.part.all("mergeCell"):
        if parse_area(merged.get("ref")).overlaps(below):
            raise CannotGrow(
                f"{where}: the cells {merged.get('ref')} are merged; unmerge or move them"
            )


def check_blank(
    grid: Grid, region: DataRegion, last: int, columns: Iterable[int]
) -> None:
    """See that a table's new rows are blank in these columns; below a plain header, what is not is a row of it."""
    if not region.table:
        return
    first, end = region.last_row + 1 + region.totals_rows, last + region.totals_rows
    for row in range(first, min(end, len(grid.rows)) + 1):
        for column in columns:
            if grid.value(row, column) != "" or (row, column) in grid.formulas:
                raise CannotGrow(
                    f"sheet {grid.name}: rows cannot be added below row {region.last_used}: the cell "
                    f"{cell_name(row, column)} is in use; move what stands below the table"
                )
