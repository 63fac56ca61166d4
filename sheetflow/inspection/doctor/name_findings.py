"""Sheets and headers that are missing, almost right, or there twice."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.domain.catalogue import fact_sheets, sheet_schema
from sheetflow.domain.schema import loose
from sheetflow.domain.suggestions import nearest
from sheetflow.inspection.doctor.examined_workbook import ExaminedWorkbook
from sheetflow.inspection.doctor.findings import Finding
from sheetflow.reading.locate import Layout
from sheetflow.workbook import Grid
from sheetflow.workbook.cells.cell_references import cell_name

_SIMILAR = 0.8


def name_findings(examined: ExaminedWorkbook) -> Iterator[Finding]:
    """What a run would not find, or would take for the owner's own."""
    yield from _missing_sheets(examined)
    yield from _missing_headers(examined)
    yield from _similar_sheets(examined)
    for layout, grid in examined.facts:
        yield from _similar_headers(layout, grid)
        yield from _double_headers(layout, grid)


def _missing_sheets(examined: ExaminedWorkbook) -> Iterator[Finding]:
    for sheet in fact_sheets():
        if sheet_schema(sheet).required and sheet not in examined.matched:
            yield _missing_sheet(examined, sheet)


def _missing_sheet(examined: ExaminedWorkbook, sheet: str) -> Finding:
    similar = nearest(sheet, examined.others)
    rename = f"Rename {similar} if that is the one, or " if similar else ""
    return Finding("missing-sheet", words={"wanted": sheet, "rename": rename})


def _missing_headers(examined: ExaminedWorkbook) -> Iterator[Finding]:
    """Sheets in which no row has all required headers."""
    for sheet, reason in examined.unfound.items():
        if sheet in fact_sheets():
            what = reason.partition(": ")[2].partition(";")[0]
            wanted = ", ".join(sheet_schema(sheet).required_headers)
            words = {"what": what, "wanted": wanted}
            yield Finding("missing-header", examined.matched[sheet], words=words)


def _similar_sheets(examined: ExaminedWorkbook) -> Iterator[Finding]:
    """Sheets whose name is almost that of an optional sheet the workbook lacks."""
    missing = _missing_optional_sheets(examined)
    for name in examined.others:
        suggestion = nearest(name, missing, _SIMILAR)
        if suggestion:
            yield Finding("near-sheet", name, words={"suggestion": suggestion})


def _missing_optional_sheets(examined: ExaminedWorkbook) -> list[str]:
    return [
        sheet
        for sheet in fact_sheets()
        if sheet not in examined.matched and not sheet_schema(sheet).required
    ]


def _similar_headers(layout: Layout, grid: Grid) -> Iterator[Finding]:
    """Headers that are almost one of ours that the sheet lacks."""
    missing = [column.header for column in layout.absent if not column.yields]
    for column in sorted(layout.owners):
        header = str(grid.value(layout.header_row, column))
        suggestion = nearest(header, missing, _SIMILAR)
        if suggestion:
            cell = cell_name(layout.header_row, column)
            words = {"header": header, "suggestion": suggestion}
            yield Finding("near-header", layout.name, cell, words)


def _double_headers(layout: Layout, grid: Grid) -> Iterator[Finding]:
    """Headers of ours that the sheet has twice: the first counts."""
    known = {loose(header): header for header in layout.columns}
    for column in sorted(layout.owners):
        typed = str(grid.value(layout.header_row, column))
        header = known.get(loose(typed))
        if header:
            cell = cell_name(layout.header_row, column)
            first = cell_name(layout.header_row, layout.columns[header])
            words = {"header": header, "first": first}
            yield Finding("double-header", layout.name, cell, words)
