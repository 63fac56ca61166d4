"""A Run log that was altered is an error of every run until it is put back; earlier dates are refused."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner
from controls.known_facts.test_since_last_run import book, remove, run
from openpyxl import load_workbook
from walkthroughs import enter, row_table, set_cell

from sheetflow.cli import main

__all__ = ["book"]


def test_an_altered_cell_is_an_error_until_it_is_put_back(book: Path) -> None:
    set_cell(book, "Run log", "H", 2, "99")  # orders applied
    altered = "Run log!A2 The Run log was changed: a cell of run 1 was altered LOG01"
    assert altered in run(book)
    assert altered in run(book), "it stays"
    set_cell(book, "Run log", "H", 2, "13")
    assert "LOG01" not in run(book), "runs in between do not break the chain"
    assert "LOG01" not in run(book)


def test_check_reports_it_too(book: Path) -> None:
    set_cell(book, "Run log", "H", 2, "99")
    done = CliRunner().invoke(main, ["check", str(book)])
    assert done.exit_code == 1
    assert "LOG01" in done.output


def test_removed_last_rows_are_noticed_by_what_is_kept_elsewhere(book: Path) -> None:
    run(book)
    remove(book, "Run log", 3)
    said = run(book)
    assert "the log ends with run 1, but run 2 wrote this workbook" in said
    assert "Receipt: run 3 of" in said, "its number is not used again"
    assert "run 3 follows run 1: rows were removed LOG01" in run(book)


def test_a_deleted_log_stops_the_run_and_stays_an_error_where_it_is_meant(
    book: Path,
) -> None:
    workbook = load_workbook(book)
    del workbook["Run log"]
    workbook.save(book)
    gone = "the sheet Run log is gone (1 row at the last run)"
    for command in ("run", "verify", "check"):
        done = CliRunner().invoke(main, [command, str(book)])
        assert (done.exit_code, gone in done.output) == (3, True), done.output
    said = run(book, "--forget", "Run log")
    assert "it is empty, but run 1 wrote this workbook: rows were removed" in said
    assert "Receipt: run 2 of" in said
    assert "it begins with run 2: the rows above were removed LOG01" in run(book)


def test_an_emptied_log_is_an_error(book: Path) -> None:
    remove(book, "Run log", 2)
    done = CliRunner().invoke(main, ["verify", str(book)])
    empty = "it is empty, but run 1 wrote this workbook: rows were removed"
    assert (done.exit_code, empty in done.output) == (3, True), done.output
    assert f"Run log!A1 The Run log was changed: {empty} LOG01" in run(book)


def test_undo_is_the_remedy_for_a_run_after_rows_were_removed(book: Path) -> None:
    run(book)
    whole = book.read_bytes()
    remove(book, "Run log", 3)
    run(book)
    CliRunner().invoke(main, ["undo", str(book)])
    book.write_bytes(whole)
    assert "LOG01" not in run(book)


def test_a_run_with_an_earlier_date_is_refused(book: Path) -> None:
    before = book.read_bytes()
    arguments = ["run", str(book), "--no-print", "--as-of=2026-03-01"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 3
    said = " ".join(done.output.split())
    assert "run 1 was of 2026-03-02, and this one would be of 2026-03-01" in said
    assert "--back-dated" in said
    assert book.read_bytes() == before
    done = CliRunner().invoke(main, [*arguments, "--back-dated"])
    assert done.exit_code in (0, 1)
    assert "Receipt: run 2 of 2026-03-01" in done.output
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 3, "the newest date counts, not that of the last run"


def test_verify_lists_rows_that_were_typed_late(book: Path) -> None:
    enter(book, row_table("Settings", "Setting=Closing date; Value=2026-02-28"))
    run(book)
    row = "Order=SO-000003; Payment date=2026-02-27; Amount=5"
    enter(book, row_table("Payments", row))
    run(book)
    done = CliRunner().invoke(main, ["verify", str(book)])
    [line] = [line for line in done.output.splitlines() if "CLO03" in line]
    assert line.startswith("Payments!D9 ")
