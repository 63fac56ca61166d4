"""The XML of one worksheet, its rows and cells found by bytes.

A sheet is big: everything here is a regular expression or a `find` over the whole of
it, never a parser's event for each tag. For that each row and cell must state its
reference, as `<row r="7"` and `<c r="B7"`; a rare sheet that leaves references out, or
has comments, is rewritten first, to one that means the same.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.archive.xml_part import XmlPart, required
from sheetflow.workbook.archive.xml_text import as_utf8, parse_attributes, plain_text
from sheetflow.workbook.cells.cell_references import (
    Area,
    column_name,
    column_number,
    parse_area,
)
from sheetflow.workbook.cells.explicit_references import with_explicit_references
from sheetflow.workbook.cells.formula_text import shifted

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sheetflow.workbook.native.functions import Scan

_DEFAULT_WIDTH = 8.43


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
        """The cells that the formula fills: several for arrays and data tables."""
        attributes = self.attributes
        if attributes.get("t") in ("array", "dataTable") and "ref" in attributes:
            return parse_area(attributes["ref"])
        return Area(self.row, self.column, self.row, self.column)


class SheetXml:
    """A worksheet's part: its cells as bytes, everything around them as elements."""

    def __init__(self, data: bytes, scan: Scan | None = None) -> None:
        """`scan` is what C has read of these bytes.

        Raises SheetflowError for a sheet without cells.
        """
        explicit = data if scan else with_explicit_references(as_utf8(data))
        self.scan = scan
        self.part = XmlPart(explicit, skip=("sheetData",), hides=not scan)
        self.data = self.part.data
        self.prefix = self.part.prefix
        self.sheet_data = required(
            self.part.first("sheetData", self.part.root), "cells in one of its sheets"
        )
        self._px = self.prefix.encode()
        px = re.escape(self._px)
        self.row_pattern = re.compile(rb'<%srow r="([0-9]+)"([^>]*)>' % px)
        self.cell_pattern = re.compile(rb'<%sc r="([A-Z]+)([0-9]+)"([^>]*)>' % px)

    @property
    def span(self) -> tuple[int, int]:
        """The bytes in which the rows are."""
        return self.sheet_data.head, self.sheet_data.end

    def _has(self, mark: bytes) -> bool:
        return self.data.find(mark, *self.span) >= 0

    # -- formulas

    @cached_property
    def formulas(self) -> list[FormulaCell]:
        """Every cell with a formula, in the order of the sheet."""
        if self.scan and not self.scan.formulas:
            return []
        if not self._has(b"<%sf" % self._px):
            return []
        matches = self._formula_pattern().finditer(self.data, *self.span)
        return list(map(self._formula_cell, matches))

    def _formula_pattern(self) -> re.Pattern[bytes]:
        """Groups: letters, row, attributes of cell and formula, text, start of a value."""
        px = re.escape(self._px)
        cell = rb'<%sc r="([A-Z]+)([0-9]+)"([^>]*)>\s*' % px
        formula = rb"<%sf((?:\s[^>]*?)?)(?:/>|>([^<]*)</%sf\s*>)\s*" % (px, px)
        value = rb"(<%sv[^>]*[^/>]?>[^<])?" % px
        return re.compile(cell + formula + value)

    def _formula_cell(self, found: re.Match[bytes]) -> FormulaCell:
        letters, row, cell_attributes, attributes, text, value = found.groups()
        has_value = value is not None or (
            b't="str"' in cell_attributes
            and self.data.startswith(b"<%sv" % self._px, found.end())
        )
        return FormulaCell(
            int(row),
            column_number(letters.decode()),
            parse_attributes(attributes) if attributes else {},
            plain_text(text or b""),
            has_value,
            found.start(),
            self._end_of_cell(found.end()),
        )

    def _end_of_cell(self, position: int) -> int:
        """Where a cell ends; `position` is the end of its formula, or in its value."""
        end_tag = b"</%sc>" % self._px
        return self.data.index(end_tag, position - 1) + len(end_tag)

    @cached_property
    def _shared(self) -> dict[str, FormulaCell]:
        """The cells with the text of shared formulas, by the number of each."""
        return {
            formula.attributes.get("si", ""): formula
            for formula in self.formulas
            if formula.attributes.get("t") == "shared" and formula.text
        }

    def formula_text(self, formula: FormulaCell) -> str:
        """The formula's text; that of a follower is worked out from the shared one."""
        if formula.text:
            return formula.text
        shared = self._shared.get(formula.attributes.get("si", ""))
        if not shared:
            return ""
        rows = formula.row - shared.row
        return shifted(shared.text, rows, formula.column - shared.column)

    @cached_property
    def formula_areas(self) -> list[Area]:
        """The array and data-table ranges of more than one cell."""
        areas = [formula.area for formula in self.formulas if formula.attributes]
        return [area for area in areas if area[:2] != area[2:]]

    # -- cells

    def errors(self) -> Iterator[tuple[int, int, str]]:
        """Every cell with an Excel error: row, column, code."""
        if self.scan and not self.scan.errors:
            return
        if not self._has(b't="e"'):
            return
        for found in self._error_pattern().finditer(self.data, *self.span):
            yield int(found[2]), column_number(found[1].decode()), found[3].decode()

    def _error_pattern(self) -> re.Pattern[bytes]:
        """Groups: letters, row, code."""
        px = re.escape(self._px)
        cell = rb'<%sc r="([A-Z]+)([0-9]+)"[^>]*\st="e"[^>]*>' % px
        formula = rb"(?:\s*<%sf[^>]*/>|\s*<%sf[^>]*>[^<]*</%sf>)?" % (px, px, px)
        value = rb"\s*<%sv>([^<]*)" % px
        return re.compile(cell + formula + value)

    def styles_of(self, column: int) -> Iterator[tuple[int, str]]:
        """The row and style of every cell of a column that has one."""
        if self.scan:
            for row, style in self.scan.styles(column):
                yield row, str(style)
            return
        pattern = self._style_pattern(column_name(column).encode())
        for found in pattern.finditer(self.data, *self.span):
            yield int(found[1]), found[2].decode()

    def first_style(self, column: int, row: int) -> str:
        """The style of the column's first cell with one, from a row on; '' without any."""
        if self.scan:
            style = self.scan.first_style(column, row)
            return str(style) if style else ""
        below = (style for at, style in self.styles_of(column) if at >= row)
        return next(below, "")

    def _style_pattern(self, letters: bytes) -> re.Pattern[bytes]:
        """Groups: row, style."""
        px = re.escape(self._px)
        return re.compile(rb'<%sc r="%s([0-9]+)"[^>]*?\ss="([0-9]+)"' % (px, letters))

    # -- rows

    def replace_rows(self, inside: bytes) -> None:
        """Put these bytes between `<sheetData>` and `</sheetData>`."""
        element = self.sheet_data
        if element.head == element.end:
            self._fill_empty(inside)
            return
        end_tag = self.data.rindex(b"</", element.head, element.end)
        self.part.replace(element.head, end_tag, inside)

    def _fill_empty(self, inside: bytes) -> None:
        """Replace `<sheetData/>`."""
        element = self.sheet_data
        name = element.name.encode()
        whole = b"<%s>%s</%s>" % (name, inside, name)
        self.part.replace(element.start, element.end, whole)

    def row_bytes(self, row: int) -> bytes:
        """A whole row as it is in the file; b"" where there is no such row."""
        start = self.data.find(b'<%srow r="%d"' % (self._px, row), *self.span)
        if start < 0:
            return b""
        return self.data[start : self._end_of_row(start)]

    def _end_of_row(self, start: int) -> int:
        """Where the row ends that begins here."""
        head = self.data.index(b">", start) + 1
        if self.data[head - 2 : head] == b"/>":
            return head
        end_tag = self.data.index(b"</%srow" % self._px, head)
        return self.data.index(b">", end_tag) + 1

    def styles_in_row(self, row: int) -> dict[int, str]:
        """The style of each cell of a row, by column."""
        return {
            column_number(cell[1].decode()): parse_attributes(cell[3]).get("s", "")
            for cell in self.cell_pattern.finditer(self.row_bytes(row))
        }

    def row_attributes(self, row: int) -> dict[str, str]:
        """The attributes of a row; {} where there is no such row."""
        data = self.row_bytes(row)
        if not data:
            return {}
        return parse_attributes(data[: data.index(b">") + 1])

    # -- columns

    def column_style(self, column: int) -> str:
        """The style that the column gives to cells that are not there yet."""
        return self._column_attribute(column, "style")

    def column_width(self, column: int) -> float:
        """The column's width in digits."""
        return float(self._column_attribute(column, "width") or _DEFAULT_WIDTH)

    def _column_attribute(self, column: int, name: str) -> str:
        for element in self.part.all("col"):
            if element.number("min") <= column <= element.number("max"):
                return element.get(name)
        return ""
