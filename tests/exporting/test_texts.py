"""Texts of exports: names that another program takes, and nothing that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from decimal import Decimal

import pytest

from sheetflow.exporting.accounts import Account
from sheetflow.exporting.csv_text import csv_text
from sheetflow.exporting.plaintext import account_path
from sheetflow.exporting.tables import Limits, Table


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1", "＠A1"]
)
def test_text_is_not_a_formula(text: str) -> None:
    [_, [cell]] = csv.reader(io.StringIO(csv_text(["Party"], [[text]]), newline=""))
    assert cell == "'" + text


@pytest.mark.parametrize("divider", [",", ";", "\t", "\n", '"'])
def test_no_text_becomes_two_cells_whatever_divides_them(divider: str) -> None:
    """A German Excel divides at semicolons: of `Mill;=1+1` it would make a name and a formula."""
    text = f"Mill{divider}=1+1"
    [line] = csv.reader(
        io.StringIO(csv_text([text], []), newline=""),
        delimiter="," if divider == '"' else divider,
    )
    assert line == [text]


def test_numbers_stay_numbers() -> None:
    assert (
        csv_text(["Amount", "Row"], [[Decimal("-1.50"), 3]])
        == "Amount,Row\r\n-1.50,3\r\n"
    )


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("Accounts receivable", "Accounts-receivable"),
        ("610", "610"),
        ("Büro: kasse", "Büro:Kasse"),
        ("(x)", "X"),
    ],
)
def test_accounts_have_names_that_beancount_takes(name: str, path: str) -> None:
    assert account_path(Account("Assets", name)) == f"Assets:{path}"


def test_no_document_is_parted() -> None:
    rows = [[["a"]] * 2, [["b"]] * 2, [["c"]] * 5, [["d"]]]
    table = Table(["Name"], rows, Limits(documents=2, rows=4))
    assert [[row[0] for row in file] for file in table.files()] == [
        list("aabb"),
        list("ccccc"),
        ["d"],
    ]
