"""Faults: facts that somebody changes in a finished workbook, each with what the checks of rows say of it."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path

from locations import QUICKSTART
from openpyxl import Workbook as OpenWorkbook
from openpyxl import load_workbook

from sheetflow import pipeline

DAY = date(2026, 3, 2)


class Sheet:
    """A sheet of facts, as a person changes it: rows are counted from 1 below the headers."""

    def __init__(self, book: OpenWorkbook, name: str) -> None:
        self.sheet = book[name]
        self.header_row, self.columns = _headers(self.sheet)

    def cell(self, row: int, header: str):
        """A cell of the sheet."""
        return self.sheet.cell(self.header_row + row, self.columns[header])

    def row_of(self, header: str, value: object) -> int:
        """The first row with a value in a column."""
        rows = range(1, self.sheet.max_row - self.header_row + 1)
        return next(row for row in rows if self.cell(row, header).value == value)

    def put(self, row: int, header: str, value: object) -> None:
        """Type over a cell."""
        self.cell(row, header).value = value

    def swap(self, header: str, row: int, other: int) -> None:
        """Swap two cells of a column."""
        one = self.cell(row, header)
        two = self.cell(other, header)
        assert one.value != two.value
        one.value, two.value = two.value, one.value

    def delete(self, row: int) -> None:
        """Empty a row."""
        for column in self.columns.values():
            self.sheet.cell(self.header_row + row, column).value = None

    def add_below(self, **cells: object) -> None:
        """Type a row below the last."""
        rows = range(self.header_row + 1, self.sheet.max_row + 2)
        first = min(self.columns.values())
        free = next(row for row in rows if self.sheet.cell(row, first).value is None)
        for header, value in cells.items():
            self.sheet.cell(free, self.columns[header.replace("_", " ")]).value = value


def _headers(sheet) -> tuple[int, dict[str, int]]:
    """The header row of a sheet, and its columns: the first row with several texts."""
    for row in sheet.iter_rows(max_row=10):
        named = {str(cell.value): cell.column for cell in row if cell.value}
        if len(named) > 2:
            return row[0].row, named
    raise AssertionError(f"{sheet.title} has no headers")


def a_count(book: OpenWorkbook) -> None:
    moves = Sheet(book, "Stock moves")
    moves.put(moves.row_of("Type", "Count"), "Quantity", 99)


def a_transfer(book: OpenWorkbook) -> None:
    moves = Sheet(book, "Stock moves")
    moves.put(moves.row_of("Type", "Transfer"), "Quantity", 99)


def a_transfer_elsewhere(book: OpenWorkbook) -> None:
    moves = Sheet(book, "Stock moves")
    row = moves.row_of("Type", "Transfer")
    moves.put(row, "To", moves.cell(row, "From").value)


def a_packing_row(book: OpenWorkbook) -> None:
    Sheet(book, "Packing").put(3, "Quantity", 77)


def a_deleted_shipment(book: OpenWorkbook) -> None:
    Sheet(book, "Shipments").delete(4)


def a_deleted_row_of_shipments(book: OpenWorkbook) -> None:
    shipments = Sheet(book, "Shipments")
    shipments.sheet.delete_rows(shipments.header_row + 4)


def a_quantity_invoiced(book: OpenWorkbook) -> None:
    Sheet(book, "Invoice lines").put(2, "Quantity", 55)


def a_cost(book: OpenWorkbook) -> None:
    moves = Sheet(book, "Stock moves")
    moves.put(moves.row_of("Type", "Receipt"), "Unit cost", 9.99)


def a_price(book: OpenWorkbook) -> None:
    Sheet(book, "Order lines").put(5, "Unit price", 1.11)


def a_tax_rate(book: OpenWorkbook) -> None:
    Sheet(book, "Tax codes").put(1, "Tax 1 %", 19.5)


def a_payments_order(book: OpenWorkbook) -> None:
    Sheet(book, "Payments").put(1, "Order", "SO-000010")


def an_orders_customer(book: OpenWorkbook) -> None:
    orders = Sheet(book, "Orders")
    orders.swap("Customer", 1, 2)
    orders.put(2, "Customer", orders.cell(1, "Customer").value)


def two_totals(book: OpenWorkbook) -> None:
    Sheet(book, "Invoices").swap("Total", 1, 2)


def a_void(book: OpenWorkbook) -> None:
    Sheet(book, "Picks").put(2, "Voided", DAY)


FAULTS: dict[Callable[[OpenWorkbook], None], str] = {
    a_count: "Stock moves: Row 19 MV-000016 was changed",
    a_transfer: "Stock moves: Row 16 MV-000013 was changed",
    a_transfer_elsewhere: "Stock moves: Row 16 MV-000013 was changed",
    a_packing_row: "Packing: Row 4 SO-000015 was changed",
    a_deleted_shipment: "Shipments: Row 5 was changed",
    a_deleted_row_of_shipments: "Shipments: Rows were changed, moved or deleted",
    a_quantity_invoiced: "Invoice lines: Row 3 INV-000002 was changed",
    a_cost: "Stock moves: Row 14 MV-000011 was changed",
    a_price: "Order lines: Row 6 SO-000023 was changed",
    a_tax_rate: "Tax codes: Row 2 STD was changed",
    a_payments_order: "Payments: Row 2 PAY-000001 was changed",
    an_orders_customer: "Orders: Row 4 SQ-000001 was changed",
    two_totals: "Invoices: Rows were changed, moved or deleted",
    a_void: "Picks: Row 3 PK-000002 was changed",
}


def a_row_below(book: OpenWorkbook) -> None:
    Sheet(book, "Payments").add_below(Order="SO-000003", Payment_date=DAY, Amount=12)


BELOW = "Payments: Row 9 was changed"


def opened(path: Path) -> OpenWorkbook:
    """A workbook to change."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl lists what it does not keep
        return load_workbook(path)


def finished(path: Path) -> Path:
    """The sample after its run, in tables."""
    pipeline.run(QUICKSTART, as_of=DAY).save(path)
    return path


def finished_without_tables(path: Path) -> Path:
    """The sample after its run, in plain ranges."""
    book = opened(QUICKSTART)
    for sheet in book:
        sheet.tables.clear()
    typed = path.with_name("typed.xlsx")
    book.save(typed)
    pipeline.run(typed, as_of=DAY).save(path)
    return path


def with_faults(folder: Path) -> list[Path]:
    """A copy of the finished workbook for each fault, named after it."""
    whole = finished(folder / "whole.xlsx")
    plain = finished_without_tables(folder / "plain.xlsx")
    copies = [_changed(whole, fault) for fault in FAULTS]
    return [whole, plain, *copies, _changed(plain, a_row_below)]


def _changed(path: Path, fault: Callable[[OpenWorkbook], None]) -> Path:
    book = opened(path)
    fault(book)
    changed = path.with_name(f"{fault.__name__}.xlsx")
    book.save(changed)
    return changed
