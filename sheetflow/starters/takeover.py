"""What a new workbook takes over from another: its settings and master data, as they were typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from sheetflow.domain.schema import Column, sheet_schema
from sheetflow.reading.cells import key_text, shown
from sheetflow.reading.locate import Layout, find_layout, match_sheets
from sheetflow.workbook import CellError, Grid, NoValue, Value, Workbook

TAKEN_OVER = ("Settings", "Customers", "Products", "Locations", "Tax codes")

Taken = Mapping[str, Mapping[str, Sequence[Value]]]
"""The values of each sheet by header, one for each row that holds anything."""


def take_over(path: Path) -> Taken:
    """Read the sheets of `TAKEN_OVER` that a workbook has. Raises SheetflowError where it cannot be read."""
    workbook = Workbook.open(path)
    found = match_sheets(workbook.sheets)
    taken = {}
    for sheet in TAKEN_OVER:
        if sheet in found:
            grid = workbook.read(found[sheet])
            taken[sheet] = _columns(grid, find_layout(grid, sheet_schema(sheet)))
    return taken


def _columns(grid: Grid, layout: Layout) -> dict[str, list[Value]]:
    """The facts of one sheet by header, without the rows that hold none."""
    columns = {}
    for column in layout.schema.facts:
        if column.header in layout.columns:
            at = layout.columns[column.header]
            percents = grid.percent_rows(at) if column.kind == "percent" else set()
            rows = range(layout.header_row + 1, layout.last_row + 1)
            columns[column.header] = [
                _value(column, grid.value(row, at), row in percents) for row in rows
            ]
    kept = [
        at
        for at, row in enumerate(zip(*columns.values(), strict=True))
        if any(cell is not None for cell in row)
    ]
    return {header: [values[at] for at in kept] for header, values in columns.items()}


def _value(column: Column, cell: object, in_percent: bool) -> Value:
    """A cell as it is typed anew: keys as text, percentages as plain numbers, numbers without binary noise."""
    if cell in (None, "") or isinstance(cell, NoValue):
        return None
    if column.kind == "key" and isinstance(cell, (str, int, float)):
        return key_text(cell)
    if isinstance(cell, float):
        return float(f"{cell * 100:.13g}") if in_percent else float(f"{cell:.15g}")
    if isinstance(cell, CellError) or not isinstance(cell, (str, bool, int, dt.date)):
        return shown(cell)
    return cell
