"""Sheets that the program makes: tables that a clerk can type into."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from sample_books import edited, parts, plain_book, repacked
from test_reading import prefixed

from sheetflow.errors import SheetflowError
from sheetflow.workbook import (
    CellLook,
    ColumnDesign,
    ConditionalRule,
    Formula,
    Link,
    RuleStyle,
    SheetDesign,
    Workbook,
)

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.worksheet.worksheet import Worksheet

PICKS = SheetDesign(
    name="Picks",
    columns=(
        ColumnDesign("Pick", 14, help="Left blank, it is filled."),
        ColumnDesign("Location", 16, choices=("Main", "Shop")),
        ColumnDesign("SKU", 16, choices="Products!$A$2:$A$9"),
        ColumnDesign("Picked", 12, CellLook("#,##0.######")),
        ColumnDesign("Pick date", 14, CellLook("yyyy-mm-dd")),
        ColumnDesign("On hand", 12, CellLook(derived=True)),
    ),
    cells=(
        ["PK-1", "PK-2"], ["Main", "Shop"], ["A", "B"], [5, Decimal("2.5")], [dt.date(2026, 2, 3), None], [10, 20],
    ),
    table_name="Picks",
    tab_colour="1F3864",
    rules=(ConditionalRule(1, 1, 6, RuleStyle("808080", strike=True), formula="LEN($A{row})>9"),),
)  # fmt: skip


def book(path: Path) -> Path:
    return plain_book(path, [["SKU"], ["A"], ["B"]], "Products")


def made(path: Path, *designs: SheetDesign) -> bytes:
    def edit(workbook: Workbook) -> None:
        for design in designs:
            workbook.add_sheet(design)

    return edited(book(path), edit)


def sheet(data: bytes, name: str) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data))[name]


def test_it_comes_last_with_its_cells(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"

    again = Workbook(path, made(path, PICKS))

    assert again.sheets == ("Products", "Picks")
    assert again.read("Picks").rows == [
        ["Pick", "Location", "SKU", "Picked", "Pick date", "On hand"],
        ["PK-1", "Main", "A", 5.0, dt.date(2026, 2, 3), 10.0],
        ["PK-2", "Shop", "B", 2.5, "", 20.0],
    ]
    (table,) = again.read("Picks").tables
    assert (table.name, table.first_row, table.last_row, len(table.columns)) == (
        "Picks",
        1,
        3,
        6,
    )


def test_it_looks_as_designed(tmp_path: Path) -> None:
    picks = sheet(made(tmp_path / "book.xlsx", PICKS), "Picks")

    fact = picks["A1"]
    derived = picks["F1"]
    assert (fact.fill.fgColor.rgb, fact.font.color.rgb, fact.font.b) == (
        "FF1F3864",
        "FFFFFFFF",
        True,
    )
    assert (derived.fill.fgColor.rgb, derived.font.color.rgb, derived.font.i) == (
        "FFD9D9D9",
        "FF404040",
        True,
    )
    assert picks["F2"].font.color.rgb == "FF595959"
    assert [picks[f"{column}2"].number_format for column in "ADE"] == [
        "General",
        "#,##0.######",
        "yyyy-mm-dd",
    ]
    assert picks.freeze_panes == "A2"
    assert picks.column_dimensions["B"].width == 16
    assert picks.sheet_properties.tabColor.rgb == "FF1F3864"


def test_dropdowns_warn_but_let_other_values_in(tmp_path: Path) -> None:
    picks = sheet(made(tmp_path / "book.xlsx", PICKS), "Picks")

    found = {
        str(v.sqref): (v.type, v.errorStyle, v.formula1)
        for v in picks.data_validations.dataValidation
    }
    assert found == {
        "A2:A3": (None, None, None),
        "B2:B3": ("list", "warning", '"Main,Shop"'),
        "C2:C3": ("list", "warning", "Products!$A$2:$A$9"),
    }
    hint = next(
        v for v in picks.data_validations.dataValidation if str(v.sqref) == "A2:A3"
    )
    assert (hint.promptTitle, hint.prompt, hint.showInputMessage) == (
        "Pick",
        "Left blank, it is filled.",
        True,
    )


def test_rules_are_over_the_data(tmp_path: Path) -> None:
    picks = sheet(made(tmp_path / "book.xlsx", PICKS), "Picks")

    ((area, (rule,)),) = picks.conditional_formatting._cf_rules.items()
    assert str(area.sqref) == "A2:F3"
    assert (rule.formula, rule.dxf.font.strike, rule.dxf.font.color.rgb) == (
        ["LEN($A2)>9"],
        True,
        "FF808080",
    )


def test_without_rows_it_has_one_blank_one(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    design = SheetDesign(
        "Stock", (ColumnDesign("SKU"), ColumnDesign("On hand")), title="Stock on hand"
    )
    path.write_bytes(made(path, design))

    read = Workbook.open(path).read("Stock")
    assert read.rows == [["Stock on hand", ""], ["", ""], ["SKU", "On hand"]]
    assert (read.tables[0].first_row, read.tables[0].last_row) == (3, 4)
    assert Workbook.open(path).next_row("Stock", 3, [1]) == 4


def test_rows_are_appended_in_the_styles_of_its_columns(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    columns = (ColumnDesign("Run"), ColumnDesign("Day", look=CellLook("yyyy-mm-dd")))
    path.write_bytes(made(path, SheetDesign("Run log", columns)))

    data = edited(
        path,
        lambda book: (
            book.append_rows("Run log", 1, {1: [1, 2], 2: [dt.date(2026, 2, 3)] * 2})
            and None
        ),
    )

    assert [cell.number_format for cell in sheet(data, "Run log")["B"][1:]] == [
        "yyyy-mm-dd"
    ] * 2
    assert Workbook(path, data).read("Run log").tables[0].last_row == 3


def test_links_and_formulas(tmp_path: Path) -> None:
    design = SheetDesign(
        "Issues",
        (ColumnDesign("Cell"), ColumnDesign("Sum")),
        ([Link("Products", "A2", "A2")], [Formula("1+1", 2)]),
    )

    data = made(tmp_path / "book.xlsx", design)

    assert sheet(data, "Issues")["A2"].value == '=HYPERLINK("#\'Products\'!A2","A2")'
    assert sheet(data, "Issues")["A2"].font.u == "single"
    assert Workbook(tmp_path / "book.xlsx", data).read("Issues").rows[1] == ["A2", 2.0]


def test_several_sheets_have_names_and_numbers_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    design = SheetDesign("A", (ColumnDesign("X"),), table_name="Data")

    path.write_bytes(
        made(path, design, SheetDesign("B", (ColumnDesign("X"),), table_name="Data"))
    )
    data = edited(
        path,
        lambda book: book.add_sheet(
            SheetDesign("C", (ColumnDesign("X"),), table_name="Data")
        ),
    )

    names = [
        table
        for page in openpyxl.load_workbook(io.BytesIO(data))
        for table in page.tables
    ]
    assert names == ["Data", "Data_2", "Data_3"]
    ids = [
        t.id
        for page in openpyxl.load_workbook(io.BytesIO(data))
        for t in page.tables.values()
    ]
    assert len(set(ids)) == 3
    assert Workbook(path, data).sheets == ("Products", "A", "B", "C")


@pytest.mark.parametrize("name", ["products", "a/b", "", "x" * 32, "'quoted"])
def test_a_name_that_cannot_be_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(SheetflowError, match="cannot add a sheet named"):
        made(tmp_path / "book.xlsx", SheetDesign(name, (ColumnDesign("X"),)))


def test_it_fits_into_a_workbook_of_other_namespaces(tmp_path: Path) -> None:
    path = repacked(book(tmp_path / "book.xlsx"), prefixed)
    strict = {
        b"http://schemas.openxmlformats.org/spreadsheetml/2006/main": b"http://purl.oclc.org/ooxml/spreadsheetml/main",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships": (
            b"http://purl.oclc.org/ooxml/officeDocument/relationships"
        ),
    }

    def to_strict(_name: str, content: bytes) -> bytes:
        for old, new in strict.items():
            content = content.replace(old, new)
        return content

    repacked(path, to_strict)
    data = edited(path, lambda workbook: workbook.add_sheet(PICKS))

    assert Workbook(path, data).read("Picks").value(2, 1) == "PK-1"
    assert b"purl.oclc.org" in parts(data)["xl/worksheets/sheetflow1.xml"]
    assert (
        b"schemas.openxmlformats.org/spreadsheetml"
        not in parts(data)["xl/tables/sheetflow1.xml"]
    )


def test_other_sheets_keep_their_bytes(tmp_path: Path) -> None:
    path = book(tmp_path / "book.xlsx")
    old = parts(path.read_bytes())
    new = parts(made(path, PICKS))

    assert new["xl/worksheets/sheet1.xml"] == old["xl/worksheets/sheet1.xml"]
    assert set(new) - set(old) == {
        "xl/worksheets/sheetflow1.xml", "xl/tables/sheetflow1.xml", "xl/worksheets/_rels/sheetflow1.xml.rels",
    }  # fmt: skip
