"""`sheetflow export --format generic`: the columns of a profile."""

from __future__ import annotations

import csv
from collections import defaultdict
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from locations import QUICKSTART

from sheetflow.cli import main

PROFILE = """
title = "Bookings for our cash book"
rows = "bookings"
delimiter = ";"
decimal = ","
dates = "%d.%m.%Y"
encoding = "cp1252"
columns = [
    {header = "Datum", value = "date"},
    {header = "Soll", value = "debit account"},
    {header = "Haben", value = "credit account"},
    {header = "Betrag", value = "amount"},
    {header = "Text", value = "text", longest = 20},
    {header = "Mandant", constant = "17"},
]
"""


def sheetflow(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The quickstart after a run, with two profiles beside it."""
    folder = tmp_path_factory.mktemp("shop")
    done = sheetflow(
        "run", QUICKSTART, "-o", folder, "--as-of", "2026-03-02", "--no-print"
    )
    assert done.exit_code == 0, done.output
    (folder / "exports").mkdir()
    (folder / "exports" / "cashbook.toml").write_text(PROFILE, "utf-8")
    return folder / "quickstart.xlsx"


def rows_of(shop: Path, name: str, *words: str) -> list[list[str]]:
    """The rows of an export, which divides cells by `;` or by commas."""
    folder = shop.parent / "out" / "-".join([name, *words])
    done = sheetflow("export", shop, "--format", name, "-o", folder, *words)
    assert done.exit_code == 0, done.output
    [path] = folder.glob("quickstart-*.csv")
    lines = path.read_bytes().decode("cp1252").splitlines()
    return list(csv.reader(lines, delimiter=";" if ";" in lines[0] else ","))


def by_account(rows: list[list[str]], account: int, amount: int) -> dict[str, Decimal]:
    """The amounts in a column by the account in another."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows:
        found[row[account]] += Decimal(row[amount].replace(",", ".") or 0)
    return found


def test_a_profile_names_the_columns_and_how_they_are_written(shop: Path) -> None:
    rows = rows_of(shop, "generic", "--as", "cashbook")
    assert rows[0] == ["Datum", "Soll", "Haben", "Betrag", "Text", "Mandant"]
    first = [
        "02.01.2026",
        "Inventory",
        "Opening stock",
        "246",
        "Opening 60 × MUG-BLU",
        "17",
    ]
    assert rows[1] == first


def test_bookings_and_postings_come_to_the_same_by_account(shop: Path) -> None:
    bookings = rows_of(shop, "generic", "--as", "cashbook")[1:]
    debits = by_account(bookings, 1, 3)
    credits = by_account(bookings, 2, 3)
    postings = rows_of(shop, "generic")[1:]
    posted_debits = by_account(postings, 2, 6)
    posted_credits = by_account(postings, 2, 7)
    for account in posted_debits:
        posted = posted_debits[account] - posted_credits[account]
        assert debits[account] - credits[account] == posted
    assert sum(posted_debits.values()) == sum(posted_credits.values()) > 0


def test_each_profile_is_a_format_of_its_own_with_new(shop: Path) -> None:
    words = ("export", shop, "--as-of", "2026-03-02", "--new", "--format", "generic")
    assert "Nothing is new" not in sheetflow(*words).output
    assert "Nothing is new" not in sheetflow(*words, "--as", "cashbook").output
    assert "Nothing is new" in sheetflow(*words, "--as", "cashbook").output


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (PROFILE.replace('"amount"', '"amont"'), "wrong.toml, line 12: there is no value amont"),
        (PROFILE.replace("%d.%m.%Y", "dd.mm.yyyy"), "wrong.toml, line 6: dd.mm.yyyy is not a form of dates"),
        (PROFILE.replace(', value = "date"', ""), "wrong.toml, line 9: Datum has neither a value nor a constant"),
        (PROFILE.replace("delimiter", "delimeter"), "wrong.toml, line 4"),
        (PROFILE.replace("constant", 'value = "text", constant'), "wrong.toml, line 14: Mandant has a value"),
    ],
)  # fmt: skip
def test_a_profile_with_a_mistake_is_refused_with_its_line(
    tmp_path: Path, shop: Path, text: str, said: str
) -> None:
    book = tmp_path / "book.xlsx"
    book.write_bytes(shop.read_bytes())
    (tmp_path / "exports").mkdir()
    (tmp_path / "exports" / "wrong.toml").write_text(text, "utf-8")
    done = sheetflow("export", book, "--format", "generic", "--as", "wrong")
    assert done.exit_code == 3
    assert said in done.output


def test_a_profile_that_is_not_there_is_named(shop: Path) -> None:
    done = sheetflow("export", shop, "--format", "generic", "--as", "cash")
    assert done.exit_code == 3
    assert "no export profile cash; use one of: generic, cashbook" in done.output


def test_as_is_for_generic_only(shop: Path) -> None:
    done = sheetflow("export", shop, "--format", "journal", "--as", "cashbook")
    assert done.exit_code == 2
