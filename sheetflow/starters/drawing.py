"""Designs drawn with xlsxwriter, into a workbook made from scratch.

What belongs to an owner is never written this way: see workbook/.
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

from sheetflow.workbook.model import ColumnDesign, Formula, Look, SheetDesign, Value

CREATED = dt.datetime(2026, 1, 1)
"""The date that every made workbook bears, so that the same content gives the same bytes."""

DATES = "yyyy-mm-dd"
LINE_HEIGHT = 15
_LONGEST_LIST, _LONGEST_PROMPT, _LONGEST_TITLE = 255, 255, 32


@dataclass(frozen=True)
class Theme:
    """The colours (RRGGBB) and fonts of a workbook, as its owner would choose them."""

    header_fill: str = "1F3864"
    header_font: str = "FFFFFF"
    title: str = "1F3864"
    font: str = "Calibri"
    size: float = 11
    table_style: str = "Table Style Light 1"


class Studio:
    """One workbook in the making: its theme, and each of its formats made once."""

    def __init__(
        self, target: BinaryIO, theme: Theme | None = None, author: str = ""
    ) -> None:
        self.theme = theme or Theme()
        usual = {"font_name": self.theme.font, "font_size": self.theme.size}
        self.book = Workbook(target, {"default_format_properties": usual})
        self.book.set_properties({"created": CREATED, "author": author})
        self._formats: dict[tuple[tuple[str, Any], ...], Format] = {}

    def format(self, **properties: Any) -> Format:
        """A cell format by xlsxwriter's names of properties, in the theme's font unless it names another."""
        words = {
            "font_name": self.theme.font,
            "font_size": self.theme.size,
            "valign": "top",
            **properties,
        }
        key = tuple(sorted(words.items()))
        if key not in self._formats:
            self._formats[key] = self.book.add_format(words)
        return self._formats[key]

    def header(self, derived: bool, *, numbers: bool = False) -> Format:
        """The header of a column: the owner's colour, or grey where the program writes the column."""
        words: dict[str, Any] = {
            "bold": True,
            "valign": "vcenter",
            **({"align": "right", "indent": 1} if numbers else {}),
        }
        if derived:
            return self.format(
                italic=True, font_color="#595959", bg_color="#D9D9D9", **words
            )
        theme = self.theme
        return self.format(
            font_color=f"#{theme.header_font}",
            bg_color=f"#{theme.header_fill}",
            **words,
        )

    def cell(self, look: Look, *, numbers: bool = False) -> Format:
        """A data cell of this look; numbers keep a little distance from the text to their right."""
        words: dict[str, Any] = (
            {"num_format": look.number_format} if look.number_format else {}
        )
        if numbers:
            words |= {"align": "right", "indent": 1}
        if look.number_format == DATES:
            words["align"] = "center"
        if look.derived:
            words["font_color"] = "#595959"
        return self.format(**words, **({"text_wrap": True} if look.wrap else {}))

    def draw(self, design: SheetDesign, room: int = 0) -> Worksheet:
        """Draw a sheet of this design; dropdowns and hints reach over its rows, and down to row `room` at least."""
        sheet = self.book.add_worksheet(design.name)
        if design.tab_colour:
            sheet.set_tab_color(f"#{design.tab_colour}")
        if design.title:
            big = self.format(
                bold=True, font_size=16, font_color=f"#{self.theme.title}"
            )
            sheet.write_string(0, 0, design.title, big)
        self._draw_frame(sheet, design, self._draw_columns(sheet, design))
        for row, lines in enumerate(line_counts(design), design.header_row):
            if lines > 1:
                sheet.set_row(row, LINE_HEIGHT * lines)
        last = max(design.header_row + max(1, design.row_count), room)
        for number, column in enumerate(design.columns):
            if column.choices or column.help:
                sheet.data_validation(
                    design.header_row, number, last - 1, number, validation(column)
                )
        set_up_page(sheet, design.header_row)
        return sheet

    def _draw_columns(self, sheet: Worksheet, design: SheetDesign) -> list[Format]:
        """Write the columns' cells, without their headers; gives the formats that the headers are to have."""
        headers = []
        for number, column in enumerate(design.columns):
            values = design.cells[number] if number < len(design.cells) else ()
            numbers = holds_numbers(column, values)
            cell = self.cell(column.look, numbers=numbers)
            sheet.set_column(number, number, column.width, cell)
            day = self.cell(column.look._replace(number_format=DATES))
            for row, value in enumerate(values, design.header_row):
                write_cell(
                    sheet,
                    row,
                    number,
                    value,
                    day if isinstance(value, dt.date) else cell,
                )
            headers.append(self.header(column.derived, numbers=numbers))
        return headers

    def _draw_frame(
        self, sheet: Worksheet, design: SheetDesign, formats: Sequence[Format]
    ) -> None:
        """The headers, frozen, and the table (or the filter of a plain range) around the rows."""
        first, last = (
            design.header_row - 1,
            design.header_row - 1 + max(1, design.row_count),
        )
        headers = list(
            zip((column.header for column in design.columns), formats, strict=True)
        )
        for number, (header, form) in enumerate(headers):
            sheet.write_string(first, number, header, form)
        if design.as_table:
            options = {
                "name": design.table_name or design.name.replace(" ", ""),
                "style": self.theme.table_style,
                "columns": [
                    {"header": header, "header_format": form}
                    for header, form in headers
                ],
            }
            sheet.add_table(first, 0, last, len(headers) - 1, options)
        else:
            sheet.autofilter(first, 0, last, len(headers) - 1)
        sheet.set_row(first, 20)
        sheet.freeze_panes(design.header_row, 1)


def line_counts(design: SheetDesign) -> list[int]:
    """How many lines each row takes; not every program fits the rows to their text by itself."""
    return [
        max(
            str(value).count("\n") + 1 if isinstance(value, str) else 1 for value in row
        )
        for row in zip_longest(*design.cells)
    ]


def holds_numbers(column: ColumnDesign, values: Sequence[Value]) -> bool:
    """Whether a column's cells are numbers: by its format, or by what stands in it."""
    first = next((value for value in values if value is not None), None)
    is_number = isinstance(first, (int, float, Decimal, Formula)) and not isinstance(
        first, bool
    )
    return is_number or column.look.number_format.startswith("#,")


def write_cell(
    sheet: Worksheet, row: int, column: int, value: Value, cell: Format | None = None
) -> None:
    """Write one value by its type; text is never taken for a formula."""
    match value:
        case None | "":
            return
        case Formula():
            cached = (
                float(value.cached)
                if isinstance(value.cached, Decimal)
                else value.cached
            )
            sheet.write_formula(
                row, column, f"={value.text}", cell, 0 if cached is None else cached
            )
        case bool():
            sheet.write_boolean(row, column, value, cell)
        case int() | float() | Decimal():
            sheet.write_number(row, column, float(value), cell)
        case dt.date():
            sheet.write_datetime(row, column, value, cell)
        case str():
            sheet.write_string(row, column, value, cell)
        case _:
            raise TypeError(f"a made workbook holds no {type(value).__name__}")


def validation(column: ColumnDesign) -> dict[str, Any]:
    """A column's dropdown (other values may be typed all the same) and the hint that shows when a cell is chosen."""
    options: dict[str, Any] = {"validate": "any"}
    choices = column.choices
    if isinstance(choices, str):
        options = {"validate": "list", "source": f"={choices}", "error_type": "warning"}
    elif choices and len(",".join(choices)) <= _LONGEST_LIST:
        options = {"validate": "list", "source": list(choices), "error_type": "warning"}
    if column.help:
        options["input_title"] = column.header[:_LONGEST_TITLE]
        options["input_message"] = column.help[:_LONGEST_PROMPT]
    return options


def set_up_page(sheet: Worksheet, header_row: int) -> None:
    """Print on as many pages as it takes, one page wide, with the header on each."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(header_row - 1)
