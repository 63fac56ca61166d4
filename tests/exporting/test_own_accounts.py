"""Accounts by product, tax code and payment method, and the sheet Accounts."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from beancount import loader

from sheetflow import pipeline
from sheetflow.engine.process import Result
from sheetflow.errors import SheetflowError
from sheetflow.exporting.accounts import chart_of
from sheetflow.exporting.control import balances, compare_with_ledgers
from sheetflow.exporting.datev import account_digits
from sheetflow.exporting.invoices import exported_invoices
from sheetflow.exporting.journal import build_journal
from sheetflow.exporting.plaintext import beancount_text, hledger_text

SHEETS = {
    "Settings": """
        Setting          Value
        Currency         EUR
        Sales_account    8000
        """,
    "Accounts": """
        Use               Account  Name
        Bank_account      1800     Bank
        card              1361     Card_payments
        Receivable_account 1400    -
        """,
    "Tax codes": """
        Tax_code  Tax_1_%  Account
        STD       19       1776
        RED       7        -
        """,
    "Products": """
        SKU   Name  Price  Cost  Tax_code  Sales_account  Cost_account
        MUG   Mug   10     4     STD       8400           -
        BOOK  Book  20     5     RED       -              3300
        """,
    "Customers": """
        Customer  Name
        ANN       Ann
        """,
    "Locations": """
        Location
        MAIN
        """,
    "Stock moves": """
        Date        Type     SKU   To    Quantity
        2026-03-01  Opening  MUG   MAIN  10
        2026-03-01  Opening  BOOK  MAIN  10
        """,
    "Orders": """
        Order  Order_date  Customer  Action
        SO-1   2026-03-02  ANN       Fulfil,_Invoice
        """,
    "Order lines": """
        Order  SKU   Quantity
        SO-1   MUG   2
        SO-1   BOOK  1
        """,
    "Payments": """
        Payment  Order  Payment_date  Method    Amount
        PAY-1    SO-1   2026-03-02    Card      10
        PAY-2    SO-1   2026-03-02    Transfer  5
        """,
}


def write(path: Path) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for sheet, text in SHEETS.items():
        page = book.create_sheet(sheet)
        for line in text.strip().splitlines():
            page.append([_cell(word) for word in line.split()])
    book.save(path)
    return path


def _cell(word: str) -> object:
    if word == "-":
        return None
    return int(word) if word.isdecimal() else word.replace("_", " ")


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    path = write(tmp_path_factory.mktemp("own") / "book.xlsx")
    done = pipeline.run(path, as_of=date(2026, 3, 2))
    assert not done.has_errors, done.problems
    return done.result


def test_each_account_gets_what_is_its_own(result: Result) -> None:
    found = {
        account.name: amount
        for account, amount in balances(build_journal(result)).items()
    }
    assert found == {
        "1400": Decimal("30.20"),  # 23.80 + 21.40 - 15
        "1361": Decimal(10),
        "1800": Decimal(5),
        "8400": Decimal(-20),
        "8000": Decimal(-20),
        "1776": Decimal("-3.80"),
        "Sales tax": Decimal("-1.40"),
        "3300": Decimal(5),
        "Cost of sales": Decimal(8),
        "Inventory": Decimal(77),
        "Opening stock": Decimal(-90),
    }


def test_both_banks_come_to_the_payments(result: Result) -> None:
    lines = compare_with_ledgers(result, build_journal(result))
    assert "1361 + 1800 15.00 EUR = payments less refunds" in lines


def test_lines_of_invoices_have_the_accounts_of_their_products(result: Result) -> None:
    [invoice] = exported_invoices(result.book)
    assert [line.account for line in invoice.lines] == ["8400", "8000"]


def test_beancount_takes_them_and_names_them(result: Result) -> None:
    chart = chart_of(result.book)
    text = beancount_text(build_journal(result), chart)
    entries, errors, _ = loader.load_string(text)
    assert not errors
    names = {e.account: e.meta.get("name") for e in entries if hasattr(e, "currencies")}
    assert names["Assets:1361"] == "Card payments"
    found: dict[str, Decimal] = defaultdict(Decimal)
    for entry in entries:
        for posting in getattr(entry, "postings", ()):
            found[posting.account] += posting.units.number
    assert found["Assets:1361"] == 10
    assert "account Assets:1361  ; Card payments" in hledger_text([*build_journal(result)], chart)  # fmt: skip


def test_datev_wants_numbers_for_these_too(result: Result) -> None:
    with pytest.raises(SheetflowError, match="is not an account number for DATEV"):
        account_digits(chart_of(result.book))
