"""Sheets as text tables, and as their owner would have laid them out.

A file of tables has, for each sheet, its name and below it the indented table: headers,
then rows. Two or more spaces separate cells; `-` is a blank cell, `\\n` a line break,
and a leading `'` makes text of a number or date, as in Excel.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import resources

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.workbook.model import CellLook, ColumnDesign, SheetDesign, Value
from sheetflow.writing.sheet_designs import OPENS_ON, sheet_design

_GAP = re.compile(r"\s{2,}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_SECTION = re.compile(r"^(\S.*)\n((?:[ ]+.*\n)+)", re.MULTILINE)

_NUMBERS = frozenset({"Line", "Container", "Value"})
"""Columns of keys or texts in which people type numbers."""


@dataclass(frozen=True)
class Table:
    """The rows of a sheet as their owner typed them: one value per header in each."""

    sheet: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def column(self, header: str) -> list[Value]:
        """One column's values."""
        at = self.headers.index(header)
        return [row[at] for row in self.rows]

    def by_header(self) -> list[dict[str, Value]]:
        """The rows, each with its values by header."""
        return [dict(zip(self.headers, row, strict=True)) for row in self.rows]

    def with_rows(self, more: Table) -> Table:
        """The table with the rows of another below its own, matched by header."""
        rows = [*self.by_header(), *more.by_header()]
        return by_header(self.headers, rows, self.sheet)


def by_header(
    headers: Sequence[str], rows: Sequence[Mapping[str, Value]], sheet: str
) -> Table:
    """A table from rows by header; what a row does not have is blank."""
    cells = [tuple(row.get(header) for header in headers) for row in rows]
    return Table(sheet, tuple(headers), tuple(cells))


# -- from text


def load(name: str) -> dict[str, Table]:
    """The tables of a file next to this module, by sheet."""
    file = resources.files("sheetflow.starters.samples") / f"{name}.txt"
    sections = _SECTION.findall(file.read_text(encoding="utf-8"))
    return {sheet: table(sheet, body) for sheet, body in sections}


def table(sheet: str, text: str) -> Table:
    """A table from its text.

    Keys and texts stay text; everything else becomes a number or date if it is one.
    """
    headers, *lines = [_GAP.split(line.strip()) for line in text.strip().splitlines()]
    is_text = [_is_text(sheet, header) for header in headers]
    rows = tuple(_row(line, is_text) for line in lines)
    return Table(sheet, tuple(headers), rows)


def _row(cells: Sequence[str], is_text: Sequence[bool]) -> tuple[Value, ...]:
    both = zip(cells, is_text, strict=True)
    return tuple(_value(cell, keep) for cell, keep in both)


def _is_text(sheet: str, header: str) -> bool:
    kinds = {column.header: column.kind for column in sheet_schema(sheet).columns}
    return kinds.get(header) in ("key", "text") and header not in _NUMBERS


def _value(cell: str, is_text: bool) -> Value:
    if cell == "-":
        return None
    if cell.startswith("'"):
        return cell[1:]
    return cell.replace("\\n", "\n") if is_text else _number_or_date(cell)


def _number_or_date(cell: str) -> Value:
    """What a cell says, as text where it is neither."""
    if _DATE.fullmatch(cell):
        return dt.date.fromisoformat(cell)
    if _NUMBER.fullmatch(cell):
        return float(cell)
    return cell.replace("\\n", "\n")


# -- as its owner has it


@dataclass(frozen=True)
class Layout:
    """What the owner chose for a sheet.

    A title above it, a colour, widths, columns of their own (`own`), and whether it is
    a table or a plain range.
    """

    title: str = ""
    tab_colour: str = ""
    widths: Mapping[str, float] = field(default_factory=dict)
    own: Mapping[str, ColumnDesign] = field(default_factory=dict)
    as_table: bool = True


def owners_sheet(
    table: Table, currency: str, layout: Layout | None = None
) -> SheetDesign:
    """The design of a sheet with these columns and rows, in the owner's order."""
    layout = layout or Layout()
    schema = sheet_schema(table.sheet)
    usual = sheet_design(schema, currency, key_ranges={}).columns
    known = {column.header: column for column in usual}
    known.update(layout.own)
    columns = [known.get(header, ColumnDesign(header)) for header in table.headers]
    return SheetDesign(
        name=table.sheet,
        columns=tuple(_adjusted(column, layout.widths) for column in columns),
        cells=tuple(zip(*table.rows, strict=True)),
        as_table=layout.as_table,
        table_name=table.sheet.replace(" ", ""),
        title=layout.title,
        tab_colour=layout.tab_colour,
        opens=table.sheet == OPENS_ON,
        width_in_use=sum(column.width for column in usual),
    )


def _adjusted(column: ColumnDesign, widths: Mapping[str, float]) -> ColumnDesign:
    """A column with the owner's width, without the template's hints."""
    return replace(
        column,
        width=widths.get(column.header, column.width),
        help="",
        look=_plain_keys(column.look),
    )


def _plain_keys(look: CellLook) -> CellLook:
    """The owner's keys are in plain cells, which keep text all the same."""
    return look._replace(number_format="") if look.number_format == "@" else look
