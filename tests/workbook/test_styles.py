"""Styles: new cells look as they should, formats that serve are kept, equal ones are used again."""

from __future__ import annotations

import datetime as dt
import io
import re
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from openpyxl.styles import Border, Font, PatternFill, Side
from sample_books import edited, new_columns, parts, written

from sheetflow.workbook import CellLook, Value, Workbook
from sheetflow.workbook.archive.xml_part import XmlPart
from sheetflow.workbook.styles.number_formats import shows_dates, shows_percent
from sheetflow.workbook.styles.styles import Styles

if TYPE_CHECKING:
    from pathlib import Path

    import xlsxwriter
    from openpyxl.worksheet.worksheet import Worksheet

MONEY = CellLook("#,##0.00")
DATE = CellLook("yyyy-mm-dd")


def opened(data: bytes) -> Worksheet:
    return openpyxl.load_workbook(io.BytesIO(data))["Sheet"]


@pytest.mark.parametrize(
    ("code", "dates", "percent"),
    [
        ("General", False, False), ("yyyy-mm-dd", True, False), ("[h]:mm", True, False), ("0.00%", False, True),
        ('0" days"', False, False), ('0"%"', False, False), ("[Red]0.00", False, False), (r"0\d", False, False),
        ("#,##0.00 [$€-407]", False, False), ("dd/mm/yy;@", True, False), (r"0\%", False, False),
    ],
)  # fmt: skip
def test_what_a_number_format_shows(code: str, dates: bool, percent: bool) -> None:
    assert (shows_dates(code), shows_percent(code)) == (dates, percent)


@pytest.mark.parametrize(
    ("present", "value", "look", "shown"),
    [
        ("General", dt.date(2026, 2, 3), None, "yyyy-mm-dd"),
        ("d/m/yy", dt.date(2026, 2, 3), DATE, "d/m/yy"),
        ("General", Decimal("1.5"), MONEY, "#,##0.00"),
        ("$#,##0.00", Decimal("1.5"), MONEY, "$#,##0.00"),
        ("d/m/yy", Decimal("1.5"), MONEY, "#,##0.00"),
        ("d/m/yy", 5, CellLook(), "General"),
        ("0%", 5, CellLook(), "General"),
        ("0.000", 5, CellLook(), "0.000"),
        ("0.000", 5, None, "0.000"),
        ("d/m/yy", None, MONEY, "d/m/yy"),
    ],
)
def test_a_format_is_kept_where_it_serves(
    tmp_path: Path, present: str, value: Value, look: CellLook | None, shown: str
) -> None:
    def fill(book: xlsxwriter.Workbook) -> None:
        number = {} if present == "General" else {"num_format": present}
        book.add_worksheet("Sheet").write(
            "A1", 44000, book.add_format({"italic": True, **number})
        )

    path = written(tmp_path / "book.xlsx", fill)
    cell = opened(
        edited(path, lambda book: book.set_cells("Sheet", 1, [1], [value], look))
    )["A1"]

    assert cell.number_format == shown
    assert cell.font.i


def coloured(path: Path) -> Path:
    """Headers white on purple in Arial, data in Arial with borders."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Sheet"
    for row in (["Order", "Total"], ["SO-1", 5], ["SO-2", 6]):
        sheet.append(row)
    for cell in (*sheet[1], *sheet[2], *sheet[3]):
        cell.font = Font(name="Arial", size=9)
        cell.border = Border(bottom=Side(style="thin"))
    for cell in sheet[1]:
        cell.font = Font(name="Arial", size=9, bold=True, color="FFFFFFFF")
        cell.fill = PatternFill("solid", fgColor="FF7030A0")
    book.save(path)
    return path


def test_a_derived_column_looks_like_its_neighbour_but_grey(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        (column,) = book.add_columns(
            "Sheet", 1, new_columns(["Tax"], [CellLook("#,##0.00", derived=True)], [12])
        )
        book.set_cells(
            "Sheet",
            column,
            [2, 3],
            [Decimal("1.5"), None],
            CellLook("#,##0.00", derived=True),
        )

    sheet = opened(edited(coloured(tmp_path / "book.xlsx"), edit))

    header = sheet["C1"]
    cell = sheet["C2"]
    blank = sheet["C3"]
    assert (header.font.name, header.font.sz, header.font.b, header.font.i) == (
        "Arial",
        9,
        True,
        True,
    )
    assert header.fill.fgColor.rgb == "FFD9D9D9"
    assert (cell.font.name, cell.font.b, cell.font.color.rgb) == (
        "Arial",
        False,
        "FF595959",
    )
    assert (cell.border.bottom.style, cell.number_format) == ("thin", "#,##0.00")
    assert blank.border.bottom.style == "thin"


def test_a_fact_column_has_the_header_of_its_neighbour(tmp_path: Path) -> None:
    def edit(book: Workbook) -> None:
        book.add_columns("Sheet", 1, new_columns(["Due date"], [DATE], [12]))

    header = opened(edited(coloured(tmp_path / "book.xlsx"), edit))["C1"]

    assert (header.fill.fgColor.rgb, header.font.color.rgb) == ("FF7030A0", "FFFFFFFF")


def test_headers_of_derived_columns_become_grey_once(tmp_path: Path) -> None:
    path = coloured(tmp_path / "book.xlsx")
    once = edited(path, lambda book: book.restyle_header("Sheet", 1, [2]))
    assert opened(once)["B1"].fill.fgColor.rgb == "FFD9D9D9"
    assert opened(once)["A1"].fill.fgColor.rgb == "FF7030A0"
    path.write_bytes(once)

    assert edited(path, lambda book: book.restyle_header("Sheet", 1, [2])) == once
    assert b"fullCalcOnLoad" not in parts(once)["xl/workbook.xml"].replace(
        b' fullCalcOnLoad="1"', b"", 1
    )


def test_equal_formats_are_found_again() -> None:
    part = XmlPart(
        b'<styleSheet xmlns="m"><numFmts count="1"><numFmt formatCode="0.0" numFmtId="170"/></numFmts>'
        b'<fonts count="1"><font><sz val="11"/></font></fonts><fills count="1"><fill/></fills>'
        b'<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        b'<cellXfs count="2"><xf numFmtId="0" fontId="0"/>'
        b'<xf applyNumberFormat="1" fontId="0" numFmtId="170"/></cellXfs></styleSheet>'
    )
    styles = Styles(part)

    assert styles.with_format("0", "0.0") == "1"
    assert styles.with_format("0", "0.00") == "2"
    assert styles.with_format("0", "0.00") == "2"
    assert styles.with_format("0", "0.000") == "3"
    styles.finish()
    result = part.result().decode()
    assert '<cellXfs count="4">' in result
    assert '<numFmts count="2">' in result
    assert re.findall(r'numFmtId="(\d+)"', result) == [
        "170",
        "171",
        "0",
        "170",
        "2",
        "171",
    ]


def test_a_workbook_without_styles_gets_the_least_that_is_needed(
    tmp_path: Path,
) -> None:
    import minimal_package as small

    book = Workbook(tmp_path / "book.xlsx", small.workbook())
    (name, *_) = book.sheets
    book.set_cells(name, 1, [9], [dt.date(2026, 2, 3)])
    book.apply()

    again = Workbook(tmp_path / "book.xlsx", book.package.to_bytes())
    assert again.read(name).value(9, 1) == dt.date(2026, 2, 3)
