"""Where each sheet of the contract is in a workbook: its own name, its header row, its columns.

People rename, move and add columns and put titles above; what they cannot do without the engine noticing is leave out a
required one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from sheetflow.domain.messages import joined, message
from sheetflow.domain.problems import ends_in_code
from sheetflow.domain.schema import Column, SheetSchema, loose
from sheetflow.domain.suggestions import nearest
from sheetflow.errors import SheetflowError
from sheetflow.reading.sheet_names import Wanted, suggestion_for, wanted_of
from sheetflow.workbook.cells.cell_references import column_name
from sheetflow.workbook.model import Grid, TableInfo

ROWS_WITH_HEADERS = 100
"""How far down headers are looked for if a required one is missing."""


@dataclass(frozen=True)
class Layout:
    """One sheet of the contract as it is in the workbook; columns are counted from 1.

    `last_row` is the last row that may be a record; `table_end` the last row of its table (0: it is a plain range).
    `owners` are the columns with a header of the owner's; `yielded` the columns that are the owner's although they
    have a header of ours.
    """

    schema: SheetSchema
    name: str
    header_row: int
    columns: Mapping[str, int]
    last_row: int = 0
    table_end: int = 0
    owners: frozenset[int] = field(default_factory=frozenset)
    yielded: Mapping[str, int] = field(default_factory=dict)

    @property
    def absent(self) -> tuple[Column, ...]:
        """The columns of ours that the sheet lacks, and could get."""
        there = {*self.columns, *self.yielded}
        return tuple(
            column
            for column in self.schema.columns_in_use
            if column.header not in there
        )


def find_layout(grid: Grid, schema: SheetSchema) -> Layout:
    """The header row and the columns of a sheet.

    Raises SheetflowError where no row has all required headers: it names the missing ones and the nearest found.
    """
    wanted = _headers(schema)
    required = set(schema.required_headers)
    closest: dict[str, int] = {}
    closest_row: Sequence[object] = ()
    for number, row in enumerate(grid.rows, 1):
        columns = _columns(row, wanted)
        if required <= set(columns):
            return _layout(grid, schema, number, columns)
        if len(columns) > len(closest):
            closest = columns
            closest_row = row
    raise SheetflowError(_missing_headers(grid.name, schema, closest, closest_row))


def header_row_of(grid: Grid, schema: SheetSchema) -> int | None:
    """The first row with all required headers; None where there is none."""
    wanted = _headers(schema)
    required = set(schema.required_headers)
    for number, row in enumerate(grid.rows, 1):
        if required <= set(_columns(row, wanted)):
            return number
    return None


def find_closest(grid: Grid, schema: SheetSchema) -> Layout | None:
    """The columns of a sheet that may lack required headers.

    The header row is the first with all of them, else the one with most of its headers near
    the top. None where no row has any.
    """
    wanted = _headers(schema)
    row = header_row_of(grid, schema)
    if row is None:
        found = [
            len(_columns(cells, wanted)) for cells in grid.rows[:ROWS_WITH_HEADERS]
        ]
        if not any(found):
            return None
        row = 1 + found.index(max(found))
    return _layout(grid, schema, row, _columns(grid.rows[row - 1], wanted))


def find_derived(grid: Grid, schema: SheetSchema) -> Layout | None:
    """The header row and the columns of a sheet that the engine writes; None where it has no header row.

    That is the first row with at least a third of the headers: an earlier version may have written fewer.
    """
    wanted = _headers(schema)
    for number, row in enumerate(grid.rows, 1):
        columns = _columns(row, wanted)
        if 3 * len(columns) >= len(schema.headers):
            return _layout(grid, schema, number, columns)
    return None


def _headers(schema: SheetSchema) -> dict[str, Wanted]:
    """The headers of a sheet by every name that it may have here."""
    return wanted_of((column.header, column.names) for column in schema.columns)


def _columns(row: Sequence[object], wanted: Mapping[str, Wanted]) -> dict[str, int]:
    """The columns of the known headers in a row.

    Of several for one header, the name that counts first is used; of two alike, the first.
    """
    columns: dict[str, int] = {}
    ranks: dict[str, int] = {}
    for number, cell in enumerate(row, 1):
        if isinstance(cell, str) and cell:
            found = wanted.get(loose(cell))
            if found and found.rank < ranks.get(found.contract, len(wanted)):
                columns[found.contract] = number
                ranks[found.contract] = found.rank
    return columns


def _layout(
    grid: Grid, schema: SheetSchema, header_row: int, columns: dict[str, int]
) -> Layout:
    table = table_of(grid, header_row, columns)
    last_row = _last_row(grid, header_row, columns, table)
    yielded = _yielded(grid, schema, columns, range(header_row + 1, last_row + 1))
    ours = {header: at for header, at in columns.items() if header not in yielded}
    headers = enumerate(grid.rows[header_row - 1], 1)
    used = {number for number, cell in headers if cell != ""}
    return Layout(
        _as_found(grid, schema, header_row, columns),
        grid.name,
        header_row,
        ours,
        last_row,
        table_end=table.last_data_row if table else 0,
        owners=frozenset(used - set(ours.values())),
        yielded=yielded,
    )


def _as_found(
    grid: Grid, schema: SheetSchema, header_row: int, columns: Mapping[str, int]
) -> SheetSchema:
    """The declaration with the names that the sheet and its columns have in the workbook."""
    if schema.own is None:
        return schema
    row = grid.rows[header_row - 1]
    titles = {
        header: str(row[number - 1]).strip() for header, number in columns.items()
    }
    return schema.called(grid.name, titles)


def _last_row(
    grid: Grid, header_row: int, columns: Mapping[str, int], table: TableInfo | None
) -> int:
    """The last row that may be a record: above a totals row, and above any other table below these columns."""
    if table is not None and table.totals_rows:
        return table.last_data_row
    below = [table for table in grid.tables if table.first_row > header_row]
    tops = [table.first_row for table in below if _has_header_in(table, columns)]
    return min([len(grid.rows), *(top - 1 for top in tops)])


def _yielded(
    grid: Grid, schema: SheetSchema, columns: Mapping[str, int], rows: range
) -> dict[str, int]:
    """The columns that yield to the owner, who uses them for something else."""
    return {
        column.header: columns[column.header]
        for column in schema.columns
        if column.yields
        and column.header in columns
        and _has_owners_values(grid, columns[column.header], rows)
    }


def _has_owners_values(grid: Grid, column: int, rows: range) -> bool:
    """Whether any cell of a column that yields has something that no run wrote: those texts end in a code."""
    cells = grid.column(column)[rows.start - 1 : rows.stop - 1]
    if any(not _is_ours(cell) for cell in set(cells) - {""}):
        return True
    return any(at == column and row in rows for row, at in grid.formulas)


def _is_ours(cell: object) -> bool:
    return isinstance(cell, str) and ends_in_code(cell)


def table_of(
    grid: Grid, header_row: int, columns: Mapping[str, int]
) -> TableInfo | None:
    """The table with any of these columns in its header; None for a plain range."""
    for table in grid.tables:
        if table.first_row == header_row and _has_header_in(table, columns):
            return table
    return None


def _has_header_in(table: TableInfo, columns: Mapping[str, int]) -> bool:
    """Whether the header row of a table covers any of these columns."""
    return any(table.holds(table.first_row, column) for column in columns.values())


def _missing_headers(
    name: str, schema: SheetSchema, found: Mapping[str, int], row: Sequence[object]
) -> str:
    """The sentence on required headers that are not together in a row."""
    missing = [header for header in schema.required_headers if header not in found]
    others = _other_headers(row, found)
    suggested = [
        message(
            "{column}{suggestion}",
            column=header,
            suggestion=suggestion_for(nearest(header, others)),
        )
        for header in map(schema.title_of, missing)
    ]
    needed = map(schema.title_of, schema.required_headers)
    blank = _without_header(row)
    return message(
        "{sheet}: no column {columns}{blank}; the header row needs {needed}: rename or add the column",
        sheet=name,
        columns=joined(suggested),
        blank=blank,
        needed=", ".join(needed),
    )


def _other_headers(row: Sequence[object], found: Mapping[str, int]) -> list[str]:
    """What is in a row besides the headers that were found."""
    return [
        str(cell)
        for number, cell in enumerate(row, 1)
        if cell != "" and number not in found.values()
    ]


def _without_header(row: Sequence[object]) -> str:
    """The first column without a header right of one with: merged cells have one header for several columns."""
    letters = column_without_header(row)
    if not letters:
        return ""
    return message(
        " (column {column} has no header: if its header is merged with the one before, unmerge them)",
        column=letters,
    )


def column_without_header(row: Sequence[object]) -> str:
    """The letters of the first column without a header right of one with; empty where there is none."""
    for number, (before, cell) in enumerate(pairwise(row), 2):
        if before != "" and cell == "":
            return column_name(number)
    return ""
