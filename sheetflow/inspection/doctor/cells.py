"""The cells of our sheets: merged, hidden, calculated, or numbers in disguise."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from sheetflow.domain.phrases import counted
from sheetflow.inspection.doctor.finding import Finding, listed
from sheetflow.inspection.doctor.patient import Patient, merged_areas, records_area
from sheetflow.reading.locate import Layout
from sheetflow.reading.sheets import read_sheet
from sheetflow.workbook import Grid, NoValue
from sheetflow.workbook.cells.cell_references import cell_name
from sheetflow.workbook.cells.sheet_xml import SheetXml


def look_at_cells(patient: Patient) -> Iterator[Finding]:
    """What in the cells people may not be aware of."""
    for layout, grid in patient.facts:
        xml = patient.workbook.document.sheet(layout.name)
        yield from _merged(layout, xml)
        yield from _formulas(layout, grid)
        yield from _numbers_as_text(layout, grid)
        yield from _hidden(patient, layout, xml)


def _merged(layout: Layout, xml: SheetXml) -> Iterator[Finding]:
    """Merged cells among the records and headers: only the first of them holds anything."""
    records = records_area(layout)._replace(first_row=layout.header_row)
    among = [area for area in merged_areas(xml) if area.meets(records)]
    if among:
        first = cell_name(among[0].first_row, among[0].first_column)
        yield Finding(
            "merged-cells",
            layout.name,
            first,
            {"areas": listed([area.text for area in among])},
        )


def _formulas(layout: Layout, grid: Grid) -> Iterator[Finding]:
    """Columns of facts in which formulas stand."""
    headers = {
        at: header
        for header, at in layout.columns.items()
        if not layout.schema.column(header).derived
    }
    found: dict[tuple[str, int], list[int]] = defaultdict(list)
    for row, column in sorted(grid.formulas):
        if column in headers and layout.header_row < row <= layout.last_row:
            uncalculated = isinstance(grid.value(row, column), NoValue)
            found["never-calculated" if uncalculated else "formulas", column].append(
                row
            )
    for (kind, column), rows in found.items():
        words = {"count": counted(len(rows), "formula"), "header": headers[column]}
        yield Finding(kind, layout.name, cell_name(rows[0], column), words)


def _numbers_as_text(layout: Layout, grid: Grid) -> Iterator[Finding]:
    """Columns of numbers in which some are text."""
    raw, rows = read_sheet(grid, layout), defaultdict(list)
    for problem in raw.problems:
        if problem.code == "NUM02" and layout.schema.sheet != "Settings":
            rows[problem.column].append(int(raw.frame.rows[problem.record]))
    for header, there in rows.items():
        words = {"count": counted(len(there), "number"), "header": header}
        yield Finding(
            "numbers-as-text",
            layout.name,
            cell_name(there[0], layout.columns[header]),
            words,
        )


def _hidden(patient: Patient, layout: Layout, xml: SheetXml) -> Iterator[Finding]:
    """Rows out of sight, by a filter or otherwise."""
    hidden = [
        row for row in _hidden_rows(xml) if layout.header_row < row <= layout.last_row
    ]
    parts = [
        xml.part,
        *(table.part for table in patient.workbook.document.tables(layout.name)),
    ]
    rows, first = counted(len(hidden), "row"), cell_name(hidden[0], 1) if hidden else ""
    if any(part.first("filterColumn") for part in parts):
        yield Finding(
            "filter",
            layout.name,
            first,
            {"hidden": f" and hides {rows}" if hidden else ""},
        )
    elif hidden:
        yield Finding("hidden-rows", layout.name, first, {"count": rows})


def _hidden_rows(xml: SheetXml) -> list[int]:
    pattern = re.compile(
        rb'<%srow r="([0-9]+)"[^>]*\shidden="(?:1|true)"'
        % re.escape(xml.prefix.encode())
    )
    return [int(found[1]) for found in pattern.finditer(xml.data, *xml.span)]
