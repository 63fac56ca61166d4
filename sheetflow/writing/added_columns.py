"""Columns that a sheet lacks, added at its right."""

from __future__ import annotations

from collections.abc import Sequence

from sheetflow.domain.schema import Column
from sheetflow.reading.locate import Layout
from sheetflow.workbook import CannotGrow, Workbook
from sheetflow.workbook.sheets.add_columns import NewColumn
from sheetflow.writing.positions import SheetPosition
from sheetflow.writing.sheet_designs import looks_of, width_of


def with_columns(
    workbook: Workbook, layout: Layout, missing: Sequence[Column], currency: str
) -> SheetPosition:
    """The sheet with the missing columns at its right.

    Where there is no room, it goes without those that yield to the owner's. Raises CannotGrow where that is not
    enough.
    """
    try:
        added = add_columns(workbook, layout, missing, currency)
    except CannotGrow:
        required = [column for column in missing if not column.yields]
        if len(required) == len(missing):
            raise
        return with_columns(workbook, layout, required, currency)
    return SheetPosition.of(layout, added)


def add_columns(
    workbook: Workbook, layout: Layout, columns: Sequence[Column], currency: str
) -> dict[str, int]:
    """Add columns at a sheet's right.

    Returns the column number of each header. Raises CannotGrow where there is no room for them.
    """
    if not columns:
        return {}
    looks = looks_of(layout.schema, currency)
    new = [
        NewColumn(column.title, looks[column.header], width_of(column))
        for column in columns
    ]
    unlike = SheetPosition.of(layout).derived
    added = workbook.add_columns(layout.name, layout.header_row, new, unlike)
    headers = [column.header for column in columns]
    return dict(zip(headers, added, strict=True))
