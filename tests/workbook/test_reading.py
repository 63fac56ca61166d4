"""Reading: what is in the cells, and what calamine alone would not report."""

from __future__ import annotations

import datetime as dt
import re
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest
from sample_books import plain_book, repacked, written

from sheetflow.errors import SheetflowError
from sheetflow.workbook import CellError, Grid, NoValue, Workbook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"


def grid(path: Path, sheet: str = "Sheet") -> Grid:
    return Workbook.open(path).read(sheet)


def with_cells(path: Path, sheet_data: str) -> Path:
    """A workbook whose only sheet has these rows."""
    plain_book(path, [["x"]])
    rows = f"<sheetData>{sheet_data}</sheetData>".encode()

    def change(name: str, content: bytes) -> bytes:
        return (
            re.sub(rb"<sheetData>.*</sheetData>", rows, content)
            if name == SHEET
            else content
        )

    return repacked(path, change)


def test_values_keep_their_places_and_kinds(tmp_path: Path) -> None:
    path = plain_book(
        tmp_path / "book.xlsx",
        [[], [None, "text", 1001], [None, True, dt.date(2026, 2, 3)]],
    )

    read = grid(path)

    assert read.rows == [
        ["", "", ""],
        ["", "text", 1001.0],
        ["", True, dt.date(2026, 2, 3)],
    ]
    assert read.value(2, 2) == "text"
    assert read.value(99, 1) == ""
    assert read.column(3) == ["", 1001.0, dt.date(2026, 2, 3)]


def test_dates_count_from_1904_where_the_workbook_says_so(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Sheet")
        sheet.write_datetime(
            "A1", dt.datetime(2026, 2, 3), book.add_format({"num_format": "yyyy-mm-dd"})
        )

    import xlsxwriter

    path = tmp_path / "book.xlsx"
    book = xlsxwriter.Workbook(path, {"date_1904": True})
    fill(book)
    book.close()

    assert Workbook.open(path).date1904
    assert grid(path).rows == [[dt.date(2026, 2, 3)]]


def test_errors_and_formulas_without_a_value_are_not_blanks(
    tmp_path: Path,
) -> None:
    path = with_cells(
        tmp_path / "book.xlsx",
        '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><f>1+1</f></c><c r="C1"><f>1+1</f><v>2</v></c></row>'
        '<row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B2" t="str"><f>""</f><v></v></c></row>',
    )

    read = grid(path)

    assert read.rows == [
        [CellError("#N/A"), NoValue(), 2.0],
        [CellError("#DIV/0!"), "", ""],
    ]
    assert read.formulas == {(1, 2), (1, 3), (2, 1), (2, 2)}


def test_every_cell_of_an_array_formula_counts_as_a_formula(tmp_path: Path) -> None:
    path = with_cells(
        tmp_path / "book.xlsx",
        '<row r="1"><c r="A1"><f t="array" ref="A1:A2">B1:B2*2</f><v>2</v></c><c r="B1"><v>1</v></c></row>'
        '<row r="2"><c r="A2"><v>4</v></c><c r="B2"><v>2</v></c></row>',
    )

    assert grid(path).formulas == {(1, 1), (2, 1)}


@pytest.mark.parametrize(
    "cells",
    [
        "<row><c><v>1</v></c><c><v>2</v></c></row><row/><row><c/><c><v>3</v></c></row>",
        "<row r='1'><c r='A1'><v>1</v></c><c s='0' r='B1'><v>2</v></c></row><row r='3'><c r='B3'><v>3</v></c></row>",
    ],
    ids=["counted", "single-quotes"],
)
def test_places_left_to_be_counted_are_counted(tmp_path: Path, cells: str) -> None:
    path = with_cells(tmp_path / "book.xlsx", cells)

    assert grid(path).rows == [[1.0, 2.0], ["", ""], ["", 3.0]]


def test_iso_dates_are_dates(tmp_path: Path) -> None:
    path = with_cells(
        tmp_path / "book.xlsx",
        '<row r="1"><c r="A1" t="d"><v>2026-02-03</v></c><c r="B1" t="d"><v>2026-02-03T10:30:00Z</v></c></row>',
    )

    assert grid(path).rows == [[dt.date(2026, 2, 3), dt.datetime(2026, 2, 3, 10, 30)]]


def prefixed(name: str, content: bytes) -> bytes:
    if name != SHEET:
        return content
    content = re.sub(rb"<(/?)(?=[a-zA-Z])(?!\?)", rb"<\1x:", content)
    return content.replace(b"xmlns=", b"xmlns:x=")


def in_utf16(name: str, content: bytes) -> bytes:
    if not name.startswith("xl/") or not name.endswith(".xml") or "theme" in name:
        return content
    text = re.sub(r"^<\?xml[^>]*\?>\s*", "", content.decode())
    return ('<?xml version="1.0" encoding="UTF-16"?>' + text).encode("utf-16")


@pytest.mark.parametrize("change", [prefixed, in_utf16], ids=["prefixed", "utf-16"])
def test_other_ways_to_write_the_same_xml(
    tmp_path: Path, change: Callable[[str, bytes], bytes]
) -> None:
    path = plain_book(
        tmp_path / "book.xlsx", [["Größe", 1.5], [dt.date(2026, 2, 3), "=A1"]]
    )

    read = grid(repacked(path, change))

    assert read.rows == [["Größe", 1.5], [dt.date(2026, 2, 3), NoValue()]]
    assert read.formulas == {(2, 2)}


def test_percent_formats_are_found_by_row(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Sheet")
        sheet.write("A1", 0.1, book.add_format({"num_format": "0%"}))
        sheet.write("A2", 10)
        sheet.write("A3", 0.1, book.add_format({"num_format": "0.0 %;-0.0 %"}))
        sheet.write("A4", 10, book.add_format({"num_format": '0" %"'}))
        sheet.write("B5", 0.1, book.add_format({"num_format": "0.00%"}))

    read = grid(written(tmp_path / "book.xlsx", fill))

    assert read.percent_rows(1) == {1, 3}
    assert read.percent_rows(2) == {5}


def test_tables_are_read_with_their_columns(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Sheet")
        headers = [{"header": "Order"}, {"header": "Line\ntotal"}]
        sheet.add_table(
            "B3:C6", {"name": "Lines", "columns": headers, "total_row": True}
        )

    (table,) = grid(written(tmp_path / "book.xlsx", fill)).tables

    assert table == ("Lines", 3, 6, 2, 3, 1, ("Order", "Line\ntotal"))
    assert table.last_data_row == 5


def test_a_missing_sheet_is_named(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx", [["x"]])

    with pytest.raises(SheetflowError, match="no sheet 'Orders'"):
        Workbook.open(path).read("Orders")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SheetflowError, match=r"nowhere\.xlsx"):
        Workbook.open(tmp_path / "nowhere.xlsx")


def test_nothing_heavy_is_imported() -> None:
    heavy = "{'numpy', 'pandas', 'openpyxl', 'lxml', 'python_calamine', 'click'}"
    code = f"import sys, sheetflow.workbook; print(sorted({heavy} & set(sys.modules)))"

    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )

    assert found.stdout.strip() == "[]"
