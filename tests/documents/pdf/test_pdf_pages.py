"""The pages of PDFs: nothing runs off them, totals stay with lines, all scripts, same bytes."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner
from locations import ROOT
from paper import documents
from small_business import LONG, business

from sheetflow.cli import main
from sheetflow.documents.pdf import pdfs_of
from sheetflow.starters.samples.quickstart import write_quickstart

pypdf = pytest.importorskip(
    "pypdf", reason="PDFs are read back with pypdf: pip install '.[test]'"
)
pytest.importorskip("typst", reason="PDFs are made by typst: pip install '.[pdf]'")

HEADS = "Order  Line  SKU    Description  Quantity  Unit price  Discount %"
NAMES = (
    LONG,
    "Anvil",
    "مطرقة حديدية",
    "鍛冶屋の金床",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerk",
)
MANY = "\n".join(
    [
        HEADS,
        *(
            f"SO-1   {at}  B-200  {NAMES[at % 5]}  {1 + at % 3}  {at}.25  10"
            for at in range(1, 121)
        ),
    ]
)
ENDLESS = "\n".join(
    [HEADS, *(f"SO-1   {at}  B-200  {'Word ' * 1200}  1  2  -" for at in range(1, 3))]
)
PLENTY = (
    "Date        Type     SKU    To    Quantity\n2026-01-02  Opening  B-200  MAIN  999"
)
FEW_THERE = PLENTY.replace("999", "120")
FOOT = 24 / 25.4 * 72
"""How high above the lower edge the foot begins, in points."""


def pages(kind: str, **sheets: str) -> list[pypdf.PageObject]:
    """The pages of a kind of documents."""
    [file] = pdfs_of(documents(business(**sheets), only=frozenset({kind})))
    return list(pypdf.PdfReader(io.BytesIO(file.content)).pages)


def printed(kind: str, **sheets: str) -> list[str]:
    """The text of each page."""
    return [page.extract_text() for page in pages(kind, **sheets)]


def texts(page: pypdf.PageObject) -> Iterator[tuple[float, str]]:
    """Every text of a page, with its height above the lower edge in points."""
    found: list[tuple[float, str]] = []

    def visit(text: str, at: list[float], *_: object) -> None:
        if text.strip():
            found.append((at[5], text))

    page.extract_text(visitor_text=visit)
    top = float(page.mediabox.height)
    return ((height if height >= 0 else top + height, text) for height, text in found)


def plain(text: str) -> str:
    """A text without blanks and marks of direction."""
    return re.sub(r"[\s\u2066-\u2069]", "", text)


# -- many lines


@pytest.mark.parametrize(
    ("kind", "paper", "count"),
    [
        ("orders", "A4", 5),
        ("orders", "Letter", 5),
        ("invoices", "A4", 5),
        ("packing", "Letter", 6),
    ],
)
def test_every_page_of_120_lines_has_a_header_a_number_and_lines(
    kind: str, paper: str, count: int
):
    settings = f"Setting  Value\nPaper    {paper}"
    stock = FEW_THERE if kind == "packing" else PLENTY
    found = printed(kind, order_lines=MANY, settings=settings, stock_moves=stock)
    assert len(found) == count
    for number, text in enumerate(found, 1):
        assert f"{number} / {len(found)}" in text
        assert "Description" in text
        assert text.count("B-200") >= 2, "sums never stand alone"


@pytest.mark.parametrize("kind", ["orders", "packing"])
@pytest.mark.parametrize("lines", [MANY, ENDLESS])
def test_nothing_runs_into_the_footer_or_off_the_page(lines: str, kind: str):
    for page in pages(kind, order_lines=lines, stock_moves=FEW_THERE):
        low = plain("".join(text for height, text in texts(page) if height < FOOT))
        assert re.fullmatch(r"[^/]*(SO-1/1)?[^/]*\d/\d", low), (
            "the number, the company, the page"
        )
        assert "B-200" not in low
        assert "Word" not in low


def test_every_word_of_an_endless_line_is_printed():
    assert "".join(printed("invoices", order_lines=ENDLESS)).count("Word") == 2400


@pytest.mark.parametrize("count", range(22, 31, 2))
def test_the_last_two_lines_stay_with_the_totals(count: int):
    lines = "\n".join(
        [HEADS, *(f"SO-1   {at}  B-200  Bellows  1  2  -" for at in range(count))]
    )
    last = printed("orders", order_lines=lines, stock_moves=PLENTY)[-1]
    assert last.count("B-200") >= 2
    assert "Total" in last


def test_a_location_is_above_its_lines_on_every_page():
    orders = "Order  Order date  Customer  Action\nSO-1  2026-02-01  C-1  Suggest"
    found = printed("picks", order_lines=MANY, orders=orders, stock_moves=PLENTY)
    assert len(found) > 3
    assert all("MAIN" in text for text in found)


def test_each_document_in_a_file_has_its_own_page_numbers():
    orders = (
        "Order  Order date  Customer\nSO-1   2026-02-01  C-1\nSO-2   2026-02-01  C-2"
    )
    found = printed(
        "orders",
        order_lines=f"{MANY}\nSO-2   1  B-200  Bellows  1  2  -",
        orders=orders,
    )
    assert "1 / 1" in found[-1]
    assert f"{len(found) - 1} / {len(found) - 1}" in found[-2]


# -- amounts


def test_the_amounts_of_every_document_equal_those_of_the_workbook(tmp_path: Path):
    with (tmp_path / "shop.xlsx").open("wb") as file:
        write_quickstart(file)
    CliRunner().invoke(
        main, ["run", str(tmp_path / "shop.xlsx"), "--pdf", "--as-of", "2026-03-02"]
    )
    book = openpyxl.load_workbook(tmp_path / "shop.xlsx", data_only=True)
    printed = tmp_path / "shop papers" / "2026-03-02 run 1"
    for sheet, key, name in (
        ("Invoices", "Invoice", "invoices"),
        ("Returns", "Credit note", "credit-notes"),
    ):
        rows = [
            row
            for row in book[sheet].iter_rows(values_only=True)
            if key in row or row[0]
        ]
        header = next(row for row in rows if key in row)
        total = header.index("Total" if sheet == "Invoices" else "Credit total")
        wanted: dict[str, Decimal] = defaultdict(Decimal)
        for row in rows[rows.index(header) + 1 :]:
            if row[header.index(key)]:
                wanted[row[header.index(key)]] += Decimal(str(row[total]))
        said = [
            page.extract_text()
            for page in pypdf.PdfReader(printed / f"{name}.pdf").pages
        ]
        assert len(said) == len(wanted) > 2
        for number, amount in wanted.items():
            [page] = [
                text
                for text in said
                if re.search(rf"(Invoice|Credit note) {number}\b", text)
            ]
            assert f"£{amount:,.2f}" in page


# -- words


WORDS = "Łódź Κατάστημα Крамниця 中央商店 はなや 서울상회 Donaudampfschifffahrtselektrizitätenhauptbetriebswerk"


@pytest.mark.parametrize("name", WORDS.split())
def test_a_name_in_any_script_is_text(name: str):
    [text] = printed("invoices", customers=f"Customer  Name\nC-1       {name}")
    assert name in text.replace("\n", "")


@pytest.mark.parametrize("name", ["مطعم البحر", "מסעדת הנמל", "दुकान", "ร้านค้า"])
def test_joined_and_right_to_left_scripts_are_text(
    name: str,
):
    [text] = printed("invoices", customers=f"Customer  Name\nC-1       {name}")
    assert set(plain(name)) <= set(text)


# -- the same bytes


PRINT = """
import hashlib, sys
sys.path[:0] = sys.argv[1:]
from paper import documents
from small_business import business
from sheetflow.cli import main
from sheetflow.documents.pdf import pdfs_of
from sheetflow.starters.samples.quickstart import write_quickstart
print([hashlib.sha256(file.content).hexdigest() for file in pdfs_of(documents(business()))])
"""


def test_another_process_in_another_time_zone_makes_the_same_bytes():
    paths = [str(ROOT), *sys.path]
    found = set()
    for zone, seed in (("Pacific/Auckland", "1"), ("America/Adak", "2")):
        run = subprocess.run(
            [sys.executable, "-c", PRINT, *paths],
            env={**os.environ, "TZ": zone, "PYTHONHASHSEED": seed, "LC_ALL": "C"}, check=True, capture_output=True,
        )  # fmt: skip
        found.add(run.stdout)
    assert len(found) == 1


def test_another_day_or_colour_makes_other_bytes():
    made = documents(business(), only=frozenset({"invoices"}))
    other = replace(
        made,
        seller=replace(made.seller, style=replace(made.seller.style, colour="7A1F2B")),
    )
    assert list(pdfs_of(made)) != list(pdfs_of(other))
