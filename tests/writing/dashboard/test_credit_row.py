"""Orders that wait for credit: the terminal, Issues, Check and the dashboard count them alike."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from locations import SAMPLES
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import TableColumn

import sheetflow
from sheetflow.cli.run_report import summary
from sheetflow.pipeline import Run
from sheetflow.workbook import Workbook


def run(path: Path) -> Run:
    done = sheetflow.run(path, as_of=date(2026, 3, 2))
    done.save(path, replacing=True)
    return done


def put_on_hold(path: Path, customer: str) -> None:
    """Add a column Hold to the table of Customers, with Yes for one customer."""
    book = openpyxl.load_workbook(path)
    sheet = book["Customers"]
    table = sheet.tables["Customers"]
    number = sheet.max_column + 1
    table.ref = f"A1:{get_column_letter(number)}{sheet.max_row}"
    table.autoFilter = None
    table.tableColumns.append(TableColumn(id=number, name="Hold"))
    sheet.cell(1, number, "Hold")
    for row in range(2, sheet.max_row + 1):
        if sheet.cell(row, 1).value == customer:
            sheet.cell(row, number, "Yes")
    book.save(path)


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "shop.xlsx"
    path.write_bytes((SAMPLES / "quickstart.xlsx").read_bytes())
    return path


def counts(path: Path) -> dict[str, object]:
    """The reasons on the dashboard with their counts."""
    grid = Workbook.open(path).read("Dashboard")
    rows = range(30, 38)
    return {
        str(grid.value(row, 9)): grid.value(row, 12)
        for row in rows
        if grid.value(row, 9) != ""
    }


def test_a_workbook_without_credit_has_no_such_row(workbook: Path) -> None:
    run(workbook)
    assert "Orders waiting for credit" not in counts(workbook)


@pytest.mark.parametrize("runs_before", [0, 1])
def test_every_count_agrees(workbook: Path, runs_before: int) -> None:
    for _ in range(runs_before):
        run(workbook)
    put_on_hold(workbook, "HEATH")
    done = run(workbook)
    assert counts(workbook)["Orders waiting for credit"] == 1
    assert counts(workbook)["Orders on hold: something to fix"] == 0
    assert " untouched. 1 is waiting for credit. " in summary(done)
    above = Workbook.open(workbook).read("Issues").value(1, 1)
    assert str(above).endswith("24 of 25 orders processed, 1 waiting for credit")
    [waiting] = [item for item in done.problems if item.problem.code == "ACT04"]
    assert waiting.text == "Fulfil of SO-000007 is waiting: customer HEATH is on hold"
    assert "type Yes in its Release" in waiting.remedy
    checks = done.book["Orders"]["Check"].tolist()
    assert checks[9] == "waiting for credit: customer HEATH is on hold"
    assert checks.count("OK") == 24
