"""Where each sheet of the contract is in a workbook: its own name, its header row, its columns.

People rename, move and add columns and put titles above; what they cannot do without the engine noticing is leave out a
required one.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sheetflow.domain.catalogue import (
    catalogue,
    fact_sheets,
    sheet_schema,
)
from sheetflow.domain.problems import ends_in_code
from sheetflow.domain.schema import Column, SheetSchema, loose
from sheetflow.domain.suggestions import nearest
from sheetflow.errors import SheetflowError
from sheetflow.workbook.model import Grid, TableInfo


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
            column for column in self.schema.columns if column.header not in there
        )


def match_sheets(names: Sequence[str]) -> dict[str, str]:
    """Contract name → name in the workbook, of every sheet that is there."""
    matched: dict[str, str] = {}
    wanted = {loose(sheet): sheet for sheet in catalogue()}
    for name in names:
        sheet = wanted.get(loose(name))
        if sheet is not None and (sheet not in matched or name == sheet):
            matched[sheet] = name
    return matched


def require_sheets(matched: Mapping[str, str], names: Sequence[str]) -> None:
    """Raise SheetflowError where a required sheet is missing; it suggests the sheets that may be meant."""
    missing = [
        sheet
        for sheet in fact_sheets()
        if sheet_schema(sheet).required and sheet not in matched
    ]
    if not missing:
        return
    others = [name for name in names if name not in matched.values()]
    suggested = [f"{sheet}{_suggestion(nearest(sheet, others))}" for sheet in missing]
    raise SheetflowError(
        f"no sheet {'; '.join(suggested)}; sheets found: {', '.join(names) or 'none'}. "
        "Rename the sheet or add it (sheetflow new makes an empty workbook)"
    )


def _suggestion(nearest_name: str) -> str:
    return f" (nearest found: {nearest_name})" if nearest_name else ""


def find_layout(grid: Grid, schema: SheetSchema) -> Layout:
    """The header row and the columns of a sheet.

    Raises SheetflowError where no row has all required headers: it names the missing ones and the nearest found.
    """
    wanted = {loose(header): header for header in schema.headers}
    required = set(schema.required_headers)
    closest: dict[str, int] = {}
    closest_row: Sequence[object] = ()
    for number, row in enumerate(grid.rows, 1):
        columns = _columns(row, wanted)
        if required <= set(columns):
            return _layout(grid, schema, number, columns)
        if len(columns) > len(closest):
            closest, closest_row = columns, row
    raise SheetflowError(_missing_headers(grid.name, schema, closest, closest_row))


def find_derived(grid: Grid, schema: SheetSchema) -> Layout | None:
    """The header row and the columns of a sheet that the engine writes; None where it has no header row.

    That is the first row with at least a third of the headers: an earlier version may have written fewer.
    """
    wanted = {loose(header): header for header in schema.headers}
    for number, row in enumerate(grid.rows, 1):
        columns = _columns(row, wanted)
        if 3 * len(columns) >= len(wanted):
            return _layout(grid, schema, number, columns)
    return None


def _columns(row: Sequence[object], wanted: Mapping[str, str]) -> dict[str, int]:
    """The columns of the known headers in a row; where two are alike, the first is used."""
    columns: dict[str, int] = {}
    for number, cell in enumerate(row, 1):
        if isinstance(cell, str) and cell:
            header = wanted.get(loose(cell))
            if header is not None:
                columns.setdefault(header, number)
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
        schema,
        grid.name,
        header_row,
        ours,
        last_row,
        table_end=table.last_data_row if table else 0,
        owners=frozenset(used - set(ours.values())),
        yielded=yielded,
    )


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
    others = [
        str(cell)
        for number, cell in enumerate(row, 1)
        if cell != "" and number not in found.values()
    ]
    suggested = [
        f"{header}{_suggestion(nearest(header, others))}" for header in missing
    ]
    return (
        f"{name}: no column {', '.join(suggested)}; the header row needs "
        f"{', '.join(schema.required_headers)}: rename or add the column"
    )
