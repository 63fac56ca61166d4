"""The page in a real browser: drop, fix, drop again, take home."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

playwright = pytest.importorskip(
    "playwright.sync_api", reason="playwright is not installed"
)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
SAMPLES = Path(__file__).parents[2] / "sample_workbooks"

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")


@pytest.fixture
def address() -> Iterator[str]:
    """The address of a page that is served."""
    command = [sys.executable, "-m", "sheetflow", "serve"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().split()[1]
        server.terminate()


@pytest.fixture
def page(address: str) -> Iterator[object]:
    """The page in a browser."""
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.goto(address)
        yield page
        browser.close()


def typed(path: Path, sku: str) -> Path:
    """A small workbook with one order of a product."""
    path.parent.mkdir(exist_ok=True)
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in {
        "Customers": [["Customer", "Name"], ["ANN", "Ann Bell"]],
        "Products": [["SKU", "Name", "Price"], ["MUG", "Mug", 5]],
        "Orders": [["Order", "Order date", "Customer"], ["SO-1", "2026-03-02", "ANN"]],
        "Order lines": [["Order", "SKU", "Quantity"], ["SO-1", sku, 2]],
    }.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


def test_a_mistake_is_shown_fixed_and_dropped_again(page, tmp_path: Path) -> None:
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text))
    page.set_input_files("#files", typed(tmp_path / "shop.xlsx", "MUGG"))
    page.wait_for_selector(".card.bad", timeout=60_000)
    assert "Order lines!B2" in page.inner_text(".card .problems")
    assert "Did you mean MUG?" in page.inner_text(".card .problems")
    page.set_input_files("#files", typed(tmp_path / "shop.xlsx", "MUG"))
    page.wait_for_selector(".card.good", timeout=60_000)
    with page.expect_download() as download:
        page.click(".card.good a.button >> nth=0")
    download.value.save_as(tmp_path / "out.xlsx")
    assert "Checks" in openpyxl.load_workbook(tmp_path / "out.xlsx").sheetnames
    assert errors == []


def test_several_at_once_and_one_that_is_no_workbook(page, tmp_path: Path) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    files = [typed(tmp_path / f"shop {n}.xlsx", "MUG") for n in range(3)]
    page.set_input_files("#files", [*files, broken])
    cards = page.locator(".card.good, .card.bad")
    playwright.expect(cards).to_have_count(4, timeout=120_000)
    assert page.locator(".card.good").count() == 3
    assert "broken.xlsx" in page.inner_text(".card.bad .state")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one workbook."""
    typed(tmp_path / "box" / "my shop.xlsx", "MUG")
    return tmp_path / "box"


def test_a_workbook_that_the_desktop_opens_is_run_once_in_place(folder: Path) -> None:
    command = [sys.executable, "-m", "sheetflow", "serve", "--folder", str(folder)]
    with (
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server,
        playwright.sync_playwright() as driver,
    ):
        assert server.stdout is not None
        address = server.stdout.readline().split()[1]
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox"]
        )
        page = browser.new_page()
        page.goto(f"{address}#run=my%20shop.xlsx")
        page.wait_for_selector(".card.good", timeout=60_000)
        is_offered = page.locator(".card .forget").is_visible()
        page.reload()
        cards = page.locator(".card").count()
        browser.close()
        server.terminate()
    assert (is_offered, cards) == (False, 0)
    assert "Checks" in openpyxl.load_workbook(folder / "my shop.xlsx").sheetnames
