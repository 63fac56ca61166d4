"""A sheet that the program makes: a calm table with a frozen header, filters, dropdowns and hints."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sheetflow.errors import SheetflowError
from sheetflow.workbook.archive.xml_part import XmlPart, namespace_prefix, required
from sheetflow.workbook.archive.xml_text import (
    RELATIONS,
    STRICT_RELATIONS,
    attributes_text,
    escape,
    quoted,
)
from sheetflow.workbook.cells.cell_encoder import CellEncoder
from sheetflow.workbook.cells.cell_references import (
    LAST_ROW,
    Area,
    cell_name,
    column_name,
)
from sheetflow.workbook.cells.column_edits import ColumnEdit, style_attribute
from sheetflow.workbook.cells.excel_tables import table_xml
from sheetflow.workbook.cells.row_heights import row_heights, with_height
from sheetflow.workbook.cells.row_plans import planned_rows
from sheetflow.workbook.model import ColumnDesign, Link, SheetDesign, TableInfo
from sheetflow.workbook.notes.marked_cells import put_marks
from sheetflow.workbook.sheets.sheet import by_kind
from sheetflow.workbook.styles.conditional_formats import (
    conditional_format_xml,
    rule_xml,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sheetflow.workbook.package.document import Document

SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TABLE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_LONGEST_LIST, _LONGEST_PROMPT, _LONGEST_TITLE = 255, 255, 32
_NO_TABLE_NAME = re.compile(
    r"\d|$|[A-Za-z]{1,3}\d+$|[Rr]\d*([Cc]\d*)?$|[Cc]\d*$"
)  # what reads as a cell
_BAD_NAME = re.compile(r"[\[\]:*?/\\]|^'|'$")


def add_sheet(document: Document, design: SheetDesign) -> None:
    """Add the designed sheet as the last one. Raises SheetflowError where its name is taken or impossible."""
    check_name(document, design.name)
    package = document.package
    part = document.free_name("xl/worksheets/sheetflow{}.xml")
    package.add(part, b"", SHEET_TYPE)
    relation = ""
    if design.as_table:
        table = document.free_name("xl/tables/sheetflow{}.xml")
        info = table_info(document, design)
        package.add(
            table,
            table_xml(document.namespace, _free_table_id(document), info),
            _TABLE_TYPE,
        )
        relation = document.relate(part, "table", table)
    package.write(part, "".join(_sheet_xml(document, design, relation)).encode())
    if design.marks:
        xml = XmlPart(package.read(part), skip=("sheetData",))
        put_marks(document, part, xml, design.marks)
        package.write(part, xml.result())
    list_sheet(
        document, design.name, document.relate(package.workbook, "worksheet", part)
    )


def check_name(document: Document, name: str) -> None:
    """Raises SheetflowError where a sheet cannot be called so."""
    taken = {
        element.get("name").casefold() for element in document.sheet_elements
    } | document.new_sheets
    if _BAD_NAME.search(name) or not 0 < len(name) <= 31 or name.casefold() in taken:
        raise SheetflowError(
            f"a sheet cannot be called {name!r}: the name is taken or not allowed; rename the other"
        )
    document.new_sheets.add(name.casefold())


def list_sheet(document: Document, name: str, relation: str) -> None:
    """Put the sheet last into the workbook's list, so that every other keeps its number."""
    workbook = document.workbook
    namespace = STRICT_RELATIONS if document.package.strict else RELATIONS
    prefix = namespace_prefix(workbook.root, namespace)
    declared = "" if prefix else f' xmlns:r="{namespace}"'
    number = max(
        (e.number("sheetId") for e in document.sheet_elements), default=0
    ) + len(document.new_sheets)
    workbook.append_child(
        required(workbook.first("sheets"), "list of sheets"),
        f'<{workbook.prefix}sheet name="{quoted(name)}" sheetId="{number}"{declared} {prefix or "r"}:id="{relation}"/>',
    )


# -- the table


def table_info(document: Document, design: SheetDesign) -> TableInfo:
    """The table that a design gets, under a name that is free."""
    first, count = design.header_row, max(1, design.row_count)
    name = _free_table_name(document, design.table_name or design.name)
    headers = tuple(column.header for column in design.columns)
    return TableInfo(name, first, first + count, 1, len(headers), 0, headers)


def _free_table_name(document: Document, wanted: str) -> str:
    """The name, without what a table's name cannot hold, numbered where it is taken."""
    base = re.sub(r"\W", "_", wanted)
    base = f"_{base}" if _NO_TABLE_NAME.match(base) else base
    taken = {e.get("name").casefold() for e in document.workbook.all("definedName")}
    taken |= {
        document.xml(part).root.get("displayName").casefold()
        for part in document.parts_related("/table")
    }
    number, name = 1, base
    while name.casefold() in taken:
        number += 1
        name = f"{base}_{number}"
    return name


def _free_table_id(document: Document) -> int:
    return (
        max(
            (
                document.xml(p).root.number("id")
                for p in document.parts_related("/table")
            ),
            default=0,
        )
        + 1
    )


# -- the sheet


def _sheet_xml(document: Document, design: SheetDesign, table: str) -> Iterator[str]:
    namespace, relations = (
        document.namespace,
        STRICT_RELATIONS if document.package.strict else RELATIONS,
    )
    header = design.header_row
    yield '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    yield f'<worksheet xmlns="{namespace}" xmlns:r="{relations}">'
    tab = f'<tabColor rgb="FF{design.tab_colour}"/>' if design.tab_colour else ""
    yield f'<sheetPr>{tab}<pageSetUpPr fitToPage="1"/></sheetPr>'
    yield f'<dimension ref="A1:{cell_name(header + max(1, design.row_count), len(design.columns))}"/>'
    yield (
        f'<sheetViews><sheetView workbookViewId="0"><pane ySplit="{header}" topLeftCell="A{header + 1}" '
        f'activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A{header + 1}" '
        f'sqref="A{header + 1}"/></sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>'
    )
    styles = [
        document.ensure_styles().new_cell("0", column.look, is_date=False)
        for column in design.columns
    ]
    for i, (column, style) in enumerate(zip(design.columns, styles, strict=True), 1):
        look = f' style="{style}"' if style != "0" else ""
        yield f'<col min="{i}" max="{i}" width="{column.width:g}"{look} customWidth="1"/>'
    yield "</cols><sheetData>"
    yield from _rows(document, design, styles)
    yield "</sheetData>"
    yield "" if design.as_table else f'<autoFilter ref="{_whole_area(design).text}"/>'
    yield from _conditional(document, design)
    yield from _validations(design)
    yield '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>'
    yield '<pageSetup orientation="landscape" fitToHeight="0"/>'
    yield (
        f'<tableParts count="1"><tablePart r:id="{table}"/></tableParts>'
        if table
        else ""
    )
    yield "</worksheet>"


def _whole_area(design: SheetDesign) -> Area:
    return Area(
        design.header_row,
        1,
        design.header_row + max(1, design.row_count),
        len(design.columns),
    )


def _rows(document: Document, design: SheetDesign, styles: list[str]) -> Iterator[str]:
    tails, header = CellEncoder("", document.date1904), design.header_row
    if design.title:
        yield f'<row r="1" ht="21" customHeight="1"><c r="A1"{style_attribute(document.ensure_styles().title())}'
        yield f"{tails.tail(design.title)}</row>"
    yield f'<row r="{header}">'
    for i, column in enumerate(design.columns, 1):
        style = style_attribute(document.ensure_styles().new_header(column.look))
        yield f'<c r="{cell_name(header, i)}"{style}{tails.tail(column.header)}'
    yield "</row>"
    heights = _heights(design)
    for block in planned_rows(_runs(document, design, styles), tails):
        for row, plan, some in block:
            yield f'<row r="{row}"{heights.get(row, "")}>{plan.new_cells(row, some).decode()}</row>'


def _heights(design: SheetDesign) -> dict[int, str]:
    """What the rows say that take more than one line."""
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
    runs = []
    for number, (values, style) in enumerate(
        zip(design.cells, styles, strict=False), 1
    ):
        look = design.columns[number - 1].look
        rows = range(design.header_row + 1, design.header_row + 1 + len(values))
        for is_date, some_rows, some in by_kind(rows, values):
            fresh = document.ensure_styles().for_value(style, look, is_date)
            if Link in set(map(type, some)):
                fresh = document.ensure_styles().link(fresh)
            runs.append(ColumnEdit(number, some_rows, some, fresh))
    return runs


def _conditional(document: Document, design: SheetDesign) -> Iterator[str]:
    for priority, rule in enumerate(design.rules, 1):
        last = design.header_row + max(1, design.row_count)
        area = Area(rule.header_row + 1, rule.first_column, last, rule.last_column)
        yield conditional_format_xml(
            "",
            area,
            rule_xml("", rule, document.ensure_styles().dxf(rule.style), priority),
        )


def _validations(design: SheetDesign) -> Iterator[str]:
    found = [
        xml
        for i, column in enumerate(design.columns, 1)
        if (xml := _validation(design, i, column))
    ]
    if found:
        yield f'<dataValidations count="{len(found)}">{"".join(found)}</dataValidations>'


def _validation(design: SheetDesign, number: int, column: ColumnDesign) -> str:
    """A dropdown (other values may be typed all the same) and the hint that shows when a cell is chosen."""
    formula = _list_formula(column)
    if not formula and not column.help:
        return ""
    letters, first = column_name(number), design.header_row + 1
    last = (
        first + max(1, design.row_count) - 1
        if design.as_table and not column.derived
        else LAST_ROW
    )
    kind = ' type="list" errorStyle="warning"' if formula else ""
    prompt = ""
    if column.help:
        title, text = (
            quoted(column.header[:_LONGEST_TITLE]),
            quoted(column.help[:_LONGEST_PROMPT]),
        )
        prompt = f' promptTitle="{title}" prompt="{text}"'
    inside = f"<formula1>{escape(formula)}</formula1>" if formula else ""
    return (
        f'<dataValidation{kind} allowBlank="1" showInputMessage="1" showErrorMessage="1"{prompt} '
        f'sqref="{letters}{first}:{letters}{last}">{inside}</dataValidation>'
    )


def _list_formula(column: ColumnDesign) -> str:
    """What a dropdown offers: a range's formula, or literals if they fit into what Excel takes."""
    choices = column.choices or ()
    if isinstance(choices, str):
        return choices
    listed = ",".join(choices).replace('"', '""')
    fits = 0 < len(listed) <= _LONGEST_LIST and not any(
        "," in choice for choice in choices
    )
    return f'"{listed}"' if fits else ""
