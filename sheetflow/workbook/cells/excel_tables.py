"""Excel's tables (ListObjects): their extent, and how they get new rows and columns."""

from __future__ import annotations

import re
from typing import NamedTuple

from sheetflow.workbook.archive.xml_part import Element, XmlPart
from sheetflow.workbook.archive.xml_text import escape, quoted
from sheetflow.workbook.cells.cell_references import Area, parse_area
from sheetflow.workbook.model import TableInfo
from sheetflow.workbook.refusal import REPAIR, RefusedError, printable

_ESCAPED_BREAK = re.compile(r"_x000[ADad]_")
_YES = ("1", "true")


class Table(NamedTuple):
    """A table, the part that describes it, and its calculated columns.

    `formulas` are those of the calculated columns by column number.
    """

    info: TableInfo
    part_name: str
    part: XmlPart
    formulas: dict[int, str]

    @property
    def area(self) -> Area:
        return _area(self.info)


def _area(info: TableInfo) -> Area:
    return Area(info.first_row, info.first_column, info.last_row, info.last_column)


def read_table(part_name: str, part: XmlPart) -> Table:
    """The table that a part describes.

    Raises RefusedError where the part does not describe each of its columns.
    """
    root = part.root
    area = parse_area(root.get("ref"))
    columns = part.all("tableColumn")
    name = root.get("displayName") or root.get("name")
    _check_columns(name, area, len(columns))
    info = TableInfo(
        name,
        area.first_row,
        area.last_row,
        area.first_column,
        area.last_column,
        totals_rows=root.number("totalsRowCount"),
        columns=tuple(map(_header, columns)),
    )
    return Table(info, part_name, part, _formulas(part, columns, area.first_column))


def _check_columns(name: str, area: Area, described: int) -> None:
    if described != area.last_column - area.first_column + 1:
        raise RefusedError(
            f"the table {printable(name)} does not describe the columns of "
            f"{area.text}; {REPAIR}"
        )


def _header(column: Element) -> str:
    return _ESCAPED_BREAK.sub("\n", column.get("name"))


def _formulas(part: XmlPart, columns: list[Element], first: int) -> dict[int, str]:
    found = {}
    for number, column in enumerate(columns, first):
        formula = part.first("calculatedColumnFormula", column)
        if formula and formula.get("array") not in _YES:
            found[number] = part.text(formula)
    return found


def set_extent(table: Table, last_data_row: int, last_column: int) -> None:
    """Make the table end at this row of data and this column; its totals row follows."""
    info = table.info
    part = table.part
    data = Area(info.first_row, info.first_column, last_data_row, last_column)
    whole = data._replace(last_row=last_data_row + info.totals_rows)
    body = data._replace(first_row=info.first_row + 1)
    part.set_attribute(part.root, "ref", whole.text)
    _set_reference(part, "autoFilter", data)
    _set_reference(part, "sortState", body)


def _set_reference(part: XmlPart, local: str, area: Area) -> None:
    for element in part.all(local):
        part.set_attribute(element, "ref", area.text)


def add_columns(table: Table, headers: list[str]) -> None:
    """Describe new columns at the right; the headers must be new to the table."""
    part = table.part
    columns = part.all("tableColumn")
    box = columns[0].parent
    assert box is not None
    next_id = max(column.number("id") for column in columns) + 1
    for number, header in enumerate(headers, next_id):
        part.append_child(box, _column_xml(part.prefix, number, header))
    part.set_attribute(box, "count", str(len(columns) + len(headers)))


def _column_xml(px: str, number: int, header: str) -> str:
    """A column's description; a line break in its name has an escape of its own."""
    name = quoted(header).replace("&#10;", "_x000a_")
    return f'<{px}tableColumn id="{number}" name="{name}"/>'


def table_xml(namespace: str, number: int, info: TableInfo) -> bytes:
    """The part of a new table with a header, a filter and plain stripes."""
    area = _area(info).text
    name = escape(info.name)
    columns = "".join(
        f'<tableColumn id="{i}" name="{quoted(header)}"/>'
        for i, header in enumerate(info.columns, 1)
    )
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<table xmlns="{namespace}" id="{number}" name="{name}" displayName="{name}" '
        f'ref="{area}" totalsRowShown="0"><autoFilter ref="{area}"/>'
        f'<tableColumns count="{len(info.columns)}">{columns}</tableColumns>'
        '<tableStyleInfo name="TableStyleLight1" showFirstColumn="0" '
        'showLastColumn="0" showRowStripes="1" showColumnStripes="0"/></table>'
    ).encode()
