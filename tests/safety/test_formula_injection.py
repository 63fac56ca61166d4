"""Text that begins like a formula stays text in whatever we write, so that nobody's entry runs in somebody's Excel."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from shop import AS_OF, demo, sheetflow

from sheetflow.starters.samples.shop import shop_tables

SIGNS = ("=", "+", "-", "@")
HARM = 'cmd|" /C calc"!A0'
FREE_TEXT = {
    "Customers": (
        "Name",
        "Contact",
        "Email",
        "Phone",
        "Billing address",
        "Shipping address",
        "Tax number",
    ),
    "Products": ("Name", "Unit"),
    "Locations": ("Name",),
    "Tax codes": ("Name", "Tax 1 name"),
    "Orders": ("Customer PO", "Notes", "Channel"),
    "Order lines": ("Description",),
    "Stock moves": ("Reference",),
    "Picks": ("Picker",),
    "Packing": ("Container type",),
    "Payments": ("Method",),
    "Returns": ("Reason",),
}
# Ours, and nobody's text in them: the checks and the links to cells.
LINK = re.compile(r"""=HYPERLINK\("#'[A-Za-z ]+'![A-Z]+\d+","[A-Z]+\d+"\)""")
FORMULA = re.compile(rb"<f[ >]")


def hostile(path: Path, sign: str) -> Path:
    """The shop, every free text and the keys of its customers, products and orders beginning with the sign."""
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for sheet, table in shop_tables("quickstart").items():
        page = book.add_worksheet(sheet)
        for column, header in enumerate(table.headers):
            page.write_string(0, column, header)
            for row, value in enumerate(table.column(header), 1):
                if isinstance(value, dt.date):
                    page.write_datetime(
                        row, column, dt.datetime.combine(value, dt.time()), day
                    )
                elif isinstance(value, str):
                    page.write_string(row, column, _text(sheet, header, value, sign))
                elif value is not None:
                    page.write_number(row, column, float(str(value)))
    orders = book.get_worksheet_by_name("Orders")
    orders.write_string(
        "L5", f"{sign}{HARM}"
    )  # an unknown action, which Issues repeats
    orders.write_string("D6", f"{sign}{HARM}")  # an unknown customer
    orders.write_string("C7", f"{sign}{HARM}")  # no date
    book.close()
    return path


def _text(sheet: str, header: str, value: str, sign: str) -> str:
    if header in ("Customer", "SKU", "Order"):
        return f"{sign}{value}"
    return f"{sign}{HARM} {value}" if header in FREE_TEXT.get(sheet, ()) else value


def formulas(path: Path) -> dict[str, list[str]]:
    """The formulas of a workbook by sheet."""
    book = openpyxl.load_workbook(path)
    found = {
        s.title: [c.value for row in s.iter_rows() for c in row if c.data_type == "f"]
        for s in book.worksheets
    }
    return {sheet: texts for sheet, texts in found.items() if texts}


def texts(path: Path) -> set[str]:
    book = openpyxl.load_workbook(path)
    return {
        c.value
        for s in book.worksheets
        for row in s.iter_rows()
        for c in row
        if c.data_type == "s"
    }


@pytest.mark.parametrize("sign", SIGNS)
def test_a_run_writes_text_as_text(tmp_path: Path, sign: str) -> None:
    path = hostile(tmp_path / "shop.xlsx", sign)
    done = sheetflow("run", path, "-o", tmp_path / "out", AS_OF)
    assert done.exit_code == 1, done.output
    written = tmp_path / "out" / "shop.xlsx"
    assert set(formulas(written)) <= {"Checks", "Dashboard", "Issues"}
    links = formulas(written)["Issues"]
    assert [link for link in links if not LINK.fullmatch(link)] == []
    ours = [*formulas(written)["Checks"], *formulas(written)["Dashboard"]]
    assert [formula for formula in ours if HARM in formula] == []
    assert {f"{sign}{HARM}", f"{sign}MUG-BLUE", f"{sign}SO-000003"} <= texts(written)
    after = [cell.value for cell in openpyxl.load_workbook(written)["Changes"]["G"]]
    assert any(str(value).startswith(f"{sign}{HARM}") for value in after), (
        "Changes repeats what was filled"
    )
    again = sheetflow("run", written, "-o", tmp_path / "again", AS_OF)
    assert again.exit_code == 1, again.output


@pytest.mark.parametrize("sign", SIGNS)
def test_a_new_workbook_takes_text_over_as_text(tmp_path: Path, sign: str) -> None:
    path = hostile(tmp_path / "shop.xlsx", sign)
    made = sheetflow("new", tmp_path / "new.xlsx", "--like", path)
    assert made.exit_code == 0, made.output
    assert formulas(tmp_path / "new.xlsx") == {}
    assert f"{sign}ABBEY" in texts(tmp_path / "new.xlsx")
    assert any(
        text.startswith(f"{sign}{HARM}") for text in texts(tmp_path / "new.xlsx")
    )


@pytest.mark.parametrize("sign", SIGNS)
def test_an_annotated_copy_holds_text_as_text(tmp_path: Path, sign: str) -> None:
    path = hostile(tmp_path / "shop.xlsx", sign)
    sheetflow("check", path, "-o", tmp_path / "out")
    assert set(formulas(tmp_path / "out" / "shop.xlsx")) == {"Issues"}


def test_the_demo_holds_no_formula_but_ours(tmp_path: Path) -> None:
    path = demo(tmp_path)
    assert formulas(path) == {}
    sheetflow("run", path, AS_OF)
    assert set(formulas(path)) == {
        "Checks",
        "Dashboard",
        "Issues",
    }


def test_no_cell_is_a_link_or_a_query_that_its_text_made(tmp_path: Path) -> None:
    """xlsxwriter makes links of what looks like an address, unless it is told not to."""
    path = hostile(tmp_path / "shop.xlsx", "=")
    sheetflow("new", tmp_path / "new.xlsx", "--like", path)
    with zipfile.ZipFile(io.BytesIO((tmp_path / "new.xlsx").read_bytes())) as package:
        sheets = {
            name: package.read(name)
            for name in package.namelist()
            if name.startswith("xl/worksheets/")
        }
    assert [
        name
        for name, xml in sheets.items()
        if b"External" in xml or FORMULA.search(xml)
    ] == []
