"""Derived columns and derived sheets into the workbook, and how they look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from sheetflow.domain.book import Book
from sheetflow.workbook import Grid, Workbook
from sheetflow.writing.first_line import is_first_line
from sheetflow.writing.following_rows import follow
from sheetflow.writing.ledger_sheets import Columns, LazySheets
from sheetflow.writing.own_words import columns_in_own_words, in_own_words
from sheetflow.writing.positions import LINE_ABOVE, SheetPosition
from sheetflow.writing.sheet_designs import (
    look_of,
    looks_of,
    money_rules,
    row_rules,
    sheet_design,
)
from sheetflow.writing.sheet_room import require_room

Positions = Mapping[str, SheetPosition]


def write_derived_columns(
    workbook: Workbook,
    positions: Positions,
    book: Book,
    derived: Mapping[str, Columns],
) -> None:
    """Write the derived columns over whatever is there, and clear them in rows that are not records."""
    currency = book.settings.currency
    for sheet, columns in derived.items():
        position = positions.get(sheet)
        if position is not None and not position.is_new:
            rows = book[sheet].rows.tolist()
            _write_columns(workbook, position, rows, columns, currency)


def _write_columns(
    workbook: Workbook,
    position: SheetPosition,
    rows: list[int],
    columns: Columns,
    currency: str,
) -> None:
    headers = _written_headers(position, columns)
    if not headers:
        return
    name = position.name
    grid = workbook.read(name)
    other_rows = _other_rows(grid, position, rows)
    for header in headers:
        number = position.columns[header]
        column = position.schema.column(header)
        look = look_of(column, currency)
        cells = in_own_words(column, columns[header])
        workbook.set_cells(name, number, rows, cells, look, overwrite_formulas=True)
        stale = [row for row in other_rows if grid.value(row, number) != ""]
        workbook.clear_cells(name, number, stale, look)


def _written_headers(position: SheetPosition, columns: Columns) -> list[str]:
    """The columns that are written whole; those that yield to the owner's are not."""
    return [
        header
        for header in columns
        if header in position.columns and not position.schema.column(header).yields
    ]


def _other_rows(grid: Grid, position: SheetPosition, rows: Sequence[int]) -> list[int]:
    """The rows of the sheet's table that are not records; a totals row below it is the owner's."""
    table = grid.table_at(position.header_row)
    last = len(grid.rows)
    if table is not None:
        last = min(last, table.last_data_row)
    return sorted(set(range(position.header_row + 1, last + 1)) - set(rows))


def style_sheets(workbook: Workbook, positions: Positions) -> None:
    """Make derived columns look derived, show progress as lights, strike voided rows through."""
    for position in positions.values():
        if position.is_new:
            continue
        derived = [
            position.columns[column.header]
            for column in position.schema.derived_columns
            if column.header in position.columns
        ]
        if derived:
            workbook.restyle_header(position.name, position.header_row, derived)
        rules = row_rules(position.schema, position.header_row, position.columns)
        workbook.conditional_formats(position.name, rules)


def write_derived_sheets(
    workbook: Workbook,
    positions: Positions,
    sheets: LazySheets,
    currency: str,
    lines: Mapping[str, str] = MappingProxyType({}),
) -> None:
    """Write derived sheets whole, in this order; `lines` are the lines above the headers of some."""
    for sheet, columns in sheets.items():
        write_derived_sheet(
            workbook, positions[sheet], columns(), currency, lines.get(sheet)
        )


def write_derived_sheet(
    workbook: Workbook,
    position: SheetPosition,
    columns: Columns,
    currency: str,
    line: str | None = None,
) -> None:
    """Write a derived sheet whole, and the line above its headers where it has one."""
    schema = position.schema
    columns = columns_in_own_words(schema, columns)
    followed = follow(workbook, position, columns)
    columns = followed.columns
    require_room(position.name, position.header_row, columns)
    if position.is_new:
        cells = [columns[header] for header in schema.headers]
        design = sheet_design(schema, currency)
        workbook.add_sheet(replace(design, cells=cells, title=line or ""))
        return
    if line is not None:
        _write_line(workbook, position, line)
    looks = {
        position.columns[header]: look
        for header, look in looks_of(schema, currency).items()
    }
    cells_at = {position.columns[header]: columns[header] for header in schema.headers}
    workbook.replace_rows(
        position.name, position.header_row, cells_at, looks, followed.moves
    )
    if schema.sheet == "Checks":
        rules = money_rules(position.header_row, position.columns, currency)
        workbook.conditional_formats(position.name, rules)


def _write_line(workbook: Workbook, position: SheetPosition, line: str) -> None:
    """Write the line above the headers if its cell is empty or has such a line; else the cell is the owner's."""
    row = position.header_row - LINE_ABOVE
    if row < 1:
        return
    column = min(position.columns.values())
    present = workbook.read(position.name).value(row, column)
    if present == "" or is_first_line(present):
        workbook.set_cells(position.name, column, [row], [line])
