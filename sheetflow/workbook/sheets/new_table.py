"""The table of a sheet that the program makes."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import TYPE_CHECKING

from sheetflow.workbook.cells.excel_tables import table_xml
from sheetflow.workbook.model import SheetDesign, TableInfo

if TYPE_CHECKING:
    from sheetflow.workbook.package.document import Document

_TABLE_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.table+xml"
_LIKE_A_CELL = re.compile(r"\d|$|[A-Za-z]{1,3}\d+$|[Rr]\d*([Cc]\d*)?$|[Cc]\d*$")
"""Names that Excel does not allow because they read as cells: `A1`, `R1C1`, `C`."""


def add_table(document: Document, design: SheetDesign, sheet_part: str) -> str:
    """Add the table of a sheet; returns its relation."""
    part = document.free_name("xl/tables/sheetflow{}.xml")
    info = table_info(document, design)
    number = _free_number(document)
    xml = table_xml(document.namespace, number, info)
    document.package.add(part, xml, _TABLE_TYPE)
    return document.relate(sheet_part, "table", part)


def table_info(document: Document, design: SheetDesign) -> TableInfo:
    """The table that a design gets, under a free name."""
    name = _free_name(document, design.table_name or design.name)
    headers = tuple(column.header for column in design.columns)
    return TableInfo(
        name,
        first_row=design.header_row,
        last_row=design.last_row,
        first_column=1,
        last_column=len(headers),
        totals_rows=0,
        columns=headers,
    )


def _free_name(document: Document, wanted: str) -> str:
    """The name as Excel allows it, with a number if it is taken."""
    base = re.sub(r"\W", "_", wanted)
    if _LIKE_A_CELL.match(base):
        base = f"_{base}"
    return _with_free_number(base, _taken_names(document))


def _with_free_number(base: str, taken: Collection[str]) -> str:
    name = base
    number = 1
    while name.casefold() in taken:
        number += 1
        name = f"{base}_{number}"
    return name


def _taken_names(document: Document) -> set[str]:
    """The defined names and the names of tables, in lower case."""
    return _defined_names(document) | _table_names(document)


def _defined_names(document: Document) -> set[str]:
    elements = document.workbook.all("definedName")
    return {element.get("name").casefold() for element in elements}


def _table_names(document: Document) -> set[str]:
    parts = document.parts_related("/table")
    return {document.xml(part).root.get("displayName").casefold() for part in parts}


def _free_number(document: Document) -> int:
    return max(_table_numbers(document), default=0) + 1


def _table_numbers(document: Document) -> list[int]:
    parts = document.parts_related("/table")
    return [document.xml(part).root.number("id") for part in parts]
