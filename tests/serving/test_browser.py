"""The page in a real browser: drop, fix, drop again, look, take home."""

from __future__ import annotations

import base64
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from german_books import in_german
from locations import SAMPLES
from mistakes import FIXES, type_into
from serving_page import served, taken_home

DROP = """([name, data]) => {
    const bytes = Uint8Array.from(atob(data), (each) => each.charCodeAt(0));
    const transfer = new DataTransfer();
    transfer.items.add(new File([bytes], name));
    for (const type of ["dragenter", "dragover", "drop"]) {
        document.getElementById("drop").dispatchEvent(
            new DragEvent(type, { dataTransfer: transfer, bubbles: true, cancelable: true }));
    }
}"""


def drop(page: Any, file: Path) -> None:
    """Drag a file onto the page, and let it go."""
    page.evaluate(DROP, [file.name, base64.b64encode(file.read_bytes()).decode()])


def small_shop(path: Path, sku: str = "MUG") -> Path:
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


def test_mistakes_are_shown_fixed_and_dropped_again(page: Any, tmp_path: Path) -> None:
    book = tmp_path / "mistakes.xlsx"
    book.write_bytes((SAMPLES / "mistakes.xlsx").read_bytes())
    page.click(".options summary")
    page.fill("#as-of", "2026-03-02")
    page.select_option("#documents", "none")
    drop(page, book)
    page.wait_for_selector(".card.bad .errors:not([hidden])")
    assert page.inner_text(".card .state").startswith("37 things to fix.")
    row = page.locator(".errors tr", has_text="Order lines!C3").inner_text()
    assert "Did you mean MUG-BLUE?" in row
    assert "Correct the SKU, or add the product to Products." in row
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    marked = taken_home(page, ".card .take a >> nth=0", tmp_path / "marked.xlsx")
    assert openpyxl.load_workbook(marked)["Order lines"]["C3"].comment is not None
    type_into(book, FIXES)
    drop(page, book)
    page.wait_for_selector(".card:is(.good, .warn)")
    assert page.locator(".card.earlier").count() == 1
    fixed = taken_home(page, ".card.open .take a >> nth=0", tmp_path / "fixed.xlsx")
    assert openpyxl.load_workbook(fixed)["Order lines"]["C3"].comment is None


def test_twenty_workbooks_at_once_and_one_that_is_none(
    page: Any, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    files = [small_shop(tmp_path / f"shop {number}.xlsx") for number in range(19)]
    page.click(".options summary")
    page.select_option("#documents", "none")
    page.set_input_files("#files", [broken, *files])
    have_ended = "() => !document.querySelector('.card.waiting')"
    page.wait_for_function(have_ended, timeout=600_000)
    assert "20 workbooks: 19 done, 1 to fix" in page.inner_text("#summary")
    assert "broken.xlsx" in page.inner_text(".card.bad .state")
    assert page.locator(".card.open").count() == 0
    everything = taken_home(page, "#summary a", tmp_path / "all.zip")
    names = zipfile.ZipFile(everything).namelist()
    books = [name for name in names if name.endswith(".xlsx") and "papers" not in name]
    assert sorted(books) == sorted(f"{file.stem}/{file.name}" for file in files)


def test_what_a_run_gives_is_seen_and_taken_home(page: Any, tmp_path: Path) -> None:
    drop(page, SAMPLES / "quickstart.xlsx")
    page.wait_for_selector(".card .overview:not([hidden])")
    assert "Owed to us, GBP" in page.inner_text(".card .figures")
    page.click(".card .checks > summary")
    assert page.locator(".card .checks li.agrees").count() == 39
    see_a_document(page, tmp_path)
    make_a_report(page, tmp_path)
    page.click(".forget")
    page.wait_for_selector("body:not(.has-results)")
    assert page.locator(".card").count() == 0


def see_a_document(page: Any, folder: Path) -> None:
    """Look at the pages of a document, and download it."""
    page.click(".documents li:has-text('Credit notes') button")
    first = page.locator("#preview img").first
    assert first.get_attribute("alt") == "Credit notes, page 1"
    first.evaluate("image => image.decode()")
    assert first.evaluate("image => image.naturalWidth") > 800
    pdf = taken_home(page, "#preview a", folder / "notes.pdf")
    assert pdf.read_bytes().startswith(b"%PDF")
    page.keyboard.press("Escape")
    assert not page.locator("#preview").is_visible()


def make_a_report(page: Any, folder: Path) -> None:
    """Press the button of a report, and download what it gives."""
    page.click(".card .reports summary")
    page.click(".card .reports button[value=sales]")
    report = taken_home(page, ".card .reports a", folder / "sales.xlsx")
    assert openpyxl.load_workbook(report).sheetnames == ["Report", "Documents"]
    assert page.inner_text(".card .reports [role=status]") == ""


def test_a_german_workbook_is_shown_in_german(
    opened: Callable[..., Any], address: str, tmp_path: Path
) -> None:
    page = opened(address, locale="de-DE")
    assert page.inner_text("#drop-title") == "Ziehen Sie Ihre Arbeitsmappen hierher"
    page.click(".options summary")
    page.select_option("#documents", "none")
    drop(page, in_german(SAMPLES / "mistakes.xlsx", tmp_path / "fehler.xlsx"))
    page.wait_for_selector(".card.bad .errors:not([hidden])")
    card = page.inner_text(".card")
    assert "37 Korrekturen nötig." in card
    assert "Es gibt keinen Artikel „MUG-BLEU“. Meinten Sie MUG-BLUE?" in card
    assert "Offene Aufträge" in card
    assert "Bestand = Zugänge − Abgänge" in card


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one workbook."""
    small_shop(tmp_path / "box" / "my shop.xlsx")
    return tmp_path / "box"


def test_a_workbook_that_the_desktop_opens_is_run_once_in_place(
    folder: Path, opened: Callable[..., Any]
) -> None:
    with served("--folder", str(folder)) as (address, _):
        page = opened(f"{address}#run=my%20shop.xlsx")
        page.wait_for_selector(".card.good")
        assert "The workbook in the folder is updated." in page.inner_text(".card")
        assert not page.locator(".card .forget").is_visible()
        page.reload()
        page.wait_for_selector("#folder td:has-text('run 1')")
        assert page.locator(".card").count() == 0
    assert "Checks" in openpyxl.load_workbook(folder / "my shop.xlsx").sheetnames
