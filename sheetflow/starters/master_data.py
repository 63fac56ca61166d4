"""What a new workbook copies from another: settings and master data, as typed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from pathlib import Path

from sheetflow.domain.catalogue import fact_schemas
from sheetflow.domain.schema import Column, SheetSchema, loose
from sheetflow.errors import SheetflowError, naming
from sheetflow.reading.cells import key_text, shown
from sheetflow.reading.locate import Layout, find_layout
from sheetflow.reading.own_names import own_names_of
from sheetflow.reading.settings import known_settings
from sheetflow.reading.sheet_names import match_sheets
from sheetflow.workbook import CellError, Grid, NoValue, Value, Workbook

MasterData = Mapping[str, Mapping[str, Sequence[Value]]]
"""The values of each sheet by header, one for each row that is not blank."""


def read_master_data(path: Path) -> MasterData:
    """Read the sheets of master data that a workbook has.

    Raises SheetflowError where it cannot be read, or has none of these sheets.
    """
    workbook = Workbook.open(path)
    found = {}
    with naming(path), own_names_of(workbook):
        names = match_sheets(workbook.sheets)
        schemas = [
            schema for schema in fact_schemas() if schema.master_data and schema.in_use
        ]
        for schema in schemas:
            if schema.sheet in names:
                grid = workbook.read(names[schema.sheet])
                layout = find_layout(grid, schema)
                columns = _columns(grid, layout)
                found[schema.sheet] = _with_contract_names(columns, schema)
        if not found:
            sheets = ", ".join(schema.sheet for schema in schemas)
            raise SheetflowError(
                f"has none of the sheets that are copied ({sheets}); name a workbook "
                "made by sheetflow new, or rename its sheets"
            )
    return found


def _columns(grid: Grid, layout: Layout) -> dict[str, list[Value]]:
    """The facts of one sheet by header, without blank rows."""
    columns = {
        column.header: _column(grid, layout, column)
        for column in layout.schema.facts
        if column.header in layout.columns
    }
    rows = zip(*columns.values(), strict=True)
    given = [any(cell is not None for cell in row) for row in rows]
    return {
        header: [cell for cell, keep in zip(cells, given, strict=True) if keep]
        for header, cells in columns.items()
    }


def _with_contract_names(
    settings: dict[str, list[Value]], schema: SheetSchema
) -> dict[str, list[Value]]:
    """The columns of a sheet; of Settings, each setting under its name in the contract, if it is known."""
    if not schema.settings:
        return settings
    known = known_settings(schema.settings)
    names: list[Value] = []
    for name in settings.get("Setting", []):
        setting = known.get(loose(str(name)))
        names.append(setting.name if setting else name)
    return {**settings, "Setting": names}


def _column(grid: Grid, layout: Layout, column: Column) -> list[Value]:
    at = layout.columns[column.header]
    percents = grid.percent_rows(at) if column.kind == "percent" else set()
    rows = range(layout.header_row + 1, layout.last_row + 1)
    return [_value(column, grid.value(row, at), row in percents) for row in rows]


def _value(column: Column, cell: object, in_percent: bool) -> Value:
    """A cell as a person would type it.

    Keys become text, percentages plain numbers, numbers lose their binary noise.
    """
    if cell in (None, "") or isinstance(cell, NoValue):
        return None
    if column.kind == "key" and isinstance(cell, (str, int, float)):
        return key_text(cell)
    if isinstance(cell, float):
        return float(f"{cell * 100:.13g}") if in_percent else float(f"{cell:.15g}")
    if isinstance(cell, CellError) or not isinstance(cell, (str, bool, int, dt.date)):
        return shown(cell)
    return cell
