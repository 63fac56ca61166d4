"""A comparison as a workbook: what differs on the first sheet, then a sheet for each that does, before beside after.

xlsxwriter is imported where this module is, which is only when somebody asks for the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import BinaryIO

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.inspection.diff.model import (
    Change,
    Difference,
    Kind,
    Percent,
    SheetDifference,
    Value,
)

MOST = 1_000_000
"""How many changes a sheet takes: Excel has 1,048,576 rows."""

KINDS: tuple[Kind, ...] = ("changed", "voided", "added", "removed")
FILLS: dict[Kind, str] = {
    "changed": "FFF2CC",
    "voided": "E7E6E6",
    "added": "E2EFDA",
    "removed": "F8CBAD",
}
COLUMNS = {"Key": 20, "Cell": 9, "What": 10, "Column": 22, "Before": 44, "After": 44}
NOTE_WIDTH = 70
SUMMARY_HEAD = 3
"""The row of the first sheet's headers; the names of the workbooks stand above."""

COUNT = "#,##0;-#,##0;–"
LINE = 15
"""The height of a line of text in points."""


def write_difference(found: Difference, names: tuple[str, str], file: BinaryIO) -> None:
    """Write the comparison of the workbooks so named, old and new, into a binary file.

    Text stays text, whatever it begins with; figures are true numbers.
    """
    with Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
        },
    ) as book:
        pen = _Pen(book)
        pen.summary(found, names)
        for sheet in found.sheets:
            for name, changes in _parts(sheet):
                pen.changes(name, changes)


def _parts(sheet: SheetDifference) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """The changes of a sheet, cut where Excel has no more rows."""
    for part, first in enumerate(range(0, len(sheet.changes), MOST), 1):
        ending = f" ({part})" if part > 1 else ""
        yield (
            sheet.sheet[: 31 - len(ending)] + ending,
            sheet.changes[first : first + MOST],
        )


class _Pen:
    """Writes values in the looks of this workbook."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        head = {
            "bold": True,
            "bg_color": "1F3864",
            "font_color": "FFFFFF",
            "valign": "top",
        }
        self.head, self.head_right = (
            book.add_format(head),
            book.add_format({**head, "align": "right"}),
        )
        self.head_note = book.add_format({**head, "align": "left", "indent": 1})
        self.bold, self.count = (
            book.add_format({"bold": True}),
            book.add_format({"num_format": COUNT, "valign": "top"}),
        )
        self.note = book.add_format(
            {"text_wrap": True, "valign": "top", "indent": 1, "align": "left"}
        )
        looks = {str: "@", Decimal: "General", Percent: "0.00##%", date: "yyyy-mm-dd"}
        self.looks = {
            (kind, type_): book.add_format(
                {
                    "bg_color": fill,
                    "num_format": look,
                    "align": "left",
                    "valign": "top",
                    "text_wrap": type_ is str,
                }
            )
            for kind, fill in FILLS.items()
            for type_, look in looks.items()
        }

    def summary(self, found: Difference, names: tuple[str, str]) -> None:
        """The sheet that comes first: how much of what differs on which sheet, and what only one workbook has."""
        page = self._page("Differences")
        for row, (side, name) in enumerate(zip(("Old", "New"), names, strict=True)):
            page.write_string(row, 0, f"{side} workbook: {name}", self.bold)
        self._head(
            page,
            {
                "Sheet": 24,
                **dict.fromkeys(map(str.capitalize, KINDS), 11),
                "Note": NOTE_WIDTH,
            },
            SUMMARY_HEAD,
        )
        for row, (name, counts, note) in enumerate(
            _summary_lines(found), SUMMARY_HEAD + 1
        ):
            page.set_row(row, _height(note, NOTE_WIDTH))
            page.write_string(row, 0, name)
            for column, count in enumerate(counts, 1):
                page.write_number(row, column, count, self.count)
            page.write_string(row, len(KINDS) + 1, note, self.note)

    def changes(self, name: str, changes: tuple[Change, ...]) -> None:
        """One sheet: a row for each change, coloured by what became of it."""
        page = self._page(name)
        self._head(page, COLUMNS, 0)
        page.autofilter(0, 0, len(changes), len(COLUMNS) - 1)
        for row, change in enumerate(changes, 1):
            cells = (
                change.key,
                change.cell,
                change.kind,
                change.column or "(whole row)",
                change.before,
                change.after,
            )
            page.set_row(row, max(map(_height, cells, COLUMNS.values())))
            for column, value in enumerate(cells):
                self._write(page, row, column, change.kind, value)

    def _page(self, name: str) -> Worksheet:
        """A sheet that is printed as wide as the paper."""
        page = self.book.add_worksheet(name)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_footer("&L&A&RPage &P of &N")
        return page

    def _head(self, page: Worksheet, columns: dict[str, int], row: int) -> None:
        """The header row, which stays in sight and is printed on every page."""
        page.freeze_panes(row + 1, 0)
        page.repeat_rows(row)
        for column, (header, width) in enumerate(columns.items()):
            page.set_column(column, column, width)
            look = (
                self.head_right
                if header.lower() in KINDS
                else self.head_note
                if header == "Note"
                else self.head
            )
            page.write_string(row, column, header, look)

    def _write(
        self, page: Worksheet, at: int, column: int, kind: Kind, value: Value
    ) -> None:
        """One cell by the type of its value; numbers lose nothing: they have at most the digits that Excel keeps."""
        look = self.looks[kind, type(value) if value is not None else str]
        if value is None:
            page.write_blank(at, column, None, look)
        elif isinstance(value, str):
            page.write_string(at, column, value[:32_767], look)
        elif isinstance(value, Percent):
            page.write_number(at, column, float(value.number / 100), look)
        elif isinstance(value, Decimal):
            page.write_number(at, column, float(value), look)
        else:
            page.write_datetime(at, column, value, look)


def _summary_lines(found: Difference) -> list[tuple[str, list[int], str]]:
    """What the first sheet says: sheet, how many changes of each kind, what only one workbook has of it."""
    lines: list[tuple[str, list[int], str]] = [
        (sheet.sheet, [sheet.count(kind) for kind in KINDS], _columns_note(sheet))
        for sheet in found.sheets
    ]
    lines += [(name, [], "only in the old workbook") for name in found.sheets_in_old]
    lines += [(name, [], "only in the new workbook") for name in found.sheets_in_new]
    return lines or [("Nothing differs", [], "")]


def _height(value: Value, width: int) -> float:
    """How high a row is that shows this text in a column so many letters wide, at most as high as Excel allows."""
    if not isinstance(value, str):
        return LINE
    lines = sum(1 + len(line) * 11 // (width * 10) for line in value.split("\n"))
    return min(lines * LINE, 400)


def _columns_note(sheet: SheetDifference) -> str:
    """Which columns only one of the workbooks has."""
    sides = (("old", sheet.columns_in_old), ("new", sheet.columns_in_new))
    return "; ".join(
        f"only in the {side} workbook: {', '.join(columns)}"
        for side, columns in sides
        if columns
    )
