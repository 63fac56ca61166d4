"""Parts that a workbook may do without: asked for, found by their sheets, and otherwise the owner's names."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result

from sheetflow import run
from sheetflow.cli import main

ORDER = {
    "Customers": [["Customer", "Name", "Price list"], ["C-1", "Mill", "Trade"]],
    "Products": [["SKU", "Name", "Price"], ["A-100", "Anvil", 20]],
    "Orders": [["Order", "Order date", "Customer"], ["SO-1", date(2026, 3, 1), "C-1"]],
    "Order lines": [["Order", "SKU", "Quantity"], ["SO-1", "A-100", 2]],
}
PRICES = [["Price list", "SKU", "Price"], ["Trade", "A-100", 18]]
OWN = [["Price list", "Fruit"], ["Apples", 3]]


def command(*words: str) -> Result:
    return CliRunner().invoke(main, list(words))


def book(path: Path, **more: list[list[object]]) -> Path:
    """A workbook with one order, and these sheets besides."""
    made = openpyxl.Workbook()
    made.remove(made.active)
    for name, rows in {**ORDER, **more}.items():
        sheet = made.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made.save(path)
    return path


def after_run(path: Path) -> openpyxl.Workbook:
    """The workbook as a run writes it."""
    run(path, as_of=date(2026, 3, 2)).save(path)
    return openpyxl.load_workbook(path)


def headers(made: openpyxl.Workbook, sheet: str) -> list[object]:
    return [cell.value for cell in made[sheet][1]]


def unit_price(made: openpyxl.Workbook) -> object:
    sheet = made["Order lines"]
    return sheet.cell(2, headers(made, "Order lines").index("Unit price") + 1).value


def test_a_new_workbook_has_the_parts_that_were_named(tmp_path: Path) -> None:
    plain, priced = tmp_path / "plain.xlsx", tmp_path / "priced.xlsx"
    assert command("new", str(plain)).exit_code == 0
    assert command("new", str(priced), "--with", "Prices").exit_code == 0
    without, having = map(openpyxl.load_workbook, (plain, priced))
    assert set(having.sheetnames) - set(without.sheetnames) == {"Prices"}
    assert "Price list" not in headers(without, "Customers")
    assert "Price list" in headers(having, "Customers")
    settings = [row[0].value for row in having["Settings"]]
    assert "Price list" in settings
    assert "Price list" not in [row[0].value for row in without["Settings"]]


def test_an_unknown_part_is_refused(tmp_path: Path) -> None:
    said = command("new", str(tmp_path / "a.xlsx"), "--with", "pricing")
    assert said.exit_code == 2
    assert (
        "there is no part pricing; choose from accounts, credit, deposits, "
        "einvoices, fees, prices, purchasing, reminders" in said.output
    )


def test_a_copy_has_the_parts_of_which_it_copies_rows(tmp_path: Path) -> None:
    source = book(tmp_path / "old.xlsx", Prices=PRICES)
    new = tmp_path / "new.xlsx"
    assert command("new", str(new), "--like", str(source)).exit_code == 0
    made = openpyxl.load_workbook(new)
    assert [cell.value for cell in made["Prices"][2]][:2] == ["Trade", "A-100"]


def test_a_copy_has_the_parts_of_which_it_copies_a_column(tmp_path: Path) -> None:
    path = book(tmp_path / "old.xlsx")
    made = openpyxl.load_workbook(path)
    made["Customers"]["D1"] = "E-address"
    made["Customers"]["D2"] = "9930:DE123456789"
    made.save(path)
    new = tmp_path / "new.xlsx"
    assert command("new", str(new), "--like", str(path)).exit_code == 0
    copied = openpyxl.load_workbook(new)["Customers"]
    at = [cell.value for cell in copied[1]].index("E-address")
    assert copied[2][at].value == "9930:DE123456789"
    assert "Credit limit" not in [cell.value for cell in copied[1]]


def test_a_sheet_of_the_part_puts_it_in_use(tmp_path: Path) -> None:
    made = after_run(book(tmp_path / "book.xlsx", Prices=PRICES))
    assert unit_price(made) == 18
    assert headers(made, "Prices")[-1] == "Check"


@pytest.mark.parametrize("more", [{}, {"Prices": OWN}])
def test_without_the_part_its_names_are_the_owners(
    tmp_path: Path, more: dict[str, list[list[object]]]
) -> None:
    """A column Price list that means something else, and a sheet Prices of fruit, are left alone."""
    made = after_run(book(tmp_path / "book.xlsx", **more))
    assert unit_price(made) == 20
    assert made["Customers"]["C2"].value == "Trade"
    assert made["Issues"].max_row == 3, "only its first line and its headers"
    if more:
        kept = [[cell.value for cell in row] for row in made["Prices"]]
        assert kept == OWN


def test_a_column_of_customers_puts_credit_limits_in_use(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx")
    made = openpyxl.load_workbook(path)
    made["Customers"]["D1"] = "Credit limit"
    made["Customers"]["D2"] = 30
    made["Orders"]["D1"] = "Action"
    made["Orders"]["D2"] = "Suggest"
    made.save(path)
    after = after_run(path)
    assert headers(after, "Customers")[-3:] == ["Open orders", "Credit left", "Check"]
    assert after["Orders"]["D2"].value == "Suggest"
    said = [str(cell.value) for cell in after["Issues"][4]]
    assert any("10.00 above the credit limit of 30.00" in text for text in said)


def test_a_number_under_deposit_puts_deposits_in_use(tmp_path: Path) -> None:
    """The column beside it has texts and dates only: the number is that of the column itself."""
    orders = [
        ["Customer", "Order", "Order date", "DEPOSIT", "Pay"],
        ["C-1", "SO-1", date(2026, 3, 1), 30, None],
    ]
    payments = [
        ["Order", "Payment date", "Amount"],
        ["SO-1", date(2026, 3, 2), 29.99],
    ]
    made = after_run(book(tmp_path / "a.xlsx", Orders=orders, Payments=payments))
    assert made["Orders"]["E2"].value == "None"


def test_columns_of_purchasing_are_the_owner_s_in_a_workbook_that_buys_nothing(
    tmp_path: Path,
) -> None:
    products = [
        ["SKU", "Name", "Price", "Supplier", "Reorder point", "On order"],
        ["A-100", "Anvil", 20, "the forge", "when low", "ask Tom"],
    ]
    own = {"Products": products, "Reorder": [["What", "When"], ["Anvils", "Monday"]]}
    made = after_run(book(tmp_path / "book.xlsx", **own))
    [_, row] = made["Products"].iter_rows(values_only=True)
    assert row[3:6] == ("the forge", "when low", "ask Tom")
    assert "Forecast" not in headers(made, "Products")
    assert [cell.value for cell in made["Reorder"][2]] == ["Anvils", "Monday"]
    assert "Expected" not in headers(made, "Order lines")
    assert made["Issues"]["A1"].value is not None
    problems = [cell.value for cell in made["Issues"]["H"]]
    assert not [code for code in problems if str(code).startswith(("SUP", "NUM"))]
