"""A table's totals row, which moves down when the table grows."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.archive.xml_text import parse_attributes, plain_text, quoted
from sheetflow.workbook.cells.cell_references import column_number
from sheetflow.workbook.cells.column_edits import ColumnEdit, WriteOptions
from sheetflow.workbook.formulas.growing_ranges import grown_formula
from sheetflow.workbook.sheets.row_template import kept_attributes
from sheetflow.workbook.sheets.sheet_editor import always

if TYPE_CHECKING:
    from sheetflow.workbook.sheets.sheet_editor import SheetEditor

_MOVED = WriteOptions(keep_blanks=True, restyle=True)


class Totals(NamedTuple):
    """The row and the columns of totals in the file."""

    row: int
    columns: range


def move_totals(editor: SheetEditor, totals: Totals, row: int) -> None:
    """Write the totals into another row. Others write into the old one."""
    xml = editor.xml
    data = xml.row_bytes(totals.row)
    editor.new_rows[row] = kept_attributes(xml.row_attributes(totals.row))
    for match in xml.cell_pattern.finditer(data):
        column = column_number(match[1].decode())
        if column not in totals.columns:
            continue  # next to the table
        attributes = parse_attributes(match[3])
        style = attributes.pop("s", "")
        tail = _moved_tail(editor, attributes, data, match.end())
        over = partial(always, style)
        editor.runs.append(ColumnEdit(column, [row], None, style, over, [tail], _MOVED))


def _moved_tail(
    editor: SheetEditor, attributes: dict[str, str], data: bytes, head: int
) -> str:
    """The content of a totals cell. A formula has no value until it is recalculated."""
    px = editor.xml.prefix
    others = _without_reference(attributes)
    if data[head - 2 : head] == b"/>":
        return f"{others}/>"
    close = f"</{px}c>"
    inside = data[head : data.index(close.encode(), head)].decode()
    formula = re.search(rf"<{px}f[^>]*>([^<]*)</{px}f>", inside)
    if not formula:
        return f"{others}>{inside}{close}"
    text = grown_formula(editor.grown, editor.name, plain_text(formula[1].encode()))
    return f"><{px}f>{quoted(text)}</{px}f>{close}"


def _without_reference(attributes: dict[str, str]) -> str:
    """The attributes of a cell but its name, as XML."""
    return "".join(
        f' {name}="{quoted(value)}"'
        for name, value in attributes.items()
        if name != "r"
    )
