"""The sample of mistakes, every marked cell fixed as its note says: then nothing shows that there were any."""

from __future__ import annotations

import re
import zipfile
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from locations import SAMPLES
from mistakes import FIXES, Typed, squares, type_into

from sheetflow import pipeline as running
from sheetflow.workbook import CellError, Formula, Value, Workbook
from sheetflow.workbook.cells.cell_references import cell_name

SAMPLE = SAMPLES / "mistakes.xlsx"
DAY = date(2026, 3, 2)
LOG = ("Run log", "Changes", "Issued documents")
SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}sheet"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def the_mistakes() -> Typed:
    """What is in the sample, cell by cell, where something must be fixed."""
    workbook = Workbook.open(SAMPLE)
    found = [square for place in FIXES for square in squares(workbook, place)]
    return {
        f"{sheet}!{cell_name(row, column)}": _typed(workbook, sheet, row, column)
        for sheet, row, column in found
    }


def _typed(workbook: Workbook, sheet: str, row: int, column: int) -> Value:
    """What a clerk types to have this in the cell."""
    cell: Any = workbook.read(sheet).value(row, column)
    return (
        Formula("NA()", cell.code)
        if isinstance(cell, CellError)
        else None
        if cell == ""
        else cell
    )


def parts(path: Path) -> dict[str, bytes]:
    """The parts of a package by name, but the sheets of the log and their tables."""
    with zipfile.ZipFile(path) as archive:
        every = {name: archive.read(name) for name in archive.namelist()}
    book = ElementTree.fromstring(every["xl/workbook.xml"])
    targets = relations(every["xl/_rels/workbook.xml.rels"])
    sheets = {
        sheet.get("name"): "xl/" + targets[sheet.get(f"{{{RELATIONS}}}id", "")]
        for sheet in book.iter(SHEET)
    }
    log = {sheets[name] for name in LOG}
    for sheet in tuple(log):
        folder, _, name = sheet.rpartition("/")
        log |= {
            "xl/" + target[3:]
            for target in relations(every[f"{folder}/_rels/{name}.rels"]).values()
        }
    every["xl/workbook.xml"] = FINGERPRINTS.sub(b"", every["xl/workbook.xml"])
    return {name: data for name, data in every.items() if name not in log}


FINGERPRINTS = re.compile(
    rb'<[^<>]*definedName[^<>]*"_sheetflow_(?!sheets)[^<>]*>[^<]*</[^<>]*>'
)
"""The hidden names that keep the fingerprint of the last run, which the log has too."""


def relations(data: bytes) -> dict[str, str]:
    """What a part refers to, by id."""
    return {
        one.get("Id", ""): one.get("Target", "") for one in ElementTree.fromstring(data)
    }


def checked(path: Path) -> None:
    running.check(path, as_of=DAY, annotate=True).save(path, replacing=True)


def ran(path: Path) -> running.Run:
    done = running.run(path, as_of=DAY)
    done.save(path, replacing=True)
    return done


@pytest.fixture
def fixed(tmp_path: Path) -> Path:
    """The workbook that no run ever saw with the mistakes."""
    path = tmp_path / "never.xlsx"
    path.write_bytes(SAMPLE.read_bytes())
    type_into(path, FIXES)
    return path


def test_a_checked_copy_fixed_and_run_is_one_that_never_had_the_mistakes(
    tmp_path: Path, fixed: Path
) -> None:
    path = tmp_path / "mistakes.xlsx"
    path.write_bytes(SAMPLE.read_bytes())
    checked(path)
    checked(fixed)
    type_into(path, FIXES)
    for _ in range(2):  # the rows typed below a table are named once
        assert len(ran(path).problems) == len(ran(fixed).problems)
    assert not ran(path).problems + ran(fixed).problems
    assert parts(path) == parts(fixed)


def test_the_mistakes_run_and_fixed_leave_a_workbook_that_never_had_them(
    tmp_path: Path, fixed: Path
) -> None:
    path = tmp_path / "mistakes.xlsx"
    path.write_bytes(SAMPLE.read_bytes())
    assert len(ran(path).problems) > 40
    type_into(path, FIXES)
    for _ in range(2):  # the row typed below a table is named once
        ran(path)
        ran(fixed)
    assert not ran(path).problems + ran(fixed).problems
    assert parts(path) == parts(fixed)


def test_mistakes_made_marked_and_fixed_leave_no_trace(
    tmp_path: Path, fixed: Path
) -> None:
    ran(fixed)
    assert not ran(fixed).problems
    path = tmp_path / "mistakes.xlsx"
    path.write_bytes(fixed.read_bytes())
    type_into(path, the_mistakes())
    type_into(fixed, the_mistakes())
    type_into(fixed, FIXES)
    assert len(ran(path).problems) > 40
    type_into(path, FIXES)
    assert not ran(path).problems
    ran(fixed)
    ran(fixed)
    differing = {
        name for name, data in parts(path).items() if parts(fixed).get(name) != data
    }
    assert (differing, parts(path).keys()) == (set(), parts(fixed).keys())
