"""A table's totals row, which moves down when the table grows."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.archive.xml_text import parse_attributes, plain_text, quoted
from sheetflow.workbook.cells.cell_references import column_number
from sheetflow.workbook.cells.column_edits import ColumnEdit, WriteOptions
from sheetflow.workbook.formulas.growing_ranges import grown_formula
from sheetflow.workbook.sheets.row_template import kept
from sheetflow.workbook.sheets.sheet import always

if TYPE_CHECKING:
    from sheetflow.workbook.sheets.sheet import SheetEditor


class Totals(NamedTuple):
    """A totals row as it stands in the file."""

    row: int
    columns: range


def move_totals(editor: SheetEditor, totals: Totals, row: int) -> None:
    """Write the totals into another row; where they stood, others write."""
    xml, options = editor.xml, WriteOptions(keep_blanks=True, restyle=True)
    data = xml.row_bytes(totals.row)
    editor.new_rows[row] = kept(xml.row_attributes(totals.row))
    for match in xml.cell_pattern.finditer(data):
        column = column_number(match[1].decode())
        if column in totals.columns:
            attributes = parse_attributes(match[3])
            style = attributes.pop("s", "")
            tail = _moved_tail(editor, attributes, data, match.end())
            editor.runs.append(
                ColumnEdit(
                    column, [row], None, style, partial(always, style), [tail], options
                )
            )


def _moved_tail(
    editor: SheetEditor, attributes: dict[str, str], data: bytes, head: int
) -> str:
    """The content of a totals cell; the value of a formula is left to be calculated anew."""
    px = editor.xml.prefix
    kept = "".join(
        f' {name}="{quoted(value)}"'
        for name, value in attributes.items()
        if name != "r"
    )
    if data[head - 2 : head] == b"/>":
        return f"{kept}/>"
    close = f"</{px}c>"
    inside = data[head : data.index(close.encode(), head)].decode()
    formula = re.search(rf"<{px}f[^>]*>([^<]*)</{px}f>", inside)
    if not formula:
        return f"{kept}>{inside}{close}"
    text = grown_formula(editor.grown, editor.name, plain_text(formula[1].encode()))
    return f"><{px}f>{quoted(text)}</{px}f>{close}"
