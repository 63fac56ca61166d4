"""The whole of a run into its workbook: facts, derived columns, derived sheets, and how they look."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from sheetflow.book import Book
from sheetflow.errors import SheetflowError
from sheetflow.layout import find_layout
from sheetflow.schema import SheetSchema, sheet_schema
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


def write_derived_sheet(
    workbook: Workbook, name: str | None, schema: SheetSchema, columns: Columns, currency: str
) -> None:
    """Write a derived sheet whole; `name` is its name in the workbook, None where it is not there yet."""
    if name is None:
        cells = [columns[header] for header in schema.headers]
        workbook.add_sheet(replace(sheet_design(schema, currency), cells=cells))
        return
    header_row, at = _headers(workbook, name, schema)
    looks = {at[column.header]: look_of(column, currency) for column in schema.columns}
    workbook.replace_rows(name, header_row, {at[header]: columns[header] for header in schema.headers}, looks)


def append_to_log(workbook: Workbook, name: str | None, row: Sequence[Value], currency: str) -> None:
    """Add one row to Run log."""
    schema = sheet_schema("Run log")
    if name is None:
        workbook.add_sheet(replace(sheet_design(schema, currency), cells=[[value] for value in row]))
        return
    header_row, at = _headers(workbook, name, schema)
    columns = {at[header]: [value] for header, value in zip(schema.headers, row, strict=True)}
    workbook.append_rows(name, header_row, columns, {at[c.header]: look_of(c, currency) for c in schema.columns})


def last_run(workbook: Workbook, name: str | None) -> int:
    """The number of the last run that the log holds, 0 without one."""
    if name is None:
        return 0
    header_row, at = _headers(workbook, name, sheet_schema("Run log"))
    numbers = workbook.read(name).column(at["Run"])[header_row:]
    return max((int(number) for number in numbers if isinstance(number, (int, float))), default=0)


def where_headers_stand(workbook: Workbook, name: str | None, schema: SheetSchema) -> tuple[int, Mapping[str, int]]:
    """The header row and columns of a derived sheet as it is, or as it will be made."""
    if name is None:
        return 1, {header: at for at, header in enumerate(schema.headers, 1)}
    return _headers(workbook, name, schema)


def _headers(workbook: Workbook, name: str, schema: SheetSchema) -> tuple[int, Mapping[str, int]]:
    """The header row and columns of a derived sheet;
    an empty sheet, or one that was adopted, gets its headers in row 1.
    """
    whole = replace(schema, columns=tuple(replace(column, required=True) for column in schema.columns))
    try:
        layout = find_layout(workbook.read(name), whole)
    except SheetflowError:
        for at, header in enumerate(schema.headers, 1):
            workbook.set_cells(name, at, [1], [header], overwrite_formulas=True)
        return 1, {header: at for at, header in enumerate(schema.headers, 1)}
    return layout.header_row, layout.columns
