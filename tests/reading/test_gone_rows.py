"""An order or invoice whose row was deleted: the message says that it was there, and proposes no other one."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from locations import SAMPLES
from walkthroughs import enter, row_table

from sheetflow.cli import main
from sheetflow.workbook import Workbook

SHOP = Path("shop.xlsx")


@pytest.fixture
def after_run_1(
    after_a_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The quickstart after its first run, in a folder of its own."""
    monkeypatch.chdir(tmp_path)
    ignored = shutil.ignore_patterns("* papers")
    shutil.copytree(after_a_run, tmp_path, ignore=ignored, dirs_exist_ok=True)


def run() -> list[str]:
    words = ["run", str(SHOP), "--as-of=2026-03-02", "--no-print"]
    return CliRunner().invoke(main, words).output.splitlines()


def delete(sheet: str, key: str) -> None:
    """Clear the row of a key."""
    workbook = Workbook.open(SHOP)
    grid = workbook.read(sheet)
    [row] = [at for at, cells in enumerate(grid.rows, 1) if cells[0] == key]
    for column in range(1, len(grid.rows[row - 1]) + 1):
        workbook.set_cells(sheet, column, [row], [None], overwrite_formulas=True)
    workbook.save(SHOP, replacing=True)


def line_with(code: str, lines: list[str]) -> str:
    return next(line for line in lines if line.rstrip().endswith(code))


@pytest.mark.usefixtures("after_run_1")
def test_a_deleted_order_was_there_after_the_last_run():
    delete("Orders", "SO-000003")
    found = line_with("ORD01", run())
    assert 'no order "SO-000003". It was there after run 1: its row was' in found
    assert "Did you mean" not in found
    assert line_with("ORD01", run()) == found, "the run that found it is remembered"


@pytest.mark.usefixtures("after_run_1")
def test_a_deleted_invoice_was_issued():
    delete("Invoices", "INV-000004")
    said = run()
    assert "Invoice INV-000004 was issued already: it was removed" in said[0]
    assert not any("Did you mean" in line for line in said)


@pytest.mark.usefixtures("after_run_1")
def test_what_several_sheets_name_is_no_typing_error():
    """Without what the last run wrote, which is left behind when a file is moved."""
    delete("Orders", "SO-000003")
    moved = Path("moved")
    moved.mkdir()
    SHOP.rename(moved / SHOP.name)
    words = ["check", str(moved / SHOP.name)]
    found = line_with("ORD01", CliRunner().invoke(main, words).output.splitlines())
    assert ". 2 sheets name it, so its row may have been deleted" in found


@pytest.mark.usefixtures("after_run_1")
def test_a_mistyped_order_is_still_proposed():
    workbook = Workbook.open(SHOP)
    at = workbook.read("Payments").rows[0]
    columns = {
        at.index("Order") + 1: ["SO-00001"],
        at.index("Payment date") + 1: [date(2026, 3, 1)],
        at.index("Amount") + 1: [5],
    }
    workbook.append_rows("Payments", 1, columns)
    workbook.save(SHOP, replacing=True)
    assert "Did you mean SO-0000" in line_with("ORD01", run())


def test_a_merged_header_is_said_to_be_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    SHOP.write_bytes((SAMPLES / "quickstart.xlsx").read_bytes())
    workbook = Workbook.open(SHOP)
    header = next(
        at for at, row in enumerate(workbook.read("Payments").rows, 1) if "Order" in row
    )
    column = workbook.read("Payments").rows[header - 1].index("Amount") + 1
    workbook.set_cells("Payments", column, [header], [None])
    workbook.save(SHOP, replacing=True)
    [said] = run()
    assert "no column Amount (column " in said
    assert "if its header is merged with the one before, unmerge them" in said


@pytest.mark.usefixtures("after_run_1")
def test_a_deleted_line_was_there_after_the_last_run():
    workbook = Workbook.open(SHOP)
    picked = workbook.read("Picks").rows[1]
    order = picked[1]
    line = picked[2]
    rows = workbook.read("Order lines").rows
    [row] = [at for at, cells in enumerate(rows, 1) if cells[:2] == [order, line]]
    for column in range(1, len(rows[0]) + 1):
        workbook.set_cells(
            "Order lines", column, [row], [None], overwrite_formulas=True
        )
    workbook.save(SHOP, replacing=True)
    found = line_with("LIN01", run())
    there = f"Order {order} has no line {line:.0f}. It was there after run 1: its row"
    assert there in found
    assert line_with("LIN01", run()) == found, "the run that found it is remembered"


@pytest.mark.usefixtures("after_run_1")
def test_a_row_of_totals_is_no_unknown_order():
    workbook = Workbook.open(SHOP)
    grid = workbook.read("Payments")
    row = len(grid.rows) + 1
    for header, value in {"Order": "Total:", "Amount": 900}.items():
        column = list(grid.rows[0]).index(header) + 1
        workbook.set_cells("Payments", column, [row], [value])
    workbook.save(SHOP, replacing=True)
    found = line_with("ORD01", run())
    assert 'no order "Total:". It looks like a row of totals: clear it, or' in found


@pytest.mark.usefixtures("after_run_1")
@pytest.mark.parametrize("number", ["INV-000012", "INV-000099"])
def test_an_invoice_that_no_run_has_issued_yet_is_no_typing_error(number: str) -> None:
    type_payment_of(number)
    found = line_with("INV01", run())
    assert (
        f'There is no invoice "{number}". No run has issued this number yet: leave the cell empty'
        in found
    )
    assert "Did you mean" not in found


@pytest.mark.usefixtures("after_run_1")
def test_a_mistyped_invoice_is_one() -> None:
    type_payment_of("INV-00004")
    assert "Did you mean INV-000004?" in line_with("INV01", run())


def type_payment_of(invoice: str) -> None:
    """Type a payment that names this invoice."""
    row = f"Order=SO-000001; Invoice={invoice}; Payment date=2026-03-02; Amount=5"
    enter(SHOP, row_table("Payments", row))
