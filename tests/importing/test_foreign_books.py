"""Workbooks that others made: what `sheetflow map` takes their names for, and their first run."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from foreign_books import BOOKS, OwnBook, write_flat_list

from sheetflow.cli import main
from sheetflow.importing.mapping.own_sheets import own_sheets
from sheetflow.importing.mapping.proposals import propose
from sheetflow.workbook import Workbook

Meanings = dict[tuple[str, str], str]
"""What own sheets (with a blank header) and columns are."""


def proposed(book: OwnBook, path: Path) -> Meanings:
    """What is proposed, whether it is certain or not."""
    found = propose(own_sheets(Workbook.open(book.write(path)))).found
    own = {each.sheet: each.here for each in found if not each.column}
    return {
        (own[each.sheet], each.here if each.column else ""): each.column or each.sheet
        for each in found
    }


def meant(book: OwnBook) -> Meanings:
    """What its names mean."""
    return {
        (sheet, header): meaning
        for sheet, names in book.equivalents.items()
        for header, meaning in names.items()
    }


@pytest.mark.parametrize("name", BOOKS)
def test_names_are_proposed_for_what_they_mean_and_no_others(
    name: str, tmp_path: Path
) -> None:
    book = BOOKS[name]
    found = proposed(book, tmp_path / "own.xlsx")
    expected = meant(book)
    right = [key for key, meaning in expected.items() if found.get(key) == meaning]
    assert len(right) >= 0.95 * len(expected)
    assert set(found) <= set(expected)


def command(*words: str | Path, status: int = 0) -> str:
    """Run a command, and return what it prints."""
    done = CliRunner().invoke(main, [str(word) for word in words])
    assert done.exit_code == status, done.output
    return done.output


@pytest.mark.parametrize("name", BOOKS)
def test_two_commands_lead_to_a_clean_run_and_nothing_is_renamed(
    name: str, tmp_path: Path
) -> None:
    book = BOOKS[name]
    path = book.write(tmp_path / "own.xlsx")
    before = own_cells(path, book)
    command("map", path)
    printed = command("run", path, "--as-of", "2026-02-01")
    assert "Read 12 orders: 0 applied, 0 on hold, 12 untouched." in printed
    assert own_cells(path, book) == before
    sheets = openpyxl.load_workbook(path).sheetnames
    assert sheets[: len(book.sheets)] == list(book.sheets)


def own_cells(path: Path, book: OwnBook) -> dict[str, list[tuple[object, ...]]]:
    """The cells that the owner has typed, by sheet."""
    opened = openpyxl.load_workbook(path)
    return {
        sheet: list(
            opened[sheet].iter_rows(
                max_row=len(rows), max_col=max(map(len, rows)), values_only=True
            )
        )
        for sheet, rows in book.sheets.items()
    }


def test_three_commands_make_a_workbook_of_a_flat_list(tmp_path: Path) -> None:
    shop = tmp_path / "shop.xlsx"
    sales = write_flat_list(tmp_path / "sales.csv")
    command("new", shop)
    said = command("import", shop, sales, "--new-products")
    assert "12 to Orders, 24 to Order lines" in said
    printed = command("run", shop, "--as-of", "2026-02-01")
    assert "Read 12 orders: 0 applied, 0 on hold, 12 untouched." in printed


def with_dates(path: Path, *days: str) -> Path:
    """The English book with these texts as the first dates of its orders."""
    BOOKS["sales-orders"].write(path)
    book = openpyxl.load_workbook(path)
    for row, day in enumerate(days, 2):
        book["Sales Orders"].cell(row, 2).value = day
    book.save(path)
    return path


def test_a_text_that_may_be_two_dates_needs_a_locale(tmp_path: Path) -> None:
    path = with_dates(tmp_path / "own.xlsx", "03/04/2026", "05/04/2026")
    said = command("map", path)
    assert "'03/04/2026' in Sales Orders, Date Ordered may be read in several" in said
    assert "Settings" not in openpyxl.load_workbook(path).sheetnames
    command("run", path, "--as-of", "2026-05-01", status=1)
    assert "Settings: Locale is en_US" in command("map", path, "--locale", "en-US")
    command("run", path, "--as-of", "2026-05-01")


def test_one_date_that_can_only_be_read_in_one_way_decides_for_its_column(
    tmp_path: Path,
) -> None:
    path = with_dates(tmp_path / "own.xlsx", "03/04/2026", "31/03/2026")
    assert "Settings: Locale is en_GB" in command("map", path)


def test_an_unknown_locale_is_refused(tmp_path: Path) -> None:
    path = BOOKS["sales-orders"].write(tmp_path / "own.xlsx")
    assert "there is no such locale" in command(
        "map", path, "--locale", "xx_XX", status=3
    )


def test_a_flat_list_is_not_taken_for_a_workbook(tmp_path: Path) -> None:
    path = tmp_path / "list.xlsx"
    book = openpyxl.Workbook()
    for row in [("Order", "Client name", "Product", "Qty"), ("A1", "May", "Mug", 2)]:
        book.active.append(row)
    book.save(path)
    assert "comes in with: sheetflow new shop.xlsx" in command("map", path)
