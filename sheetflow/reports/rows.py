"""The rows of a report's sheets, written as whole columns.

xlsxwriter makes the workbook with one row of blank cells in the format of each column.
Here that row is replaced by all rows, each of which looks like it: a call per cell would
take most of the time of a large report.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np

from sheetflow.domain.frame import PERCENT
from sheetflow.domain.numbers import BLANK, MICRO, AnyArray
from sheetflow.reports.tables import Column, Table
from sheetflow.reports.wording import worded_cells
from sheetflow.workbook.archive.xml_text import escape
from sheetflow.workbook.cells.cell_encoder import CellEncoder, escaped_text
from sheetflow.workbook.cells.cell_references import column_name
from sheetflow.workbook.cells.sheet_xml import SheetXml
from sheetflow.workbook.package.document import Document
from sheetflow.workbook.package.package import Package

ROW = "\0"
"""Stands for the number of a row in a template."""

BEFORE_1900 = 693_594
"""How many days lie between the first day of the calendar and the first that Excel counts."""

DECIMALS = 6
"""How many decimals a millionth has."""

EXACT = 2**53
"""Whole numbers below it are exact as floats, so that a quotient of two is the nearest one."""

_ENCODER = CellEncoder()

Tails = Sequence[str]
"""What comes after the position and the format of each cell of a column."""


class SheetRows(NamedTuple):
    """All rows of a table: the sheet, the number of the first row, the cells by column."""

    sheet: str
    first: int
    columns: Sequence[Tails]


def with_rows(workbook: bytes, tables: Sequence[SheetRows]) -> bytes:
    """A workbook in which the row at `first` of each sheet is replaced by all rows."""
    package = Package.open(workbook, "report")
    document = Document(package)
    for rows in tables:
        _put(document.sheet(rows.sheet), rows)
    document.finish()
    return package.to_bytes()


def _put(sheet: SheetXml, rows: SheetRows) -> None:
    """Put the rows where the one is that they look like."""
    size = len(rows.columns[0])
    if not size:
        return
    model = sheet.row_bytes(rows.first)
    start = sheet.data.index(model)
    template = _template(sheet.styles_in_row(rows.first), len(rows.columns))
    numbers = range(rows.first, rows.first + size)
    tails = zip(*rows.columns, strict=True)
    lines = [
        template.replace(ROW, str(number)) % cells
        for number, cells in zip(numbers, tails, strict=True)
    ]
    sheet.part.replace(start, start + len(model), "".join(lines).encode())
    _extend(sheet, rows.first + size - 1)


def _template(styles: dict[int, str], width: int) -> str:
    """A row whose number and whose cells' tails are left open."""
    cells = [
        f'<c r="{column_name(column)}{ROW}" s="{styles.get(column) or 0}"%s'
        for column in range(1, width + 1)
    ]
    return f'<row r="{ROW}">{"".join(cells)}</row>'


def _extend(sheet: SheetXml, last: int) -> None:
    """Have the sheet say that it reaches down to a row."""
    dimension = sheet.part.first("dimension")
    assert dimension is not None, "xlsxwriter writes the dimension of a sheet"
    start, _, end = dimension.get("ref").partition(":")
    letters = (end or start).rstrip("0123456789")
    bottom = max(last, int((end or start)[len(letters) :]))
    sheet.part.set_attribute(dimension, "ref", f"{start}:{letters}{bottom}")


# -- the cells of a column


def value_tails(table: Table, column: Column) -> Tails:
    """The cells of a column with its values."""
    values = table.frame[column.header].to_numpy()
    if column.kind == "text":
        return _ENCODER.column(worded_cells(column, values.tolist()))
    return _ENCODER.column(numbers(column, values))


def numbers(column: Column, values: AnyArray) -> list[Any]:
    """The numbers of a column as cells have them: the nearest floats; None for a blank."""
    if column.kind in ("date", "whole"):
        zero = BEFORE_1900 if column.kind == "date" else 0
        return [None if each == BLANK else each - zero for each in values.tolist()]
    unit = PERCENT if column.kind == "percent" else MICRO
    blank = np.equal(values, BLANK).astype(bool)
    known = np.where(blank, 0, values)
    found = _floats(known, unit)
    for at in np.flatnonzero(blank).tolist():
        found[at] = None
    return found


def decimals_of(table: Table, column: Column) -> int:
    """How many decimals the quantities of a column have, at most 6."""
    values = table.frame[column.header].to_numpy()
    known = values[~np.equal(values, BLANK).astype(bool)]
    for decimals in range(DECIMALS):
        if not (known % 10 ** (DECIMALS - decimals)).any():
            return decimals
    return DECIMALS


def _floats(values: AnyArray, unit: int) -> list[Any]:
    """Whole numbers divided by a unit, each rounded once."""
    if values.dtype == np.int64 and not (np.abs(values) >= EXACT).any():
        quotients: list[Any] = (values / unit).tolist()
        return quotients
    return [float(Decimal(value) / unit) for value in values.tolist()]


def link_tails(targets: Sequence[str], texts: Sequence[str]) -> Tails:
    """Cells that show a text and lead to a cell: `Documents!A5`."""
    shown = {text: _link_parts(text) for text in set(texts)}
    return [
        f' t="str"><f>HYPERLINK("#{target}",{shown[text][0]})</f>{shown[text][1]}'
        for target, text in zip(targets, texts, strict=True)
    ]


def _link_parts(text: str) -> tuple[str, str]:
    """A text in a formula, and as the value of its cell."""
    quoted = text.replace('"', '""')
    return escape(f'"{quoted}"'), f"<v>{escaped_text(text)}</v></c>"


def sum_tails(areas: Sequence[str], values: Sequence[float | None]) -> Tails:
    """Cells that add up an area each: `Documents!F5:F9`."""
    return [
        f"><f>SUM({area})</f><v>{value or 0.0!r}</v></c>"
        for area, value in zip(areas, values, strict=True)
    ]
