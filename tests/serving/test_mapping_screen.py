"""The mapping screen in a real browser: other names, and lists, until a run is clean."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from foreign_books import BOOKS, write_flat_list
from serving_page import served, taken_home

SCREEN = ".mapping:not([hidden])"
SUBMIT = f"{SCREEN} button[type=submit]"
BOOK = ".card .take a >> nth=0"


def drop(page: Any, file: Path) -> None:
    page.set_input_files("#files", file)


def row_of(page: Any, sheet: str, column: str) -> Any:
    """The row of one of our columns on the screen."""
    part = page.locator(f'fieldset[data-sheet="{sheet}"]')
    select = f'select[data-column="{column}"]'
    return part.locator(".name-row").filter(has=page.locator(select))


def mapping_rows(path: Path) -> list[list[Any]]:
    sheet = openpyxl.load_workbook(path)["Mapping"]
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_a_workbook_with_other_names_is_mapped_and_run(
    page: Any, tmp_path: Path
) -> None:
    drop(page, BOOKS["sales-orders"].write(tmp_path / "shop.xlsx"))
    page.wait_for_selector(SUBMIT)
    row = row_of(page, "Orders", "Order date")
    assert row.locator("select").input_value() == "Date Ordered"
    assert "2026-01-05 · 2026-01-06 · 2026-01-07" in row.inner_text()
    assert "12 of 12 values are dates" in row.inner_text()
    assert "The day on which it was ordered or quoted." in row.inner_text()
    page.click(SUBMIT)
    page.wait_for_selector(".card:is(.good, .warn)")
    assert "All 29 checks agree" in page.inner_text(".card .checks summary")
    book = taken_home(page, BOOK, tmp_path / "out.xlsx")
    rows = [row[:5] for row in mapping_rows(book)]
    assert ["Orders", "Order date", None, "Date Ordered", "Yes"] in rows
    assert "Sales Orders" in openpyxl.load_workbook(book).sheetnames


def test_what_is_missing_is_named_until_it_is_chosen(page: Any, tmp_path: Path) -> None:
    file = BOOKS["sales-orders"].write(tmp_path / "shop.xlsx")
    book = openpyxl.load_workbook(file)
    for cell in book["Order Details"][1]:
        if cell.value == "Qty":
            cell.value = "Zzz"
    book.save(file)
    drop(page, file)
    page.wait_for_selector(SUBMIT)
    missing = page.locator(f"{SCREEN} .missing")
    assert missing.inner_text() == "Still missing: Order lines, Quantity"
    page.click(SUBMIT)
    assert page.locator(SCREEN).count() == 1
    select = row_of(page, "Order lines", "Quantity").locator("select")
    assert "lacks" in (select.get_attribute("class") or "")
    select.select_option("Zzz")
    assert missing.inner_text() == "Everything that is needed is there."
    page.click(SUBMIT)
    page.wait_for_selector(".card:is(.good, .warn)")
    rows = [
        row[:6] for row in mapping_rows(taken_home(page, BOOK, tmp_path / "o.xlsx"))
    ]
    assert ["Order lines", "Quantity", None, "Zzz", "Yes", "your answer"] in rows


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ('{"error": "The sheet is locked."}', "The sheet is locked."),
        ("Enter the password first.", "Enter the password first."),
    ],
)
def test_answers_that_are_refused_are_not_lost(
    text: str, shown: str, page: Any, tmp_path: Path
) -> None:
    drop(page, BOOKS["sales-orders"].write(tmp_path / "shop.xlsx"))
    page.wait_for_selector(SUBMIT)
    select = row_of(page, "Orders", "Order date").locator("select")
    select.select_option(index=1)
    chosen = select.input_value()
    page.route("**/map/*", lambda route: route.fulfill(body=text), times=1)
    page.click(SUBMIT)
    page.wait_for_selector(".card.bad .mapping:not([hidden])")
    assert page.inner_text(".card .state") == shown
    assert page.locator(".card, .card .tag.earlier").count() == 1
    assert select.input_value() == chosen != "Date Ordered"
    select.select_option("Date Ordered")
    page.click(SUBMIT)
    page.wait_for_selector(".card:is(.good, .warn)")


def test_how_dates_are_written_is_chosen_once(page: Any, tmp_path: Path) -> None:
    file = BOOKS["sales-orders"].write(tmp_path / "shop.xlsx")
    book = openpyxl.load_workbook(file)
    sheet = book["Sales Orders"]
    dates = next(cell for cell in sheet[1] if cell.value == "Date Ordered").column
    for number in range(2, sheet.max_row + 1):
        sheet.cell(number, dates).value = "01/02/2026"
    book.save(file)
    drop(page, file)
    page.wait_for_selector(SUBMIT)
    assert "can be read in several ways" in page.inner_text(SCREEN), page.inner_text(
        SCREEN
    )[-400:]
    assert "how dates and numbers are written" in page.inner_text(f"{SCREEN} .missing")
    page.select_option(".locale", "en_GB")
    page.click(SUBMIT)
    page.wait_for_selector(".card:is(.good, .warn)")
    out = openpyxl.load_workbook(taken_home(page, BOOK, tmp_path / "out.xlsx"))
    settings = {row[0].value: row[1].value for row in out["Settings"].iter_rows()}
    assert settings["Locale"] == "en_GB"


def test_a_list_goes_into_a_new_workbook_and_once_only(
    page: Any, tmp_path: Path
) -> None:
    file = write_flat_list(tmp_path / "sales.csv")
    drop(page, file)
    page.wait_for_selector(SUBMIT)
    quantity = row_of(page, "Order lines", "Quantity").locator("select")
    assert quantity.input_value() == "Qty"
    page.click(SUBMIT)
    page.wait_for_selector(".card:is(.good, .warn)")
    assert "12 to Orders, 24 to Order lines" in page.inner_text(".card")
    out = taken_home(page, BOOK, tmp_path / "out.xlsx")
    assert "Imports" in openpyxl.load_workbook(out).sheetnames
    drop(page, file)
    page.wait_for_selector(SUBMIT)
    page.select_option(f"{SCREEN} .field select", index=1)
    page.click(SUBMIT)
    page.wait_for_selector("text=12 orders came in before")


def test_how_the_numbers_of_a_list_are_written_is_chosen_once(
    page: Any, tmp_path: Path
) -> None:
    file = tmp_path / "sales.csv"
    rows = "SO-1,2026-03-02,May Chen,A-100,1,2.500\nSO-2,2026-03-03,May Chen,A-100,2,1.250\n"
    file.write_text(f"Order No.,Order Date,Customer Name,SKU,Qty,Unit Price\n{rows}")
    drop(page, file)
    page.wait_for_selector(SUBMIT)
    assert "2.500 can be read in several ways" in page.inner_text(SCREEN)
    page.select_option(".locale", "de_DE")
    page.click(SUBMIT)
    page.wait_for_selector(".card:is(.good, .warn)")
    out = openpyxl.load_workbook(taken_home(page, BOOK, tmp_path / "out.xlsx"))
    prices = [row[5].value for row in out["Order lines"].iter_rows(max_col=6)]
    assert prices[-2:] == [2500, 1250]


def test_the_screen_can_be_used_with_the_keyboard_alone(
    page: Any, tmp_path: Path
) -> None:
    drop(page, BOOKS["sales-orders"].write(tmp_path / "shop.xlsx"))
    page.wait_for_selector(SUBMIT)
    unlabelled = [
        select
        for select in page.locator(f"{SCREEN} select").all()
        if not select.evaluate("each => each.labels.length")
    ]
    assert unlabelled == []
    page.locator(SUBMIT).focus()
    page.keyboard.press("Enter")
    page.wait_for_selector(".card.waiting")


def test_the_names_of_a_workbook_of_the_folder_are_mapped_in_place(
    opened: Callable[..., Any], tmp_path: Path
) -> None:
    file = BOOKS["sales-orders"].write(tmp_path / "shop.xlsx")
    with served("--folder", str(tmp_path)) as (address, _):
        page = opened(address)
        page.click("#folder tbody button")
        page.click(SUBMIT)
        page.wait_for_selector(".card:is(.good, .warn)")
    rows = [row[:5] for row in mapping_rows(file)]
    assert ["Orders", "Order date", None, "Date Ordered", "Yes"] in rows
