"""`sheetflow verify`: a log that was tampered with and a number used twice are caught and named."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from documents import set_cell

from sheetflow.cli import main
from sheetflow.workbook import Workbook

QUICKSTART = Path(__file__).resolve().parent.parent / "sample_workbooks" / "quickstart.xlsx"


def verify(path: Path) -> tuple[int, str]:
    said = CliRunner().invoke(main, ["verify", str(path)])
    return said.exit_code, said.output


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """The quickstart after three runs."""
    path = tmp_path / "shop.xlsx"
    path.write_bytes(QUICKSTART.read_bytes())
    for _ in range(3):
        CliRunner().invoke(main, ["run", str(path), "--in-place", "--as-of=2026-03-02"])
    return path


def test_a_whole_log_is_0(book: Path) -> None:
    status, said = verify(book)
    assert status == 0, said
    assert "Run log: 3 rows, 0 faults." in said


@pytest.mark.parametrize("row", [2, 3])
def test_a_deleted_row_is_caught(book: Path, row: int) -> None:
    workbook = Workbook.open(book)
    for column in range(1, len(workbook.read("Run log").rows[0]) + 1):
        workbook.set_cells("Run log", column, [row], [None], overwrite_formulas=True)
    workbook.save(book, replacing=True)
    status, said = verify(book)
    assert (status, "does not follow the row above it" in said) == (1, True)


@pytest.mark.parametrize("row", [2, 4])
def test_an_altered_cell_is_caught(book: Path, row: int) -> None:
    set_cell(book, "Run log", "F", row, "24")
    assert f"Run log, row {row}: a cell of run {row - 1} was altered" in verify(book)[1]


def test_a_repeated_invoice_number_is_caught(book: Path) -> None:
    set_cell(book, "Invoices", "A", 3, "INV-000001")
    status, said = verify(book)
    assert (status, "Invoices: INV-000001 is used more than once" in said) == (1, True)
