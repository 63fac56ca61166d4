"""What a new workbook takes over of purchases: open ones whole, and the stock that finished ones brought."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
from click.testing import CliRunner

from sheetflow import run
from sheetflow.cli import main

DAY = date(2026, 3, 2)


def book(path: Path) -> Path:
    """A workbook with three purchase orders: finished, partly received, and not received at all."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in SHEETS.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


SHEETS: dict[str, list[list[object]]] = {
    "Customers": [["Customer", "Name"], ["C-1", "Mill"]],
    "Products": [["SKU", "Name", "Price"], ["A-100", "Anvil", 20]],
    "Locations": [["Location"], ["MAIN"]],
    "Orders": [
        ["Order", "Order date", "Customer", "State"],
        ["SO-1", date(2026, 2, 1), "C-1", "Cancelled"],
        ["SO-2", date(2026, 2, 1), "C-1", None],
        ["SO-3", date(2026, 2, 1), "C-1", None],
    ],
    "Order lines": [
        ["Order", "SKU", "Quantity"],
        ["SO-1", "A-100", 1],
        ["SO-2", "A-100", 2],
        ["SO-3", "A-100", 2],
    ],
    "Suppliers": [["Supplier", "Name"], ["S-1", "Forge"]],
    "Purchase orders": [
        ["Purchase order", "Order date", "Supplier", "Freight"],
        ["PO-000001", date(2026, 1, 5), "S-1", 10],
        ["PO-000002", date(2026, 1, 6), "S-1", 10],
        ["PO-000003", date(2026, 1, 7), "S-1", None],
    ],
    "Purchase lines": [
        ["Purchase order", "SKU", "Quantity", "Unit cost", "For order"],
        ["PO-000001", "A-100", 10, 7, None],
        ["PO-000002", "A-100", 10, 8, "SO-1"],
        ["PO-000003", "A-100", 5, 9, "SO-2"],
    ],
    "Receipts": [
        ["Purchase order", "SKU", "Quantity", "Receipt date"],
        ["PO-000001", "A-100", 10, date(2026, 1, 20)],
        ["PO-000002", "A-100", 4, date(2026, 1, 21)],
    ],
    "Settings": [["Setting", "Value"], ["Landed cost", "By value"]],
}


def cells(
    made: openpyxl.Workbook, sheet: str, *headers: str
) -> list[tuple[object, ...]]:
    """Some columns of a sheet, without blank rows."""
    [first, *rows] = made[sheet].iter_rows(values_only=True)
    at = [first.index(header) for header in headers]
    found = [tuple(row[column] for column in at) for row in rows]
    return [row for row in found if any(cell is not None for cell in row)]


def test_open_purchases_come_over_whole_and_finished_ones_as_stock(
    tmp_path: Path,
) -> None:
    old, new = tmp_path / "old.xlsx", tmp_path / "new.xlsx"
    run(book(old), as_of=DAY).save(old)
    done = CliRunner().invoke(
        main, ["new", str(new), "--like", str(old), "--carry-over"]
    )
    assert done.exit_code == 0, done.output
    carried = openpyxl.load_workbook(new)
    lines = cells(carried, "Purchase lines", "Purchase order", "Quantity", "For order")
    assert lines == [("PO-000002", 10, None), ("PO-000003", 5, "SO-2")]
    assert [row[0] for row in cells(carried, "Receipts", "Receipt")] == ["RC-000002"]
    opened = cells(carried, "Stock moves", "Type", "Quantity", "Unit cost")
    assert opened == [("Opening", 10, 8)]

    first = run(new, as_of=DAY)
    assert [problem.code for problem in first.problems] == []
    first.save(new)
    before, after = map(openpyxl.load_workbook, (old, new))
    headers = ("SKU", "On hand", "Reserved", "On order", "Forecast")
    assert cells(after, "Products", *headers) == cells(before, "Products", *headers)
    value = ("SKU", "Location", "On hand", "Value")
    assert cells(after, "Stock", *value) == cells(before, "Stock", *value)
