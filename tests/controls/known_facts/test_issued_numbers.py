"""A number is used once, whatever was deleted: from real files."""

from __future__ import annotations

from pathlib import Path

import pytest
from controls.known_facts.test_since_last_run import book, remove, run
from walkthroughs import enter, row_table, set_cell

from sheetflow.controls.known_facts.issued_numbers import LONGEST, IssuedNumbers
from sheetflow.controls.run_log import LogRow, read_log
from sheetflow.workbook import Workbook

__all__ = ["book"]


def last_row(path: Path) -> LogRow:
    return read_log(Workbook.open(path).read("Run log"))[-1]


def numbers(path: Path, sheet: str) -> list[object]:
    return Workbook.open(path).read(sheet).column(1)[1:]


def test_the_log_keeps_the_highest_number_of_each_series(book: Path) -> None:
    kept = last_row(book).text("Highest numbers")
    assert kept.startswith("Order: SO- 23; Order: SQ- 3; Move: MV- 16; Pick: PK- 24")
    assert "Invoice: INV- 11; Payment: PAY- 7" in kept
    assert "Credit note: CN- 3" in kept


def test_a_new_number_is_above_those_whose_rows_were_removed(book: Path) -> None:
    remove(book, "Payments", 8)  # PAY-000007, the highest
    run(book)
    enter(
        book,
        row_table("Payments", "Order=SO-000003; Payment date=2026-03-02; Amount=5"),
    )
    run(book)
    assert numbers(book, "Payments")[-1] == "PAY-000008"


@pytest.fixture
def removed(book: Path) -> Path:
    """The workbook after a run in which PAY-000004 was gone."""
    remove(book, "Payments", 5)
    run(book)
    assert last_row(book).text("Removed numbers").startswith("Payment: PAY-000004 ")
    return book


def type_payment(path: Path, amount: str, kind: str = "Payment") -> None:
    row = (
        f"Payment=PAY-000004; Order=SO-000015; Payment date=2026-02-20; Kind={kind}; "
        f"Method=Transfer; Amount={amount}; Reference=PO 89970"
    )
    enter(path, row_table("Payments", row))


def test_a_number_that_is_used_for_something_else_is_an_error(removed: Path) -> None:
    type_payment(removed, "70")
    named = (
        "PAY-000004 was used before, for a row that held something else and was removed; "
        "the next free number is PAY-000008 NUM12"
    )
    assert named in run(removed)
    assert named in run(removed), "it stays until it is fixed"


def test_a_row_that_is_put_back_as_it_was_is_no_error(removed: Path) -> None:
    type_payment(removed, "500")
    assert "NUM12" not in run(removed)
    assert last_row(removed).text("Removed numbers") == ""
    set_cell(removed, "Payments", "G", 9, "510")
    assert "NUM12" not in run(removed), "it is an ordinary row again"


def test_the_log_keeps_as_many_removed_numbers_as_a_cell_takes() -> None:
    removed = {("Order", f"SO-{at:06d}"): "3fa9c1d2" for at in range(5_000)}
    text = IssuedNumbers(removed=removed).cells()["Removed numbers"]
    assert text is not None
    assert len(text) <= LONGEST
    assert text.endswith("Order: SO-004999 3fa9c1d2"), "the newest are kept"


def test_what_a_log_keeps_reads_back() -> None:
    issued = IssuedNumbers(
        {("Order", "SO-"): 23, ("Invoice", "2026 / "): 7},
        {("Invoice", "2026 / 000003"): "3fa9c1d2"},
    )
    assert IssuedNumbers.of([LogRow(2, issued.cells())]) == issued
    assert IssuedNumbers.of([]) == IssuedNumbers()
