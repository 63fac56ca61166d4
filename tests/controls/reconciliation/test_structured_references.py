"""Columns of tables as formulas name them: the formulas of Checks under headers that need brackets and apostrophes."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import ironcalc
from calculated import recalculate
from locations import QUICKSTART
from office import needs_office
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook as NewWorkbook

from sheetflow import pipeline as running
from sheetflow.workbook.model import TableInfo

DAY = date(2026, 3, 2)
NAMES = {
    "Total": "T[Total]",
    "Line total_2": "T[Line total_2]",
    "Umsatz ß": "T[Umsatz ß]",
    "Discount %": "T[[Discount %]]",
    "Terms (days)": "T[[Terms (days)]]",
    "Paid, in €": "T[[Paid, in €]]",
    "Its [net] #1": "T[[Its '[net'] '#1]]",
    "Jo's": "T[[Jo''s]]",
    "a@b": "T[[a'@b]]",
}


def info() -> TableInfo:
    return TableInfo("T", 1, 4, 2, 1 + len(NAMES), 0, tuple(NAMES))


def book(folder: Path) -> Path:
    """A table with these headers, and a sum below each of its columns."""
    path = folder / "names.xlsx"
    table = info()
    with NewWorkbook(path) as workbook:
        sheet = workbook.add_worksheet("Sheet")
        columns = [{"header": name} for name in table.columns]
        rows = [[10 * row + at for at in range(len(NAMES))] for row in range(3)]
        sheet.add_table(
            0, 1, 3, len(NAMES), {"name": "T", "columns": columns, "data": rows}
        )
        for at in range(2, 2 + len(NAMES)):
            sheet.write_formula(5, at - 1, f"=SUM({table.column(at)})", None, 0)
    return path


SUMS = [30 + 3 * at for at in range(len(NAMES))]


def test_names_get_brackets_and_apostrophes_where_they_need_them() -> None:
    assert [info().column(at) for at in range(2, 2 + len(NAMES))] == list(
        NAMES.values()
    )


def test_a_column_outside_or_with_a_line_break_is_not_named() -> None:
    table = TableInfo("T", 1, 4, 2, 3, 0, ("Due\ndate", "Total"))
    assert [at for at in range(1, 6) if table.can_name(at)] == [3]


@needs_office
def test_libreoffice_finds_the_columns(tmp_path: Path) -> None:
    rows = recalculate(tmp_path, book(tmp_path)).get_sheet_by_name("Sheet").to_python()
    assert rows[5][-len(NAMES) :] == SUMS


def test_ironcalc_finds_the_columns(tmp_path: Path) -> None:
    model = ironcalc.load_from_xlsx(str(book(tmp_path)), "en", "UTC", "en")
    model.evaluate()
    assert [model.get_cell_value(0, 6, at) for at in range(2, 2 + len(NAMES))] == SUMS


def renamed(folder: Path) -> Path:
    """The quickstart whose owner marks the headers of Invoices."""
    workbook = load_workbook(QUICKSTART)
    sheet = workbook["Invoices"]
    [table] = sheet.tables.values()
    left, top, _, _ = range_boundaries(table.ref)
    for at, column in enumerate(table.tableColumns, left):
        column.name = f"{column.name.upper()} *"
        sheet.cell(top, at).value = column.name
    workbook.save(folder / "renamed.xlsx")
    return folder / "renamed.xlsx"


def checks(book: CalamineWorkbook) -> list[list[object]]:
    return [row[:1] + row[2:] for row in book.get_sheet_by_name("Checks").to_python()]


@needs_office
def test_checks_hold_over_the_owners_own_headers(tmp_path: Path) -> None:
    path = tmp_path / "shop.xlsx"
    running.run(renamed(tmp_path), as_of=DAY).save(path)
    formulas = [cell.value for cell in load_workbook(path)["Checks"]["C"]]
    assert any("Invoices[[TOTAL *]]" in formula for formula in formulas)
    assert checks(recalculate(tmp_path, path)) == checks(
        CalamineWorkbook.from_path(path)
    )


@needs_office
def test_what_is_typed_below_is_in_the_checks_at_once(tmp_path: Path) -> None:
    """A table grows with the row that Excel takes into it: nobody need run anything to see that the books changed."""
    path = tmp_path / "shop.xlsx"
    running.run(QUICKSTART, as_of=DAY).save(path)
    workbook = load_workbook(path)
    sheet = workbook["Payments"]
    [table] = sheet.tables.values()
    left, top, right, bottom = range_boundaries(table.ref)
    headers = [cell.value for cell in sheet[top]]
    sheet.cell(bottom + 1, headers.index("Amount") + 1).value = 25
    table.ref = table.autoFilter.ref = (
        f"{sheet.cell(top, left).coordinate}:{sheet.cell(bottom + 1, right).coordinate}"
    )
    workbook.save(path)
    results = {row[0]: row[-2:] for row in checks(recalculate(tmp_path, path))}
    assert results["Receivables = invoiced − credited − paid"] == [
        25.0,
        "Changed since the last run: the rows below say what, and what to do",
    ]
    row = sheet.max_row
    assert results["Payments: every row as the run read it"][1] == (
        f"Row {row} was changed since the last run: run again"
    )
