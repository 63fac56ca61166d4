"""Orders of web shops, imported through real files."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from tables import cell, words

import sheetflow
from sheetflow.cli import main

SHOP = {
    "Customers": """
        Customer  Name        Email
        ANN       Ann Bell    ann@example.com
    """,
    "Products": """
        SKU       Name      Price
        MUG-BLUE  Blue mug  12.5
    """,
    "Tax codes": """
        Tax code  Tax 1 %
        RED       5
        STD       8
    """,
    "Orders": "Order  Order date  Customer",
    "Order lines": "Order  SKU  Quantity",
}
HEADERS = [
    "Name",
    "Email",
    "Financial Status",
    "Paid at",
    "Fulfillment Status",
    "Currency",
    "Shipping",
    "Taxes",
    "Total",
    "Discount Amount",
    "Created at",
    "Lineitem quantity",
    "Lineitem name",
    "Lineitem price",
    "Lineitem sku",
    "Billing Name",
    "Billing Street",
    "Billing City",
    "Billing Zip",
    "Billing Country",
    "Cancelled at",
    "Payment Method",
    "Payment Reference",
    "Refunded Amount",
    "Lineitem discount",
]
PAID = {
    "Name": "#1001",
    "Email": "Ann@Example.com",
    "Financial Status": "paid",
    "Paid at": "2026-03-01 10:00:00 -0500",
    "Fulfillment Status": "fulfilled",
    "Currency": "USD",
    "Shipping": "5.00",
    "Taxes": "2.00",
    "Total": "27.00",
    "Created at": "2026-03-01 09:00:00 -0500",
    "Lineitem quantity": "2",
    "Lineitem name": "Blue mug",
    "Lineitem price": "12.50",
    "Lineitem sku": "MUG-BLUE",
    "Discount Amount": "5.00",
    "Payment Method": "Card",
    "Payment Reference": "pi_1",
}


def order(number: str, **changed: str) -> dict[str, str]:
    """A row of the shop's file: PAID with other texts; `_` in a name is a space."""
    named = {name.replace("_", " "): text for name, text in changed.items()}
    return {**PAID, "Name": number, **named}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in SHOP.items():
        sheet = book.create_sheet(name)
        for row in words(table):
            sheet.append([cell(word) or None for word in row])
    path = tmp_path / "shop.xlsx"
    book.save(path)
    return path


def export(
    path: Path, *rows: dict[str, str], separator: str = ",", encoding: str = "utf-8"
) -> Path:
    """A file as the shop writes it."""
    with path.open("w", newline="", encoding=encoding) as file:
        writer = csv.DictWriter(file, HEADERS, delimiter=separator)
        writer.writeheader()
        writer.writerows(rows)
    return path


def bring_in(workbook: Path, *arguments: str | Path) -> str:
    """Import, and return what is printed."""
    done = CliRunner().invoke(main, ["import", str(workbook), *map(str, arguments)])
    assert done.exit_code == 0, done.output
    return done.output


def column(workbook: Path, sheet: str, header: str) -> list[object]:
    frame = sheetflow.run(workbook, as_of=date(2026, 3, 5)).book[sheet]
    return [str(value) for value in frame[header].tolist()]


@pytest.mark.parametrize(
    ("separator", "encoding"),
    [(",", "utf-8"), (",", "utf-8-sig"), (";", "cp1252"), ("\t", "utf-16")],
)
def test_a_paid_order_comes_in_and_comes_to_its_total(
    separator: str, encoding: str, workbook: Path, tmp_path: Path
) -> None:
    row = order("#1001", Lineitem_name="Blauer Becher – Größe M")
    file = export(tmp_path / "o.csv", row, separator=separator, encoding=encoding)
    said = bring_in(workbook, file)
    assert "1 to Products, 1 to Orders, 2 to Order lines, 1 to Payments" in said
    done = sheetflow.run(workbook, as_of=date(2026, 3, 5))
    assert [item.text for item in done.problems if item.problem.rule.is_error] == []
    assert column(workbook, "Orders", "Total") == ["27"]
    assert column(workbook, "Orders", "Customer") == ["ANN"]
    assert column(workbook, "Order lines", "Tax code") == ["STD", "STD"]
    assert column(workbook, "Payments", "Amount") == ["27"]
    assert column(workbook, "Payments", "Payment date") == ["2026-03-01"]


def test_the_same_file_adds_nothing_and_a_longer_one_only_what_is_new(
    workbook: Path, tmp_path: Path
) -> None:
    first = export(tmp_path / "first.csv", order("#1001"))
    longer = export(tmp_path / "longer.csv", order("#1002"), order("#1001"))
    bring_in(workbook, first)
    before = workbook.read_bytes()
    assert "nothing new; 1 order came in before" in bring_in(workbook, first)
    assert workbook.read_bytes() == before
    assert "1 to Orders" in bring_in(workbook, longer)
    assert column(workbook, "Orders", "Order") == ["#1001", "#1002"]


def test_an_order_that_has_changed_is_named_and_not_changed(
    workbook: Path, tmp_path: Path
) -> None:
    bring_in(workbook, export(tmp_path / "o.csv", order("#1001")))
    changed = order("#1001", Financial_Status="refunded", Refunded_Amount="27.00")
    said = bring_in(workbook, export(tmp_path / "o2.csv", changed))
    assert "#1001 has changed at its source since it came in" in said
    assert column(workbook, "Payments", "Amount") == ["27"]


def test_an_order_that_does_not_come_to_its_total_is_on_hold(
    workbook: Path, tmp_path: Path
) -> None:
    row = order("#1001", Taxes="4.75", Total="29.75")
    bring_in(workbook, export(tmp_path / "o.csv", row))
    done = sheetflow.run(workbook, as_of=date(2026, 3, 5))
    [problem] = [item for item in done.problems if item.problem.code == "IMP01"]
    assert "states a total of 29.75, and it comes to 25.00" in problem.text
    assert done.on_hold == 1


@pytest.mark.parametrize(
    ("changed", "state", "payments"),
    [
        ({"Cancelled_at": "2026-03-02 09:00:00 -0500"}, "Cancelled", []),
        ({"Financial_Status": "pending", "Paid_at": ""}, "Order", []),
        ({"Refunded_Amount": "7.00"}, "Order", ["27", "7"]),
    ],
)
def test_cancelled_unpaid_and_refunded_orders(
    changed: dict[str, str],
    state: str,
    payments: list[str],
    workbook: Path,
    tmp_path: Path,
) -> None:
    bring_in(workbook, export(tmp_path / "o.csv", order("#1001", **changed)))
    assert column(workbook, "Orders", "State") == [state]
    assert column(workbook, "Payments", "Amount") == payments


def test_several_lines_are_one_order_and_their_rows_need_not_repeat_it(
    workbook: Path, tmp_path: Path
) -> None:
    second = {"Lineitem quantity": "1", "Lineitem price": "20.00"}
    poster = {**second, "Lineitem sku": "POSTER", "Lineitem name": "Poster"}
    head = order("#1001", Taxes="3.60", Total="48.60")
    file = export(tmp_path / "o.csv", head, {"Name": "#1001", **poster})
    bring_in(workbook, file, "--new-products")
    assert column(workbook, "Orders", "Total") == ["48.6"]
    assert column(workbook, "Products", "SKU") == ["MUG-BLUE", "POSTER", "DISCOUNT"]


def test_a_dry_run_writes_nothing_and_a_copy_leaves_the_workbook(
    workbook: Path, tmp_path: Path
) -> None:
    file = export(tmp_path / "o.csv", order("#1001"))
    before = workbook.read_bytes()
    assert "Nothing was written" in bring_in(workbook, file, "--dry-run")
    bring_in(workbook, file, "-o", tmp_path / "copy")
    assert workbook.read_bytes() == before
    assert column(tmp_path / "copy" / "shop.xlsx", "Orders", "Order") == ["#1001"]


def test_orders_in_another_currency_and_numbers_that_were_typed_are_not_taken(
    workbook: Path, tmp_path: Path
) -> None:
    bring_in(workbook, export(tmp_path / "o.csv", order("#1001")))
    rows = [
        order("#1001"),
        order("#1002", Currency="EUR"),
        order("#1003", Created_at=""),
    ]
    said = bring_in(workbook, export(tmp_path / "o2.csv", *rows))
    assert "#1002: it is in EUR, and this workbook is in USD: not taken" in said
    assert "#1003: it has no date: not taken" in said


def test_a_file_that_no_profile_knows_says_what_to_do(
    workbook: Path, tmp_path: Path
) -> None:
    file = tmp_path / "odd.csv"
    file.write_text("A,B\n1,2\n", encoding="utf-8")
    done = CliRunner().invoke(main, ["import", str(workbook), str(file)])
    assert done.exit_code == 3
    assert "no profile knows a file with these columns: A, B" in done.output


def test_a_list_with_the_headers_of_a_sheet_goes_into_it(
    workbook: Path, tmp_path: Path
) -> None:
    file = tmp_path / "list.csv"
    file.write_text("sku,Name,PRICE\nCUP,Cup,3.25\nCUP2,Cup,3\n", encoding="utf-8")
    said = bring_in(workbook, file, "--as", "table:Products")
    assert "2 to Products" in said
    assert column(workbook, "Products", "Price") == ["12.5", "3.25", "3"]
    assert "nothing new; 2 rows came in before" in bring_in(
        workbook, file, "--as", "table:Products"
    )
