"""The sheet Issues: a line that says how things stand, then the list, every row as high as its text."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import openpyxl
import pytest
from locations import SAMPLES
from openpyxl.worksheet.worksheet import Worksheet
from sheets import after

from sheetflow import pipeline as running
from sheetflow.domain.catalogue import catalogue, declared_by
from sheetflow.domain.languages import language_of
from sheetflow.domain.own_names import Names
from sheetflow.domain.problems import Problem
from sheetflow.workbook import Workbook
from sheetflow.workbook.cells.row_heights import row_heights
from sheetflow.writing.issues import locate

DAY = date(2026, 3, 2)
HEADERS = ["Severity", "Sheet", "Cell", "Column", "Value", "Problem", "Remedy", "Code"]


def sample(folder: Path, name: str) -> Path:
    path = folder / f"{name}.xlsx"
    path.write_bytes((SAMPLES / f"{name}.xlsx").read_bytes())
    return path


def ran(path: Path) -> running.Run:
    done = running.run(path, as_of=DAY)
    done.save(path, replacing=True)
    return done


def issues(path: Path) -> Worksheet:
    return openpyxl.load_workbook(path)["Issues"]


def codes(path: Path) -> list[object]:
    """What is below the header Code."""
    rows = list(issues(path).values)
    top = next(at for at, row in enumerate(rows) if "Code" in row)
    return [row[rows[top].index("Code")] for row in rows[top + 1 :] if any(row)]


def type_into(path: Path, sheet: str, cell: str, value: object) -> None:
    book = openpyxl.load_workbook(path)
    book[sheet][cell] = value
    book.save(path)


def test_it_begins_with_how_things_stand(tmp_path):
    path = sample(tmp_path, "mistakes")
    done = ran(path)
    page = issues(path)
    errors = sum(item.problem.rule.is_error for item in done.problems)
    assert page["A1"].value == (
        f"{errors} things to fix, {len(done.problems) - errors} to review: "
        f"{done.read - done.on_hold} of 40 orders processed, {done.on_hold} on hold"
    )
    assert [cell.value for cell in page[3]] == HEADERS
    assert page.freeze_panes == "A4"
    assert page.tables["Issues"].autoFilter.ref == f"A3:H{3 + len(done.problems)}"


def test_it_says_so_when_nothing_is_to_be_fixed(tmp_path):
    path = sample(tmp_path, "quickstart")
    ran(path)
    assert (
        issues(path)["A1"].value
        == "Nothing to fix, 2 to review: 24 of 25 orders processed, 1 waiting"
    )
    type_into(path, "Orders", "L13", None)
    ran(path)
    assert issues(path)["A1"].value == "Nothing to fix: all 25 orders processed"


def test_a_workbook_that_was_only_checked_says_that_nothing_was_changed(tmp_path):
    path = sample(tmp_path, "mistakes")
    running.check(path, as_of=DAY, annotate=True).save(path, replacing=True)
    assert issues(path)["A1"].value.endswith(
        ": nothing was changed; 32 of 40 orders on hold"
    )


@pytest.mark.parametrize("name", ["quickstart", "mistakes"])
def test_a_second_run_changes_no_cell_of_it(tmp_path, name):
    path = sample(tmp_path, name)
    ran(path)
    before = [[cell.value for cell in row] for row in issues(path)]
    ran(path)
    assert [[cell.value for cell in row] for row in issues(path)] == before


def test_an_owners_columns_at_its_right_follow_the_problems(tmp_path):
    path = sample(tmp_path, "quickstart")
    ran(path)
    type_into(path, "Issues", "I3", "Who")
    type_into(path, "Issues", "I4", "Mary")
    first = issues(path)["F4"].value
    for sku, row in (("NO-SUCH", "5"), ("BOWL-L", "4")):
        type_into(path, "Order lines", "C3", sku)
        ran(path)
        page = issues(path)
        assert page["I3"].value == "Who"
        assert [page[f"F{row}"].value, page[f"I{row}"].value] == [first, "Mary"]
        assert [cell.value for cell in page["I"]].count("Mary") == 1


def test_one_of_an_earlier_version_keeps_its_headers_in_row_1(tmp_path):
    path = sample(tmp_path, "quickstart")
    ran(path)
    book = openpyxl.load_workbook(path)
    del book["Issues"]
    old = book.create_sheet("Issues")
    old.append(HEADERS)
    old.append(["Warning", "Orders", "L13", "Action", "x", "old", "old", "ACT03"])
    book.save(path)
    for _ in range(2):
        ran(path)
        assert [cell.value for cell in issues(path)[1]] == HEADERS
        assert codes(path) == ["ACT03", "ACT03"]


def test_an_empty_sheet_of_that_name_is_filled(tmp_path):
    path = sample(tmp_path, "quickstart")
    book = openpyxl.load_workbook(path)
    book.create_sheet("Issues")
    book.save(path)
    ran(path)
    assert issues(path)["A1"].value.startswith("Nothing to fix")
    assert [cell.value for cell in issues(path)[3]][:8] == HEADERS


def test_a_row_is_as_high_as_its_text_and_as_one_line_again(tmp_path):
    path = sample(tmp_path, "mistakes")
    ran(path)
    page = issues(path)
    longest = max(
        range(4, page.max_row + 1), key=lambda row: len(str(page.cell(row, 7).value))
    )
    assert page.row_dimensions[longest].height == 30
    shortest = min(
        range(4, page.max_row + 1),
        key=lambda row: max(len(str(page.cell(row, at).value)) for at in (6, 7)),
    )
    assert page.row_dimensions[shortest].height is None
    assert page.cell(longest, 7).alignment.wrap_text


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("ten", 1),
        ("one two three four", 2),
        ("a\nb\nc", 3),
        ("Donaudampfschifffahrtsgesellschaft", 3),
        ("漢字漢字漢字", 2),
    ],
)
def test_a_line_is_broken_between_words_and_within_what_is_longer_than_a_line(
    text, lines
):
    assert row_heights([(12, [text])]) == [0 if lines == 1 else 15.0 * lines]


def test_no_row_is_higher_than_excel_allows():
    assert row_heights([(10, ["word " * 500]), (10, ["word"])]) == [409.0]


def test_printed_it_is_one_page_wide(tmp_path):
    path = sample(tmp_path, "mistakes")
    ran(path)
    page = issues(path)
    assert (
        page.page_setup.orientation,
        page.sheet_properties.pageSetUpPr.fitToPage,
    ) == ("landscape", True)
    assert (page.page_setup.fitToWidth, page.page_setup.fitToHeight) in (
        (None, 0),
        (1, 0),
    )
    assert "Issues" in Workbook.open(path).sheets


def test_a_derived_sheet_is_named_as_the_workbook_names_it():
    book = after().book
    problem = Problem("LOG01", "Run log", -1, "Run", "", {"what": "-"}, cell="A2")
    with declared_by(Names(language=language_of("de")).applied_to(catalogue())):
        assert locate(problem, book, {}).where == "Laufprotokoll!A2"
