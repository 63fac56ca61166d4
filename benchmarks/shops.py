"""Tiny workbooks with one order each, for what runs many of them."""

from __future__ import annotations

from pathlib import Path

import xlsxwriter  # type: ignore[import-untyped]

SHEETS = {
    "Customers": [["Customer", "Name"], ["ANN", "Ann Bell"]],
    "Products": [["SKU", "Name", "Price"], ["MUG", "Mug", 5]],
    "Locations": [["Location"], ["MAIN"]],
    "Stock moves": [
        ["Date", "Type", "SKU", "To", "Quantity"],
        ["2026-03-01", "Opening", "MUG", "MAIN", 5000],
    ],
    "Orders": [
        ["Order", "Order date", "Customer", "Action"],
        ["SO-1", "2026-03-02", "ANN", "Fulfil, Invoice"],
    ],
}


def write_shop(path: Path, quantity: int = 2, sku: str = "MUG") -> Path:
    """One order, which a run ships and invoices. Another quantity makes another content."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(str(path))
    lines = [["Order", "SKU", "Quantity"], ["SO-1", sku, quantity]]
    for name, rows in {**SHEETS, "Order lines": lines}.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    return path
