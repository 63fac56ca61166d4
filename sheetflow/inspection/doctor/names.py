"""Sheets and headers: those that are missing, those that are nearly right, those that are there twice."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.domain.schema import FACTS, loose, sheet_schema
from sheetflow.domain.suggestions import nearest
from sheetflow.inspection.doctor.finding import Finding
from sheetflow.inspection.doctor.patient import Patient
from sheetflow.reading.locate import Layout
from sheetflow.workbook import Grid
from sheetflow.workbook.cells.cell_references import cell_name

_NEAR = 0.8


def look_at_names(patient: Patient) -> Iterator[Finding]:
    """What a run would not find, or take for something of the owner's."""
    yield from _missing_sheets(patient)
    yield from _missing_headers(patient)
    yield from _near_sheets(patient)
    for layout, grid in patient.facts:
        yield from _near_headers(layout, grid)
        yield from _double_headers(layout, grid)


def _missing_sheets(patient: Patient) -> Iterator[Finding]:
    for sheet in FACTS:
        if sheet_schema(sheet).required and sheet not in patient.matched:
            near = nearest(sheet, patient.others)
            rename = f"Rename {near} if that is it, else a" if near else "A"
            yield Finding("missing-sheet", words={"wanted": sheet, "rename": rename})


def _missing_headers(patient: Patient) -> Iterator[Finding]:
    """Sheets in which no row holds all required headers."""
    for sheet, reason in patient.unfound.items():
        if sheet in FACTS:
            what = reason.partition(": ")[2].partition(";")[0]
            wanted = ", ".join(sheet_schema(sheet).required_headers)
            yield Finding(
                "missing-header",
                patient.matched[sheet],
                words={"what": what, "wanted": wanted},
            )


def _near_sheets(patient: Patient) -> Iterator[Finding]:
    """Sheets with a name that is nearly one of ours that may be missing."""
    missing = [
        sheet
        for sheet in FACTS
        if sheet not in patient.matched and not sheet_schema(sheet).required
    ]
    for name in patient.others:
        near = nearest(name, missing, _NEAR)
        if near:
            yield Finding("near-sheet", name, words={"near": near})


def _near_headers(layout: Layout, grid: Grid) -> Iterator[Finding]:
    """Headers that are nearly one of ours which the sheet lacks."""
    missing = [column.header for column in layout.absent if not column.yields]
    for column in sorted(layout.owners):
        header = str(grid.value(layout.header_row, column))
        near = nearest(header, missing, _NEAR)
        if near:
            words = {"header": header, "near": near}
            yield Finding(
                "near-header", layout.name, cell_name(layout.header_row, column), words
            )


def _double_headers(layout: Layout, grid: Grid) -> Iterator[Finding]:
    """Headers of ours that the sheet has twice: the first counts."""
    known = {loose(header): header for header in layout.columns}
    for column in sorted(layout.owners):
        header = known.get(loose(str(grid.value(layout.header_row, column))))
        if header:
            words = {
                "header": header,
                "first": cell_name(layout.header_row, layout.columns[header]),
            }
            yield Finding(
                "double-header",
                layout.name,
                cell_name(layout.header_row, column),
                words,
            )
