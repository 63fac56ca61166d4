"""What the tests of batches share: small workbooks, their choices, and files of a folder."""

from __future__ import annotations

import zipfile
from datetime import UTC, date, datetime
from pathlib import Path

import xlsxwriter

from sheetflow.batching.job import Choices
from sheetflow.running.destination import Destination
from sheetflow.running.whole_run import RunRequest, whole_run

CHOICES = Choices(date(2026, 3, 2), datetime(2026, 3, 2, 8, 30, tzinfo=UTC))

SHEETS = {
    "Customers": [["Customer", "Name"], ["ANN", "Ann Bell"]],
    "Products": [["SKU", "Name", "Price"], ["MUG", "Mug", 5]],
    "Orders": [["Order", "Order date", "Customer", "Action"]],
    "Order lines": [["Order", "SKU", "Quantity"]],
    "Locations": [["Location"], ["MAIN"]],
    "Stock moves": [
        ["Date", "Type", "SKU", "To", "Quantity"],
        ["2026-03-01", "Opening", "MUG", "MAIN", 100],
    ],
}


def write_shop(path: Path, sku: str = "MUG", quantity: int = 2) -> Path:
    """A small workbook with one order of a product, shipped and invoiced by the run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    book = xlsxwriter.Workbook(path)
    orders = [["SO-1", "2026-03-02", "ANN", "Fulfil, Invoice"]]
    added = {"Orders": orders, "Order lines": [["SO-1", sku, quantity]]}
    for name, rows in SHEETS.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate([*rows, *added.get(name, [])]):
            sheet.write_row(at, 0, row)
    book.close()
    return path


def files_of(folder: Path) -> dict[str, bytes]:
    """The visible files below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".sheetflow" not in path.parts
    }


def run_alone(workbook: Path, folder: Path, choices: Choices = CHOICES) -> None:
    """What `sheetflow run -o` does, with the batch's day and start."""
    destination = Destination.of(workbook, folder)
    whole_run(RunRequest(destination, as_of=choices.as_of, started=choices.started))


def is_whole(path: Path) -> bool:
    """Whether a workbook can be read to its end."""
    with zipfile.ZipFile(path) as archive:
        return archive.testzip() is None
