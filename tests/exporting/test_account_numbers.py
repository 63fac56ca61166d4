"""Accounts in any script, and formats that want numbers: DATEV and Sage 50."""

from __future__ import annotations

import csv
import io
import shutil
import subprocess
from collections import defaultdict
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from beancount import loader

from sheetflow.domain.book import Settings
from sheetflow.errors import SheetflowError
from sheetflow.exporting.accounts import ROOTS, Account, Chart
from sheetflow.exporting.datev import COLUMNS, datev_texts
from sheetflow.exporting.journal import Entry, Posting
from sheetflow.exporting.plaintext import account_paths, beancount_text, hledger_text
from sheetflow.exporting.sage import sage50_journal

NAMES = Settings(
    texts={
        "Sales account": "売上",
        "Bank account": "Bank A",
        "Inventory account": "Bank-A",
        "Tax account": "impôts (à payer)",
    }
)
NUMBERS = Settings(texts={setting: str(1000 + at) for at, setting in enumerate(ROOTS)})


def entries(settings: Settings) -> list[Entry]:
    """An invoice with tax, a payment and a receipt of goods; in two years."""
    chart = Chart(settings)

    def entry(day: date, number: str, **amounts: str) -> Entry:
        postings = [
            Posting(chart[setting.replace("_", " ")], Decimal(amount))
            for setting, amount in amounts.items()
        ]
        text = "Invoice for SO-1; “quoted”"
        return Entry(
            "invoices", day, number, "Invoices", 5, "Müller", text, tuple(postings)
        )

    return [
        entry(date(2025, 12, 31), "INV-1", Receivable_account="113", Sales_account="-100", Tax_account="-13"),
        entry(date(2026, 1, 2), "PAY-1", Bank_account="113", Receivable_account="-113"),
        entry(date(2026, 1, 3), "MV-1", Inventory_account="50.5", Goods_received_account="-50.5"),
    ]  # fmt: skip


def test_two_names_never_become_one() -> None:
    names = ["Bank A", "Bank-A", "Bank/A", "売上", "現金"]
    paths = account_paths([Account("Assets", name) for name in names])
    assert paths[Account("Assets", "Bank-A")] == "Assets:Bank-A"
    assert paths[Account("Assets", "Bank A")] == "Assets:Bank-A-2"
    assert paths[Account("Assets", "Bank/A")] == "Assets:Bank-A-3"
    assert paths[Account("Assets", "売上")] == "Assets:X売上"
    assert len(set(paths.values())) == len(names)


def test_bean_check_takes_names_in_any_script() -> None:
    found, errors, _ = loader.load_string(beancount_text(entries(NAMES), Chart(NAMES)))
    assert not errors
    assert len(found) == 6 + 3


@pytest.mark.skipif(
    shutil.which("hledger") is None,
    reason="hledger (a Debian package) is not installed",
)
def test_hledger_takes_names_in_any_script(tmp_path: Path) -> None:
    path = tmp_path / "book.journal"
    path.write_text(hledger_text(entries(NAMES), Chart(NAMES)), encoding="utf-8")
    command = ["hledger", "-f", str(path), "check", "--strict"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_datev_has_a_file_for_each_year_and_pairs_of_accounts() -> None:
    files = datev_texts(entries(NUMBERS), Chart(NUMBERS))
    assert [text.count("\r\n") for text in files] == [4, 4]
    balances: dict[str, Decimal] = defaultdict(Decimal)
    for text in files:
        header, names, *rows = csv.reader(
            io.StringIO(text.encode("cp1252", "replace").decode("cp1252"), newline=""),
            delimiter=";",
        )
        assert header[:5] == ["EXTF", "700", "21", "Buchungsstapel", "13"]
        assert len(header) == 31
        assert header[13] == "4"
        assert tuple(names) == COLUMNS
        assert len(names) == 125
        for row in rows:
            assert len(row) == 125
            assert row[1] == "S"
            amount = Decimal(row[0].replace(",", "."))
            balances[row[6]] += amount
            balances[row[7]] -= amount
    chart = Chart(NUMBERS)
    assert balances[chart["Sales account"].name] == -100
    assert balances[chart["Tax account"].name] == -13
    assert balances[chart["Bank account"].name] == 113
    assert balances[chart["Receivable account"].name] == 0


def test_sage_has_debits_and_credits_that_balance() -> None:
    table = sage50_journal(entries(NUMBERS), Chart(NUMBERS))
    for document in table.documents:
        signs = {"JD": 1, "JC": -1}
        amounts = [signs[str(row[0])] * Decimal(str(row[7])) for row in document]
        assert sum(amounts) == 0
        assert {row[8] for row in document} == {"T9"}
    assert table.documents[0][0][4] == "31/12/2025"


@pytest.mark.parametrize("write", [datev_texts, sage50_journal])
def test_names_are_refused_where_numbers_are_wanted(write: object) -> None:
    with pytest.raises(SheetflowError, match="Receivable account"):
        write(entries(NAMES), Chart(NAMES))  # type: ignore[operator]


def test_datev_wants_numbers_of_one_length() -> None:
    texts = {**NUMBERS.texts, "Tax account": "38010"}
    with pytest.raises(SheetflowError, match="of the same length"):
        datev_texts(entries(NUMBERS), Chart(replace(NUMBERS, texts=texts)))
