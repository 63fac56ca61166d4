"""A sheet that the program makes: a plain table with a frozen header and filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.archive.xml_part import XmlPart
from sheetflow.workbook.archive.xml_text import (
    RELATIONS,
    STRICT_RELATIONS,
    attributes_text,
)
from sheetflow.workbook.cells.cell_encoder import CellEncoder
from sheetflow.workbook.cells.cell_references import Area, cell_name
from sheetflow.workbook.cells.column_edits import ColumnEdit, style_attribute
from sheetflow.workbook.cells.native_rows import NO_ROWS, RowLook, spliced_rows
from sheetflow.workbook.cells.row_heights import row_heights, with_height
from sheetflow.workbook.cells.row_plans import planned_rows
from sheetflow.workbook.model import PAPER_A4, PAPER_LETTER, Link, SheetDesign
from sheetflow.workbook.notes.marked_cells import put_marks
from sheetflow.workbook.sheets.column_values import ColumnValues
from sheetflow.workbook.sheets.data_validations import validations_xml
from sheetflow.workbook.sheets.new_table import add_table
from sheetflow.workbook.sheets.sheet_list import SHEET_TYPE, list_sheet, reserve_name
from sheetflow.workbook.styles.conditional_formats import (
    conditional_format_xml,
    rule_xml,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sheetflow.workbook.package.document import Document

_MARGINS = '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'


def add_sheet(document: Document, design: SheetDesign) -> None:
    """Add the designed sheet as the last one.

    Raises SheetflowError if its name is taken or not allowed.
    """
    reserve_name(document, design.name)
    package = document.package
    part = document.free_name("xl/worksheets/sheetflow{}.xml")
    package.add(part, b"", SHEET_TYPE)
    table = add_table(document, design, part) if design.as_table else ""
    xml = "".join(_sheet_xml(document, design, table)).encode()
    package.write(part, xml)
    if design.marks:
        _mark(document, design, part)
    list_sheet(document, design.name, part)


def _mark(document: Document, design: SheetDesign, part: str) -> None:
    """Mark the designed cells of a new sheet."""
    xml = XmlPart(document.package.read(part), skip=("sheetData",))
    put_marks(document, part, xml, design.marks)
    document.package.write(part, xml.result())


def _sheet_xml(document: Document, design: SheetDesign, table: str) -> Iterator[str]:
    """The part of the sheet; `table` is its table's relation, or ''."""
    styles = [
        document.ensure_styles().new_cell("0", column.look, is_date=False)
        for column in design.columns
    ]
    yield from _beginning(document, design)
    yield "<cols>"
    yield from _columns(design, styles)
    yield "</cols><sheetData>"
    yield from _rows(document, design, styles)
    yield "</sheetData>"
    if not design.as_table:
        yield f'<autoFilter ref="{_area(design).text}"/>'
    yield from _conditional_formats(document, design)
    yield from validations_xml(design)
    yield _MARGINS
    size = PAPER_LETTER if document.letter_paper else PAPER_A4
    yield f'<pageSetup paperSize="{size}" orientation="landscape"{_wide(design)} fitToHeight="0"/>'
    if table:
        yield f'<tableParts count="1"><tablePart r:id="{table}"/></tableParts>'
    yield "</worksheet>"


def _wide(design: SheetDesign) -> str:
    """The attribute of a sheet that is printed several pages wide."""
    return f' fitToWidth="{design.pages_wide}"' if design.pages_wide > 1 else ""


def _beginning(document: Document, design: SheetDesign) -> Iterator[str]:
    """Everything before the columns."""
    relations = STRICT_RELATIONS if document.package.strict else RELATIONS
    tab = f'<tabColor rgb="FF{design.tab_colour}"/>' if design.tab_colour else ""
    last_cell = cell_name(design.last_row, len(design.columns))
    yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    yield f'<worksheet xmlns="{document.namespace}" xmlns:r="{relations}">'
    yield f'<sheetPr>{tab}<pageSetUpPr fitToPage="1"/></sheetPr>'
    yield f'<dimension ref="A1:{last_cell}"/>'
    yield f'<sheetViews><sheetView workbookViewId="0">{_frozen(design)}</sheetView></sheetViews>'
    yield '<sheetFormatPr defaultRowHeight="15"/>'


def _frozen(design: SheetDesign) -> str:
    """The frozen header, with the first cell below it selected."""
    first = f"A{design.header_row + 1}"
    return (
        f'<pane ySplit="{design.header_row}" topLeftCell="{first}" '
        'activePane="bottomLeft" state="frozen"/>'
        f'<selection pane="bottomLeft" activeCell="{first}" sqref="{first}"/>'
    )


def _columns(design: SheetDesign, styles: Iterable[str]) -> Iterator[str]:
    pairs = zip(design.columns, styles, strict=True)
    for number, (column, style) in enumerate(pairs, 1):
        look = f' style="{style}"' if style != "0" else ""
        yield (
            f'<col min="{number}" max="{number}" width="{column.width:g}"{look} '
            'customWidth="1"/>'
        )


def _area(design: SheetDesign) -> Area:
    """The header and all cells below it."""
    return Area(design.header_row, 1, design.last_row, len(design.columns))


# -- rows


def _rows(document: Document, design: SheetDesign, styles: list[str]) -> Iterator[str]:
    tails = CellEncoder("", document.date1904, design.name)
    if design.title:
        yield _title(document, design, tails)
    yield f'<row r="{design.header_row}">'
    yield from _headers(document, design, tails)
    yield "</row>"
    yield from _data_rows(_runs(document, design, styles), tails, _heights(design))


def _data_rows(
    edits: list[ColumnEdit], encoder: CellEncoder, heights: dict[int, str]
) -> Iterator[str]:
    """The rows below the header; `heights` are their other attributes."""
    look = RowLook(heights, {}, keeps_empty=True)
    written = spliced_rows(NO_ROWS, edits, encoder, look)
    if written is not None:
        yield written.decode()
        return
    for block in planned_rows(edits, encoder):
        for row, plan, some in block:
            cells = plan.new_cells(row, some).decode()
            yield f'<row r="{row}"{heights.get(row, "")}>{cells}</row>'


def _title(document: Document, design: SheetDesign, tails: CellEncoder) -> str:
    style = style_attribute(document.ensure_styles().title())
    cell = f'<c r="A1"{style}{tails.tail(design.title)}'
    return f'<row r="1" ht="21" customHeight="1">{cell}</row>'


def _headers(
    document: Document, design: SheetDesign, tails: CellEncoder
) -> Iterator[str]:
    for number, column in enumerate(design.columns, 1):
        name = cell_name(design.header_row, number)
        style = style_attribute(document.ensure_styles().new_header(column.look))
        yield f'<c r="{name}"{style}{tails.tail(column.header)}'


def _heights(design: SheetDesign) -> dict[int, str]:
    """The attributes of the rows that take more than one line."""
    pairs = zip(design.columns, design.cells, strict=False)
    wrapped = [(column.width, values) for column, values in pairs if column.look.wrap]
    heights = enumerate(row_heights(wrapped), design.header_row + 1)
    return {
        row: attributes_text(with_height({}, height))
        for row, height in heights
        if height
    }


def _runs(
    document: Document, design: SheetDesign, styles: list[str]
) -> list[ColumnEdit]:
    first = design.header_row + 1
    pairs = zip(design.cells, styles, strict=False)
    runs: list[ColumnEdit] = []
    for number, (values, style) in enumerate(pairs, 1):
        rows = range(first, first + len(values))
        cells = ColumnValues(number, rows, values)
        runs.extend(_runs_of(document, design, cells, style))
    return runs


def _runs_of(
    document: Document, design: SheetDesign, cells: ColumnValues, style: str
) -> Iterator[ColumnEdit]:
    """The runs of one column."""
    look = design.columns[cells.column - 1].look
    for is_date, some in cells.by_type():
        fresh = document.ensure_styles().for_value(style, look, is_date)
        if Link in set(map(type, some.values)):
            fresh = document.ensure_styles().link(fresh)
        yield ColumnEdit(some.column, some.rows, some.values, fresh)


# -- conditional formats


def _conditional_formats(document: Document, design: SheetDesign) -> Iterator[str]:
    for priority, rule in enumerate(design.rules, 1):
        area = Area(
            rule.header_row + 1, rule.first_column, design.last_row, rule.last_column
        )
        xml = rule_xml("", rule, document.ensure_styles().dxf(rule.style), priority)
        yield conditional_format_xml("", area, xml)
