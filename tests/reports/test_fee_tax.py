"""The tax in a restocking fee: in the report on tax, and kept as issued."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from provoked import Provoked, write_workbook

from sheetflow.cli import main

HEADERS = ("Order", "SKU", "Quantity", "Return date", "Fee", "Fee tax code")
SHEETS = {
    "Settings": "Setting  Value\nCurrency  EUR",
    "Tax codes": "Tax code  Tax 1 %  Tax 1 name\nVAT       25       MwSt",
    "Orders": """
Order  Order date  Customer  Action
SO-1   2026-02-01  C-1       Fulfil, Invoice
""",
    "Order lines": """
Order  Line  SKU    Quantity  Unit price  Tax code
SO-1   1     A-100  4         20          VAT
""",
    "Returns": "  ".join(HEADERS),
}
DAY = "--as-of=2026-03-02"


def sheetflow(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A workbook after the run that credited a return for a fee of 5.00, its tax included."""
    path = tmp_path / "book.xlsx"
    write_workbook(path, Provoked(SHEETS, cell="", says="", fix={}))
    assert sheetflow("run", path, DAY, "--no-print").exit_code == 0
    type_row(path, ("SO-1", "A-100", 1, dt.date(2026, 3, 2), 5, "VAT"))
    done = sheetflow("run", path, DAY, "--no-print")
    assert done.exit_code == 0, done.output
    return path


def type_row(path: Path, cells: Sequence[object]) -> None:
    """Type the first row of Returns."""
    workbook = openpyxl.load_workbook(path)
    sheet = workbook["Returns"]
    headers = [cell.value for cell in sheet[1]]
    for header, cell in zip(HEADERS, cells, strict=True):
        sheet.cell(2, headers.index(header) + 1).value = cell
    workbook.save(path)


def test_the_tax_report_counts_it(book: Path, tmp_path: Path) -> None:
    """20.00 was invoiced, 5.00 credited, and 1.00 is in the fee."""
    done = sheetflow("report", book, "tax", "-o", tmp_path / "out")
    assert done.exit_code == 0, done.output
    agreed = "Net tax 16.00 = Tax of Invoices less Credit tax plus Fee tax of Returns"
    assert agreed in done.output


def test_it_stays_as_issued(book: Path) -> None:
    workbook = openpyxl.load_workbook(book)
    headers = [cell.value for cell in workbook["Returns"][1]]
    tax = workbook["Returns"].cell(2, headers.index("Fee tax") + 1)
    assert tax.value == 1
    tax.value = 2
    workbook.save(book)
    done = sheetflow("check", book, DAY)
    assert "Fee tax was 1 and is 2" in done.output
    assert "ISS01" in done.output
