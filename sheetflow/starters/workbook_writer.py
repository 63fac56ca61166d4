"""Draws designs with xlsxwriter, into a workbook made from scratch.

A workbook that has an owner is never written this way: see workbook/.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import zip_longest
from typing import Any, BinaryIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.workbook.model import CellLook, ColumnDesign, Formula, SheetDesign, Value

CREATED = dt.datetime(2026, 1, 1)
"""The date in every workbook, so that the same content gives the same bytes."""

DATES = "yyyy-mm-dd"
LINE_HEIGHT = 15
HEADER_HEIGHT = 20
A4 = 9
GREY_TEXT = "#595959"
GREY_FILL = "#D9D9D9"

_LONGEST_LIST = 255
_LONGEST_PROMPT = 255
_LONGEST_TITLE = 32
"""How much Excel takes in a dropdown's list and a hint, in characters."""


@dataclass(frozen=True)
class Theme:
    """The colours (RRGGBB) and fonts of a workbook, as its owner would choose them."""

    header_fill: str = "1F3864"
    header_font: str = "FFFFFF"
    title: str = "1F3864"
    font: str = "Calibri"
    size: float = 11
    table_style: str = "Table Style Light 1"


class WorkbookWriter:
    """One workbook that is being written: its theme, and each format made once."""

    def __init__(
        self, target: BinaryIO, theme: Theme | None = None, author: str = ""
    ) -> None:
        self.theme = theme or Theme()
        usual = {"font_name": self.theme.font, "font_size": self.theme.size}
        self.book = Workbook(target, {"default_format_properties": usual})
        self.book.set_properties({"created": CREATED, "author": author})
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    # -- formats

    def format(self, **properties: Any) -> Format:
        """A cell format, in the theme's font unless it names another.

        The properties are those of xlsxwriter.
        """
        usual = {
            "font_name": self.theme.font,
            "font_size": self.theme.size,
            "valign": "top",
        }
        properties = {**usual, **properties}
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(properties)
        return self._formats[key]

    def header(self, derived: bool, *, numbers: bool = False) -> Format:
        """A header: in the owner's colour, or grey where the program writes."""
        properties: dict[str, Any] = {"bold": True, "valign": "vcenter"}
        if numbers:
            properties |= {"align": "right", "indent": 1}
        if derived:
            properties |= {
                "italic": True,
                "font_color": GREY_TEXT,
                "bg_color": GREY_FILL,
            }
        else:
            properties |= {
                "font_color": f"#{self.theme.header_font}",
                "bg_color": f"#{self.theme.header_fill}",
            }
        return self.format(**properties)

    def cell(self, look: CellLook, *, numbers: bool = False) -> Format:
        """A data cell; numbers keep a little distance from the text to their right."""
        properties: dict[str, Any] = {}
        if look.number_format:
            properties["num_format"] = look.number_format
        if numbers:
            properties |= {"align": "right", "indent": 1}
        if look.number_format == DATES:
            properties["align"] = "center"
        if look.derived:
            properties["font_color"] = GREY_TEXT
        if look.wrap:
            properties["text_wrap"] = True
        return self.format(**properties)

    # -- sheets

    def draw(self, design: SheetDesign, last_row: int = 0) -> Worksheet:
        """Draw a sheet.

        Dropdowns and hints cover its rows, and at least those down to `last_row`.
        """
        sheet = self.book.add_worksheet(design.name)
        if design.opens:
            sheet.activate()
        if design.tab_colour:
            sheet.set_tab_color(f"#{design.tab_colour}")
        self._draw_title(sheet, design.title)
        headers = self._draw_columns(sheet, design)
        self._draw_headers(sheet, design, headers)
        _set_heights(sheet, design)
        _add_validations(sheet, design, last_row)
        set_up_page(sheet, design)
        return sheet

    def _draw_title(self, sheet: Worksheet, title: str) -> None:
        if title:
            large = self.format(
                bold=True, font_size=16, font_color=f"#{self.theme.title}"
            )
            sheet.write_string(0, 0, title, large)

    def _draw_columns(self, sheet: Worksheet, design: SheetDesign) -> list[Format]:
        """Write all cells but the headers; returns the formats of the headers."""
        headers = []
        for number, column in enumerate(design.columns):
            values = design.cells[number] if number < len(design.cells) else ()
            numbers = has_numbers(column, values)
            cell = self.cell(column.look, numbers=numbers)
            date = self.cell(column.look._replace(number_format=DATES))
            sheet.set_column(number, number, column.width, cell)
            for row, value in enumerate(values, design.header_row):
                look = date if isinstance(value, dt.date) else cell
                write_cell(sheet, row, number, value, look)
            headers.append(self.header(column.derived, numbers=numbers))
        return headers

    def _draw_headers(
        self, sheet: Worksheet, design: SheetDesign, formats: Sequence[Format]
    ) -> None:
        """Write the headers and freeze them, with a table or a filter around the rows."""
        names = [column.header for column in design.columns]
        headers = list(zip(names, formats, strict=True))
        first = design.header_row - 1
        last = first + max(1, design.row_count)
        for number, (name, look) in enumerate(headers):
            sheet.write_string(first, number, name, look)
        if design.as_table:
            columns = [
                {"header": name, "header_format": look} for name, look in headers
            ]
            options = {
                "name": design.table_name or design.name.replace(" ", ""),
                "style": self.theme.table_style,
                "columns": columns,
            }
            sheet.add_table(first, 0, last, len(headers) - 1, options)
        else:
            sheet.autofilter(first, 0, last, len(headers) - 1)
        sheet.set_row(first, HEADER_HEIGHT)
        sheet.freeze_panes(design.header_row, 1)


def _set_heights(sheet: Worksheet, design: SheetDesign) -> None:
    """Make rows of several lines higher; not every program does it by itself."""
    for row, lines in enumerate(line_counts(design), design.header_row):
        if lines > 1:
            sheet.set_row(row, LINE_HEIGHT * lines)


def line_counts(design: SheetDesign) -> list[int]:
    """How many lines of text each row has."""
    return [max(map(_line_count, row)) for row in zip_longest(*design.cells)]


def _line_count(value: Value) -> int:
    return value.count("\n") + 1 if isinstance(value, str) else 1


def _add_validations(sheet: Worksheet, design: SheetDesign, last_row: int) -> None:
    """The dropdowns and hints of all columns."""
    rows = design.header_row + max(1, design.row_count)
    last = max(rows, last_row) - 1
    for number, column in enumerate(design.columns):
        if column.choices or column.help:
            options = validation(column)
            sheet.data_validation(design.header_row, number, last, number, options)


def has_numbers(column: ColumnDesign, values: Sequence[Value]) -> bool:
    """Whether the cells of a column are numbers, by its look or its first value."""
    first = next((value for value in values if value is not None), None)
    if isinstance(first, bool):
        first = None
    is_number = isinstance(first, (int, float, Decimal, Formula))
    return is_number or column.look.right


def write_cell(
    sheet: Worksheet, row: int, column: int, value: Value, cell: Format | None = None
) -> None:
    """Write one value by its type; text is never read as a formula."""
    match value:
        case None | "":
            return
        case Formula():
            result = _formula_result(value)
            sheet.write_formula(row, column, f"={value.text}", cell, result)
        case bool():
            sheet.write_boolean(row, column, value, cell)
        case int() | float() | Decimal():
            sheet.write_number(row, column, float(value), cell)
        case dt.date():
            sheet.write_datetime(row, column, value, cell)
        case str():
            sheet.write_string(row, column, value, cell)
        case _:
            kind = type(value).__name__
            raise TypeError(f"a workbook cannot hold a {kind}")


def _formula_result(formula: Formula) -> object:
    """What a formula shows in programs that do not calculate."""
    if formula.cached is None:
        return 0
    if isinstance(formula.cached, Decimal):
        return float(formula.cached)
    return formula.cached


def validation(column: ColumnDesign) -> dict[str, Any]:
    """The dropdown of a column, and the hint that shows when a cell is selected.

    Other values than the choices can be typed all the same; in a column of free text
    without a warning.
    """
    options: dict[str, Any] = {"validate": "any"}
    source = _choices_source(column)
    if source:
        options = {"validate": "list", "source": source, "error_type": "warning"}
        options["show_error"] = not column.free_text
    if column.help:
        options["input_title"] = column.header[:_LONGEST_TITLE]
        options["input_message"] = column.help[:_LONGEST_PROMPT]
    return options


def _choices_source(column: ColumnDesign) -> str | list[str] | None:
    """A range or a list of choices; None where the list is too long for Excel."""
    choices = column.choices
    if isinstance(choices, str):
        return f"={choices}"
    if choices and len(",".join(choices)) <= _LONGEST_LIST:
        return list(choices)
    return None


def set_up_page(sheet: Worksheet, design: SheetDesign) -> None:
    """Print as wide as it must be to read it, with the header and the first column on each page."""
    sheet.set_landscape()
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(design.pages_wide, 0)
    sheet.repeat_rows(design.header_row - 1)
    if design.pages_wide > 1:
        sheet.repeat_columns(0)
