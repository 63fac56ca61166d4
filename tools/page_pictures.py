"""`python -m tools.page_pictures` makes docs/pictures/page*.png: the page in a browser.

Needs playwright and Chromium. Each picture shows the top of the page after one workbook was
dropped on it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import sync_playwright

from tools.pictures import PICTURES

PROJECT = PICTURES.parent.parent
SAMPLES = PROJECT / "sample_workbooks"

DESKTOP = (1080, 720)
PHONE = (390, 844)

OWN_NAMES = {
    "Clients": [
        ["ClientID", "Company Name", "Address"],
        ["C001", "Around the Horn", "120 Hanover Sq."],
        ["C002", "Blauer See", "Forsterstr. 57"],
        ["C003", "Bon app", "12, rue des Bouchers"],
    ],
    "Items": [
        ["Item No.", "Item Description", "List Price"],
        ["I-01", "Chai", 18],
        ["I-02", "Chang", 19],
        ["I-03", "Aniseed syrup", 10],
    ],
    "Sales Orders": [
        ["Order No.", "Date Ordered", "Client"],
        ["SO10248", "2026-01-05", "C001"],
        ["SO10249", "2026-01-06", "C002"],
        ["SO10250", "2026-01-07", "C003"],
    ],
    "Order Details": [
        ["Order No.", "Item", "Qty"],
        ["SO10248", "I-01", 3],
        ["SO10249", "I-02", 4],
        ["SO10250", "I-03", 5],
    ],
}
"""A workbook with names of its own."""


class Picture(NamedTuple):
    """One picture: what is dropped (nothing: the page as it opens), and how it is looked at.

    `ready` is what is there when the run has ended; `clicked` is clicked before the picture.
    """

    name: str
    sample: str = ""
    ready: str = "#drop"
    size: tuple[int, int] = DESKTOP
    dark: bool = False
    clicked: str = ""


RAN = ".card:is(.good, .warn, .bad)"
ASKED = ".mapping button[type=submit]"

PAGE_PICTURES = (
    Picture("page"),
    Picture("page-problems", "mistakes", RAN),
    Picture("page-result", "quickstart", RAN, (1080, 1330)),
    Picture("page-result-dark", "quickstart", RAN, dark=True),
    Picture(
        "page-preview", "quickstart", RAN, clicked="text=Credit notes >> .. >> button"
    ),
    Picture("page-mapping", "own names", ASKED),
    Picture("page-phone", size=PHONE),
    Picture("page-phone-problems", "mistakes", RAN, PHONE),
    Picture("page-phone-result-dark", "quickstart", RAN, PHONE, dark=True),
)


def main() -> None:
    """Serve the page, and take each picture of it."""
    command = [sys.executable, "-m", "sheetflow", "serve"]
    with (
        tempfile.TemporaryDirectory() as folder,
        subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server,
        sync_playwright() as driver,
    ):
        assert server.stdout is not None
        address = server.stdout.readline().split()[1]
        browser = driver.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox"]
        )
        for picture in PAGE_PICTURES:
            take(picture, browser, address, Path(folder))
        browser.close()
        server.terminate()


def take(picture: Picture, browser: Any, address: str, folder: Path) -> None:
    """Take one picture."""
    width, height = picture.size
    page = browser.new_page(
        viewport={"width": width, "height": height},
        color_scheme="dark" if picture.dark else "light",
    )
    page.set_default_timeout(120_000)
    page.goto(address)
    if picture.sample:
        page.click(".options summary")
        page.fill("#as-of", "2026-03-02")
        page.click(".options summary")
        page.set_input_files("#files", dropped(picture.sample, folder))
    page.wait_for_selector(picture.ready)
    if picture.clicked:
        page.click(picture.clicked)
        page.locator("#preview img").first.evaluate("image => image.decode()")
    page.evaluate("window.scrollTo(0, 0)")
    page.screenshot(path=PICTURES / f"{picture.name}.png")
    page.close()


def dropped(sample: str, folder: Path) -> Path:
    """A workbook to drop."""
    if sample != "own names":
        return SAMPLES / f"{sample}.xlsx"
    import openpyxl

    path = folder / "our orders.xlsx"
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in OWN_NAMES.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    book.save(path)
    return path


if __name__ == "__main__":
    main()
