"""The column Check of every sheet of facts: what is wrong in a row, next to it; an owner's own Check stays theirs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from tables import cell, words

from sheetflow import pipeline as running
from sheetflow.domain.catalogue import fact_schemas
from sheetflow.inspection.doctor import examine

DAY = date(2026, 3, 2)
SHOP = {
    "Customers": """
        Customer  Name
        C-1       Corner_Shop
    """,
    "Products": """
        SKU    Name
        A-100  Bolt
    """,
    "Orders": """
        Order  Order_date  Customer
        SO-1   2026-02-01  C-1
        SO-2   2026-02-01  C-1
    """,
    "Order lines": """
        Order  Line  SKU    Quantity  Unit_price
        SO-1   1     A-100  10        2
        SO-2   1     A-100  5         2
    """,
    "Payments": """
        Payment  Order  Payment_date  Amount
        PAY-1    SO-1   2026-02-02    8
        PAY-2    SO-2   2026-02-02    4
    """,
}


def written(path: Path, **changed: str) -> Path:
    """A workbook of these sheets as text tables; `_` stands for a space, `-` for a blank."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for sheet, table in {
        **SHOP,
        **{name.replace("_", " "): text for name, text in changed.items()},
    }.items():
        page = book.create_sheet(sheet)
        for row in words(table):
            page.append([cell(word.replace("_", " ")) or None for word in row])
    book.save(path)
    return path


def ran(path: Path) -> running.Run:
    done = running.run(path, as_of=DAY)
    done.save(path, replacing=True)
    return done


def column(path: Path, sheet: str, header: str = "Check") -> list[object]:
    """What is below a header, row by row."""
    rows = list(openpyxl.load_workbook(path)[sheet].values)
    return [row[rows[0].index(header)] for row in rows[1:]]


def type_into(path: Path, sheet: str, place: str, value: object) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet][place] = value
    book.save(path)


def test_every_sheet_of_facts_but_settings_has_it_at_its_right():
    for schema in fact_schemas():
        assert ("Check" in schema.headers) == (schema.sheet != "Settings")
        assert schema.sheet == "Settings" or schema.columns[-1].header == "Check"


def test_it_says_what_is_wrong_in_each_row_and_goes_when_that_is_fixed(tmp_path):
    path = written(tmp_path / "book.xlsx")
    type_into(path, "Payments", "D2", "eight")
    type_into(path, "Payments", "C3", "31.02.2026")
    type_into(path, "Payments", "D3", -4)
    ran(path)
    assert column(path, "Payments") == [
        'Amount: "eight" is not a number (NUM01)',
        'Amount: -4 is not above 0 (NUM07); Payment date: "31.02.2026" is not a date (DAT01)',
    ]
    assert column(path, "Order lines") == [None, None]
    type_into(path, "Payments", "C3", date(2026, 2, 2))
    ran(path)
    assert column(path, "Payments") == [
        'Amount: "eight" is not a number (NUM01)',
        "Amount: -4 is not above 0 (NUM07)",
    ]
    type_into(path, "Payments", "D2", 8)
    type_into(path, "Payments", "D3", 4)
    ran(path)
    assert column(path, "Payments") == [None, None]


def test_an_order_says_what_holds_it_and_ok(tmp_path):
    path = written(tmp_path / "book.xlsx")
    type_into(path, "Order lines", "C3", "B-200")
    ran(path)
    assert column(path, "Orders") == [
        "OK",
        'on hold because of Order lines!C3: There is no product "B-200"',
    ]


CHEQUES = """
    Payment  Order  Payment_date  Amount  Check
    PAY-1    SO-1   2026-02-02    eight   100231
    PAY-2    SO-2   2026-02-02    4       -
"""


@pytest.mark.parametrize("as_text", [True, False])
def test_a_column_of_cheque_numbers_is_left_alone_on_every_run(tmp_path, as_text):
    path = written(tmp_path / "book.xlsx", Payments=CHEQUES)
    number = "No. 100231" if as_text else 100231
    type_into(path, "Payments", "E2", number)
    for _ in range(2):
        done = ran(path)
        assert {item.where for item in done.problems} == {"Payments!D2"}
        assert column(path, "Payments") == [number, None]
        assert [
            page.value for page in openpyxl.load_workbook(path)["Payments"][1]
        ].count("Check") == 1


def test_the_doctor_has_nothing_to_say_of_it(tmp_path):
    path = written(tmp_path / "book.xlsx", Payments=CHEQUES)
    assert not [finding for finding in examine(path) if "Check" in str(finding)]


def test_a_formula_of_the_owners_is_theirs_too(tmp_path):
    path = written(tmp_path / "book.xlsx", Payments=CHEQUES)
    type_into(path, "Payments", "E2", None)
    type_into(path, "Payments", "E3", "=D3*2")
    ran(path)
    assert column(path, "Payments") == [None, "=D3*2"]


def test_a_blank_column_is_ours_until_a_cheque_is_typed_into_it(tmp_path):
    path = written(tmp_path / "book.xlsx", Payments=CHEQUES)
    type_into(path, "Payments", "E2", None)
    ran(path)
    assert column(path, "Payments") == ['Amount: "eight" is not a number (NUM01)', None]
    type_into(path, "Payments", "E3", 100232)
    ran(path)
    assert column(path, "Payments") == [None, 100232]


def test_where_there_is_no_room_for_it_the_sheet_does_without(tmp_path):
    path = written(tmp_path / "book.xlsx")
    book = openpyxl.load_workbook(path)
    page = book["Payments"]
    page.add_table(openpyxl.worksheet.table.Table(displayName="Paid", ref="A1:D3"))
    page["E2"] = "cash box"
    page["D2"] = "eight"
    book.save(path)
    for _ in range(2):
        assert [item.where for item in ran(path).problems] == ["Payments!D2"]
        assert [
            cell.value for cell in openpyxl.load_workbook(path)["Payments"]["E"]
        ] == [None, "cash box", None]
