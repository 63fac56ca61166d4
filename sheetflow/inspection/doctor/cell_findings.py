"""The cells of our sheets: merged, hidden, calculated, or numbers stored as text."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from sheetflow.domain.grouping import grouped
from sheetflow.domain.phrases import counted
from sheetflow.inspection.doctor.examined_workbook import (
    ExaminedWorkbook,
    merged_areas,
    records_area,
)
from sheetflow.inspection.doctor.findings import Finding, listed
from sheetflow.reading.locate import Layout
from sheetflow.reading.sheets import read_sheet
from sheetflow.workbook import Grid, NoValue
from sheetflow.workbook.cells.cell_references import cell_name
from sheetflow.workbook.cells.sheet_xml import SheetXml


def cell_findings(examined: ExaminedWorkbook) -> Iterator[Finding]:
    """What people may not know about the cells of the sheets of facts."""
    for layout, grid in examined.facts:
        xml = examined.workbook.document.sheet(layout.name)
        yield from _merged(layout, xml)
        yield from _formulas(layout, grid)
        yield from _numbers_as_text(examined, layout, grid)
        yield from _hidden(examined, layout, xml)


def _merged(layout: Layout, xml: SheetXml) -> Iterator[Finding]:
    """Merged cells in the records and headers: only the first of them has a value."""
    records = records_area(layout)
    with_header = records._replace(first_row=layout.header_row)
    merged = [area for area in merged_areas(xml) if area.overlaps(with_header)]
    if merged:
        first = cell_name(merged[0].first_row, merged[0].first_column)
        words = {"areas": listed([area.text for area in merged])}
        yield Finding("merged-cells", layout.name, first, words)


def _formulas(layout: Layout, grid: Grid) -> Iterator[Finding]:
    """Columns of facts that have formulas."""
    headers = _fact_columns(layout)
    for (kind, column), rows in _formula_rows(layout, grid, headers).items():
        words = {"count": counted(len(rows), "formula"), "header": headers[column]}
        yield Finding(kind, layout.name, cell_name(rows[0], column), words)


def _formula_rows(
    layout: Layout, grid: Grid, columns: Collection[int]
) -> dict[tuple[str, int], list[int]]:
    """By kind of finding and column, the rows with formulas in the records."""
    return grouped(
        ((_formula_kind(grid, row, column), column), row)
        for row, column in sorted(grid.formulas)
        if column in columns and layout.header_row < row <= layout.last_row
    )


def _formula_kind(grid: Grid, row: int, column: int) -> str:
    is_calculated = not isinstance(grid.value(row, column), NoValue)
    return "formulas" if is_calculated else "never-calculated"


def _fact_columns(layout: Layout) -> dict[int, str]:
    """The columns that people fill in, with their headers."""
    return {
        position: header
        for header, position in layout.columns.items()
        if not layout.schema.column(header).derived
    }


def _numbers_as_text(
    examined: ExaminedWorkbook, layout: Layout, grid: Grid
) -> Iterator[Finding]:
    """Columns of numbers in which some are text."""
    for header, rows in _rows_of_text(examined, layout, grid).items():
        cell = cell_name(rows[0], layout.columns[header])
        words = {"count": counted(len(rows), "number"), "header": header}
        yield Finding("numbers-as-text", layout.name, cell, words)


def _rows_of_text(
    examined: ExaminedWorkbook, layout: Layout, grid: Grid
) -> dict[str, list[int]]:
    """By header, the rows in which a number is stored as text."""
    if layout.schema.sheet == "Settings":
        return {}
    raw = read_sheet(grid, layout, examined.conventions)
    return grouped(
        (problem.column, int(raw.frame.rows[problem.record]))
        for problem in raw.problems
        if problem.code == "NUM02"
    )


def _hidden(
    examined: ExaminedWorkbook, layout: Layout, xml: SheetXml
) -> Iterator[Finding]:
    """Rows out of sight, by a filter or otherwise."""
    hidden = [
        row for row in _hidden_rows(xml) if layout.header_row < row <= layout.last_row
    ]
    count = counted(len(hidden), "row")
    first = cell_name(hidden[0], 1) if hidden else ""
    if _is_filtered(examined, layout, xml):
        words = {"hidden": f" and hides {count}" if hidden else ""}
        yield Finding("filter", layout.name, first, words)
    elif hidden:
        yield Finding("hidden-rows", layout.name, first, {"count": count})


def _is_filtered(examined: ExaminedWorkbook, layout: Layout, xml: SheetXml) -> bool:
    """Whether a filter of the sheet, or of a table on it, is on."""
    tables = examined.workbook.document.tables(layout.name)
    parts = [xml.part, *(table.part for table in tables)]
    return any(part.first("filterColumn") for part in parts)


def _hidden_rows(xml: SheetXml) -> list[int]:
    prefix = re.escape(xml.prefix.encode())
    pattern = re.compile(
        rb'<%srow r="([0-9]+)"[^>]*\shidden="(?:1|true)"' % prefix,
    )
    return [int(found[1]) for found in pattern.finditer(xml.data, *xml.span)]
