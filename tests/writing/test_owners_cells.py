"""What an owner types beside a derived sheet follows the key of its row, and nothing of it is lost."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.worksheet.formula import ArrayFormula
from openpyxl.worksheet.table import Table
from sheets import SHOP
from tables import cell

from sheetflow import pipeline as running
from sheetflow.controls.closing.seals import read_seals
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.inspection.verify.verification import verify_workbook
from sheetflow.workbook import Value, Workbook
from sheetflow.writing.following_rows import rows_without_key
from sheetflow.writing.positions import SheetPosition
from tools.provoking import words_of

DAY = date(2026, 3, 2)
YELLOW = PatternFill("solid", fgColor="FFFF00")
SETTINGS = """
    Setting       Value
    Closing date  2026-01-31
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """The small shop after a first run: Stock has A-100 and B-200 at MAIN."""
    return shop(tmp_path / "shop.xlsx", {})


def shop(path: Path, sheets: Mapping[str, str]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, table in {**SHOP, **sheets}.items():
        sheet = book.create_sheet(name)
        for words in words_of(table):
            sheet.append([cell(word) or None for word in words])
    book.save(path)
    ran(path)
    return path


def ran(path: Path) -> list[str]:
    """Run the workbook in its place; returns the warnings of rows that lost their key."""
    done = running.run(path, as_of=DAY)
    done.save(path, replacing=True)
    return [
        f"{item.where}: {item.problem.text}"
        for item in done.problems
        if item.problem.code == "KEP01"
    ]


def type_into(path: Path, sheet: str, cells: Mapping[str, object]) -> None:
    book = openpyxl.load_workbook(path)
    for place, value in cells.items():
        book[sheet][place] = value
    book.save(path)


def receive(path: Path, sku: str, location: str) -> None:
    """Type a receipt below the other Stock moves."""
    book = openpyxl.load_workbook(path)
    sheet = book["Stock moves"]
    columns = {header.value: header.column for header in sheet[1]}
    row = 1 + sum(
        1 for (value,) in sheet.iter_rows(max_col=1, values_only=True) if value
    )
    typed = {"Date": DAY, "Type": "Receipt", "SKU": sku, "To": location, "Quantity": 5}
    for header, value in typed.items():
        sheet.cell(row, columns[header], value)
    book.save(path)


def stock(path: Path, *columns: str) -> list[list[object]]:
    """SKU and location of each row of Stock, and what is in these columns."""
    sheet = openpyxl.load_workbook(path)["Stock"]
    return [
        [sheet[f"{column}{row}"].value for column in ("A", "C", *columns)]
        for row in range(2, sheet.max_row + 1)
    ]


def test_it_moves_with_its_row(path: Path) -> None:
    type_into(path, "Stock", {"G1": "Bin", "G2": "Shelf 3", "G3": "Shelf 4"})
    receive(path, "A-100", "BACK")
    assert ran(path) == []
    assert stock(path, "G") == [
        ["A-100", "MAIN", "Shelf 3"],
        ["A-100", "BACK", None],
        ["B-200", "MAIN", "Shelf 4"],
    ]


def test_it_keeps_its_colour_and_leaves_none_behind(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["Stock"]["G1"] = "Bin"
    book["Stock"]["G3"] = "Shelf 4"
    book["Stock"]["G3"].fill = YELLOW
    book.save(path)
    receive(path, "A-100", "BACK")
    ran(path)
    sheet = openpyxl.load_workbook(path)["Stock"]
    fills = [sheet[f"G{row}"].fill.fgColor.rgb for row in (2, 3, 4)]
    assert fills == ["00000000", "00000000", "00FFFF00"]


def test_a_second_run_moves_nothing(path: Path) -> None:
    type_into(path, "Stock", {"G1": "Bin", "G3": "Shelf 4"})
    receive(path, "A-100", "BACK")
    ran(path)
    once = stock(path, "G")
    ran(path)
    assert stock(path, "G") == once


def test_formulas_are_those_of_their_new_row(path: Path) -> None:
    type_into(
        path,
        "Stock",
        {
            "G1": "Twice",
            "G2": "=D2*2",
            "G3": "=D3*2",
            "H1": "Share",
            "H3": "=D3/SUM(D$2:D$3)+Products!$C$2",
        },
    )
    receive(path, "A-100", "BACK")
    ran(path)
    assert stock(path, "G", "H") == [
        ["A-100", "MAIN", "=D2*2", None],
        ["A-100", "BACK", "=D3*2", None],
        ["B-200", "MAIN", "=D4*2", "=D4/SUM(D$2:D$4)+Products!$C$2"],
    ]


def test_a_running_total_stays_one(path: Path) -> None:
    type_into(
        path, "Stock", {"G1": "So far", "G2": "=SUM(D$2:D2)", "G3": "=SUM(D$2:D3)"}
    )
    receive(path, "A-100", "BACK")
    ran(path)
    assert [row[-1] for row in stock(path, "G")] == [
        "=SUM(D$2:D2)",
        "=SUM(D$2:D3)",
        "=SUM(D$2:D4)",
    ]


def test_a_column_of_the_table_moves_too(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Stock"]
    del sheet.tables["Stock"]
    for place, value in {"G1": "Bin", "G2": "Shelf 3", "G3": "Shelf 4"}.items():
        sheet[place] = value
    sheet.add_table(Table(displayName="Stock", ref="A1:G3"))
    book.save(path)
    receive(path, "A-100", "BACK")
    ran(path)
    assert [row[-1] for row in stock(path, "G")] == ["Shelf 3", None, "Shelf 4"]
    assert openpyxl.load_workbook(path)["Stock"].tables["Stock"].ref == "A1:G4"


def test_what_lost_its_key_is_kept_and_named_until_it_is_cleared(path: Path) -> None:
    type_into(path, "Stock", {"G1": "Bin", "G2": "Shelf 3", "G3": "Shelf 4"})
    type_into(path, "Stock moves", {"D2": "BACK"})
    warning = (
        'Stock!G4: "Shelf 3" was typed beside A-100, MAIN, which is no longer on Stock'
    )
    kept = [
        ["A-100", "BACK", None],
        ["B-200", "MAIN", "Shelf 4"],
        ["A-100", "MAIN", "Shelf 3"],
    ]
    for _ in range(2):
        assert ran(path) == [warning]
        assert stock(path, "G") == kept
    type_into(path, "Stock", {"G4": None})
    assert ran(path) == []
    assert openpyxl.load_workbook(path)["Stock"].tables["Stock"].ref == "A1:F3"


def test_a_row_that_is_kept_is_not_a_wrong_figure(path: Path) -> None:
    type_into(path, "Stock", {"G1": "Bin", "G2": "Shelf 3"})
    type_into(path, "Stock moves", {"D2": "BACK"})
    ran(path)
    assert verify_workbook(path).faults == 0


def test_what_lost_its_key_returns_with_it(path: Path) -> None:
    type_into(path, "Stock", {"G1": "Bin", "G2": "Shelf 3", "G3": "Shelf 4"})
    type_into(path, "Stock moves", {"D2": "BACK"})
    ran(path)
    type_into(path, "Stock moves", {"D2": "MAIN"})
    assert ran(path) == []
    assert stock(path, "G")[:2] == [
        ["A-100", "MAIN", "Shelf 3"],
        ["B-200", "MAIN", "Shelf 4"],
    ]


def test_a_calculated_column_keeps_no_row(path: Path) -> None:
    type_into(path, "Stock", {"G1": "Twice", "G2": "=D2*2", "G3": "=D3*2"})
    type_into(path, "Stock moves", {"D3": "BACK", "C3": "A-100"})
    assert ran(path) == []
    assert stock(path, "G")[:2] == [
        ["A-100", "MAIN", "=D2*2"],
        ["A-100", "BACK", "=D3*2"],
    ]


def test_what_is_below_the_rows_stays_below_them(path: Path) -> None:
    type_into(path, "Stock", {"G1": "Boxes", "G2": 3, "G3": 4, "G4": "=SUM(G2:G3)"})
    receive(path, "A-100", "BACK")
    ran(path)
    sheet = openpyxl.load_workbook(path)["Stock"]
    assert [sheet[f"G{row}"].value for row in range(2, 6)] == [
        3,
        None,
        4,
        "=SUM(G2:G4)",
    ]


def test_what_is_behind_a_blank_column_stays_where_it_is(path: Path) -> None:
    type_into(path, "Stock", {"H1": "Notes", "H3": "Count on Friday"})
    receive(path, "A-100", "BACK")
    ran(path)
    assert [row[-1] for row in stock(path, "H")] == [None, "Count on Friday", None]


def test_another_table_beside_it_stays_as_it_is(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Stock"]
    for place, value in {
        "G1": "Supplier",
        "G2": "Anvils Ltd",
        "G3": "Bellows Ltd",
    }.items():
        sheet[place] = value
    sheet.add_table(Table(displayName="Suppliers", ref="G1:G3"))
    book.save(path)
    receive(path, "A-100", "BACK")
    ran(path)
    assert [row[-1] for row in stock(path, "G")] == ["Anvils Ltd", "Bellows Ltd", None]


def test_merged_cells_stay_where_they_are(path: Path) -> None:
    type_into(path, "Stock", {"G1": "Room", "G2": "Cellar"})
    book = openpyxl.load_workbook(path)
    book["Stock"].merge_cells("G2:G3")
    book.save(path)
    receive(path, "A-100", "BACK")
    ran(path)
    sheet = openpyxl.load_workbook(path)["Stock"]
    assert [str(cells) for cells in sheet.merged_cells.ranges] == ["G2:G3"]
    assert sheet["G2"].value == "Cellar"


def test_an_array_formula_of_several_cells_stays_where_it_is(path: Path) -> None:
    type_into(path, "Stock", {"G1": "Array", "G2": ArrayFormula("G2:G3", "=D2:D3*2")})
    receive(path, "A-100", "BACK")
    ran(path)
    sheet = openpyxl.load_workbook(path)["Stock"]
    assert sheet["G2"].value.ref == "G2:G3"


def test_notes_and_links_move_with_their_row(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    sheet = book["Stock"]
    sheet["A3"].comment = Comment("Order again in May", "Ola")
    sheet["A2"].comment = Comment("Heavy", "Ola")
    sheet["G1"] = "Supplier"
    sheet["G3"] = "Bellows Ltd"
    sheet["G3"].hyperlink = "https://example.com/bellows"
    book.save(path)
    receive(path, "A-100", "BACK")
    assert ran(path) == []
    sheet = openpyxl.load_workbook(path)["Stock"]
    notes = {
        cell.coordinate: cell.comment.text for (cell,) in sheet["A1:A9"] if cell.comment
    }
    assert notes == {"A2": "Heavy", "A4": "Order again in May"}
    assert [sheet[cell].hyperlink is not None for cell in ("G3", "G4")] == [False, True]
    with zipfile.ZipFile(path) as package:
        [name] = [name for name in package.namelist() if name.endswith(".vml")]
        boxes = package.read(name).decode()
    assert sorted(re.findall(r"Row>(\d+)</", boxes)) == ["1", "3"]


def test_a_note_beside_a_row_that_is_gone_is_kept_with_it(path: Path) -> None:
    book = openpyxl.load_workbook(path)
    book["Stock"]["A2"].comment = Comment("Heavy", "Ola")
    book.save(path)
    type_into(path, "Stock moves", {"D2": "BACK"})
    assert ran(path) == [
        'Stock!A4: "a note" was typed beside A-100, MAIN, which is no longer on Stock'
    ]
    sheet = openpyxl.load_workbook(path)["Stock"]
    assert [sheet["A4"].value, sheet["C4"].value] == ["A-100", "MAIN"]
    assert sheet["A4"].comment.text == "Heavy"


def test_seals_are_read_as_before_where_rows_are_kept(tmp_path: Path) -> None:
    path = shop(tmp_path / "shop.xlsx", {"Settings": SETTINGS})
    type_into(path, "Closed period", {"F1": "Checked by", "F3": "Ola"})
    type_into(path, "Settings", {"B2": date(2025, 12, 31)})
    assert len(ran(path)) == 1
    grid = Workbook.open(path).read("Closed period")
    assert "Ola" in [value for row in grid.rows for value in row]
    sealed = read_seals(grid)
    assert sealed is None or len(sealed) == 0
    assert ran(path) == []


def test_a_sheet_with_nothing_beside_it_is_not_made_twice(path: Path) -> None:
    def not_called() -> dict[str, list[Value]]:
        raise AssertionError

    schema = sheet_schema("Stock")
    columns = {header: at for at, header in enumerate(schema.headers[:6], 1)}
    position = SheetPosition(schema, "Stock", 1, columns)
    workbook = Workbook.open(path)
    assert rows_without_key(workbook, {"Stock": position}, {"Stock": not_called}) == []
