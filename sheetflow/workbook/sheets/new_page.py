"""A page that the program makes: its cells, its charts, and how it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_text import RELATIONS, STRICT_RELATIONS
from sheetflow.workbook.cells.cell_encoder import CellEncoder
from sheetflow.workbook.cells.cell_references import cell_name
from sheetflow.workbook.cells.column_edits import style_attribute
from sheetflow.workbook.sheets.bookmarks import put_bookmark
from sheetflow.workbook.sheets.chart_xml import chart_xml, drawing_xml
from sheetflow.workbook.sheets.new_sheet import SHEET_TYPE, check_name, list_sheet

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sheetflow.workbook.cells.page_layout import PageCell, PageDesign
    from sheetflow.workbook.package.document import Document

_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_A4, _LETTER = 9, 1


def add_page(document: Document, design: PageDesign) -> None:
    """Add the designed page as the last sheet. Raises SheetflowError where its name is taken or impossible."""
    check_name(document, design.name)
    package = document.package
    part = document.free_name("xl/worksheets/sheetflow{}.xml")
    package.add(part, b"", SHEET_TYPE)
    relation = _add_drawing(document, design, part) if design.charts else ""
    package.write(part, "".join(_sheet_xml(document, design, relation)).encode())
    list_sheet(
        document, design.name, document.relate(package.workbook, "worksheet", part)
    )
    put_bookmark(document, design.bookmark, quoted_name(design.name))


def quoted_name(sheet: str) -> str:
    """A sheet's name as formulas write it."""
    return "'" + sheet.replace("'", "''") + "'"


def _add_drawing(document: Document, design: PageDesign, sheet_part: str) -> str:
    """Add the charts and the drawing that holds them; its relation."""
    package, strict = document.package, document.package.strict
    drawing = document.free_name("xl/drawings/sheetflow{}.xml")
    package.add(drawing, b"", _DRAWING_TYPE)
    placed = []
    for chart in design.charts:
        part = document.free_name("xl/charts/sheetflow{}.xml")
        package.add(
            part,
            chart_xml(strict, quoted_name(design.name), chart).encode(),
            _CHART_TYPE,
        )
        placed.append((chart, document.relate(drawing, "chart", part)))
    package.write(drawing, drawing_xml(strict, placed).encode())
    return document.relate(sheet_part, "drawing", drawing)


def _sheet_xml(document: Document, design: PageDesign, drawing: str) -> Iterator[str]:
    relations = STRICT_RELATIONS if document.package.strict else RELATIONS
    yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    yield f'<worksheet xmlns="{document.namespace}" xmlns:r="{relations}"><sheetPr>'
    yield f'<tabColor rgb="FF{design.tab_colour}"/>' if design.tab_colour else ""
    yield '<pageSetUpPr fitToPage="1"/></sheetPr>'
    yield '<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>'
    yield '<sheetFormatPr defaultRowHeight="15"/>'
    yield f"<cols>{''.join(_columns(design))}</cols><sheetData>{''.join(_rows(document, design))}</sheetData>"
    if design.merged:
        areas = "".join(f'<mergeCell ref="{area.text}"/>' for area in design.merged)
        yield f'<mergeCells count="{len(design.merged)}">{areas}</mergeCells>'
    yield '<printOptions horizontalCentered="1"/>'
    yield '<pageMargins left="0.4" right="0.4" top="0.4" bottom="0.4" header="0.2" footer="0.2"/>'
    yield f'<pageSetup paperSize="{_LETTER if design.letter_paper else _A4}" orientation="landscape"/>'
    yield f'<drawing r:id="{drawing}"/>' if drawing else ""
    yield "</worksheet>"


def _columns(design: PageDesign) -> Iterator[str]:
    for column, width in sorted(design.widths.items()):
        hidden = ' hidden="1"' if column in design.hidden else ""
        yield f'<col min="{column}" max="{column}" width="{width:g}"{hidden} customWidth="1"/>'


def _rows(document: Document, design: PageDesign) -> Iterator[str]:
    by_row: dict[int, list[PageCell]] = {
        row: [] for row in sorted({*design.heights, *(c.row for c in design.cells)})
    }
    for cell in design.cells:
        by_row[cell.row].append(cell)
    tails = CellEncoder("", document.date1904)
    for row, cells in by_row.items():
        height = (
            f' ht="{design.heights[row]:g}" customHeight="1"'
            if row in design.heights
            else ""
        )
        inside = "".join(
            _cell(document, cell, tails)
            for cell in sorted(cells, key=lambda cell: cell.column)
        )
        yield f'<row r="{row}"{height}>{inside}</row>'


def _cell(document: Document, cell: PageCell, tails: CellEncoder) -> str:
    style = style_attribute(document.ensure_styles().page_cell(cell.style))
    return f'<c r="{cell_name(cell.row, cell.column)}"{style}{tails.tail(cell.value)}'
