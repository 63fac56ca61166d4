"""The sheet Changes: every fact that a run filled or wrote, before and after; sums where it is too much to list."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from locations import QUICKSTART

from sheetflow import pipeline as running
from sheetflow.inspection.diff import difference
from sheetflow.opening import open_workbook
from sheetflow.workbook import Workbook
from sheetflow.writing import changes

DAY = date(2026, 3, 2)


def run() -> running.Run:
    return running.run(QUICKSTART, as_of=DAY)


def test_it_lists_what_diff_finds_between_the_workbooks(tmp_path: Path) -> None:
    done = run()
    done.save(tmp_path / "after.xlsx")
    found = difference(QUICKSTART, tmp_path / "after.xlsx", facts_only=True)
    by_diff = Counter(
        (sheet.sheet, change.kind)
        for sheet in found.sheets
        for change in sheet.changes
        if change.kind == "added"
    )
    listed = Counter((row[0], "added") for row in done.changes if row[2] == "(new row)")
    assert listed == by_diff
    assert len(done.changes) == len(done.edits) + len(done.result.notes)


def test_each_written_cell_has_its_own_row_with_before_and_after() -> None:
    rows = run().changes
    assert ("Orders", "SO-000023", "Order", "SQ-000003", "SO-000023", "run") in rows
    assert ("Orders", "SO-000023", "Action", "Confirm", "", "run") in rows
    assert ("Order lines", "SQ-000001 / 1", "Unit price", "", "58", "run") in rows


def test_too_much_to_list_is_summed_up_and_says_how_to_see_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done = run()
    whole = Counter(
        (row[0], row[2])
        for row in changes.change_rows(done.edits, (), done.result.book)
    )
    monkeypatch.setattr(changes, "ALL", len(done.edits) - 1)
    monkeypatch.setattr(changes, "MOST", 9)
    summed = {
        (row[0], row[2]): row
        for row in changes.change_rows(done.edits, (), done.result.book)
    }
    many = {place for place, count in whole.items() if count > 9}
    for place in many - {("Picks", "(new row)")}:
        said = f"{whole[place]} rows filled or changed; {changes.SEE_DIFF}"
        assert summed[place][3:] == ("", said, "run")
    assert summed["Order lines", "Unit price"][1] == "SQ-000001 / 1 … SO-000022 / 1"
    assert summed["Picks", "(new rows)"][4].startswith(
        "10 rows added; to list them all, run sheetflow diff"
    )


def test_a_run_that_changes_no_more_than_that_is_listed_whole(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    done = run()
    monkeypatch.setattr(changes, "ALL", len(done.edits))
    monkeypatch.setattr(changes, "MOST", 1)
    assert (
        changes.change_rows(done.edits, done.result.notes, done.result.book)
        == done.changes
    )


def test_a_new_row_with_the_longest_text_of_a_cell_fits_into_a_cell(
    tmp_path: Path,
) -> None:
    longest = "n" * 32_767
    opened = open_workbook(QUICKSTART)
    products = opened.layouts["Products"]
    column = products.columns["Name"]
    opened.workbook.set_cells(products.name, column, [2], [longest])
    opened.workbook.save(tmp_path / "long.xlsx")
    done = running.run(tmp_path / "long.xlsx", as_of=DAY)
    done.save(tmp_path / "after.xlsx")
    listed = [row for row in done.changes if row[2] == "(new row)" and "nnn" in row[4]]
    assert [row[4][-1] for row in listed] == ["…"] * len(listed) != []
    lines = Workbook.open(tmp_path / "after.xlsx").read("Invoice lines")
    assert longest in {cell for row in lines.rows for cell in row}
