"""Run log: one row a run, below the last."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from sheetflow.controls.run_log import LogRow, read_log
from sheetflow.workbook import Value, Workbook
from sheetflow.writing.placed import Place
from sheetflow.writing.sheet_designs import looks_of, sheet_design


def log_rows(workbook: Workbook, names: Mapping[str, str]) -> list[LogRow]:
    """The log as it is; `names` are the workbook's own names of the derived sheets."""
    return read_log(workbook.read(names["Run log"])) if "Run log" in names else []


def append_to_log(
    workbook: Workbook, place: Place, row: Mapping[str, Value], currency: str
) -> None:
    """Add one row to Run log: its cells by header."""
    schema = place.schema
    if place.is_new:
        workbook.add_sheet(
            replace(
                sheet_design(schema, currency),
                cells=[[row.get(h)] for h in schema.headers],
            )
        )
        return
    columns = {place.columns[header]: [row.get(header)] for header in schema.headers}
    looks = {
        place.columns[header]: look
        for header, look in looks_of(schema, currency).items()
    }
    workbook.append_rows(place.name, place.header_row, columns, looks)
