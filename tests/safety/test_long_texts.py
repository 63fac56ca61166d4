"""Texts as long as a cell can hold, on every document: printed within the limits, cut with …."""

from __future__ import annotations

import os
from pathlib import Path

import openpyxl
import pypdf
import pytest
from measured import assert_fit, measured
from odd_books import odd_shop
from shop import AS_OF

pytestmark = pytest.mark.skipif(
    not hasattr(os, "wait4"), reason="this platform does not report what a process used"
)

LONGEST = 32_767
TEXTS = {
    "words": "Long text of words ",
    "one word": "x",
    "lines": "a line\n",
    "wide": "漢字",
    "marks": "e\u0301",
}
COLUMNS = {
    "Customers": ("Name", "Contact", "Billing address", "Shipping address", "Phone"),
    "Products": ("Name",),
    "Orders": ("Ship to", "Customer PO", "Notes"),
    "Order lines": ("Description", "Notes"),
    "Invoices": ("Notes",),
    "Shipments": ("Carrier", "Service", "Tracking number"),
    "Returns": ("Reason",),
}
SETTINGS = ("Company", "Address", "Bank details", "Footer", "Exemption note", "Phone")


def with_long_texts(path: Path, text: str) -> Path:
    """The business with a text in every cell that documents show."""
    odd_shop(path)
    book = openpyxl.load_workbook(path)
    for sheet, headers in COLUMNS.items():
        rows = book[sheet]
        for header in headers:
            column = _column(rows, header)
            for row in range(2, rows.max_row + 1):
                rows.cell(row, column, text)
    for at, setting in enumerate(SETTINGS, 2):
        book["Settings"].cell(at, 1, setting)
        book["Settings"].cell(at, 2, text)
    book.save(path)
    return path


def _column(sheet: object, header: str) -> int:
    """The number of a column, which is added where the sheet lacks it."""
    headers = [cell.value for cell in sheet[1]]
    if header not in headers:
        sheet.cell(1, len(headers) + 1, header)
        return len(headers) + 1
    return headers.index(header) + 1


@pytest.mark.parametrize("text", TEXTS)
def test_the_longest_texts_are_printed_in_no_time(tmp_path: Path, text: str) -> None:
    repeated = (TEXTS[text] * LONGEST)[:LONGEST]
    path = with_long_texts(tmp_path / "book.xlsx", repeated)
    done = measured("run", path, "--in-place", "--no-print", AS_OF)
    assert_fit(done)
    papers = tmp_path / "papers"
    ended = measured("print", path, "--pdf", "-o", papers, AS_OF)
    assert_fit(ended)
    assert ended.status in (0, 1)
    invoice = "\n".join(
        page.extract_text() for page in pypdf.PdfReader(papers / "invoices.pdf").pages
    )
    assert "…" in invoice
    assert "INV-1" in invoice
    assert (papers / "invoices.xlsx").exists()
