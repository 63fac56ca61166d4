"""A clerk: types into one workbook as people do (with openpyxl), and remembers every fact that was typed.

    clerk = Clerk(Path("shop.xlsx"))
    clerk.types('''
        == Payments
        Order  Payment date  Amount
        SO-1   2026-03-02    12.50
    ''')
    clerk.corrects("Payments", "Amount=12.50", Amount=21.50)
    assert clerk.lost() == []

Text tables are those of tables.py. A row is named by cells that it has: `Order=SO-1; SKU=A-100`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path

from faults import Sheet, opened
from openpyxl import Workbook as OpenWorkbook
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet
from tables import cell, words

Row = dict[str, object]
"""A row by header; only cells that hold something."""


class Clerk:
    """A person, the workbook that they type into, and the facts they typed so far by sheet."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.facts: dict[str, list[Row]] = {}

    # -- typing

    def types(self, tables: str) -> None:
        """Type the rows of text tables below the rows of their sheets, each under its `== Sheet`."""
        for part in tables.split("== ")[1:]:
            sheet, _, table = part.partition("\n")
            headers, *lines = words(table)
            rows = [_row(headers, line) for line in lines]
            self._append(sheet.strip(), rows)
            self.facts.setdefault(sheet.strip(), []).extend(rows)

    def requests(
        self,
        actions: Mapping[str, str | None],
        sheet: str = "Orders",
        key: str = "Order",
        action: str = "Action",
    ) -> None:
        """Type actions beside orders; they are gone once done, and so are no facts. Names may be the workbook's own."""
        book = opened(self.path)
        orders = Sheet(book, sheet)
        for order, requested in actions.items():
            orders.put(orders.row_of(key, order), action, requested)
        book.save(self.path)

    def sets(self, settings: str) -> None:
        """Type values on Settings, which has a row for each setting: `Company  Harbour Tools`."""
        book = opened(self.path)
        rows = list(book["Settings"].iter_rows())
        for setting, value in words(settings):
            [found] = [row for row in rows if row[0].value == setting]
            found[1].value = cell(value)
            typed = {"Setting": setting, "Value": cell(value)}
            self.facts.setdefault("Settings", []).append(typed)
        book.save(self.path)

    def corrects(self, sheet: str, which: str, **cells: object) -> None:
        """Type over cells of the only row that has these; `Unit_price=3`, None to empty a cell."""
        new = {header.replace("_", " "): value for header, value in cells.items()}
        self.overtypes(sheet, which, new)
        self.became(sheet, which, new)

    def overtypes(self, sheet: str, which: str, cells: Mapping[str, object]) -> None:
        """Type over cells without remembering it: a mistake that is put right later."""
        book = opened(self.path)
        at = _only_row(Sheet(book, sheet), which)
        for header, value in cells.items():
            Sheet(book, sheet).put(at, header, value)
        book.save(self.path)

    def became(self, sheet: str, which: str, cells: Mapping[str, object]) -> None:
        """Remember that facts were changed: typed over, or by an action that says so."""
        for row in self.facts.get(sheet, []):
            if _matches(row, which):
                row.update(cells)

    def deletes(self, sheet: str, which: str) -> Row:
        """Delete a row, as a right click does; what it held."""
        book = opened(self.path)
        found = Sheet(book, sheet)
        at = _only_row(found, which)
        held = _cells_of(found, at)
        found.sheet.delete_rows(found.header_row + at)
        _resize(found.sheet, -1)
        book.save(self.path)
        return held

    def puts_back(self, sheet: str, row: Row) -> None:
        """Type a row that was deleted, below the others."""
        self._append(sheet, [row])

    def renames(self, sheet: str, name: str) -> None:
        """Rename a sheet."""
        book = opened(self.path)
        book[sheet].title = name
        book.save(self.path)

    def renames_column(self, sheet: str, header: str, name: str) -> None:
        """Type over a header."""
        book = opened(self.path)
        found = Sheet(book, sheet)
        found.put(0, header, name)
        for table in found.sheet.tables.values():
            for column in table.tableColumns:
                column.name = name if column.name == header else column.name
        book.save(self.path)

    def removes_sheet(self, sheet: str) -> None:
        """Delete a sheet."""
        book = opened(self.path)
        del book[sheet]
        book.save(self.path)

    def hides(self, sheet: str) -> None:
        """Hide a sheet."""
        book = opened(self.path)
        book[sheet].sheet_state = "hidden"
        book.save(self.path)

    def sorts(self, sheet: str, header: str) -> None:
        """Sort the rows of a sheet by a column, the last value first."""
        book = opened(self.path)
        found = Sheet(book, sheet)
        rows = list(_rows(book, sheet))
        rows.sort(key=lambda row: str(row.get(header, "")), reverse=True)
        for at, row in enumerate(rows, 1):
            for column in found.columns:
                found.put(at, column, row.get(column))
        book.save(self.path)

    def _append(self, sheet: str, rows: Iterable[Row]) -> None:
        book = opened(self.path)
        found = Sheet(book, sheet)
        for row in rows:
            at = _first_free(found)
            for header, value in row.items():
                found.put(at, header, value)
            _cover(found.sheet, found.header_row + at)
        book.save(self.path)

    # -- looking

    def rows(self, sheet: str) -> list[Row]:
        """The rows of a sheet as they are now."""
        return list(_rows(opened(self.path), sheet))

    def row(self, sheet: str, which: str) -> Row:
        """The only row with these cells."""
        [found] = [row for row in self.rows(sheet) if _matches(row, which)]
        return found

    def lost(self) -> list[str]:
        """The typed rows that are in no row of the workbook with every cell that was typed."""
        book = opened(self.path)
        return [
            f"{sheet}: {row}"
            for sheet, typed in self.facts.items()
            for row in _missing(typed, list(_rows(book, sheet)))
        ]

    def typed_cells(self) -> int:
        """How many cells were typed."""
        return sum(len(row) for rows in self.facts.values() for row in rows)


def _row(headers: Iterable[str], line: Iterable[str]) -> Row:
    cells = {header: cell(word) for header, word in zip(headers, line, strict=False)}
    return {header: value for header, value in cells.items() if value != ""}


def _missing(typed: Iterable[Row], there: list[Row]) -> Iterator[Row]:
    """The rows that are not there; two that are alike need two."""
    for row in typed:
        wanted = {header: value for header, value in row.items() if value is not None}
        found = [each for each in there if wanted.items() <= each.items()]
        if found:
            there.remove(found[0])
        else:
            yield row


def _rows(book: OpenWorkbook, name: str) -> Iterator[Row]:
    if name == "Settings":
        for setting, value, *_ in book[name].iter_rows(values_only=True):
            yield {"Setting": setting, "Value": _plain(value)}
        return
    sheet = Sheet(book, name)
    for at in range(1, sheet.sheet.max_row - sheet.header_row + 1):
        yield _cells_of(sheet, at)


def _cells_of(sheet: Sheet, at: int) -> Row:
    cells = {header: _plain(sheet.cell(at, header).value) for header in sheet.columns}
    return {header: value for header, value in cells.items() if value is not None}


def _plain(value: object) -> object:
    """A date as a date."""
    return value.date() if isinstance(value, datetime) else value


def _matches(row: Row, which: str) -> bool:
    """Whether a row has these cells."""
    parts = [part.partition("=") for part in which.split("; ")]
    return all(row.get(header) == cell(word) for header, _, word in parts)


def _only_row(sheet: Sheet, which: str) -> int:
    rows = range(1, sheet.sheet.max_row - sheet.header_row + 1)
    [at] = [at for at in rows if _matches(_cells_of(sheet, at), which)]
    return at


def _first_free(sheet: Sheet) -> int:
    """The first row below the headers with nothing in it."""
    at = 1
    while _cells_of(sheet, at):
        at += 1
    return at


def _cover(sheet: Worksheet, row: int) -> None:
    """Let the table grow over a row below it, as Excel does."""
    for table in sheet.tables.values():
        if range_boundaries(table.ref)[3] < row:
            _resize_to(table, row)


def _resize(sheet: Worksheet, rows: int) -> None:
    for table in sheet.tables.values():
        _resize_to(table, range_boundaries(table.ref)[3] + rows)


def _resize_to(table: Table, last_row: int) -> None:
    first, _, last = table.ref.partition(":")
    letters = last.rstrip("0123456789")
    table.ref = f"{first}:{letters}{last_row}"
    if table.autoFilter is not None:
        table.autoFilter.ref = table.ref
