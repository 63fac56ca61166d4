"""The panels of parts: what is to be ordered and late by supplier, and which customers have no credit."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from locations import SAMPLES

import sheetflow
from sheetflow.workbook import Workbook

THIRD = 39
LEFT = 2
RIGHT = 9


def rows_of(path: Path, day: date, first: int) -> list[list[object]]:
    """Six columns of the panels below, after a run."""
    out = path.parent / "out.xlsx"
    sheetflow.run(path, as_of=day).save(out)
    grid = Workbook.open(out).read("Dashboard")
    rows = [
        [grid.value(row, column) for column in range(first, first + 6)]
        for row in range(THIRD, THIRD + 11)
    ]
    return [row for row in rows if any(cell not in ("", 0) for cell in row)]


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("year") / "year.xlsx"
    path.write_bytes((SAMPLES / "year.xlsx").read_bytes())
    return path


def test_the_sample_of_the_year_shows_what_to_order_what_is_late_and_who_has_no_credit(
    year: Path,
) -> None:
    suppliers = rows_of(year, date(2026, 1, 5), LEFT)
    assert [row[0] for row in suppliers[2:]] == [
        "All suppliers",
        "BOREALIS",
        "EIDER",
        "PORTAGE",
        "KETTLE",
        "FORGE9",
    ]
    by_code = {row[0]: row[2:] for row in suppliers}
    assert by_code["All suppliers"] == [2, 4227.72, 8094.42, 1]
    assert by_code["EIDER"] == [1, 3991.68, 952.56, 0]
    assert by_code["FORGE9"] == [1, 236.04, 2032.08, 1]
    grid = Workbook.open(year.parent / "out.xlsx").read("Dashboard")
    on_hold = [grid.value(THIRD + 2, column) for column in (RIGHT, RIGHT + 3)]
    above = [grid.value(THIRD + 6, column) for column in (RIGHT, RIGHT + 3)]
    assert (on_hold, above) == (["C024", "on hold"], ["C010", 408.98])


def test_a_workbook_without_these_parts_has_no_such_panels(tmp_path: Path) -> None:
    path = tmp_path / "shop.xlsx"
    path.write_bytes((SAMPLES / "quickstart.xlsx").read_bytes())
    assert rows_of(path, date(2026, 3, 2), LEFT) == []


def test_nobody_on_hold_and_nobody_above_the_limit_fit_their_cells(
    tmp_path: Path,
) -> None:
    path = tmp_path / "shop.xlsx"
    book = openpyxl.load_workbook(SAMPLES / "quickstart.xlsx")
    customers = book["Customers"]
    del customers.tables["Customers"]
    for header in ("Hold", "Credit limit"):
        customers.cell(1, customers.max_column + 1, header)
    book.save(path)
    rows = rows_of(path, date(2026, 3, 2), RIGHT)
    assert [row[:2] for row in rows[2:]] == [
        ["Nobody", "on hold"],
        ["Nobody", "above the limit"],
    ]
