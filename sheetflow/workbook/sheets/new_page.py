"""A page that the program makes: its cells, its charts, and how it is printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_text import RELATIONS, STRICT_RELATIONS
from sheetflow.workbook.cells.cell_encoder import CellEncoder
from sheetflow.workbook.cells.cell_references import cell_name
from sheetflow.workbook.cells.column_edits import style_attribute
from sheetflow.workbook.model import PAPER_A4, PAPER_LETTER
from sheetflow.workbook.sheets.bookmarks import quoted_name
from sheetflow.workbook.sheets.chart_xml import chart_xml, drawing_xml
from sheetflow.workbook.sheets.sheet_list import SHEET_TYPE, list_sheet, reserve_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sheetflow.workbook.cells.page_layout import ChartDesign, PageCell, PageDesign
    from sheetflow.workbook.package.document import Document

_DRAWING_TYPE = "application/vnd.openxmlformats-officedocument.drawing+xml"
_CHART_TYPE = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"


def add_page(document: Document, design: PageDesign) -> None:
    """Add the designed page as the last sheet.

    Raises SheetflowError if its name is taken or not allowed.
    """
    reserve_name(document, design.name)
    package = document.package
    part = document.free_name("xl/worksheets/sheetflow{}.xml")
    package.add(part, b"", SHEET_TYPE)
    drawing = _add_drawing(document, design, part) if design.charts else ""
    xml = "".join(_sheet_xml(document, design, drawing)).encode()
    package.write(part, xml)
    list_sheet(document, design.name, part)


# -- charts


def _add_drawing(document: Document, design: PageDesign, sheet_part: str) -> str:
    """Add the charts, and the drawing with them; returns the drawing's relation."""
    package = document.package
    drawing = document.free_name("xl/drawings/sheetflow{}.xml")
    package.add(drawing, b"", _DRAWING_TYPE)
    sheet = quoted_name(design.name)
    charts: list[tuple[ChartDesign, str]] = []
    for chart in design.charts:
        relation = _add_chart(document, chart, sheet, drawing)
        charts.append((chart, relation))
    package.write(drawing, drawing_xml(package.strict, charts).encode())
    return document.relate(sheet_part, "drawing", drawing)


def _add_chart(document: Document, chart: ChartDesign, sheet: str, drawing: str) -> str:
    """Add the part of a chart; returns its relation to the drawing."""
    package = document.package
    part = document.free_name("xl/charts/sheetflow{}.xml")
    xml = chart_xml(package.strict, sheet, chart).encode()
    package.add(part, xml, _CHART_TYPE)
    return document.relate(drawing, "chart", part)


# -- the sheet


def _sheet_xml(document: Document, design: PageDesign, drawing: str) -> Iterator[str]:
    """The part of the page; `drawing` is the drawing's relation, or ''."""
    yield from _beginning(document, design)
    yield "<cols>"
    yield from _columns(design)
    yield "</cols><sheetData>"
    yield from _rows(document, design)
    yield "</sheetData>"
    if design.merged:
        areas = "".join(f'<mergeCell ref="{area.text}"/>' for area in design.merged)
        yield f'<mergeCells count="{len(design.merged)}">{areas}</mergeCells>'
    yield from _page_setup(design)
    if drawing:
        yield f'<drawing r:id="{drawing}"/>'
    yield "</worksheet>"


def _beginning(document: Document, design: PageDesign) -> Iterator[str]:
    """Everything before the columns."""
    relations = STRICT_RELATIONS if document.package.strict else RELATIONS
    yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    yield f'<worksheet xmlns="{document.namespace}" xmlns:r="{relations}"><sheetPr>'
    if design.tab_colour:
        yield f'<tabColor rgb="FF{design.tab_colour}"/>'
    yield '<pageSetUpPr fitToPage="1"/></sheetPr>'
    yield '<sheetViews><sheetView showGridLines="0" workbookViewId="0"/></sheetViews>'
    yield '<sheetFormatPr defaultRowHeight="15"/>'


def _page_setup(design: PageDesign) -> Iterator[str]:
    """How the page is printed."""
    size = PAPER_LETTER if design.letter_paper else PAPER_A4
    yield '<printOptions horizontalCentered="1"/>'
    yield '<pageMargins left="0.4" right="0.4" top="0.4" bottom="0.4" header="0.2" footer="0.2"/>'
    yield f'<pageSetup paperSize="{size}" orientation="landscape"/>'


def _columns(design: PageDesign) -> Iterator[str]:
    for column, width in sorted(design.widths.items()):
        hidden = ' hidden="1"' if column in design.hidden else ""
        yield (
            f'<col min="{column}" max="{column}" width="{width:g}"{hidden} '
            'customWidth="1"/>'
        )


def _rows(document: Document, design: PageDesign) -> Iterator[str]:
    tails = CellEncoder("", document.date1904)
    for row, cells in _cells_by_row(design).items():
        ordered = sorted(cells, key=_column)
        inside = "".join(_cell_xml(document, cell, tails) for cell in ordered)
        yield f'<row r="{row}"{_height(design, row)}>{inside}</row>'


def _cells_by_row(design: PageDesign) -> dict[int, list[PageCell]]:
    """The cells of each row; a row with a height has an entry even without cells."""
    numbers = {*design.heights, *(cell.row for cell in design.cells)}
    by_row: dict[int, list[PageCell]] = {row: [] for row in sorted(numbers)}
    for cell in design.cells:
        by_row[cell.row].append(cell)
    return by_row


def _height(design: PageDesign, row: int) -> str:
    if row not in design.heights:
        return ""
    return f' ht="{design.heights[row]:g}" customHeight="1"'


def _column(cell: PageCell) -> int:
    return cell.column


def _cell_xml(document: Document, cell: PageCell, tails: CellEncoder) -> str:
    name = cell_name(cell.row, cell.column)
    style = style_attribute(document.ensure_styles().page_cell(cell.style))
    return f'<c r="{name}"{style}{tails.tail(cell.value)}'
