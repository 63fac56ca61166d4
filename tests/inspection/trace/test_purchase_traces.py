"""Traces of purchases: purchase orders, suppliers, and what is on order of a product."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from sheetflow import run
from sheetflow.cli import main

SHEETS: dict[str, list[list[object]]] = {
    "Customers": [["Customer", "Name"], ["C-1", "Mill"]],
    "Products": [["SKU", "Name"], ["A-100", "Anvil"]],
    "Locations": [["Location"], ["MAIN"]],
    "Orders": [["Order", "Order date", "Customer"]],
    "Order lines": [["Order", "SKU", "Quantity"]],
    "Suppliers": [["Supplier", "Name"], ["S-1", "Forge"]],
    "Purchase orders": [
        ["Purchase order", "Order date", "Supplier", "Freight"],
        ["PO-000001", date(2026, 1, 5), "S-1", 12],
    ],
    "Purchase lines": [
        ["Purchase order", "SKU", "Quantity", "Unit cost", "Discount %"],
        ["PO-000001", "A-100", 10, 7.35, 10],
        ["PO-000001", "A-100", 2, 8, None],
    ],
    "Receipts": [
        ["Purchase order", "Line", "SKU", "Quantity", "Receipt date"],
        ["PO-000001", 1, "A-100", 4, date(2026, 1, 20)],
        ["PO-000001", 2, "A-100", 3, date(2026, 1, 20)],
    ],
}


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workbook with one purchase order, after a run."""
    path = tmp_path_factory.mktemp("bought") / "book.xlsx"
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in SHEETS.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    run(path, as_of=date(2026, 3, 2)).save(path)
    return path


def trace(book: Path, key: str) -> list[str]:
    """The lines of a trace, without the cells."""
    done = CliRunner().invoke(main, ["trace", str(book), key])
    assert done.exit_code == 0, done.output
    return [line.split("  [")[0] for line in done.output.splitlines()]


def test_a_purchase_order_is_traced_to_its_lines_and_receipts(book: Path) -> None:
    assert trace(book, "PO-000001") == [
        "Purchase order PO-000001 from S-1",
        "  Total: 94.15",
        "    Line 1 A-100: 66.15 · 10 × 7.35 × (1 − 10 %) = 66.15",
        "    Line 2 A-100: 16.00 · 2 × 8 = 16.00",
        "    Freight: 12.00",
        "  Outstanding of Line 1 A-100: 6",
        "    Ordered: 10",
        "    Receipt RC-000001: -4",
        "  Outstanding of Line 2 A-100: 0",
        "    Ordered: 2",
        "    Receipt RC-000002: -3",
        "    Received above what was ordered: 1",
        "  Outstanding (value): 39.69",
        "    Line 1 A-100: 39.69 · 6 × 7.35 × (1 − 10 %) = 39.69",
    ]


def test_a_supplier_is_traced_to_its_purchase_orders(book: Path) -> None:
    assert trace(book, "S-1") == [
        "Supplier S-1 Forge",
        "  On order (value): 39.69",
        "    Purchase order PO-000001 from S-1: 39.69",
    ]


def test_a_product_is_traced_to_what_is_on_order(book: Path) -> None:
    lines = trace(book, "A-100")
    at = lines.index("  On order: 6")
    assert lines[at + 1] == "    PO-000001 line 1: 6 · 10 ordered less 4 received"
    assert lines[at + 2 : at + 5] == [
        "  Forecast: 13",
        "    Available: 7",
        "    On order: 6",
    ]
