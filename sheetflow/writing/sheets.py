"""The whole of a run into its workbook: facts, derived columns, derived sheets, and how they look."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sheetflow.book import Book
from sheetflow.template import look_of, row_rules, sheet_design
from sheetflow.workbook import Grid, Value, Workbook
from sheetflow.writing.derived import Columns
from sheetflow.writing.placed import Place


def write_derived_columns(
    workbook: Workbook, places: Mapping[str, Place], book: Book, derived: Mapping[str, Columns]
) -> None:
    """Write the derived columns, whatever stood there; rows that are no records are cleared of them."""
    for sheet, columns in derived.items():
        place = places.get(sheet)
        if place is None or place.is_new:
            continue
        rows = book[sheet].rows.tolist()
        grid = workbook.read(place.name)
        stale = sorted(set(range(place.header_row + 1, len(grid.rows) + 1)) - set(rows))
        for header, values in columns.items():
            if header not in place.columns:
                continue  # no cost is known
            column = place.schema.column(header)
            at = place.columns[header]
            left = [row for row in stale if grid.value(row, at) != "" and _is_ours(grid, place, row)]
            cells: list[Value] = [*values, *[None] * len(left)]
            look = look_of(column, book.settings.currency)
            workbook.set_cells(place.name, at, [*rows, *left], cells, look, overwrite_formulas=True)


def _is_ours(grid: Grid, place: Place, row: int) -> bool:
    """Whether a row without facts is one of the sheet's records, and not a totals row below its table."""
    table = grid.table_at(place.header_row)
    return table is None or row <= table.last_data_row


def style_sheets(workbook: Workbook, places: Mapping[str, Place]) -> None:
    """Derived columns look derived; progress shows as lights, voided rows are struck through."""
    for place in places.values():
        if not place.is_new:
            derived = [place.columns[c.header] for c in place.schema.derived_columns if c.header in place.columns]
            if derived:
                workbook.restyle_header(place.name, place.header_row, derived)
            workbook.conditional_formats(place.name, row_rules(place.schema, place.header_row, place.columns))


def write_derived_sheet(workbook: Workbook, place: Place, columns: Columns, currency: str) -> None:
    """Write a derived sheet whole."""
    schema = place.schema
    if place.is_new:
        cells = [columns[header] for header in schema.headers]
        workbook.add_sheet(replace(sheet_design(schema, currency), cells=cells))
        return
    looks = {place.columns[column.header]: look_of(column, currency) for column in schema.columns}
    cells_at = {place.columns[header]: columns[header] for header in schema.headers}
    workbook.replace_rows(place.name, place.header_row, cells_at, looks)
