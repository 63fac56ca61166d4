"""What people typed, changed or removed since the last run is listed on Changes, from real files."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import pytest
from calculated import random_grids
from click.testing import CliRunner
from locations import QUICKSTART
from openpyxl import load_workbook
from walkthroughs import enter, row_table, set_cell
from xlsxwriter import Workbook as NewWorkbook

from sheetflow import pipeline
from sheetflow.cli import main
from sheetflow.workbook import Workbook

DAY = date(2026, 3, 2)
AS_OF = "--as-of=2026-03-02"
HEADERS = ("By", "Sheet", "Key", "Column", "Before", "After")


def run(path: Path, *options: str) -> str:
    """Run a workbook in place; what is printed, with single spaces."""
    done = CliRunner().invoke(main, ["run", str(path), "--no-print", AS_OF, *options])
    assert done.exit_code in (0, 1), done.output
    return "\n".join(" ".join(line.split()) for line in done.output.splitlines())


def typed(path: Path) -> list[tuple[object, ...]]:
    """The rows of Changes that people typed: sheet, key, column, before, after."""
    rows = Workbook.open(path).read("Changes").rows
    at = [rows[0].index(header) for header in HEADERS]
    found = [tuple(row[column] for column in at) for row in rows[1:]]
    return [row[1:] for row in found if row[0] == "typed"]


def remove(path: Path, sheet: str, row: int) -> None:
    """Take a row out, as Delete does with its cells."""
    workbook = Workbook.open(path)
    for column in range(1, len(workbook.read(sheet).rows[0]) + 1):
        workbook.set_cells(sheet, column, [row], [None], overwrite_formulas=True)
    workbook.save(path, replacing=True)


PAYMENT = "Order=SO-000003; Payment date=2026-03-02; Amount=12.50"
REMOVED = (
    "Payments",
    "PAY-000004",
    "(removed row)",
    "Order SO-000015; Payment date 2026-02-20; Kind Payment; Method Transfer; Amount 500; "
    "Reference PO 89970",
    "",
)


def type_three_things(path: Path) -> None:
    """Change a cell, remove a row, type a row."""
    set_cell(path, "Payments", "G", 4, "80")
    remove(path, "Payments", 5)
    enter(path, row_table("Payments", PAYMENT))


THREE_THINGS = [
    ("Payments", "PAY-000003", "Amount", "83.94", "80"),
    (
        "Payments",
        "PAY-000008",
        "(new row)",
        "",
        "Order SO-000003; Payment date 2026-03-02; Amount 12.5",
    ),
    REMOVED,
]


@pytest.fixture
def book(after_a_run: Path, tmp_path: Path) -> Path:
    """The quickstart after a run."""
    ignored = shutil.ignore_patterns("* papers")
    shutil.copytree(after_a_run, tmp_path, ignore=ignored, dirs_exist_ok=True)
    return tmp_path / "shop.xlsx"


def test_what_was_typed_changed_and_removed_is_listed(book: Path) -> None:
    type_three_things(book)
    said = run(book)
    assert (
        "Typed since run 1: 1 row added, 1 cell changed, 1 row removed (see Changes).\n"
        "Payments PAY-000003, Amount: 83.94 → 80\n"
        "Payments PAY-000004 was removed: Order SO-"
    ) in said
    assert typed(book) == THREE_THINGS
    run(book)
    assert typed(book) == [], "it is listed once"


def test_a_workbook_that_nobody_changed_has_nothing_typed(book: Path) -> None:
    load_workbook(book).save(book)
    assert "Typed since" not in run(book)
    assert typed(book) == []


@pytest.mark.parametrize("kept", ["the copy", "the facts", "neither"])
def test_either_file_that_a_run_keeps_is_enough(book: Path, kept: str) -> None:
    last = book.parent / ".sheetflow" / "last"
    if kept != "the copy":
        (last / "shop.xlsx").unlink()
    if kept != "the facts":
        (last / "shop.xlsx.facts").unlink()
    type_three_things(book)
    said = run(book)
    if kept == "neither":
        assert "Facts were changed since run 1, but there is no copy" in said
        [row] = typed(book)
        assert "--against FILE lists what was changed" in str(row[-1])
    else:
        assert typed(book) == THREE_THINGS


def test_a_kept_file_that_somebody_changed_is_not_believed(book: Path) -> None:
    last = book.parent / ".sheetflow" / "last"
    (last / "shop.xlsx.facts").write_bytes(b"\x80")
    set_cell(last / "shop.xlsx", "Payments", "G", 4, "80")
    set_cell(book, "Payments", "G", 4, "80")
    assert "there is no copy of the workbook as that run wrote it" in run(book)


def test_against_a_copy_of_the_workbook_as_the_run_wrote_it(book: Path) -> None:
    copy = book.with_name("mailed.xlsx")
    shutil.copyfile(book, copy)
    shutil.rmtree(book.parent / ".sheetflow")
    type_three_things(book)
    run(book, "--against", str(copy))
    assert typed(book) == THREE_THINGS


def test_against_another_workbook_is_refused(book: Path) -> None:
    type_three_things(book)
    done = CliRunner().invoke(
        main, ["run", str(book), AS_OF, "--against", str(QUICKSTART)]
    )
    assert done.exit_code == 3
    assert "this is not the workbook as run 1 wrote it" in done.output


def test_after_undo_the_run_before_is_the_last_again(book: Path) -> None:
    type_three_things(book)
    run(book)
    CliRunner().invoke(main, ["undo", str(book)])
    run(book)
    assert typed(book) == THREE_THINGS


def test_rows_in_another_order_are_the_same_facts(book: Path) -> None:
    workbook = load_workbook(book)
    sheet = workbook["Payments"]
    first, second = (
        [cell.value for cell in sheet[row]] for row in (2, 3)
    )  # swapped, as sorting does
    for column, (one, other) in enumerate(zip(first, second, strict=True), 1):
        sheet.cell(2, column).value = other
        sheet.cell(3, column).value = one
    workbook.save(book)
    assert "Typed since" not in run(book)


def test_a_cell_that_cannot_be_read_is_shown_as_typed(book: Path) -> None:
    set_cell(book, "Payments", "G", 4, "eighty")
    run(book)
    assert typed(book) == [("Payments", "PAY-000003", "Amount", "83.94", "eighty")]


def test_a_renamed_key_is_a_row_removed_and_a_row_typed(book: Path) -> None:
    set_cell(book, "Payments", "A", 4, "PAY-000099")
    run(book)
    assert [row[1:3] for row in typed(book)] == [
        ("PAY-000099", "(new row)"),
        ("PAY-000003", "(removed row)"),
    ]


def test_a_dry_run_prints_what_was_typed(book: Path) -> None:
    type_three_things(book)
    said = run(book, "--dry-run")
    assert "typed: Payments PAY-000003 Amount: 83.94 → 80" in said


@pytest.mark.parametrize("seed", range(8))
def test_whatever_a_workbook_holds_a_run_leaves_facts_that_read_back(
    tmp_path: Path, seed: int
) -> None:
    """Nothing that a run writes may look as if a person had typed it."""
    path = tmp_path / "book.xlsx"
    with NewWorkbook(path, {"default_date_format": "yyyy-mm-dd"}) as workbook:
        for name, grid in random_grids(seed).items():
            sheet = workbook.add_worksheet(name)
            for row, cells in enumerate(grid.rows):
                given = [cell if cell != "" else None for cell in cells]
                sheet.write_row(row, 0, given)
    for _ in range(2):
        done = pipeline.run(path, as_of=DAY)
        assert done.since.is_known
        done.save(path, replacing=True)
