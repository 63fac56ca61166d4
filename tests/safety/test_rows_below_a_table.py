"""Rows that were typed or pasted directly below a table: they count, and the run takes them into the table."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest
import xlsxwriter
from shop import AS_OF, sheetflow

from sheetflow.starters.samples.shop import shop_tables
from sheetflow.workbook import CannotGrow, Workbook

SHEET = "Payments"
HEADERS = ("Order", "Invoice", "Payment date", "Kind", "Method", "Amount", "Fee")
PAID = ("SO-000002", "", dt.date(2026, 2, 27), "", "Card", 7)
NOTE = ("Counted by Tom",)


def shop(path: Path, below: list[tuple[object, ...]], *, totals: bool = False) -> Path:
    """The shop; Payments is a table whose one row has a calculated fee, with `below` under it."""
    book = xlsxwriter.Workbook(path)
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for sheet, table in shop_tables("quickstart").items():
        if sheet != SHEET:
            rows = [table.headers, *zip(*map(table.column, table.headers), strict=True)]
            fill(book.add_worksheet(sheet), rows, day)
    payments = book.add_worksheet(SHEET)
    columns = [{"header": header} for header in HEADERS]
    columns[-1]["formula"] = "=[@Amount]*0.01"
    rows = [HEADERS, ("SO-000002", "", dt.date(2026, 2, 26), "", "Card", 5)]
    payments.add_table(
        0, 0, 1 + totals, 6, {"name": "Paid", "columns": columns, "total_row": totals}
    )
    fill(payments, [*rows, *([("Total",)] if totals else []), *below], day)
    book.add_worksheet("Mine").write_formula("A1", "=SUM(Payments!F2:F2)", None, 5)
    book.close()
    return path


def fill(
    page: xlsxwriter.worksheet.Worksheet, rows: list[tuple[object, ...]], day: object
) -> None:
    for row, values in enumerate(rows):
        for column, value in enumerate(values):
            if isinstance(value, dt.date):
                page.write_datetime(
                    row, column, dt.datetime.combine(value, dt.time()), day
                )
            elif value not in (None, ""):
                page.write(row, column, value)


def test_they_count_are_named_and_come_into_the_table(tmp_path: Path) -> None:
    path = shop(tmp_path / "shop.xlsx", [PAID, PAID])
    done = sheetflow("run", path, "--in-place", AS_OF)
    assert done.exit_code == 0, done.output
    assert "Payments!A3" in done.output
    assert "The table ends at row 2; also counted: rows 3 to 4 below it" in done.output
    grid = Workbook.open(path).read(SHEET)
    (table,) = grid.tables
    assert (table.first_row, table.last_row) == (1, 4)
    assert {(3, 7), (4, 7)} <= grid.formulas, "the calculated column is filled in"
    again = sheetflow("run", path, "--in-place", AS_OF)
    assert "also counted" not in again.output


def test_the_table_stops_above_a_row_in_error(tmp_path: Path) -> None:
    path = shop(tmp_path / "shop.xlsx", [PAID, NOTE, PAID])
    done = sheetflow("run", path, "--in-place", AS_OF)
    assert done.exit_code == 1, done.output
    assert "Payments!A4" in done.output
    assert Workbook.open(path).read(SHEET).tables[0].last_row == 3


def test_the_run_stops_where_a_note_is_below_a_table_that_must_grow(
    tmp_path: Path,
) -> None:
    path = shop(tmp_path / "shop.xlsx", [NOTE])
    book = Workbook.open(path)
    with pytest.raises(
        CannotGrow, match="the cell A3 is in use; move what is below the table"
    ):
        book.append_rows(SHEET, 1, {1: ["SO-000001"]})


def test_rows_below_a_totals_row_are_an_error_and_count_for_nothing(
    tmp_path: Path,
) -> None:
    path = shop(tmp_path / "shop.xlsx", [NOTE, PAID], totals=True)
    before = path.read_bytes()
    done = sheetflow("run", path, "--dry-run", AS_OF)
    assert done.exit_code == 1, done.output
    assert "totals row are ignored: row 5" in done.output
    assert "row 4" not in done.output
    strict = sheetflow("run", path, "--strict", AS_OF)
    assert "Nothing was written" in strict.output
    assert path.read_bytes() == before


def test_a_table_below_ends_the_sheets_own_rows(tmp_path: Path) -> None:
    other = xlsxwriter.Workbook(tmp_path / "two.xlsx")
    day = other.add_format({"num_format": "yyyy-mm-dd"})
    for sheet, table in shop_tables("quickstart").items():
        page = other.add_worksheet(sheet)
        rows = [table.headers, *zip(*map(table.column, table.headers), strict=True)]
        fill(page, rows, day)
        if sheet == SHEET:
            last = len(rows)
            page.add_table(
                last + 2,
                0,
                last + 3,
                1,
                {"columns": [{"header": "Old"}, {"header": "Notes"}]},
            )
            page.write(last + 3, 0, "nobody's payment")
    other.close()
    done = sheetflow("run", tmp_path / "two.xlsx", AS_OF)
    assert done.exit_code == 0, done.output


def test_nothing_is_said_of_a_workbook_whose_tables_hold_all_rows(
    tmp_path: Path,
) -> None:
    path = shop(tmp_path / "shop.xlsx", [])
    done = sheetflow("run", path, AS_OF)
    assert (done.exit_code, "below" in done.output) == (0, False), done.output
