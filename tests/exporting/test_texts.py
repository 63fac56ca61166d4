"""Texts of exports: names that another program takes, and nothing that a spreadsheet would run."""

from __future__ import annotations

from decimal import Decimal

import pytest

from sheetflow.exporting.accounts import Account
from sheetflow.exporting.csvtext import csv_text
from sheetflow.exporting.plaintext import account_path
from sheetflow.exporting.tables import Limits, Table


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1"])
def test_text_is_no_formula(text: str) -> None:
    assert csv_text(["Party"], [[text]]).splitlines()[1].lstrip('"').startswith("'")


def test_numbers_stay_numbers() -> None:
    assert csv_text(["Amount", "Row"], [[Decimal("-1.50"), 3]]) == "Amount,Row\r\n-1.50,3\r\n"


@pytest.mark.parametrize(
    ("name", "path"),
    [("Accounts receivable", "Accounts-receivable"), ("610", "610"), ("Büro: kasse", "Büro:Kasse"), ("(x)", "X")],
)
def test_accounts_have_names_that_beancount_takes(name: str, path: str) -> None:
    assert account_path(Account("Assets", name)) == f"Assets:{path}"


def test_no_document_is_parted() -> None:
    rows = [[["a"]] * 2, [["b"]] * 2, [["c"]] * 5, [["d"]]]
    table = Table(["Name"], rows, Limits(documents=2, rows=4))
    assert [[row[0] for row in file] for file in table.files()] == [list("aabb"), list("ccccc"), ["d"]]
