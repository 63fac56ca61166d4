"""Sheets written down as text tables, and as their owner would have laid them out.

A file of tables holds, for each sheet, its name and below it the indented table: headers, then rows. Cells are parted
by two or more spaces; `-` is a blank cell, `\\n` a line break, and a leading `'` makes text of a number or date, as in
Excel.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib import resources

from sheetflow.domain.schema import sheet_schema
from sheetflow.workbook.model import ColumnDesign, Look, SheetDesign, Value
from sheetflow.writing.sheet_designs import KEY_RANGES, sheet_design

_GAP = re.compile(r"\s{2,}")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_NUMBERED = frozenset({"Line", "Container", "Value"})
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


@dataclass(frozen=True)
class Table:
    """The rows of a sheet as their owner entered them: one value a header in each."""

    sheet: str
    headers: tuple[str, ...]
    rows: tuple[tuple[Value, ...], ...]

    def column(self, header: str) -> list[Value]:
        """One column's values."""
        at = self.headers.index(header)
        return [row[at] for row in self.rows]

    def with_rows(self, more: Table) -> Table:
        """The table with the rows of another below its own, matched by header."""
        return by_header(
            self.headers,
            [
                dict(zip(t.headers, row, strict=True))
                for t in (self, more)
                for row in t.rows
            ],
            self.sheet,
        )


def load(name: str) -> dict[str, Table]:
    """The tables of a file beside this module, by sheet."""
    text = (resources.files("sheetflow.starters.samples") / f"{name}.txt").read_text(
        encoding="utf-8"
    )
    sections = re.findall(r"^(\S.*)\n((?:[ ]+.*\n)+)", text, re.MULTILINE)
    return {sheet: table(sheet, body) for sheet, body in sections}


def table(sheet: str, text: str) -> Table:
    """A table from its text: keys and texts stay text, everything else is read as a number or date where it is one."""
    lines = [_GAP.split(line.strip()) for line in text.strip().splitlines()]
    headers = tuple(lines[0])
    kinds = {column.header: column.kind for column in sheet_schema(sheet).columns}
    as_text = [
        kinds.get(header) in ("key", "text")
        and header not in ("Line", "Container", "Value")
        for header in headers
    ]
    rows = [
        tuple(_value(cell, kept) for cell, kept in zip(line, as_text, strict=True))
        for line in lines[1:]
    ]
    return Table(sheet, headers, tuple(rows))


def _value(cell: str, as_text: bool) -> Value:
    if cell == "-":
        return None
    if cell.startswith("'"):
        return cell[1:]
    if not as_text and _DATE.fullmatch(cell):
        return dt.date.fromisoformat(cell)
    if not as_text and _NUMBER.fullmatch(cell):
        return float(cell)
    return cell.replace("\\n", "\n")


@dataclass(frozen=True)
class Layout:
    """What the owner chose for a sheet: a title above it, a colour, widths, columns of their own, a plain range."""

    title: str = ""
    tab_colour: str = ""
    widths: Mapping[str, float] = field(default_factory=dict)
    own: Mapping[str, ColumnDesign] = field(default_factory=dict)
    as_table: bool = True


def laid_out(table: Table, currency: str, layout: Layout | None = None) -> SheetDesign:
    """The design of a sheet that holds these columns and rows, in the owner's order."""
    layout = layout or Layout()
    ours = {
        column.header: column
        for column in sheet_design(sheet_schema(table.sheet), currency).columns
    }
    known = {**ours, **layout.own}
    columns = [known.get(header, ColumnDesign(header)) for header in table.headers]
    return SheetDesign(
        name=table.sheet,
        columns=tuple(_adjusted(column, layout.widths) for column in columns),
        cells=tuple(zip(*table.rows, strict=True)),
        as_table=layout.as_table,
        table_name=table.sheet.replace(" ", ""),
        title=layout.title,
        tab_colour=layout.tab_colour,
    )


def _adjusted(column: ColumnDesign, widths: Mapping[str, float]) -> ColumnDesign:
    """A column as the owner has it: with its own width, and without the template's hints; dropdowns stay."""
    choices = column.choices if column.choices not in KEY_RANGES.values() else None
    look = replace_format(column.look)
    return replace(
        column,
        width=widths.get(column.header, column.width),
        help="",
        choices=choices,
        look=look,
    )


def replace_format(look: Look) -> Look:
    """The owner's keys are plain cells: they hold text all the same."""
    return look._replace(number_format="") if look.number_format == "@" else look


def by_header(
    headers: Sequence[str], rows: Sequence[Mapping[str, Value]], sheet: str
) -> Table:
    """A table from rows that name their columns; what a row does not name is blank."""
    return Table(
        sheet,
        tuple(headers),
        tuple(tuple(row.get(header) for header in headers) for row in rows),
    )
