"""`sheetflow verify`: what was tampered with is found, with its cell."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from calculated import random_grids
from click.testing import CliRunner
from locations import QUICKSTART
from openpyxl import load_workbook
from walkthroughs import enter, row_table, set_cell
from xlsxwriter import Workbook as NewWorkbook

from sheetflow import pipeline as running
from sheetflow.cli import main
from sheetflow.cli.verify import MOST_ALIKE
from sheetflow.inspection.verify.formulas import is_same_formula
from sheetflow.inspection.verify.verification import verify_workbook
from sheetflow.workbook import Workbook

AS_OF = "--as-of=2026-03-02"


def verify(path: Path) -> tuple[int, str]:
    """The exit status, and what is said with single spaces."""
    said = CliRunner().invoke(main, ["verify", str(path)])
    return said.exit_code, "\n".join(
        " ".join(line.split()) for line in said.output.splitlines()
    )


def run(path: Path) -> None:
    CliRunner().invoke(main, ["run", str(path), "--in-place", "--no-print", AS_OF])


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The quickstart after three runs."""
    path = tmp_path_factory.mktemp("whole") / "shop.xlsx"
    path.write_bytes(QUICKSTART.read_bytes())
    for _ in range(3):
        run(path)
    return path.read_bytes()


@pytest.fixture
def book(whole: bytes, tmp_path: Path) -> Path:
    path = tmp_path / "shop.xlsx"
    path.write_bytes(whole)
    return path


def clear(path: Path, sheet: str, row: int) -> None:
    """Take a row's cells out, as Delete does."""
    workbook = Workbook.open(path)
    for column in range(1, len(workbook.read(sheet).rows[0]) + 1):
        workbook.set_cells(sheet, column, [row], [None], overwrite_formulas=True)
    workbook.save(path, replacing=True)


def type_formula(path: Path, sheet: str, cell: str, formula: object) -> None:
    workbook = load_workbook(path)
    workbook[sheet][cell] = formula
    workbook.save(path)


def test_a_row_below_a_table_alters_no_formula(book: Path) -> None:
    """As openpyxl and LibreOffice leave it: the table does not grow."""
    type_row_below(book, "Payments")
    status, said = verify(book)
    assert status == 1
    assert said.startswith("The facts were changed since run 3, and not run yet.")
    assert "Checks: " in said
    assert "figures are not what the facts give now" in said
    texts = [
        found.text
        for found in verify_workbook(book).findings
        if found.kind == "formula"
    ]
    assert texts
    ours = ("run the workbook again", "as the last run wrote them")
    assert [text for text in texts if not any(word in text for word in ours)] == []
    run(book)
    assert verify(book)[0] == 0


def type_row_below(path: Path, sheet: str) -> None:
    """Type the last row of a sheet again, just below its table."""
    workbook = load_workbook(path)
    page = workbook[sheet]
    [table] = page.tables.values()
    last = int("".join(filter(str.isdigit, table.ref.partition(":")[2])))
    headers = int("".join(filter(str.isdigit, table.ref.partition(":")[0])))
    for cell in page[last]:
        if page.cell(headers, cell.column).value != "Payment":
            page.cell(last + 1, cell.column, cell.value)
    workbook.save(path)


def test_where_all_holds_it_is_0(book: Path) -> None:
    status, said = verify(book)
    assert status == 0, said
    assert "Run log: 3 rows, 0 faults." in said
    assert (
        "11 invoices, 0 used more than once, 0 missing; "
        "3 credit notes, 0 used more than once, 0 missing (gaps are allowed)." in said
    )
    assert "cells and 39 checks, 0 wrong." in said


def test_a_workbook_saved_by_another_program_still_holds(book: Path) -> None:
    load_workbook(book).save(book)
    assert verify(book)[0] == 0


@pytest.mark.parametrize("seed", range(6))
def test_whatever_people_typed_a_run_leaves_the_figures_that_the_facts_give(
    tmp_path: Path, seed: int
) -> None:
    path = tmp_path / "book.xlsx"
    write_book(path, seed)
    running.run(path, as_of=date(2026, 3, 2)).save(path, replacing=True)
    found = verify_workbook(path).findings
    assert [
        finding for finding in found if finding.kind in ("log", "figure", "formula")
    ] == []


def write_book(path: Path, seed: int) -> None:
    """A random workbook with its mistakes, every other one with tables."""
    with NewWorkbook(path, {"default_date_format": "yyyy-mm-dd"}) as workbook:
        for name, grid in random_grids(seed).items():
            sheet = workbook.add_worksheet(name)
            for row, cells in enumerate(grid.rows):
                sheet.write_row(
                    row, 0, [cell if cell != "" else None for cell in cells]
                )
            if seed % 2 and len(grid.rows) > 1:
                columns = [{"header": header} for header in grid.rows[0]]
                sheet.add_table(
                    0, 0, len(grid.rows) - 1, len(columns) - 1, {"columns": columns}
                )


# -- the log


@pytest.mark.parametrize("row", [2, 3])
def test_a_deleted_row_is_caught(book: Path, row: int) -> None:
    clear(book, "Run log", row)
    status, said = verify(book)
    assert status == 1
    assert (
        f"Run log!A{row + 1} run {row} does not follow the row above it: one was removed, moved or altered"
        in said
    )


@pytest.mark.parametrize("row", [2, 4])
def test_an_altered_cell_is_caught(book: Path, row: int) -> None:
    set_cell(book, "Run log", "F", row, "24")
    assert f"Run log!A{row} a cell of run {row - 1} was altered" in verify(book)[1]


def test_removed_last_rows_show_where_changes_are_of_a_later_run(book: Path) -> None:
    enter(
        book,
        row_table("Payments", "Order=SO-000001; Payment date=2026-03-01; Amount=5"),
    )
    run(book)
    clear(book, "Run log", 5)
    assert (
        "Run log!A4 the log ends with run 3, but run 4 wrote this workbook: rows were removed"
        in verify(book)[1]
    )


def test_without_a_log_there_is_nothing_to_verify() -> None:
    said = CliRunner().invoke(main, ["verify", str(QUICKSTART)])
    assert (
        said.exit_code,
        "there is no Run log to verify; sheetflow run writes it" in said.output,
    ) == (3, True)


# -- numbers


def test_two_returns_on_one_credit_note_are_one_credit_note(book: Path) -> None:
    returns = Workbook.open(book).read("Returns").rows
    headers, first = returns[0], returns[1]
    note = first[headers.index("Credit note")]
    order = first[headers.index("Order")]
    enter(book, row_table("Returns", f"Order={order}; Credit note={note}"))
    said = verify(book)[1]
    assert "; 3 credit notes, 0 used more than once" in said


def test_a_repeated_number_is_named_with_both_rows_and_once(book: Path) -> None:
    set_cell(book, "Invoices", "A", 3, "INV-000001")
    status, said = verify(book)
    assert (status, said.count("Invoices!A3")) == (1, 1)
    assert "Invoices!A3 INV-000001 is used again: row 2 has it already" in said
    assert "Invoices INV-000002 is missing" in said
    assert "11 invoices, 1 used more than once, 1 missing" in said


def test_every_gap_is_listed(book: Path) -> None:
    set_cell(book, "Invoices", "A", 12, "INV-000020")
    said = verify(book)[1]
    assert "Invoices INV-000011 to INV-000019 are missing" in said
    assert "11 invoices, 0 used more than once, 9 missing" in said


def test_gaps_alone_are_not_a_fault(book: Path) -> None:
    workbook = Workbook.open(book)
    columns = {
        "Invoice": "INV-000099",
        "Order": "SO-000001",
        "Invoice date": "2026-03-02",
    }
    headers = workbook.read("Invoices").rows[0]
    cells = {headers.index(header) + 1: [text] for header, text in columns.items()}
    workbook.append_rows("Invoices", 1, cells)
    workbook.save(book, replacing=True)
    run(book)
    status, said = verify(book)
    assert (status, "INV-000098 are missing" in said) == (0, True), said


# -- figures


ALTERED: dict[str, tuple[str, str, int, str, str]] = {
    "a stock": ("Stock", "D", 3, "999", "Stock!D3 On hand shows 999, the facts give "),
    "a movement": ("Movements", "E", 5, "7.5", "Movements!E5 Quantity shows 7.5, the facts give "),
    "a receivable": ("Receivables", "H", 2, "0.01", "Receivables!H2 Total shows 0.01, the facts give "),
    "a name in stock": ("Stock", "B", 2, "Gold", "Stock!B2 Name shows Gold, the facts give "),
    "a row too many": ("Stock", "A", 15, "GHOST", "Stock!A15 SKU shows GHOST, the facts give nothing"),
    "an engine's figure": (
        "Checks", "B", 16, "1", "Receivables = invoiced − credited − paid: Engine shows 1, the facts give 2648",
    ),
}  # fmt: skip


@pytest.mark.parametrize("what", ALTERED)
def test_an_altered_figure_is_caught(book: Path, what: str) -> None:
    sheet, letter, row, word, expected = ALTERED[what]
    set_cell(book, sheet, letter, row, word)
    status, said = verify(book)
    assert (status, expected in said) == (1, True), said
    assert "checks, 1 wrong." in said


def test_a_formula_in_place_of_a_figure_is_caught(book: Path) -> None:
    type_formula(book, "Stock", "D3", "=40+1")
    said = verify(book)[1]
    assert (
        "Stock!D3 On hand shows a formula that no program has calculated, the facts give "
        in said
    )


def test_a_status_typed_over_is_caught(book: Path) -> None:
    rows = Workbook.open(book).read("Orders").rows
    at = rows[2].index("Status")
    set_cell(book, "Orders", letter := chr(ord("A") + at), 5, "Fulfilled, Paid")
    assert (
        f"Orders!{letter}5 Status shows Fulfilled, Paid, the facts give {rows[4][at]}"
        in verify(book)[1]
    )


@pytest.mark.parametrize("sheet", ["Stock", "Movements", "Receivables", "Checks"])
def test_a_sheet_that_is_gone_is_missed(book: Path, sheet: str) -> None:
    workbook = load_workbook(book)
    del workbook[sheet]
    workbook.save(book)
    status, said = verify(book)
    missing = f"{sheet} the sheet is missing, or its headers are"
    assert (status, missing in said) == (1, True), said


GONE = [("Stock", 1, "Free"), ("Checks", 1, "Engine"), ("Orders", 3, "Total")]


@pytest.mark.parametrize(("sheet", "row", "header"), GONE)
def test_a_column_that_is_gone_is_missed(
    book: Path, sheet: str, row: int, header: str
) -> None:
    workbook = load_workbook(book)
    headers = [cell.value for cell in workbook[sheet][row]]
    workbook[sheet].cell(row, headers.index(header) + 1).value = "Mine"
    workbook.save(book)
    status, said = verify(book)
    assert (status, f"{sheet} the column {header} is missing" in said) == (1, True), (
        said
    )


def test_facts_typed_since_show_as_such(book: Path) -> None:
    enter(
        book,
        row_table("Payments", "Order=SO-000001; Payment date=2026-03-01; Amount=5"),
    )
    status, said = verify(book)
    assert status == 1
    assert "Typed since the last run: the next run fills in 1 blank cell." in said
    run(book)
    assert verify(book)[0] == 0


def test_too_many_alike_are_counted(book: Path) -> None:
    workbook = Workbook.open(book)
    rows = list(range(2, 50))
    workbook.set_cells("Movements", 5, rows, [1234] * len(rows))
    workbook.save(book, replacing=True)
    said = verify(book)[1]
    assert said.count("Quantity shows 1234") == MOST_ALIKE
    assert f"… and {len(rows) - MOST_ALIKE} more on Movements: --json lists all" in said
    [found] = [CliRunner().invoke(main, ["verify", str(book), "--json"])]
    assert len(json.loads(found.stdout)["findings"]) == len(rows)


# -- formulas


FORMULAS: dict[str, tuple[str, object, str]] = {
    "replaced by its value": ("C16", 2648, "Checks!C16 Receivables = invoiced − credited − paid: the formula was"),
    "altered": ("C16", "=SUM(Invoices[Total])", "the formula was altered: it reads =SUM(Invoices[Total]), and must"),
    "a difference made 0": ("D16", 0, "the formula was replaced by a value; it must read =ROUND(B16-C16,4)"),
    "a word let in": ("E16", '="OK"', 'the formula was altered: it reads ="OK", and must read =IF(ISERROR(D16)'),
    "a check taken out": ("A16", None, "Checks Receivables = invoiced − credited − paid: the check is missing"),
}  # fmt: skip


@pytest.mark.parametrize("what", FORMULAS)
def test_an_altered_formula_is_caught(book: Path, what: str) -> None:
    cell, formula, expected = FORMULAS[what]
    type_formula(book, "Checks", cell, formula)
    status, said = verify(book)
    assert (status, expected in said) == (1, True), said


SPELLINGS = [
    (
        "SUMIFS('Picks'!$G$2:$G$9,'Picks'!$A$2:$A$9,\"<1E+300\")",
        'SUMIFS(Picks!$G$2:$G$9, Picks!$A$2:$A$9,"<1E+300")',
    ),
    ("SUM(T[[#Data],[Total]])", "SUM(T[Total])"),
    ("1E+15-MOD(1E+15,2)", "1000000000000000-MOD(1000000000000000,2)"),
    ("SUMIFS(T[A],T[B],TRUE)", "sumifs(T[A],T[B],TRUE())"),
]


@pytest.mark.parametrize(("ours", "theirs"), SPELLINGS)
def test_a_formula_is_the_same_in_every_programs_spelling(
    ours: str, theirs: str
) -> None:
    assert is_same_formula(ours, theirs)


@pytest.mark.parametrize(
    "other", ['IF(A1="ok",1)', 'IF(A1="OK ",1)', 'IF(A2="OK",1)', 'IF(A1="OK",10)']
)
def test_another_formula_is_another(other: str) -> None:
    assert not is_same_formula('IF(A1="OK",1)', other)


# -- closed periods, JSON


def close(path: Path) -> None:
    enter(path, row_table("Settings", "Setting=Closing date; Value=2026-02-28"))
    run(path)


def change_a_closed_payment(path: Path) -> None:
    rows = Workbook.open(path).read("Payments").rows
    set_cell(path, "Payments", chr(ord("A") + rows[0].index("Amount")), 2, "1.00")


def test_a_changed_cell_of_a_closed_period_is_named_before_a_run_and_after(
    book: Path,
) -> None:
    close(book)
    assert verify(book)[0] == 0
    change_a_closed_payment(book)
    named = "PAY-000001 of 2026-01-29 is in the closed period: Amount was changed CLO01"
    assert named in verify(book)[1]
    run(book)
    status, said = verify(book)
    assert (status, named in said) == (1, True), said
    changed = "1045.64 in run 4, 878.24 in run 5"
    assert f"Run log!A6 Closed paid (to 2026-02-28): {changed}" in said


def test_all_of_it_as_json(book: Path) -> None:
    set_cell(book, "Invoices", "A", 3, "INV-000001")
    said = CliRunner().invoke(main, ["verify", str(book), "--json"])
    document = json.loads(said.stdout)
    assert (said.exit_code, document["status"]) == (1, 1)
    assert document["log"]["rows"] == 3
    assert document["numbers"][0] == {
        "documents": "invoices",
        "numbers": 11,
        "repeated": 1,
        "missing": 1,
    }
    kinds = {finding["kind"]: finding["fault"] for finding in document["findings"]}
    assert kinds["repeated number"] is True
    assert kinds["missing number"] is False


@pytest.mark.parametrize("sheet", ["Stock", "Movements", "Receivables"])
def test_a_derived_sheet_that_was_removed_is_named(book: Path, sheet: str) -> None:
    workbook = load_workbook(book)
    del workbook[sheet]
    workbook.save(book)
    status, said = verify(book)
    assert status == 1
    assert sheet in said
