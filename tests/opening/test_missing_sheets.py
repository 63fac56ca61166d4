"""A sheet or column of the last run that is gone: nothing vanishes without a word."""

from __future__ import annotations

import shutil
from pathlib import Path

import openpyxl
import pytest
from commands import done, sf, stopped
from locations import SAMPLES

from sheetflow.workbook import Workbook

AS_OF = "--as-of=2026-03-02"


@pytest.fixture
def shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the quickstart in an empty folder."""
    monkeypatch.chdir(tmp_path)
    path = Path("shop.xlsx")
    path.write_bytes((SAMPLES / "quickstart.xlsx").read_bytes())
    return path


@pytest.fixture
def ran(after_a_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the quickstart after a run, with its documents."""
    monkeypatch.chdir(tmp_path)
    shutil.copytree(after_a_run, tmp_path, dirs_exist_ok=True)
    return Path("shop.xlsx")


def renamed(path: Path, sheet: str, name: str) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet].title = name
    book.save(path)


def without(path: Path, sheet: str) -> None:
    book = openpyxl.load_workbook(path)
    del book[sheet]
    book.save(path)


def with_header(path: Path, sheet: str, header: str, new: str) -> None:
    book = openpyxl.load_workbook(path)
    [cell] = [
        cell
        for row in book[sheet].iter_rows(max_row=6)
        for cell in row
        if cell.value == header
    ]
    cell.value = new
    for table in book[sheet].tables.values():
        for column in table.tableColumns:
            if column.name == header:
                column.name = new
    book.save(path)


def test_a_renamed_sheet_stops_the_next_run(ran: Path) -> None:
    renamed(ran, "Payments", "Payments 2026")
    before = ran.read_bytes()
    assert stopped("run", ran, AS_OF) == (
        "shop.xlsx: the sheet Payments is gone (7 rows at the last run, nearest found: "
        "Payments 2026). Rename it back, or put it back from a copy; if it is meant to "
        'be gone, run with --forget "Payments"'
    )
    assert ran.read_bytes() == before
    renamed(ran, "Payments 2026", "Payments")
    done("run", ran, AS_OF)


def test_a_sheet_with_another_name_altogether_is_found_by_its_headers(
    ran: Path,
) -> None:
    renamed(ran, "Payments", "Geld")
    assert "nearest found: Geld)" in stopped("run", ran, AS_OF)


def test_a_column_that_is_gone_stops_the_next_run(ran: Path) -> None:
    with_header(ran, "Orders", "Freight", "Postage")
    line = stopped("run", ran, AS_OF)
    assert "the column Freight of Orders is gone (15 cells at the last run)" in line
    assert 'run with --forget "Orders!Freight"' in line


def test_a_header_that_is_merged_with_the_one_before_is_named(ran: Path) -> None:
    book = openpyxl.load_workbook(ran)
    orders = book["Orders"]
    rows = orders.iter_rows(max_row=6)
    [freight] = [cell for row in rows for cell in row if cell.value == "Freight"]
    before = orders.cell(freight.row, freight.column - 1)
    orders.merge_cells(f"{before.coordinate}:{freight.coordinate}")
    book.save(ran)
    assert (
        "the column Freight of Orders is gone (15 cells at the last run, and column "
        f"{freight.column_letter} has no header: if it is merged with the one before, "
        "unmerge them)"
    ) in stopped("run", ran, AS_OF)


def test_what_is_meant_to_be_gone_is_forgotten_for_good(ran: Path) -> None:
    without(ran, "Payments")
    assert "the sheet Payments is gone (7 rows" in stopped("run", ran, AS_OF)
    assert sf("run", ran, "--forget", "payments", AS_OF).exit_code == 0
    assert sf("run", ran, AS_OF).exit_code == 0
    line = stopped("run", ran, "--forget", "Payments", AS_OF)
    assert line.startswith('shop.xlsx: --forget "Payments": it is not missing')


def test_a_required_sheet_cannot_be_forgotten(ran: Path) -> None:
    renamed(ran, "Order lines", "Lines")
    line = stopped("run", ran, "--forget", "Order lines", AS_OF)
    assert "the sheet Order lines is gone (37 rows" in line
    assert "--forget" not in line


def test_the_memory_takes_up_the_owners_own_names(shop: Path) -> None:
    renamed(shop, "Payments", "PAYMENTS ")
    with_header(shop, "Customers", "Discount %", "discount %")
    done("run", shop, AS_OF)
    renamed(shop, "PAYMENTS ", "Money")
    with_header(shop, "Customers", "discount %", "Rebate")
    line = stopped("run", shop, AS_OF)
    assert "the sheet PAYMENTS  is gone" in line
    assert "the column discount % of Customers is gone" in line


def test_the_memory_is_hidden_and_written_once(shop: Path) -> None:
    for _ in range(2):
        done("run", shop, AS_OF)
    document = Workbook.open(shop).document
    names = [
        element
        for element in document.workbook.all("definedName")
        if element.get("name").startswith("_sheetflow")
    ]
    assert names
    assert {element.get("hidden") for element in names} == {"1"}
    assert len({element.get("name") for element in names}) == len(names)
    assert all(len(document.workbook.text(element)) <= 255 for element in names)
