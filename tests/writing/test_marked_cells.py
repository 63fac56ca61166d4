"""Faulty cells are marked where people meet them; once fixed, nothing of it is left."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest
import walkthroughs
from locations import SAMPLES

from sheetflow import pipeline as running

DAY = date(2026, 3, 2)


def typed(folder: Path, name: str, sku: str) -> Path:
    """The quickstart with this SKU typed into Order lines!C4."""
    path = folder / f"{name}.xlsx"
    path.write_bytes((SAMPLES / "quickstart.xlsx").read_bytes())
    walkthroughs.set_cell(path, "Order lines", "C", 4, sku)
    return path


def gone_through(path: Path, *, checked_only: bool) -> running.Run:
    """The workbook checked or run, in its own place."""
    done = (
        running.check(path, as_of=DAY, annotate=True)
        if checked_only
        else running.run(path, as_of=DAY)
    )
    done.save(path, replacing=True)
    return done


def parts(path: Path) -> list[str]:
    with zipfile.ZipFile(path) as archive:
        return archive.namelist()


def shown(path: Path) -> dict[str, object]:
    """Every sheet but those of the log: its cells, notes and conditional formats."""
    book = openpyxl.load_workbook(path)
    found = {}
    for sheet in book:
        if sheet.title not in ("Run log", "Changes"):
            every = [cell for row in sheet.iter_rows() for cell in row]
            cells = [
                (cell.coordinate, cell.value, cell.comment)
                for cell in every
                if cell.value or cell.comment
            ]
            rules = [
                (str(box.sqref), [rule.formula for rule in box.rules])
                for box in sheet.conditional_formatting
            ]
            found[sheet.title] = (cells, rules)
    return found


def test_every_problem_in_a_cell_has_its_note_and_fill(tmp_path: Path) -> None:
    done = running.run(SAMPLES / "mistakes.xlsx", as_of=DAY)
    done.save(tmp_path / "mistakes.xlsx")
    book = openpyxl.load_workbook(tmp_path / "mistakes.xlsx")
    assert len(done.problems) > 40
    for item in done.problems:
        sheet = book[item.sheet]
        note = sheet[item.cell].comment
        assert note is not None, item.where
        assert item.problem.code in note.text
        filled = [
            box.sqref
            for box in sheet.conditional_formatting
            if "sheetflow" in str(box.rules[0].formula)
        ]
        assert any(item.cell in squares for squares in filled)


@pytest.mark.parametrize("checked_only", [True, False])
def test_a_fixed_workbook_is_one_that_never_had_the_mistake(
    tmp_path: Path, checked_only: bool
) -> None:
    right = openpyxl.load_workbook(SAMPLES / "quickstart.xlsx")["Order lines"][
        "C4"
    ].value
    clean = typed(tmp_path, "clean", right)
    fixed = typed(tmp_path, "fixed", "MUG-BLEUE")
    running.check(clean, as_of=DAY, annotate=True).save(clean, replacing=True)
    running.check(fixed, as_of=DAY, annotate=True).save(fixed, replacing=True)
    assert (
        openpyxl.load_workbook(fixed)["Order lines"]["C4"].comment.text.count(
            "MUG-BLEUE"
        )
        == 1
    )
    for path in (clean, fixed):
        walkthroughs.set_cell(path, "Order lines", "C", 4, right)
        gone_through(path, checked_only=checked_only)
    assert parts(fixed) == parts(clean)
    assert shown(fixed) == shown(clean)
