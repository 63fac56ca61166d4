"""What a clerk types to fix every mistake of the sample mistakes.xlsx, and how it gets into a workbook."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.reading.locate import find_layout
from sheetflow.workbook import Value, Workbook
from sheetflow.workbook.cells.cell_references import parse_cell

Typed = Mapping[str, Value]

FIXES: Typed = {
    "Products!A17": "BEAD-8",
    "Products!D16": 0.123457,
    "Products!F18": "STD",
    "Settings!16": None,
    "Orders!B15": "Order",
    "Orders!C13": date(2026, 2, 28),
    "Orders!D6": "ABBEY",
    "Orders!F12": 12,
    "Orders!H14": None,
    "Orders!I35": None,
    "Orders!I36": None,
    "Orders!A17": "SO-000140",
    "Order lines!A40": "SO-000140",
    "Order lines!A41": "SO-000133",
    "Order lines!C41": "APRON",
    "Order lines!D41": 1,
    "Order lines!C3": "MUG-BLUE",
    "Order lines!C15": "TILE-10",
    "Order lines!D7": 10,
    "Order lines!D8": 3,
    "Order lines!D9": 2,
    "Order lines!D19": 24,
    "Order lines!E16": 16,
    "Order lines!E34": 1,
    "Order lines!F6": "STD",
    "Order lines!G31": 3,
    "Stock moves!B13": "Receipt",
    "Picks!A10": "SO-000131",
    "Picks!B3": "TILE-10",
    "Picks!C2": "SHOP",
    "Picks!C3": "STORE",
    "Picks!E9": 5,
    "Picks!E12": 2,
    "Picks!F13": date(2026, 2, 21),
    "Packing!D2": 4,
    "Shipments!2": None,
    "Shipments!E4": date(2026, 2, 18),
    "Shipments!E9": date(2026, 2, 18),
    "Invoices!G3": 26.4,
    "Invoice lines!E2": 4,
    "Invoice lines!A5": "INV-000104",
    "Invoice lines!B5": "SO-000139",
    "Invoice lines!C5": "TILE-10",
    "Invoice lines!E5": 2,
    "Invoice lines!F5": 3.75,
    "Invoice lines!G5": "STD",
    "Payments!A3": "SO-000125",
    "Payments!B2": None,
    "Payments!F5": 18,
    "Payments!F6": 5,
    "Returns!D2": 4,
    "Restocks!D2": 1,
}
"""What the clerk types: a cell, or a whole row, which is cleared."""


def squares(workbook: Workbook, place: str) -> list[tuple[str, int, int]]:
    """The cell, or those facts of a row that hold something: sheet, row and column."""
    sheet, cell = place.split("!")
    if not cell.isdigit():
        return [(sheet, *parse_cell(cell))]
    grid = workbook.read(sheet)
    row = int(cell)
    layout = find_layout(grid, sheet_schema(sheet))
    facts = [
        layout.columns[column.header]
        for column in layout.schema.facts
        if column.header in layout.columns
    ]
    return [(sheet, row, column) for column in facts if grid.value(row, column) != ""]


def type_into(path: Path, cells: Typed) -> None:
    """Type into a workbook as a clerk does, and save it."""
    workbook = Workbook.open(path)
    for place, value in cells.items():
        for sheet, row, column in squares(workbook, place):
            workbook.set_cells(sheet, column, [row], [value], overwrite_formulas=True)
    workbook.save(path, replacing=True)
