"""Rows and columns that are in the wrong place: one message says so, instead of one for each cell."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from locations import SAMPLES

from sheetflow.cli import main
from sheetflow.workbook import Workbook

SHOP = Path("shop.xlsx")
TOTALS = "It looks like a row of totals: clear it, or type it on another sheet"


@pytest.fixture(autouse=True)
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The quickstart in an empty folder."""
    monkeypatch.chdir(tmp_path)
    SHOP.write_bytes((SAMPLES / "quickstart.xlsx").read_bytes())


def problems_of(sheet: str) -> list[str]:
    """What check says of a sheet, without the columns' padding."""
    output = CliRunner().invoke(main, ["check", str(SHOP)]).output
    lines = [line for line in output.splitlines() if line.startswith(f"{sheet}!")]
    return [" ".join(line.split()) for line in lines]


def add_row(sheet: str, cells: Mapping[str, object]) -> None:
    """Type a row below the others."""
    workbook = Workbook.open(SHOP)
    rows = workbook.read(sheet).rows
    headers = next(list(row) for row in rows if set(cells) <= set(row))
    for header, value in cells.items():
        column = headers.index(header) + 1
        workbook.set_cells(sheet, column, [len(rows) + 1], [value])
    workbook.save(SHOP, replacing=True)


def swap(sheet: str, first: str, second: str) -> None:
    """Swap the headers of two columns."""
    workbook = Workbook.open(SHOP)
    rows = workbook.read(sheet).rows
    at = next(at for at, row in enumerate(rows) if {first, second} <= set(row))
    headers = list(rows[at])
    for old, new in ((first, second), (second, first)):
        workbook.set_cells(sheet, headers.index(old) + 1, [at + 1], [new])
    workbook.save(SHOP, replacing=True)


@pytest.mark.parametrize(
    ("sheet", "cells", "says"),
    [
        ("Orders", {"Order": "Total", "Freight": 10}, "Order date is missing."),
        ("Products", {"SKU": "Summe", "Price": 100}, "Name is missing."),
        (
            "Stock moves",
            {"Type": "Total:", "Quantity": 9},
            '"Total:" is not one of Opening, Receipt, Adjustment, Transfer, Count.',
        ),
    ],
)
def test_a_row_of_totals_is_one_problem(
    sheet: str, cells: Mapping[str, object], says: str
) -> None:
    add_row(sheet, cells)
    [found] = [line for line in problems_of(sheet) if "ACT03" not in line]
    assert f"{says} {TOTALS}" in found


def test_a_row_without_the_word_keeps_each_problem() -> None:
    add_row("Products", {"SKU": "NEW-1", "Price": 100})
    found = problems_of("Products")
    assert any("SKU NEW-1: Name is missing REQ01" in line for line in found)


def test_an_order_line_pasted_into_payments_is_one_problem() -> None:
    workbook = Workbook.open(SHOP)
    line = workbook.read("Order lines").rows[1]
    row = len(workbook.read("Payments").rows) + 1
    for column, value in enumerate(line, 1):
        if value != "":
            workbook.set_cells("Payments", column, [row], [value])
    workbook.save(SHOP, replacing=True)
    [found] = problems_of("Payments")
    assert (
        'There is no invoice "VASE-TALL". It looks like a row of Order lines' in found
    )
    assert "Payment S" not in found


@pytest.mark.parametrize(
    ("sheet", "first", "second"),
    [
        ("Orders", "Order", "Customer"),
        ("Orders", "Customer", "Order date"),
        ("Products", "SKU", "Name"),
    ],
)
def test_swapped_columns_are_one_problem(sheet: str, first: str, second: str) -> None:
    swap(sheet, first, second)
    output = CliRunner().invoke(main, ["check", str(SHOP)]).output
    says = f"The columns {first} and {second} of {sheet} look swapped: swap them back"
    assert output.count(says) == 1
    assert "may have been deleted" not in output
    assert "Did you mean" not in output


def test_one_name_typed_for_a_sku_is_no_swap() -> None:
    workbook = Workbook.open(SHOP)
    headers = list(workbook.read("Order lines").rows[0])
    name = workbook.read("Products").rows[1][1]
    workbook.set_cells("Order lines", headers.index("SKU") + 1, [2], [name])
    workbook.save(SHOP, replacing=True)
    [found] = [line for line in problems_of("Order lines") if "SKU01" in line]
    assert "swapped" not in found


@pytest.mark.parametrize(
    ("ours", "own"), [("Payments", "Payments 2026"), ("Locations", "Places")]
)
def test_a_renamed_sheet_is_named(ours: str, own: str) -> None:
    book = openpyxl.load_workbook(SHOP)
    book[ours].title = own
    book.save(SHOP)
    output = CliRunner().invoke(main, ["check", str(SHOP)]).output
    says = f'The sheet "{own}" is not read, although it has the columns of {ours}'
    assert f"{says}. Rename it to {ours}, or run sheetflow map" in output


def test_a_sheet_beside_ours_is_the_owners() -> None:
    book = openpyxl.load_workbook(SHOP)
    book.copy_worksheet(book["Payments"]).title = "Payments 2025"
    book.save(SHOP)
    assert "SHT01" not in CliRunner().invoke(main, ["check", str(SHOP)]).output


def test_a_sheet_that_a_run_made_is_no_renamed_one(tmp_path: Path) -> None:
    """Movements has the columns of Stock moves, which a workbook may do without."""
    small = tmp_path / "small.xlsx"
    book = openpyxl.load_workbook(SHOP)
    for name in book.sheetnames:
        if name not in ("Customers", "Products", "Orders", "Order lines"):
            del book[name]
    book.save(small)
    for _ in range(2):
        done = CliRunner().invoke(main, ["run", str(small), "--no-print"])
        assert "SHT01" not in done.output
