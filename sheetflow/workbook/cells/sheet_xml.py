"""The XML of one worksheet, its rows and cells findable by bytes.

A sheet is big: everything here is a regular expression or a `find` over the whole of it, never a parser's
event for each tag. For that each row and cell must say where it stands, as `<row r="7"` and `<c r="B7"`;
the rare sheet that leaves this to be counted, or holds comments, is made plain first; it says the same then.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.archive.xml_part import XmlPart, required
from sheetflow.workbook.archive.xml_text import (
    as_utf8,
    parse_attributes,
    plain_text,
    without_hidden,
)
from sheetflow.workbook.cells.cell_references import (
    Area,
    column_name,
    column_number,
    parse_area,
    parse_cell,
)
from sheetflow.workbook.cells.formula_text import shifted

if TYPE_CHECKING:
    from collections.abc import Iterator


class FormulaCell(NamedTuple):
    """A cell with a formula: `text` is '' for the followers of a shared one."""

    row: int
    column: int
    attributes: dict[str, str]
    text: str
    has_value: bool
    start: int
    end: int

    @property
    def area(self) -> Area:
        """The cells that the formula fills: more than its own for arrays and data tables."""
        if (
            self.attributes
            and self.attributes.get("t") in ("array", "dataTable")
            and "ref" in self.attributes
        ):
            return parse_area(self.attributes["ref"])
        return Area(self.row, self.column, self.row, self.column)


class SheetXml:
    """A worksheet's part: its cells as bytes, everything around them as elements."""

    def __init__(self, data: bytes) -> None:
        self.part = XmlPart(explicit(as_utf8(data)), skip=("sheetData",))
        self.data = self.part.data
        self.prefix = self.part.prefix
        self.sheet_data = required(
            self.part.first("sheetData", self.part.root), "cells in one of its sheets"
        )
        px = re.escape(self.prefix.encode())
        self.row_pattern = re.compile(rb'<%srow r="([0-9]+)"([^>]*)>' % px)
        self.cell_pattern = re.compile(rb'<%sc r="([A-Z]+)([0-9]+)"([^>]*)>' % px)

    @property
    def span(self) -> tuple[int, int]:
        """The bytes in which rows stand."""
        return self.sheet_data.head, self.sheet_data.end

    def _has(self, mark: bytes) -> bool:
        return self.data.find(mark, *self.span) >= 0

    @cached_property
    def formulas(self) -> list[FormulaCell]:
        """Every cell that holds a formula, in the order of the sheet."""
        px = self.prefix.encode()
        return list(self._find_formulas()) if self._has(b"<%sf" % px) else []

    def _find_formulas(self) -> Iterator[FormulaCell]:
        q = re.escape(self.prefix.encode())
        pattern = re.compile(
            rb'<%sc r="([A-Z]+)([0-9]+)"([^>]*)>\s*' % q
            + rb"<%sf((?:\s[^>]*?)?)(?:/>|>([^<]*)</%sf\s*>)\s*" % (q, q)
            + rb"(<%sv[^>]*[^/>]?>[^<])?" % q
        )
        return map(self._formula_cell, pattern.finditer(self.data, *self.span))

    def _formula_cell(self, found: re.Match[bytes]) -> FormulaCell:
        value = b"<%sv" % self.prefix.encode()
        empty_text = b't="str"' in found[3] and self.data.startswith(value, found.end())
        return FormulaCell(
            int(found[2]),
            column_number(found[1].decode()),
            parse_attributes(found[4]) if found[4] else {},
            plain_text(found[5] or b""),
            found[6] is not None or empty_text,
            found.start(),
            self._end_of_cell(found.end()),
        )

    def _end_of_cell(self, at: int) -> int:
        close = b"</%sc>" % self.prefix.encode()
        return self.data.index(close, at - 1) + len(close)

    @cached_property
    def _shared(self) -> dict[str, FormulaCell]:
        """The cells that hold the text of shared formulas, by the number that their followers say."""
        return {
            f.attributes.get("si", ""): f
            for f in self.formulas
            if f.attributes.get("t") == "shared" and f.text
        }

    def formula_text(self, formula: FormulaCell) -> str:
        """The formula's text, worked out for a follower of a shared one."""
        master = self._shared.get(formula.attributes.get("si", ""))
        if formula.text or not master:
            return formula.text
        return shifted(
            master.text, formula.row - master.row, formula.column - master.column
        )

    @cached_property
    def formula_areas(self) -> list[Area]:
        """The array and data-table ranges of more than one cell."""
        return [a for f in self.formulas if f.attributes and (a := f.area)[:2] != a[2:]]

    def errors(self) -> Iterator[tuple[int, int, str]]:
        """Every cell that holds an Excel error: row, column, code."""
        if not self._has(b't="e"'):
            return
        px = re.escape(self.prefix.encode())
        pattern = re.compile(
            rb'<%sc r="([A-Z]+)([0-9]+)"[^>]*\st="e"[^>]*>(?:\s*<%sf[^>]*/>|\s*<%sf[^>]*>[^<]*</%sf>)?'
            % (px, px, px, px)
            + rb"\s*<%sv>([^<]*)" % px
        )
        for found in pattern.finditer(self.data, *self.span):
            yield int(found[2]), column_number(found[1].decode()), found[3].decode()

    def styles_of(self, column: int) -> Iterator[tuple[int, str]]:
        """The row and style of every cell of a column that has one."""
        letters = column_name(column).encode()
        pattern = re.compile(
            rb'<%sc r="%s([0-9]+)"[^>]*?\ss="([0-9]+)"'
            % (re.escape(self.prefix.encode()), letters)
        )
        for found in pattern.finditer(self.data, *self.span):
            yield int(found[1]), found[2].decode()

    def replace_rows(self, inside: bytes) -> None:
        """Put these bytes between `<sheetData>` and `</sheetData>`."""
        element = self.sheet_data
        if element.head == element.end:
            name = element.name.encode()
            self.part.replace(
                element.start, element.end, b"<%s>%s</%s>" % (name, inside, name)
            )
        else:
            self.part.replace(
                element.head, self.data.rindex(b"</", element.head, element.end), inside
            )

    def row_bytes(self, row: int) -> bytes:
        """A whole row as it is written; nothing where the sheet has no such row."""
        px = self.prefix.encode()
        start = self.data.find(b'<%srow r="%d"' % (px, row), *self.span)
        if start < 0:
            return b""
        head = self.data.index(b">", start) + 1
        if self.data[head - 2 : head] == b"/>":
            return self.data[start:head]
        return self.data[
            start : self.data.index(b">", self.data.index(b"</%srow" % px, head)) + 1
        ]

    def styles_in_row(self, row: int) -> dict[int, str]:
        """The style of each cell that a row has, by column."""
        found = self.cell_pattern.finditer(self.row_bytes(row))
        return {
            column_number(m[1].decode()): parse_attributes(m[3]).get("s", "")
            for m in found
        }

    def row_attributes(self, row: int) -> dict[str, str]:
        data = self.row_bytes(row)
        return parse_attributes(data[: data.index(b">") + 1]) if data else {}

    def column_style(self, column: int) -> str:
        """The style that the column gives to cells that are not there yet."""
        return self._column(column, "style")

    def column_width(self, column: int) -> float:
        """The column's width in digits."""
        return float(self._column(column, "width") or 8.43)

    def _column(self, column: int, what: str) -> str:
        for element in self.part.all("col"):
            if element.number("min") <= column <= element.number("max"):
                return element.get(what)
        return ""


def explicit(data: bytes) -> bytes:
    """The same sheet, each row and cell beginning `<row r="7"` and `<c r="B7"`; the same object if it does."""
    data = without_hidden(data)
    root = re.search(rb"<([^\s/>?!:]+:)?worksheet[\s>]", data)
    px = (root[1] or b"") if root else b""
    start, end = data.find(b"<%ssheetData" % px), data.rfind(b"</%ssheetData" % px)
    if not root or start < 0 or end < 0 or _is_explicit(data, px, start, end):
        return data
    return data[:start] + _Counted(px).told(data[start:end]) + data[end:]


def _is_explicit(data: bytes, px: bytes, start: int, end: int) -> bool:
    for name in (b"row", b"c"):
        said, tag = (
            data.count(b'<%s%s r="' % (px, name), start, end),
            b"<%s%s" % (px, name),
        )
        if said != data.count(tag, start, end):
            pattern = re.compile(re.escape(tag) + rb"(?=[\s/>])")
            if said != sum(1 for _ in pattern.finditer(data, start, end)):
                return False
    return True


class _Counted:
    """Writes down the places that a sheet leaves to be counted."""

    def __init__(self, prefix: bytes) -> None:
        self._row = self._column = 0
        self._pattern = re.compile(
            rb"<(%s)(row|c)(?=[\s/>])([^>]*?)(\s*/?)>" % re.escape(prefix)
        )

    def told(self, data: bytes) -> bytes:
        return self._pattern.sub(self._tell, data)

    def _tell(self, match: re.Match[bytes]) -> bytes:
        attributes = parse_attributes(match[3])
        place = (
            self._row_place(attributes)
            if match[2] == b"row"
            else self._cell_place(attributes)
        )
        rest = re.sub(rb"""\sr\s*=\s*("[^"]*"|'[^']*')""", b"", match[3])
        rest = re.sub(rb"""(\s[^\s=]+)\s*=\s*'([^'"]*)'""", rb'\1="\2"', rest)
        return b'<%s%s r="%s"%s%s>' % (
            match[1],
            match[2],
            place.encode(),
            rest,
            match[4],
        )

    def _row_place(self, attributes: dict[str, str]) -> str:
        self._row = int(attributes.get("r") or self._row + 1)
        self._column = 0
        return str(self._row)

    def _cell_place(self, attributes: dict[str, str]) -> str:
        row, column = (
            parse_cell(attributes["r"])
            if attributes.get("r")
            else (self._row, self._column + 1)
        )
        self._column = column
        return f"{column_name(column)}{row}"
