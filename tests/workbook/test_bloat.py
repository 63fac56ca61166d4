"""A second and a hundredth run: nothing piles up, and what is the same changes no byte."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from sample_books import edited, new_columns, parts, plain_book

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

MONEY = CellLook("#,##0.00", derived=True)
LIGHTS = [
    ConditionalRule(
        1, 3, 3, RuleStyle(font_colour=colour, number_format='"● "@'), text=text
    )
    for text, colour in (("None", "C00000"), ("Part", "BF8F00"), ("Full", "00803C"))
]
VOIDED = ConditionalRule(
    1, 1, 4, RuleStyle("808080", strike=True), formula="LEN($B{row})>9"
)
CHECKS = SheetDesign(
    "Checks", tuple(ColumnDesign(header) for header in ("Check", "Workbook", "Cell"))
)


def first_run(book: Workbook) -> None:
    book.add_columns(
        "Orders",
        1,
        new_columns(["Pick", "Total"], [CellLook(derived=True), MONEY], [10, 12]),
    )
    book.add_sheet(CHECKS)
    every_run(book, 1)


def every_run(book: Workbook, number: int) -> None:
    """What a run writes: a status that stays, a total and a check that change with the number."""
    book.set_cells("Orders", 3, [2, 3], ["None", "Part"], CellLook(derived=True))
    book.set_cells("Orders", 4, [2, 3], [Decimal(number), Decimal("2.50")], MONEY)
    book.restyle_header("Orders", 1, [3, 4])
    book.conditional_formats("Orders", [*LIGHTS, VOIDED])
    if "Checks" in book.sheets:
        cells = {
            1: ["Units"],
            2: [Formula("SUM(Orders!D2:D3)", number + Decimal("2.5"))],
            3: [Link("Orders", "D2", "D2")],
        }
        book.replace_rows("Checks", 1, cells)


def orders(path: Path) -> Path:
    plain_book(path, [["Order", "Voided"], ["SO-1"], ["SO-2"]], "Orders")
    path.write_bytes(edited(path, first_run))
    path.write_bytes(edited(path, lambda book: every_run(book, 1)))
    return path


def count(data: bytes) -> dict[str, int]:
    """How much there is of all that might pile up."""
    found = parts(data)
    styles = found["xl/styles.xml"]
    sheet = found["xl/worksheets/sheet1.xml"]
    kinds = {
        name: len(re.findall(rb"<%s[ >/]" % name.encode(), styles))
        for name in ("xf", "font", "fill", "numFmt", "dxf")
    }
    return {
        **kinds,
        "rules": sheet.count(b"<cfRule"),
        "parts": len(found),
        "columns": sheet.count(b"<col "),
    }


def test_the_same_run_again_changes_no_byte(tmp_path: Path) -> None:
    path = orders(tmp_path / "book.xlsx")

    assert edited(path, lambda book: every_run(book, 1)) == path.read_bytes()


def test_a_run_that_changes_values_adds_nothing_else(tmp_path: Path) -> None:
    path = orders(tmp_path / "book.xlsx")
    before = count(path.read_bytes())

    for number in range(2, 12):
        path.write_bytes(
            edited(path, lambda book, number=number: every_run(book, number))
        )

    assert count(path.read_bytes()) == before
    assert Workbook.open(path).read("Orders").rows[1:] == [
        ["SO-1", "", "None", 11.0],
        ["SO-2", "", "Part", 2.5],
    ]
    assert Workbook.open(path).read("Checks").rows[1] == ["Units", 13.5, "D2"]


def test_a_formula_that_the_program_wrote_keeps_its_value(tmp_path: Path) -> None:
    """Its value is the one of this very run, however much it depends on cells that changed."""
    path = orders(tmp_path / "book.xlsx")

    path.write_bytes(
        edited(
            path,
            lambda book: (
                book.set_cells("Orders", 1, [2], ["SO-9"]) or every_run(book, 1)
            ),
        )
    )

    assert Workbook.open(path).read("Checks").rows[1] == ["Units", 3.5, "D2"]


def test_rules_reach_to_the_last_row_of_a_table_that_grew(tmp_path: Path) -> None:
    path = plain_book(tmp_path / "book.xlsx", [["x"]])
    design = SheetDesign(
        "Picks", (ColumnDesign("Pick"), ColumnDesign("Voided")), (["PK-1"], [None])
    )
    rule = ConditionalRule(1, 1, 2, VOIDED.style, formula="LEN($B{row})>0")
    path.write_bytes(edited(path, lambda book: book.add_sheet(design)))

    for number in (2, 3):

        def run(book: Workbook, number: int = number) -> None:
            book.append_rows("Picks", 1, {1: [f"PK-{number}"]})
            book.conditional_formats("Picks", [rule])

        path.write_bytes(edited(path, run))

    sheet = parts(path.read_bytes())["xl/worksheets/sheetflow1.xml"].decode()
    assert re.findall(r'<conditionalFormatting sqref="([^"]*)"', sheet) == ["A2:B4"]


def test_rules_that_another_program_rewrote_are_found(tmp_path: Path) -> None:
    import openpyxl

    path = orders(tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(path)
    book.save(path)

    data = edited(path, lambda book: every_run(book, 1))

    assert parts(data)["xl/worksheets/sheet1.xml"].count(b"<cfRule") == 4
    assert count(data)["dxf"] == count(path.read_bytes())["dxf"]
