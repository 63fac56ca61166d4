"""The rows of a DataFrame, written below those of a sheet in a workbook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import declared_by
from sheetflow.domain.problems import Problem
from sheetflow.engine.edits import find_edits
from sheetflow.engine.prepare import prepare
from sheetflow.errors import SheetflowError
from sheetflow.opening import Opened, open_workbook
from sheetflow.reading.dataframes import add_rows, read_facts
from sheetflow.reading.sheets import RawSheet
from sheetflow.workbook.publishing.backups import backup
from sheetflow.workbook.publishing.locks import exclusive_lock
from sheetflow.writing.fact_positions import place_edited_sheets, place_new_rows
from sheetflow.writing.facts import FactWriter, numeric_keys

if TYPE_CHECKING:
    import pandas as pd

MOST_NAMED = 10
"""How many faulty cells an error names."""


def write_rows(path: str | Path, sheet: str, frame: pd.DataFrame) -> list[int]:
    """Write the rows of a DataFrame below those of a sheet of facts; returns their Excel rows.

    The workbook is replaced, whole or not at all; a copy of it is kept in `.sheetflow/backups/`. Columns are named as
    the sheet's are; those that the DataFrame lacks stay blank, for the next run to fill. A sheet or column that the
    workbook lacks is added. Nothing else is done: `sheetflow.run` checks, acts and derives.

    Raises:
        SheetflowError: the workbook cannot be processed, or a cell of the rows cannot be read, lacks what the sheet
            requires, repeats a key or names something that does not exist. Nothing is written then.
    """
    file = Path(path)
    rows = read_facts(sheet, frame)
    if not len(rows.frame):
        return []
    with exclusive_lock(file):
        opened = open_workbook(file)
        with declared_by(opened.sheets):
            before = typed_book(opened.raw)
            after = _with_rows(opened.raw, sheet, rows, len(before[sheet]))
            written = put_rows(opened, before, after)
        backup(file)
        opened.workbook.save(file, replacing=True)
    return [int(row) for row in written[sheet].rows[len(before[sheet]) :]]


def typed_book(raw: Mapping[str, RawSheet]) -> Book:
    """The facts as they were typed."""
    return prepare(raw, date.today().toordinal()).typed


def _with_rows(
    raw: Mapping[str, RawSheet], sheet: str, rows: RawSheet, first: int
) -> Book:
    """The facts with the new rows. Raises SheetflowError where one of them is in error."""
    prepared = prepare(add_rows(raw, {sheet: rows}), date.today().toordinal())
    wrong = [
        problem
        for problem in prepared.problems
        if problem.rule.kind == "row error"
        and problem.sheet == sheet
        and problem.record >= first
    ]
    if wrong:
        raise SheetflowError(_refusal(sheet, wrong, first))
    return prepared.typed


def _refusal(sheet: str, wrong: Sequence[Problem], first: int) -> str:
    """What is wrong in the rows, each named by its position in the DataFrame."""
    named = [
        f"row {problem.record - first}, {problem.column}: {problem.text}"
        for problem in wrong[:MOST_NAMED]
    ]
    more = len(wrong) - len(named)
    ending = f"; and {more:,} more" if more else ""
    return f"{sheet}: nothing was written: {'; '.join(named)}{ending}"


def put_rows(opened: Opened, before: Book, after: Book) -> Book:
    """Put the rows that `after` has more than `before`, and its other cells, into the workbook.

    The workbook is not saved yet. Returns the book with the Excel rows of its new records.
    """
    edits = find_edits(before, after)
    workbook = opened.workbook
    positions = place_edited_sheets(workbook, opened.layouts, after, edits)
    book = place_new_rows(workbook, positions, after, edits)
    facts = FactWriter(workbook, positions, book, numeric_keys(opened.raw))
    facts.write(edits)
    facts.add_sheets({})
    return book
