"""Whether there is space for what a run writes: its columns, its sheets, its new rows."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.domain.phrases import counted
from sheetflow.inspection.doctor.examined_workbook import ExaminedWorkbook, merged_areas
from sheetflow.inspection.doctor.findings import Finding
from sheetflow.reading.locate import Layout, table_of
from sheetflow.reading.sheets import read_sheet
from sheetflow.workbook import CannotGrow, Grid, TableInfo
from sheetflow.workbook.cells.cell_references import Area, cell_name
from sheetflow.writing.added_columns import add_columns
from sheetflow.writing.adoption import strangers

_Obstacle = tuple[int, int, str]
"""Something below a table: its row, its column, what it is."""


def space_findings(examined: ExaminedWorkbook) -> Iterator[Finding]:
    """What is where a run would write.

    This examination must be the last: it adds columns to try, which are never saved.
    """
    yield from _to_adopt(examined)
    for layout, grid in examined.facts:
        table = table_of(grid, layout.header_row, layout.columns)
        if table:
            yield from _rows_below(layout, grid, table)
            yield from _in_the_way(examined, layout, grid, table)
            yield from _below_totals(layout, grid, table)
        yield from _beside(examined, layout)


def _to_adopt(examined: ExaminedWorkbook) -> Iterator[Finding]:
    """Sheets and columns with names of ours that sheetflow did not make."""
    facts = examined.fact_layouts
    for name in strangers(examined.workbook, facts, examined.derived_names):
        yield Finding("adopt", words={"what": name})


def _beside(examined: ExaminedWorkbook, layout: Layout) -> Iterator[Finding]:
    """Whether there is space for the missing derived columns."""
    missing = [
        column for column in layout.absent if column.derived and not column.yields
    ]
    if not missing:
        return
    try:
        add_columns(examined.workbook, layout, missing, "USD")
    except CannotGrow as error:
        what, _, remedy = str(error).partition(": ")[2].rpartition("; ")
        words = {"what": what, "remedy": remedy}
        yield Finding("no-room-beside", layout.name, words=words)


def _rows_below(layout: Layout, grid: Grid, table: TableInfo) -> Iterator[Finding]:
    """Rows directly below a table."""
    count = _count_below(layout, grid, table)
    if count:
        cell = cell_name(table.last_row + 1, table.first_column)
        words = {"count": counted(count, "row"), "table": table.name}
        yield Finding("rows-below-table", layout.name, cell, words)


def _count_below(layout: Layout, grid: Grid, table: TableInfo) -> int:
    """How many rows directly below a table have something under our headers."""
    if table.totals_rows:
        return 0
    row = table.last_row + 1
    while row <= layout.last_row and _is_record(layout, grid, row):
        row += 1
    return row - table.last_row - 1


def _is_record(layout: Layout, grid: Grid, row: int) -> bool:
    return any(grid.value(row, column) != "" for column in layout.columns.values())


def _in_the_way(
    examined: ExaminedWorkbook, layout: Layout, grid: Grid, table: TableInfo
) -> Iterator[Finding]:
    """The first obstacle below a table and below the rows that a run adds to it."""
    last_row = table.last_row + _count_below(layout, grid, table)
    table = table._replace(last_row=last_row)
    obstacles = [
        *_tables_below(grid, table),
        *_merged_below(examined, layout, table),
        *_value_below(grid, table),
    ]
    if obstacles:
        row, column, what = min(obstacles)
        yield Finding("in-the-way", layout.name, cell_name(row, column), {"what": what})


def _tables_below(grid: Grid, table: TableInfo) -> Iterator[_Obstacle]:
    for other in grid.tables:
        if _begins_below(other, table):
            yield other.first_row, other.first_column, f"the table {other.name}"


def _merged_below(
    examined: ExaminedWorkbook, layout: Layout, table: TableInfo
) -> Iterator[_Obstacle]:
    xml = examined.workbook.document.sheet(layout.name)
    for area in merged_areas(xml):
        if _begins_below(area, table):
            yield area.first_row, area.first_column, "a merged area"


def _begins_below(area: Area | TableInfo, table: TableInfo) -> bool:
    """Whether an area begins in a column of a table, below its last row."""
    is_below = area.first_row > table.last_row
    return is_below and area.first_column in table.column_numbers


def _value_below(grid: Grid, table: TableInfo) -> Iterator[_Obstacle]:
    """The first cell that is not blank."""
    for row in range(table.last_row + 1, len(grid.rows) + 1):
        for column in table.column_numbers:
            if grid.value(row, column) != "":
                yield row, column, "something"
                return


def _below_totals(layout: Layout, grid: Grid, table: TableInfo) -> Iterator[Finding]:
    """What a clerk typed below the totals row, thinking that it would count."""
    for problem in read_sheet(grid, layout).problems:
        if problem.code == "TAB02":
            words = {"table": table.name, "rows": problem.words["rows"]}
            yield Finding("rows-below-totals", layout.name, words=words)
