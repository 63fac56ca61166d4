"""The mapping screen in a real browser: other names, and lists, until a run is clean."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from foreign_books import BOOKS, write_flat_list

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed"
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

SCREEN = ".mapping:not([hidden])"
SUBMIT = f"{SCREEN} button[type=submit]"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """The address of a page that is served."""
    command = [sys.executable, "-m", "sheetflow", "serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().split()[1]
        server.terminate()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with playwright.sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        yield started
        started.close()


@pytest.fixture
def page(browser: Any, address: str) -> Iterator[Any]:
    """The page, on which nothing goes wrong in the browser."""
    page = browser.new_page()
    page.set_default_timeout(60_000)
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.goto(address)
    yield page
    page.close()
    assert errors == []


def drop(page: Any, file: Path) -> None:
    page.set_input_files("#files", file)


def row_of(page: Any, sheet: str, column: str) -> Any:
    """The row of one of our columns on the screen."""
    part = page.locator(f'fieldset[data-sheet="{sheet}"]')
    select = f'select[data-column="{column}"]'
    return part.locator(".name-row").filter(has=page.locator(select))


def taken_home(page: Any, target: Path) -> openpyxl.Workbook:
    """The updated workbook, downloaded."""
    with page.expect_download() as download:
        page.click(".card a.button >> nth=0")
    download.value.save_as(target)
    return openpyxl.load_workbook(target)


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
    page.wait_for_selector(".card.good")
    assert "29 of 29" in page.inner_text(".card .counts")
    book = taken_home(page, tmp_path / "out.xlsx")
    rows = [[cell.value for cell in row] for row in book["Mapping"].iter_rows()]
    assert ["Orders", "Order date", None, "Date Ordered", "Yes"] in [
        r[:5] for r in rows
    ]
    assert "Sales Orders" in book.sheetnames


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
    assert missing.inner_text() == ""
    page.click(SUBMIT)
    page.wait_for_selector(".card.good")
    mapping = taken_home(page, tmp_path / "out.xlsx")["Mapping"]
    rows = [[cell.value for cell in row][:6] for row in mapping.iter_rows()]
    assert ["Order lines", "Quantity", None, "Zzz", "Yes", "your answer"] in rows


def test_a_list_goes_into_a_new_workbook_and_once_only(
    page: Any, tmp_path: Path
) -> None:
    file = write_flat_list(tmp_path / "sales.csv")
    drop(page, file)
    page.wait_for_selector(SUBMIT)
    assert (
        row_of(page, "Order lines", "Quantity").locator("select").input_value() == "Qty"
    )
    page.click(SUBMIT)
    page.wait_for_selector(".card.good")
    assert "12 to Orders, 24 to Order lines" in page.inner_text(".card")
    assert "Imports" in taken_home(page, tmp_path / "out.xlsx").sheetnames
    drop(page, file)
    page.wait_for_selector(SUBMIT)
    page.select_option(f"{SCREEN} .field select", index=1)
    page.click(SUBMIT)
    page.wait_for_selector("text=12 orders came in before")


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
    page.wait_for_selector(".card.good")


def test_the_card_shows_figures_and_checks(page: Any, tmp_path: Path) -> None:
    drop(page, Path(__file__).parents[2] / "sample_workbooks" / "quickstart.xlsx")
    page.wait_for_selector(".card .figures:not([hidden])")
    figures = page.inner_text(".card .figures")
    assert "Open orders" in figures
    assert "Owed to us" in figures
    page.click(".card .checks summary")
    assert page.locator(".card .checks li.agrees").count() == 39


def test_a_report_is_made_by_its_button(page: Any, tmp_path: Path) -> None:
    drop(page, Path(__file__).parents[2] / "sample_workbooks" / "quickstart.xlsx")
    page.click(".card .reports summary")
    page.click(".card .reports button[value=sales]")
    with page.expect_download() as download:
        page.click(".card .reports a")
    download.value.save_as(tmp_path / "sales.xlsx")
    book = openpyxl.load_workbook(tmp_path / "sales.xlsx")
    assert book.sheetnames == ["Report", "Documents"]
    assert book["Report"]["A1"].value == "Sales"
    assert page.inner_text(".card .reports [role=status]") == ""
