"""Whether a run finds room for what it writes: its columns, its sheets, its new rows."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.domain.phrases import counted
from sheetflow.domain.schema import FACTS
from sheetflow.inspection.doctor.finding import Finding
from sheetflow.inspection.doctor.patient import Patient, merged_areas
from sheetflow.reading.locate import Layout, table_of
from sheetflow.reading.sheets import read_sheet
from sheetflow.workbook import CannotGrow, Grid, TableInfo
from sheetflow.workbook.cells.cell_references import cell_name
from sheetflow.writing.adoption import strangers
from sheetflow.writing.placed import add_columns


def look_at_room(patient: Patient) -> Iterator[Finding]:
    """What stands where the engine would write. To be looked at last: columns are added for trial, never saved."""
    facts = {
        sheet: layout for sheet, layout in patient.layouts.items() if sheet in FACTS
    }
    for name in strangers(patient.workbook, facts, patient.derived_names):
        yield Finding("adopt", words={"what": name})
    for layout, grid in patient.facts:
        table = table_of(grid, layout.header_row, layout.columns)
        if table:
            yield from _below(patient, layout, grid, table)
            yield from _below_totals(layout, grid, table)
        yield from _beside(patient, layout)


def _beside(patient: Patient, layout: Layout) -> Iterator[Finding]:
    """Whether the missing derived columns find room."""
    missing = [
        column for column in layout.absent if column.derived and not column.yields
    ]
    if missing:
        try:
            add_columns(patient.workbook, layout, missing, "USD")
        except CannotGrow as error:
            what, _, remedy = str(error).partition(": ")[2].rpartition("; ")
            yield Finding(
                "no-room-beside", layout.name, words={"what": what, "remedy": remedy}
            )


def _below(
    patient: Patient, layout: Layout, grid: Grid, table: TableInfo
) -> Iterator[Finding]:
    """Rows below a table, and what else stands there, in the way of new ones."""
    count = 0 if table.totals_rows else _records_below(layout, grid, table)
    if count:
        words = {"count": counted(count, "row"), "table": table.name}
        yield Finding(
            "rows-below-table",
            layout.name,
            cell_name(table.last_row + 1, table.first_column),
            words,
        )
    in_the_way = _first_below(
        patient, layout, grid, table._replace(last_row=table.last_row + count)
    )
    if in_the_way:
        row, column, what = in_the_way
        yield Finding("in-the-way", layout.name, cell_name(row, column), {"what": what})


def _records_below(layout: Layout, grid: Grid, table: TableInfo) -> int:
    """How many rows directly below a table hold something under our headers."""
    row, columns = table.last_row + 1, list(layout.columns.values())
    while row <= layout.last_row and any(
        grid.value(row, column) != "" for column in columns
    ):
        row += 1
    return row - table.last_row - 1


def _below_totals(layout: Layout, grid: Grid, table: TableInfo) -> Iterator[Finding]:
    """What a clerk typed below the totals row, thinking it would count."""
    for problem in read_sheet(grid, layout).problems:
        if problem.code == "TAB02":
            words = {"table": table.name, "rows": problem.words["rows"]}
            yield Finding("rows-below-totals", layout.name, words=words)


def _first_below(
    patient: Patient, layout: Layout, grid: Grid, table: TableInfo
) -> tuple[int, int, str] | None:
    """The row and column of the first thing below a table, and what it is; None where all is free."""
    columns = range(table.first_column, table.last_column + 1)
    others = [
        t
        for t in grid.tables
        if t.first_row > table.last_row and t.first_column in columns
    ]
    found = [
        (t.first_row, t.first_column, f"the table {t.name} stands") for t in others
    ]
    merged = [
        a
        for a in merged_areas(patient.workbook.document.sheet(layout.name))
        if a.first_row > table.last_row
    ]
    found += [
        (a.first_row, a.first_column, "merged cells stand")
        for a in merged
        if a.first_column in columns
    ]
    for row in range(table.last_row + 1, len(grid.rows) + 1):
        used = next((column for column in columns if grid.value(row, column) != ""), 0)
        if used:
            found.append((row, used, "something stands"))
            break
    return min(found, default=None)
