"""The whole of a run into its workbook: facts, derived columns, derived sheets, and how they look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sheetflow.domain.book import Book
from sheetflow.workbook import Grid, Workbook
from sheetflow.writing.derived import Columns
from sheetflow.writing.first_line import is_first_line
from sheetflow.writing.placed import LINE_ABOVE, Place
from sheetflow.writing.sheet_designs import look_of, looks_of, row_rules, sheet_design


def write_derived_columns(
    workbook: Workbook,
    places: Mapping[str, Place],
    book: Book,
    derived: Mapping[str, Columns],
) -> None:
    """Write the derived columns, whatever stood there; rows that are no records are cleared of them."""
    for sheet, columns in derived.items():
        place = places.get(sheet)
        if place is None or place.is_new:
            continue
        headers = [
            h
            for h in columns
            if h in place.columns and not place.schema.column(h).yields
        ]
        rows = book[sheet].rows.tolist() if headers else []
        grid = workbook.read(place.name)
        stale = (
            sorted(set(range(place.header_row + 1, len(grid.rows) + 1)) - set(rows))
            if headers
            else []
        )
        for header in headers:
            at = place.columns[header]
            look = look_of(place.schema.column(header), book.settings.currency)
            workbook.set_cells(
                place.name, at, rows, columns[header], look, overwrite_formulas=True
            )
            left = [
                row
                for row in stale
                if grid.value(row, at) != "" and _is_ours(grid, place, row)
            ]
            workbook.clear_cells(place.name, at, left, look)


def _is_ours(grid: Grid, place: Place, row: int) -> bool:
    """Whether a row without facts is one of the sheet's records, and not a totals row below its table."""
    table = grid.table_at(place.header_row)
    return table is None or row <= table.last_data_row


def style_sheets(workbook: Workbook, places: Mapping[str, Place]) -> None:
    """Derived columns look derived; progress shows as lights, voided rows are struck through."""
    for place in places.values():
        if not place.is_new:
            derived = [
                place.columns[c.header]
                for c in place.schema.derived_columns
                if c.header in place.columns
            ]
            if derived:
                workbook.restyle_header(place.name, place.header_row, derived)
            workbook.conditional_formats(
                place.name, row_rules(place.schema, place.header_row, place.columns)
            )


def write_derived_sheet(
    workbook: Workbook,
    place: Place,
    columns: Columns,
    currency: str,
    line: str | None = None,
) -> None:
    """Write a derived sheet whole, and the line above its headers where it has one."""
    schema = place.schema
    if place.is_new:
        cells = [columns[header] for header in schema.headers]
        workbook.add_sheet(
            replace(sheet_design(schema, currency), cells=cells, title=line or "")
        )
        return
    if line is not None:
        _write_line(workbook, place, line)
    looks = {
        place.columns[header]: look
        for header, look in looks_of(schema, currency).items()
    }
    cells_at = {place.columns[header]: columns[header] for header in schema.headers}
    workbook.replace_rows(place.name, place.header_row, cells_at, looks)


def _write_line(workbook: Workbook, place: Place, line: str) -> None:
    """The line above the headers, where it stood or there is room for it; else what stands there is the owner's."""
    row, column = place.header_row - LINE_ABOVE, min(place.columns.values())
    there = workbook.read(place.name).value(row, column) if row >= 1 else None
    if there == "" or is_first_line(there):
        workbook.set_cells(place.name, column, [row], [line])
