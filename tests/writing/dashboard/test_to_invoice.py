"""What is to be invoiced: the dashboard counts each delivered order, whatever was paid in advance."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
from locations import SAMPLES

import sheetflow
from sheetflow.writing.dashboard.key_numbers import key_numbers

DAY = date(2026, 3, 2)
COUNT = "D5"
WORTH = "D6"
CONDITIONS = (
    'Orders[Inventory status],"Fulfilled",Orders[Invoice],"None",'
    'Orders[Payment status],"<>Uninvoiced"'
)


def pay_in_advance(path: Path) -> None:
    """Put the payment of SO-000022 on SO-000005, which was delivered and never invoiced."""
    book = openpyxl.load_workbook(SAMPLES / "quickstart.xlsx")
    for row in book["Payments"].iter_rows():
        for cell in row:
            if cell.value == "SO-000022":
                cell.value = "SO-000005"
    book.save(path)


def figure(path: Path) -> list[object]:
    """The formulas of the count and the worth, then what they show."""
    formulas = openpyxl.load_workbook(path)["Dashboard"]
    shown = openpyxl.load_workbook(path, data_only=True)["Dashboard"]
    return [sheet[cell].value for sheet in (formulas, shown) for cell in (COUNT, WORTH)]


def test_a_deposit_hides_no_order_that_is_to_be_invoiced(tmp_path: Path) -> None:
    unpaid = tmp_path / "unpaid.xlsx"
    sheetflow.run(SAMPLES / "quickstart.xlsx", as_of=DAY).save(unpaid)
    paid = tmp_path / "paid.xlsx"
    pay_in_advance(tmp_path / "typed.xlsx")
    done = sheetflow.run(tmp_path / "typed.xlsx", as_of=DAY)
    done.save(paid)
    count, worth, *before = figure(unpaid)
    assert figure(paid) == [
        f"{count}+COUNTIFS({CONDITIONS})",
        f"{worth}+SUMIFS(Orders[Total],{CONDITIONS})",
        *before,
    ]
    number = key_numbers(done.dashboard, "EUR")[1]
    assert number.number == str(before[0]) == "2"
