"""A comparison as a workbook: a summary, then a sheet of changes for each that differs.

This module imports xlsxwriter, so import it only when somebody wants the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any, BinaryIO, NamedTuple
from zipfile import ZipFile

from xlsxwriter import Workbook  # type: ignore[import-untyped]
from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.domain.messages import Message, message, own_text
from sheetflow.inspection.diff.change_rows import height, with_changes
from sheetflow.inspection.diff.differences import (
    Change,
    Difference,
    Kind,
    Percent,
    SheetDifference,
)
from sheetflow.workbook.archive import zip_writer
from sheetflow.workbook.archive.zip_format import Entry, new_member

MOST = 1_000_000
"""How many changes fit on a sheet: Excel has 1,048,576 rows."""

LONGEST_NAME = 31
"""Excel's limit for the name of a sheet, in characters."""

KINDS: tuple[Kind, ...] = ("changed", "voided", "added", "removed")
FILLS: dict[Kind, str] = {
    "changed": "FFF2CC",
    "voided": "E7E6E6",
    "added": "E2EFDA",
    "removed": "F8CBAD",
}
NUMBER_FORMATS = {
    str: "@",
    Decimal: "General",
    Percent: "0.00##%",
    date: "yyyy-mm-dd",
}
FORMATS = [(kind, type_) for kind in FILLS for type_ in NUMBER_FORMATS]
COLUMNS = {
    message("Key"): 20,
    message("Cell"): 9,
    message("What"): 10,
    message("Column"): 22,
    message("Before"): 44,
    message("After"): 44,
}
"""The columns of a sheet of changes, and their widths."""

NOTE_WIDTH = 70
SUMMARY_HEADER_ROW = 3
"""The header row of the summary, from 0; the workbooks' names are above it."""

SUMMARY_COLUMNS = {
    message("Sheet"): 24,
    message("Changed"): 11,
    message("Voided"): 11,
    message("Added"): 11,
    message("Removed"): 11,
    message("Note"): NOTE_WIDTH,
}
ONLY_IN_OLD = message("only in the old workbook")
ONLY_IN_NEW = message("only in the new workbook")
NOTE_FORMAT = {"text_wrap": True, "valign": "top", "indent": 1, "align": "left"}
COUNT = "#,##0;-#,##0;–"
OPTIONS = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
}


def write_difference(found: Difference, names: tuple[str, str], file: BinaryIO) -> None:
    """Write the comparison of two workbooks into a binary file.

    `names` are those of the old and the new workbook. Text stays text, whatever it
    begins with; numbers are numbers.
    """
    pages = [page for sheet in found.sheets for page in _pages(sheet)]
    made = BytesIO()
    with Workbook(made, OPTIONS) as book:
        writer = _Writer(book)
        writer.summary(found, names)
        for name, changes in pages:
            writer.changes(name, len(changes))
    # The summary is sheet1.xml.
    changes_of = {
        f"xl/worksheets/sheet{number}.xml": changes
        for number, (_, changes) in enumerate(pages, 2)
    }
    zip_writer.write(file, _entries(made, changes_of))


def _entries(
    made: BytesIO, changes_of: Mapping[str, tuple[Change, ...]]
) -> Iterator[Entry]:
    """The parts of the workbook that was made, with the rows of changes in their sheets."""
    with ZipFile(made) as package:
        for name in package.namelist():
            content = package.read(name)
            if name in changes_of:
                widths = list(COLUMNS.values())
                content = with_changes(content, changes_of[name], FORMATS, widths)
            yield new_member(name), content, False


def _pages(sheet: SheetDifference) -> Iterator[tuple[str, tuple[Change, ...]]]:
    """The changes of a sheet, split where Excel has no more rows."""
    for number, first in enumerate(range(0, len(sheet.changes), MOST), 1):
        changes = sheet.changes[first : first + MOST]
        shown = tuple(_in_own_names(sheet, change) for change in changes)
        yield _page_name(sheet.sheet, number), shown


def _in_own_names(sheet: SheetDifference, change: Change) -> Change:
    """A change with the workbook's names of its column and its words."""
    return change._replace(
        column=sheet.title_of(change.column) if change.column else "",
        before=sheet.own_text(change, change.before),
        after=sheet.own_text(change, change.after),
    )


def _page_name(sheet: str, number: int) -> str:
    """The name of a sheet, shortened to what Excel allows; further pages are numbered."""
    ending = f" ({number})" if number > 1 else ""
    return sheet[: LONGEST_NAME - len(ending)] + ending


class _Writer:
    """Writes values in the formats of this workbook."""

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._add_header_formats()
        self.bold = book.add_format({"bold": True})
        self.count = book.add_format({"num_format": COUNT, "valign": "top"})
        self.note = book.add_format(NOTE_FORMAT)
        self.formats = _value_formats(book)

    def _add_header_formats(self) -> None:
        header = {
            "bold": True,
            "bg_color": "1F3864",
            "font_color": "FFFFFF",
            "valign": "top",
        }
        note = {**header, "align": "left", "indent": 1}
        self.header = self.book.add_format(header)
        self.header_right = self.book.add_format({**header, "align": "right"})
        self.header_note = self.book.add_format(note)

    def summary(self, found: Difference, names: tuple[str, str]) -> None:
        """The first sheet: the number of changes on each sheet, what only one has."""
        page = self._page(own_text("Differences"))
        old, new = names
        old_text = own_text("Old workbook: {file}", file=old)
        new_text = own_text("New workbook: {file}", file=new)
        page.write_string(0, 0, old_text, self.bold)
        page.write_string(1, 0, new_text, self.bold)
        self._header(page, SUMMARY_COLUMNS, SUMMARY_HEADER_ROW)
        for row, line in enumerate(_summary_lines(found), SUMMARY_HEADER_ROW + 1):
            self._summary_line(page, row, line)

    def _summary_line(self, page: Worksheet, row: int, line: _SummaryLine) -> None:
        page.set_row(row, height(line.note, NOTE_WIDTH))
        page.write_string(row, 0, line.sheet)
        for column, count in enumerate(line.counts, 1):
            page.write_number(row, column, count, self.count)
        page.write_string(row, len(KINDS) + 1, line.note, self.note)

    def changes(self, name: str, count: int) -> None:
        """One sheet of so many changes: its header, and a row with a cell of each format, in whose place they come."""
        page = self._page(name)
        self._header(page, COLUMNS, 0)
        page.autofilter(0, 0, count, len(COLUMNS) - 1)
        for column, format_ in enumerate(FORMATS):
            page.write_blank(1, column, None, self.formats[format_])

    def _page(self, name: str) -> Worksheet:
        """A new sheet, printed one page wide."""
        page = self.book.add_worksheet(name)
        page.set_landscape()
        page.fit_to_pages(1, 0)
        page.set_footer("&L&A&RPage &P of &N")
        return page

    def _header(self, page: Worksheet, columns: dict[Message, int], row: int) -> None:
        """The header row: always visible, and printed on every page."""
        page.freeze_panes(row + 1, 0)
        page.repeat_rows(row)
        for column, (header, width) in enumerate(columns.items()):
            page.set_column(column, column, width)
            shown = header.translated()
            page.write_string(row, column, shown, self._header_format(header))

    def _header_format(self, header: str) -> object:
        if header.lower() in KINDS:
            return self.header_right
        if header == "Note":
            return self.header_note
        return self.header


def _value_format(kind: Kind, type_: type) -> dict[str, Any]:
    return {
        "bg_color": FILLS[kind],
        "num_format": NUMBER_FORMATS[type_],
        "align": "left",
        "valign": "top",
        "text_wrap": type_ is str,
    }


class _SummaryLine(NamedTuple):
    """A line of the summary: a sheet, its changes by kind, what only one workbook has."""

    sheet: str
    counts: list[int]
    note: str


def _summary_lines(found: Difference) -> list[_SummaryLine]:
    lines = [
        *map(_sheet_line, found.sheets),
        *_only_in(ONLY_IN_OLD, found.sheets_in_old),
        *_only_in(ONLY_IN_NEW, found.sheets_in_new),
    ]
    return lines or [_SummaryLine(own_text("Nothing differs"), [], "")]


def _only_in(note: Message, sheets: tuple[str, ...]) -> Iterator[_SummaryLine]:
    for sheet in sheets:
        yield _SummaryLine(sheet, [], note.translated())


def _sheet_line(sheet: SheetDifference) -> _SummaryLine:
    counts = [sheet.count(kind) for kind in KINDS]
    return _SummaryLine(sheet.sheet, counts, _columns_note(sheet))


def _value_formats(book: Workbook) -> dict[tuple[Kind, type], Format]:
    """The format of every type of value, in the colour of every kind of change."""
    return {format_: book.add_format(_value_format(*format_)) for format_ in FORMATS}


def _columns_note(sheet: SheetDifference) -> str:
    """Which columns only one of the workbooks has."""
    return "; ".join(_columns_notes(sheet))


def _columns_notes(sheet: SheetDifference) -> Iterator[str]:
    if sheet.columns_in_old:
        columns = ", ".join(map(sheet.title_of, sheet.columns_in_old))
        yield own_text("only in the old workbook: {columns}", columns=columns)
    if sheet.columns_in_new:
        columns = ", ".join(map(sheet.title_of, sheet.columns_in_new))
        yield own_text("only in the new workbook: {columns}", columns=columns)
