"""Everything that holds a range over the data holds the new rows too; what is stale says so."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from sample_books import after, edited, parts, plain_book, repacked, values, written

from sheetflow.workbook import NoValue
from sheetflow.workbook.cells.cell_references import (
    Area,
    Growth,
    column_name,
    column_number,
    parse_area,
    parse_reference,
)
from sheetflow.workbook.cells.changed_cells import RowSpans
from sheetflow.workbook.cells.formula_text import (
    Reference,
    references,
    shifted,
)
from sheetflow.workbook.cells.reference_reader import ReferenceReader

if TYPE_CHECKING:
    from pathlib import Path

    import xlsxwriter

SHEET = "xl/worksheets/sheet1.xml"
GROWTH = Growth(first=2, last=5, new=8, first_column=1, last_column=3)


def products(book: xlsxwriter.Workbook) -> None:
    """Products A1:C3 with everything on them that can hold a range; Totals refers to them."""
    sheet = book.add_worksheet("Products")
    totals = book.add_worksheet("Totals")
    sheet.write_row("A1", ["SKU", "Price", "Stock"])
    sheet.write_row("A2", ["A-100", 5, 1])
    sheet.write_row("A3", ["B-200", 7, 2])
    bold = book.add_format({"bold": True})
    sheet.autofilter("A1:C3")
    sheet.print_area("A1:C3")
    sheet.conditional_format(
        "B2:B3", {"type": "cell", "criteria": ">", "value": 6, "format": bold}
    )
    sheet.conditional_format("C2:C3", {"type": "data_bar", "data_bar_2010": True})
    sheet.data_validation("B2:B3", {"validate": "decimal", "criteria": ">", "value": 0})
    book.define_name("SKUs", "=Products!$A$2:$A$3")
    book.define_name("One", "=Products!$A$2")
    totals.write_formula("A1", "=SUM(Products!B2:B3)", None, 12)
    totals.write_formula("A2", "=A1*2", None, 24)
    totals.write_formula("A3", "=Products!B2", None, 5)
    totals.write_formula("A4", "=COUNTA(SKUs)", None, 2)
    totals.data_validation(
        "C1:C9", {"validate": "list", "source": "=Products!$A$2:$A$3"}
    )
    totals.add_sparkline("D1", {"range": "Products!B2:B3"})
    chart = book.add_chart({"type": "line"})
    chart.add_series(
        {"values": "=Products!$B$2:$B$3", "categories": "=Products!$A$2:$A$3"}
    )
    totals.insert_chart("F2", chart)


def grown(path: Path) -> dict[str, str]:
    path = written(path, products)
    data = edited(
        path,
        lambda book: (
            book.append_rows("Products", 1, {1: ["C-300", "D-400"], 2: [8, 9]}) and None
        ),
    )
    return {name: content.decode() for name, content in parts(data).items()}


def test_all_that_holds_a_range_grows(tmp_path: Path) -> None:
    new = grown(tmp_path / "book.xlsx")

    sheet = new[SHEET]
    totals = new["xl/worksheets/sheet2.xml"]
    workbook = new["xl/workbook.xml"]
    assert '<autoFilter ref="A1:C5"/>' in sheet
    assert re.findall(r'<conditionalFormatting sqref="([^"]*)"', sheet) == [
        "B2:B5",
        "C2:C5",
    ]
    assert "<xm:sqref>C2:C5</xm:sqref>" in sheet
    assert re.findall(r'<dataValidation [^>]*sqref="([^"]*)"', sheet) == ["B2:B5"]
    assert dict(re.findall(r'<definedName name="([^"]*)"[^>]*>([^<]*)<', workbook)) == {
        "_xlnm._FilterDatabase": "Products!$A$1:$C$5",
        "_xlnm.Print_Area": "Products!$A$1:$C$5",
        "SKUs": "Products!$A$2:$A$5",
        "One": "Products!$A$2",
    }
    assert "<formula1>Products!$A$2:$A$5</formula1>" in totals
    assert "<xm:f>Products!B2:B5</xm:f>" in totals
    assert "<xm:sqref>D1</xm:sqref>" in totals
    assert re.findall(r"<c:f>([^<]*)", new["xl/charts/chart1.xml"]) == [
        "Products!$A$2:$A$5",
        "Products!$B$2:$B$5",
    ]


def test_formulas_of_the_owner_stay_as_they_are_beside_a_plain_range(
    tmp_path: Path,
) -> None:
    totals = grown(tmp_path / "book.xlsx")["xl/worksheets/sheet2.xml"]

    assert "<f>SUM(Products!B2:B3)</f>" in totals


def test_pivot_sources_grow_and_refresh(tmp_path: Path) -> None:
    pivot = (
        '<pivotCacheDefinition xmlns="m" refreshedBy="x"><cacheSource type="worksheet">'
        '<worksheetSource ref="A1:C3" sheet="Products"/></cacheSource></pivotCacheDefinition>'
    )
    path = written(tmp_path / "book.xlsx", products)

    def with_pivot(name: str, content: bytes) -> bytes:
        relation = (
            b'<Relationship Id="rIdP" Target="pivotCache/pivotCacheDefinition1.xml" '
            b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/pivotCacheDefinition"/>'
        )
        if name == "xl/_rels/workbook.xml.rels":
            return content.replace(b"</Relationships>", relation + b"</Relationships>")
        return pivot.encode() if name == "docProps/app.xml" else content

    repacked(path, with_pivot)
    import zipfile

    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/pivotCache/pivotCacheDefinition1.xml", pivot)
    data = edited(
        path, lambda book: book.append_rows("Products", 1, {1: ["C-300"]}) and None
    )

    new = parts(data)["xl/pivotCache/pivotCacheDefinition1.xml"].decode()
    assert 'ref="A1:C4"' in new
    assert 'refreshOnLoad="1"' in new


# -- what goes stale


def test_only_values_that_depend_on_a_change_are_taken_out(tmp_path: Path) -> None:
    path = written(tmp_path / "book.xlsx", products)

    book = after(path, lambda book: book.set_cells("Products", 2, [3], [70]))

    stale = NoValue()
    assert [row[0] for row in book.read("Totals").rows] == [stale, stale, 5.0, 2.0]
    assert b'fullCalcOnLoad="1"' in parts(path.read_bytes())["xl/workbook.xml"]


def test_nothing_is_stale_where_nothing_changed(tmp_path: Path) -> None:
    path = written(tmp_path / "book.xlsx", products)

    assert (
        edited(path, lambda book: book.set_cells("Products", 2, [2, 3], [5, 7]))
        == path.read_bytes()
    )


def test_a_formula_on_its_own_row_goes_stale_alone(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Sheet")
        columns = [
            {"header": "Quantity"},
            {"header": "Double", "formula": "=Lines[[#This Row],[Quantity]]*2"},
        ]
        sheet.add_table("A1:B4", {"name": "Lines", "columns": columns})
        sheet.write_column("A2", [1, 2, 3])
        for row in (1, 2, 3):
            sheet.write_formula(
                row, 1, "=Lines[[#This Row],[Quantity]]*2", None, row * 2
            )
            sheet.write_formula(row, 2, f"=C{row}+A{row + 1}", None, row)

    book = after(
        written(tmp_path / "book.xlsx", fill),
        lambda book: book.set_cells("Sheet", 1, [3], [7]),
    )

    rows = book.read("Sheet").rows[1:]
    assert [row[1] for row in rows] == [2.0, NoValue(), 6.0]
    assert [row[2] for row in rows] == [1.0, NoValue(), NoValue()]


def test_a_chain_of_formulas_from_bottom_to_top_ends(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Sheet")
        for row in range(1, 300):
            sheet.write_formula(f"A{row}", f"=A{row + 1}+1", None, 301 - row)
        sheet.write("A300", 1)

    path = written(tmp_path / "book.xlsx", fill)

    book = after(path, lambda book: book.set_cells("Sheet", 1, [300], [2]))

    assert {type(row[0]) for row in book.read("Sheet").rows[:-1]} == {NoValue}


def test_the_calculation_chain_goes(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx", [[1, "=A1"]])
    chain = (
        b'<Relationship Id="rIdC" Target="/xl/calcChain.xml" '
        b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"/>'
    )
    repacked(
        path,
        lambda name, content: (
            content.replace(b"</Relationships>", chain + b"</Relationships>")
            if "workbook.xml.rels" in name
            else content
        ),
    )
    import zipfile

    with zipfile.ZipFile(path, "a") as package:
        package.writestr(
            "xl/calcChain.xml", '<calcChain xmlns="m"><c r="B1" i="1"/></calcChain>'
        )

    new = parts(edited(path, lambda book: book.set_cells("Sheet", 1, [1], [2])))

    assert "xl/calcChain.xml" not in new
    assert b"calcChain" not in new["xl/_rels/workbook.xml.rels"]


def test_formulas_over_a_tables_whole_column_grow_with_it(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Sheet")
        other = book.add_worksheet("Other")
        sheet.add_table("A1:A3", {"columns": [{"header": "Amount"}]})
        sheet.write_column("A2", [1, 2])
        other.write_formula("A1", "=SUM(Sheet!A2:A3)", None, 3)
        other.write_formula("A2", "=SUM(Sheet!A3:A3)", None, 2)

    path = written(tmp_path / "book.xlsx", fill)
    data = edited(path, lambda book: book.append_rows("Sheet", 1, {1: [5, 6]}) and None)

    assert values(data, "Other") == [["=SUM(Sheet!A2:A5)"], ["=SUM(Sheet!A3:A3)"]]


@pytest.mark.parametrize(
    ("formulas", "grown"),
    [
        # a running total: the last row is that of the cell
        (["SUM(A$2:A2)", "SUM(A$2:A3)"], ["SUM(A$2:A2)", "SUM(A$2:A3)", "SUM(A$2:A4)", "SUM(A$2:A5)"]),
        # what is left of the total
        (["SUM(A2:A$3)", "SUM(A3:A$3)"], ["SUM(A2:A$5)", "SUM(A3:A$5)", "SUM(A4:A$5)", "SUM(A5:A$5)"]),
        # a share
        (["A2/SUM(A$2:A$3)", "A3/SUM(A$2:A$3)"], [f"A{row}/SUM(A$2:A$5)" for row in (2, 3, 4, 5)]),
        # a moving sum, which begins at the first row by chance
        (["SUM(A1:A2)", "SUM(A2:A3)"], ["SUM(A1:A2)", "SUM(A2:A3)", "SUM(A3:A4)", "SUM(A4:A5)"]),
    ],
)  # fmt: skip
def test_a_formula_that_is_filled_down_stays_the_same_in_every_row(
    tmp_path: Path, formulas: list[str], grown: list[str]
) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Sheet")
        headers = [{"header": "Amount"}, {"header": "Own"}]
        sheet.add_table("A1:B3", {"columns": headers})
        sheet.write_column("A2", [1, 2])
        for row, formula in enumerate(formulas, 1):
            sheet.write_formula(row, 1, f"={formula}", None, 9)

    path = written(tmp_path / "book.xlsx", fill)
    data = edited(path, lambda book: book.append_rows("Sheet", 1, {1: [5, 6]}) and None)

    assert [row[1] for row in values(data, "Sheet")[1:]] == [f"={one}" for one in grown]


def test_a_running_total_over_a_single_row_does_not_grow(tmp_path: Path) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        sheet = book.add_worksheet("Sheet")
        headers = [{"header": "Amount"}, {"header": "Own"}]
        sheet.add_table("A1:B2", {"columns": headers})
        sheet.write("A2", 1)
        sheet.write_formula("B2", "=SUM(A$2:A2)", None, 1)

    path = written(tmp_path / "book.xlsx", fill)
    data = edited(path, lambda book: book.append_rows("Sheet", 1, {1: [5]}) and None)

    assert [row[1] for row in values(data, "Sheet")[1:]] == [
        "=SUM(A$2:A2)",
        "=SUM(A$2:A3)",
    ]


# -- the small parts


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("A2:A5", "A2:A8"), ("$A$1:$C$5", "$A$1:$C$8"), ("A2:A4", "A2:A4"), ("A5", "A5"), ("D2:D5", "D2:D5"),
        ("B2:D5", "B2:D8"), ("A2:XFD5", "A2:XFD8"), ("A2:A50", "A2:A50"), ("A:A", "A:A"),
    ],
)  # fmt: skip
def test_a_range_that_ends_with_the_data_grows(old: str, new: str) -> None:
    assert GROWTH.grown(old) == new


def test_one_row_of_data_grows_too() -> None:
    growth = GROWTH._replace(first=2, last=2, new=4)

    assert growth.grown_list("A2 B2:C2 D2") == "A2:A4 B2:C4 D2"
    assert growth.grown_reference("A2") == "A2"


@pytest.mark.parametrize(
    ("formula", "down"),
    [
        ("A1+$B$1+C$1+$D1", "A3+$B$1+C$1+$D3"),
        ('SUM(A1:B2)&"A1"', 'SUM(A3:B4)&"A1"'),
        ("'It''s A1'!A1+LOG10(A1)", "'It''s A1'!A3+LOG10(A3)"),
        ("Lines[[#This Row],[A1]]*A:A+1:1", "Lines[[#This Row],[A1]]*A:A+3:3"),
        ("A1048576", "#REF!"),
        ("[1]Sheet1!A1+'[2]My sheet'!$B1", "[1]Sheet1!A3+'[2]My sheet'!$B3"),
        ("SUM(Jan:Mar!A1)+SUM('Jan 1:Mar 1'!A1:B2)", "SUM(Jan:Mar!A3)+SUM('Jan 1:Mar 1'!A3:B4)"),
        ("SUM([1]Jan:Mar!A1)", "SUM([1]Jan:Mar!A3)"),
        ("XFD1+XFE1+ABCD1", "XFD3+XFE1+ABCD1"),
        ("A1:XFE1+A1048577+A0", "A3:XFE1+A1048577+A0"),
        ("\\A1+Sheet1!Tax_1", "\\A1+Sheet1!Tax_1"),
        ("A1:INDEX(A:A,5)+A1#", "A3:INDEX(A:A,5)+A3#"),
        ("Sheet1!A1:Sheet1!B2", "Sheet1!A3:Sheet1!B4"),
    ],
)  # fmt: skip
def test_a_formula_is_filled_down(formula: str, down: str) -> None:
    assert shifted(formula, 2) == down


@pytest.mark.parametrize(
    ("formula", "found"),
    [
        ("SUM(Orders!A1:B2)", [Reference("Orders", Area(1, 1, 2, 2))]),
        ("'It''s'!$C$3", [Reference("It's", Area(3, 3, 3, 3))]),
        ("[@[Unit price]]", [Reference(columns=("Unit price",), this_row=True)]),
        ("Lines[Price]", [Reference(name="Lines", columns=("Price",))]),
        ("Lines[#All]", [Reference(name="Lines", columns=("*",))]),
        ("Lines[[Price]:[Tax]]", [Reference(name="Lines", columns=("*",))]),
        ("Rate*2", [Reference(name="Rate")]),
        ("[1]Other!A1", []),
        ('"A1"', []),
        ("INDIRECT(A1)", [Reference(anywhere=True), Reference(area=Area(1, 1, 1, 1))]),
        ("SUM(Jan:Dec!A1)", [Reference(anywhere=True)]),
        ("XFE1+A1048577", [Reference(name="XFE1"), Reference(name="A1048577")]),
    ],
)
def test_what_a_formula_refers_to(formula: str, found: list[Reference]) -> None:
    assert list(references(formula)) == found


@pytest.mark.parametrize("number", [1, 26, 27, 702, 703, 16384])
def test_columns_have_names(number: int) -> None:
    assert column_number(column_name(number)) == number


def test_ranges_are_read() -> None:
    assert parse_area("C9:A1") == Area(1, 1, 9, 3)
    assert parse_reference("$A:$C") == Area(1, 1, 1_048_576, 3)
    assert parse_reference("2:3") == Area(2, 1, 3, 16_384)
    assert parse_reference("Rate") is None


def test_spans_join_and_meet() -> None:
    spans = RowSpans()
    for first, last in [(5, 6), (1, 2), (9, 9), (7, 8)]:
        spans.add(first, last)

    assert [spans.overlaps(row, row) for row in range(1, 12)] == [
        True, True, False, False, True, True, True, True, True, False, False,
    ]  # fmt: skip
    assert spans.overlaps(3, 5)


def test_formulas_of_one_shape_are_read_alike() -> None:
    reader = ReferenceReader()
    formulas = [
        "B2*2+LOG10(C2)", "B3*2+LOG10(C3)", "B3*2+LOG2(C3)", "Sheet1!A1+Sheet2!$A$2", "Sheet1!A7+Sheet3!$A$2",
        "SUM(A9:A1)", "SUM(A1:A9)", "SUM(3:7)", "SUM(3:8)", 'A1&"A2"', 'A5&"A2"', "Rate1*A1", "Rate2*A1", "A:A+A4",
        "[@Q1]*B2", "[@Q2]*B2", "XFE1*A1", "XFE2*A1", "A1048576*2", "A1048577*2",
    ]  # fmt: skip

    assert [reader.read(formula) for formula in formulas] == [
        list(references(formula)) for formula in formulas
    ]
