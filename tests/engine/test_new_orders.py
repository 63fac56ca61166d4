"""The sheet New orders: rows for quick typing become orders (import.md, section 2)."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tables import cell, words

import sheetflow
from sheetflow.pipeline import Run

SHOP = {
    "Customers": """
        Customer  Name
        ANN       Ann Bell
        BOB       Bob Hill
    """,
    "Products": """
        SKU   Name    Price
        MUG   Mug     12.5
        CUP   Cup     3
    """,
    "Stock moves": """
        Date        Type     SKU  To    Quantity
        2026-01-02  Opening  MUG  MAIN  100
        2026-01-02  Opening  CUP  MAIN  100
    """,
    "Orders": """
        Order  Order date  Customer
        SO-7   2026-02-01  ANN
    """,
    "Order lines": """
        Order  SKU  Quantity
        SO-7   MUG  1
    """,
    "New orders": """
        Customer  SKU  Quantity  Unit price  Action    Ship by
        ANN       MUG  2         -           Fulfil    2026-03-09
        -         CUP  4         2.5         -         -
        BOB       CUP  1         -           -         -
    """,
}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return write(tmp_path / "shop.xlsx", SHOP)


def write(path: Path, sheets: dict[str, str]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in sheets.items():
        sheet = book.create_sheet(name)
        for row in words(table):
            cells = [cell(word) for word in row]
            sheet.append([None if each == "" else each for each in cells])
    book.save(path)
    return path


def run(path: Path) -> Run:
    done = sheetflow.run(path, as_of=date(2026, 3, 5))
    done.save(path, replacing=True)
    return done


def column(done: Run, sheet: str, header: str) -> list[str]:
    return [str(value) for value in done.book[sheet][header].tolist()]


def test_rows_become_orders_with_numbers_lines_and_actions(workbook: Path) -> None:
    done = run(workbook)
    assert [item.text for item in done.problems] == []
    assert column(done, "Orders", "Order") == ["SO-7", "SO-000008", "SO-000009"]
    assert column(done, "Orders", "Order date")[1:] == ["2026-03-05", "2026-03-05"]
    assert column(done, "Orders", "Ship by")[1:] == ["2026-03-09", "None"]
    assert column(done, "Order lines", "Order") == [
        "SO-7",
        "SO-000008",
        "SO-000008",
        "SO-000009",
    ]
    assert column(done, "Order lines", "Unit price") == ["12.5", "12.5", "2.5", "3"]
    assert column(done, "Orders", "Status")[1:] == [
        "Fulfilled, Uninvoiced",
        "Unfulfilled, Uninvoiced",
    ]
    assert column(done, "New orders", "Taken as") == [
        "SO-000008",
        "SO-000008",
        "SO-000009",
    ]


def test_no_row_is_taken_twice(workbook: Path) -> None:
    run(workbook)
    again = run(workbook)
    assert len(again.book["Orders"]) == 3
    assert not again.changes


def test_rows_that_were_taken_may_be_cleared(workbook: Path) -> None:
    run(workbook)
    book = openpyxl.load_workbook(workbook)
    book["New orders"].delete_rows(2, 3)
    book.save(workbook)
    done = run(workbook)
    assert column(done, "Orders", "Order") == ["SO-7", "SO-000008", "SO-000009"]


def test_an_order_with_an_error_in_a_row_waits_and_the_others_come(
    tmp_path: Path,
) -> None:
    new = SHOP["New orders"].replace("CUP  4", "CPU  4")
    done = run(write(tmp_path / "shop.xlsx", {**SHOP, "New orders": new}))
    [problem] = [item for item in done.problems if item.problem.rule.is_error]
    assert problem.where.startswith("New orders!")
    assert problem.problem.code == "SKU01"
    assert column(done, "Orders", "Customer") == ["ANN", "BOB"]
    assert column(done, "New orders", "Taken as") == ["None", "None", "SO-000008"]


def test_a_quote_gets_a_quotes_number(tmp_path: Path) -> None:
    new = """
        Customer  SKU  Quantity  State
        ANN       MUG  2         Quote
        BOB       MUG  1         -
    """
    done = run(write(tmp_path / "shop.xlsx", {**SHOP, "New orders": new}))
    assert column(done, "New orders", "Taken as") == ["SQ-000001", "SO-000008"]
    assert column(done, "Orders", "Status")[1] == "Quote"


def test_an_order_typed_without_a_number_keeps_the_one_that_comes_first(
    tmp_path: Path,
) -> None:
    orders = """
        Order  Order date  Customer
        -      2026-02-01  ANN
    """
    lines = "Order  SKU  Quantity"
    sheets = {**SHOP, "Orders": orders, "Order lines": lines}
    done = run(write(tmp_path / "shop.xlsx", sheets))
    numbers = ["SO-000001", "SO-000002", "SO-000003"]
    assert column(done, "Orders", "Order") == numbers
    changed = [row[1:] for row in done.changes]
    assert ("SO-000001", "Order", "", "SO-000001", "run") in changed
