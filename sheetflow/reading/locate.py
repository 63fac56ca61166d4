"""Where each sheet of the contract stands in a workbook: its own name, its header row, its columns.

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
    """One sheet of the contract as it stands in the workbook; a header's column is counted from 1.

    `last_row` is the last row that may be a record; `table_end` the last row of its table (0: it is a plain range).
    `owners` are the columns with a header that is none of ours; `yielded` the columns of
    theirs that bear a header of ours.
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
    """Stop where a required sheet is missing, naming the nearest that is there."""
    missing = [
        sheet
        for sheet in fact_sheets()
        if sheet_schema(sheet).required and sheet not in matched
    ]
    if missing:
        others = [name for name in names if name not in matched.values()]
        hints = "; ".join(
            f"{sheet}{_found(nearest(sheet, others))}" for sheet in missing
        )
        there = ", ".join(names) or "none"
        raise SheetflowError(
            f"no sheet {hints}; sheets found: {there}. "
            "Rename the sheet or add it (sheetflow new makes an empty workbook)"
        )


def _found(near: str) -> str:
    return f" (nearest found: {near})" if near else ""


def find_layout(grid: Grid, schema: SheetSchema) -> Layout:
    """Where the header row and the columns of a sheet are.

    Raises SheetflowError where no row holds all required headers: it names the missing ones and the nearest found.
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
    """Where the header row and the columns of a sheet that the engine writes are; None where it has no such row.

    The first row that holds at least a third of the headers: an earlier version may have written fewer.
    """
    wanted = {loose(header): header for header in schema.headers}
    for number, row in enumerate(grid.rows, 1):
        columns = _columns(row, wanted)
        if 3 * len(columns) >= len(wanted):
            return _layout(grid, schema, number, columns)
    return None


def _columns(row: Sequence[object], wanted: Mapping[str, str]) -> dict[str, int]:
    """The columns of the known headers in a row; of two alike the first counts."""
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
    last = _end_above_others(grid, header_row, columns)
    if table is not None and table.totals_rows:
        last = table.last_data_row
    used = {
        number for number, cell in enumerate(grid.rows[header_row - 1], 1) if cell != ""
    }
    yielding = (
        column.header
        for column in schema.columns
        if column.yields and column.header in columns
    )
    yielded = {
        h: columns[h]
        for h in yielding
        if _holds_owners(grid, header_row, last, columns[h])
    }
    ours = {header: at for header, at in columns.items() if header not in yielded}
    owners = frozenset(used - set(ours.values()))
    return Layout(
        schema,
        grid.name,
        header_row,
        ours,
        last,
        table.last_data_row if table else 0,
        owners,
        yielded,
    )


def _holds_owners(grid: Grid, header_row: int, last: int, column: int) -> bool:
    """Whether any cell of a column that yields says what no run has written there: those texts end in a code."""
    cells = set(grid.column(column)[header_row:last]) - {""}
    formulas = any(
        at == column and header_row < row <= last for row, at in grid.formulas
    )
    return formulas or any(
        not isinstance(cell, str) or not ends_in_code(cell) for cell in cells
    )


def table_of(
    grid: Grid, header_row: int, columns: Mapping[str, int]
) -> TableInfo | None:
    """The table whose header holds any of these columns; None for a plain range."""
    there = (table for table in grid.tables if table.first_row == header_row)
    return next(
        (
            t
            for t in there
            if any(t.holds(header_row, column) for column in columns.values())
        ),
        None,
    )


def _end_above_others(grid: Grid, header_row: int, columns: Mapping[str, int]) -> int:
    """The last row in use that is above any other table below these columns: that one's rows are not ours."""
    below = [table for table in grid.tables if table.first_row > header_row]
    tops = [
        t.first_row
        for t in below
        if any(t.holds(t.first_row, column) for column in columns.values())
    ]
    return min([len(grid.rows), *(top - 1 for top in tops)])


def _missing_headers(
    name: str, schema: SheetSchema, found: Mapping[str, int], row: Sequence[object]
) -> str:
    """The sentence on required headers that no row holds together."""
    missing = [header for header in schema.required_headers if header not in found]
    others = [
        str(cell)
        for number, cell in enumerate(row, 1)
        if cell != "" and number not in found.values()
    ]
    hints = ", ".join(
        f"{header}{_found(nearest(header, others))}" for header in missing
    )
    wanted = ", ".join(schema.required_headers)
    return f"{name}: no column {hints}; the header row must hold {wanted}: rename or add the column"
