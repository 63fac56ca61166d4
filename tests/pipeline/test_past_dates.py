"""`--as-of` a past date: what is printed, traced and exported is what was true on that day."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from locations import SAMPLES
from openpyxl import load_workbook

from sheetflow.cli import main

TODAY = "--as-of=2026-01-05"
THEN = "--as-of=2025-06-30"


def sheetflow(*words: object) -> Result:
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A year of trade, after its run."""
    folder = tmp_path_factory.mktemp("year")
    done = sheetflow(
        "run", SAMPLES / "year.xlsx", "-o", folder, TODAY, "--no-print", "--json"
    )
    assert done.exit_code == 0, done.output
    return folder / "year.xlsx"


def test_only_invoices_of_the_day_are_printed(year: Path, tmp_path: Path) -> None:
    done = sheetflow("print", year, "--only", "invoices", "-o", tmp_path / "then", THEN)
    assert done.stdout.startswith(
        f"{_invoices_until(year, date(2025, 6, 30))} invoices\n"
    )
    later = ["print", year, "--only", "invoices", "--since", "2025-07-01"]
    assert sheetflow(*later, THEN).stdout.startswith("Nothing to print")


def _invoices_until(path: Path, day: date) -> int:
    """How many invoices the workbook has up to a day, less those that were voided by then."""
    rows = list(
        load_workbook(path, data_only=True)["Invoices"].iter_rows(values_only=True)
    )
    headers = next(row for row in rows if "Invoice date" in row)
    issued = headers.index("Invoice date")
    voided = headers.index("Voided")
    return sum(
        row[issued].date() <= day and (row[voided] is None or row[voided].date() > day)
        for row in rows[rows.index(headers) + 1 :]
        if row[issued]
    )


def test_a_statement_has_the_balance_of_the_day(year: Path, tmp_path: Path) -> None:
    def balance(day: str) -> list[object]:
        folder = tmp_path / day
        sheetflow("print", year, "--only", "statements", "--customer", "C041", "-o", folder, day)  # fmt: skip
        [sheet] = load_workbook(folder / "statements.xlsx", data_only=True).worksheets
        return [cell.value for row in sheet.iter_rows() for cell in row if cell.value is not None]  # fmt: skip

    assert 103.93 in balance(TODAY)
    assert 1956.18 in balance(THEN)
    assert "INV-000439" not in balance(THEN)


def test_a_trace_shows_what_was_owed_on_the_day(year: Path) -> None:
    shown = sheetflow("trace", year, "C041", THEN).stdout
    assert "Balance: 1956.18 · as of 2025-06-30; the cell shows 103.93" in shown
    assert "INV-000439" not in shown


def test_a_trace_of_what_came_later_says_so(year: Path) -> None:
    shown = sheetflow("trace", year, "INV-000439", THEN).stdout
    assert "does not count · dated 2025-10-24, after 2025-06-30" in shown


def test_an_export_ends_on_the_day(year: Path, tmp_path: Path) -> None:
    export = ["export", year, "--format", "journal", "-o", tmp_path]
    done = sheetflow(*export, THEN)
    assert done.exit_code == 0, done.output
    [path] = tmp_path.glob("*.csv")
    days = [line.split(",")[0] for line in path.read_text().splitlines()[1:]]
    assert "2025-06-30" in days
    assert max(days) == "2025-06-30"
    assert "= the total of Receivables" in done.stdout


def test_without_a_date_everything_counts(year: Path) -> None:
    shown = sheetflow("trace", year, "C041").stdout
    assert "Balance: 103.93  [" in shown


def test_an_order_placed_later_has_no_figures(year: Path) -> None:
    shown = sheetflow("trace", year, "SO-000322", THEN).stdout
    assert shown == (
        "Order SO-000322 of C053, 2025-08-12: does not count · "
        "dated 2025-08-12, after 2025-06-30  [Orders!A325]\n"
    )
