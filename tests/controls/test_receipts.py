"""Receipts: what an old copy or a log that was made again cannot pass, from real files."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from controls.known_facts.test_since_last_run import AS_OF, book, run
from walkthroughs import set_cell

from sheetflow.cli import main
from sheetflow.controls.receipts import Receipt, receipts_in
from sheetflow.controls.run_log import chained, read_log
from sheetflow.workbook import Workbook

__all__ = ["book"]


def verify(path: Path, receipt: Path) -> Result:
    return CliRunner().invoke(main, ["verify", str(path), "--receipt", str(receipt)])


@pytest.fixture
def receipt(book: Path) -> Path:
    """The receipt of the second run."""
    file = book.with_name("receipt.txt")
    run(book, "--receipt", str(file))
    return file


def test_a_run_ends_with_its_receipt(book: Path) -> None:
    last = run(book).splitlines()[-1]
    [row] = [
        row for row in read_log(Workbook.open(book).read("Run log")) if row.run == 2
    ]
    assert last == f"Receipt: run 2 of 2026-03-02, {row.text('Row SHA-256')}"


def test_the_workbook_passes_and_so_does_what_later_runs_make_of_it(
    book: Path, receipt: Path
) -> None:
    done = verify(book, receipt)
    assert done.exit_code == 0, done.output
    assert "Receipt: run 2 is in the log as the receipt says." in done.output
    set_cell(book, "Payments", "G", 4, "80")
    run(book)
    assert verify(book, receipt).exit_code == 0


def test_facts_that_were_changed_since_do_not_pass(book: Path, receipt: Path) -> None:
    set_cell(book, "Payments", "H", 4, "changed by hand")
    done = verify(book, receipt)
    assert done.exit_code == 1
    assert "facts were changed since run 2 wrote them" in done.output


def test_an_older_copy_does_not_pass(book: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.xlsx"
    shutil.copyfile(book, old)
    file = tmp_path / "receipt.txt"
    run(book, "--receipt", str(file))
    assert "the log ends with run 1: this is an older copy" in verify(old, file).output
    workbook = Workbook.open(old)
    workbook.set_cells("Customers", 2, [2], ["Another name"])
    workbook.save(old, replacing=True)
    run(old)
    done = verify(old, file)
    assert done.exit_code == 1
    assert "run 2 in the log is not the run of the receipt" in done.output


def forge(path: Path) -> None:
    """Change a figure of the first row, and make the chain again as a run would."""
    workbook = Workbook.open(path)
    log = read_log(workbook.read("Run log"))
    headers = workbook.read("Run log").rows[0]
    above = None
    for row in log:
        cells = dict(row.cells)
        cells.pop("Row SHA-256")
        if row.run == 1:
            cells["Applied"] = 99
        made = chained(cells, above)  # type: ignore[arg-type]
        for header, value in made.items():
            at = list(headers).index(header) + 1
            workbook.set_cells("Run log", at, [row.row], [value])
        above = type(row)(row.row, made)
    workbook.save(path, replacing=True)


def test_a_forged_chain_passes_alone_and_not_with_the_receipt(
    book: Path, receipt: Path
) -> None:
    forge(book)
    assert CliRunner().invoke(main, ["verify", str(book)]).exit_code == 0
    done = verify(book, receipt)
    assert done.exit_code == 1
    assert "run 2 in the log is not the run of the receipt" in done.output


def test_an_earlier_receipt_is_never_replaced(book: Path, receipt: Path) -> None:
    before = book.read_bytes()
    arguments = ["run", str(book), AS_OF, "--receipt", str(receipt)]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 3
    assert "may be an earlier receipt; choose another name" in done.output
    assert book.read_bytes() == before


def test_a_file_without_a_receipt_is_refused(book: Path, tmp_path: Path) -> None:
    (tmp_path / "note.txt").write_text("Receipt: see the other mail")
    done = verify(book, tmp_path / "note.txt")
    assert done.exit_code == 3
    assert "there is no receipt in this file" in done.output
    assert verify(book, tmp_path / "missing.txt").exit_code == 3


def test_a_mail_breaks_lines_and_quotes() -> None:
    sha256 = "3f" * 32
    mail = f"Dear Ann,\n> Receipt: run 12 of\n 2026-03-02, {sha256}\nBest, Bo"
    assert receipts_in(mail) == [Receipt(12, "2026-03-02", sha256)]
    assert receipts_in(Receipt(12, "2026-03-02", sha256).line) == receipts_in(mail)


def test_as_json(book: Path, receipt: Path) -> None:
    arguments = ["verify", str(book), "--receipt", str(receipt), "--json"]
    document = json.loads(CliRunner().invoke(main, arguments).stdout)
    assert document["receipt"]["run"] == 2
    assert document["receipt"]["matches"] is True
    assert document["facts_changed"] is False
    done = CliRunner().invoke(main, ["run", str(book), AS_OF, "--json"])
    document = json.loads(done.stdout)
    assert document["receipt"]["run"] == 3
    assert document["typed"] == {
        "since_run": 2,
        "known": True,
        "rows_added": 0,
        "cells_changed": 0,
        "rows_removed": 0,
    }
