"""Run log: one row per run, below the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sheetflow.workbook import Value, Workbook
from sheetflow.writing.positions import SheetPosition
from sheetflow.writing.sheet_designs import looks_of, sheet_design


def append_to_log(
    workbook: Workbook,
    position: SheetPosition,
    row: Mapping[str, Value],
    currency: str,
) -> None:
    """Add one row to Run log: its cells by header."""
    schema = position.schema
    cells = [[row.get(header)] for header in schema.headers]
    if position.is_new:
        design = sheet_design(schema, currency)
        workbook.add_sheet(replace(design, cells=cells))
        return
    numbers = [position.columns[header] for header in schema.headers]
    columns = dict(zip(numbers, cells, strict=True))
    looks = {
        position.columns[header]: look
        for header, look in looks_of(schema, currency).items()
    }
    workbook.append_rows(position.name, position.header_row, columns, looks)
