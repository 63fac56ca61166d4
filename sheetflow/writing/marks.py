"""Marks: each faulty cell is filled and gets a note that says what is wrong; marks of fixed cells are removed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sheetflow.domain.book import Book
from sheetflow.domain.messages import own_text
from sheetflow.domain.problems import Problem
from sheetflow.workbook import Mark, Workbook
from sheetflow.workbook.notes.note_texts import LAST_LINE
from sheetflow.writing.issues import Located
from sheetflow.writing.positions import SheetPosition

MOST = 1_000
"""Cells that are marked on one sheet: nobody works through more, and Issues lists them all."""

Cell = tuple[int, int]
ProblemsByCell = dict[str, dict[Cell, list[Problem]]]
"""Sheet → (row, column) → problems."""


def put_marks(
    workbook: Workbook,
    located: Sequence[Located],
    book: Book,
    positions: Mapping[str, SheetPosition],
) -> None:
    """Mark the faulty cells of every sheet of facts, errors first, and remove the marks of earlier runs."""
    problems = _by_cell(located, book, positions)
    for sheet, position in positions.items():
        if position.name in workbook.sheets:
            cells = list(problems[sheet].items())[:MOST]
            marks = [_mark(cell, found) for cell, found in cells]
            workbook.mark(position.name, marks)


def _by_cell(
    located: Sequence[Located], book: Book, positions: Mapping[str, SheetPosition]
) -> ProblemsByCell:
    """The problems of each cell, by sheet; those of no row are only on Issues."""
    found: ProblemsByCell = defaultdict(lambda: defaultdict(list))
    for item in located:
        if not item.cell:
            continue
        for sheet, record, header in item.problem.cells:
            position = positions.get(sheet)
            if position is not None:
                row = int(book[sheet].rows[record])
                found[sheet][row, position.column(header)].append(item.problem)
    return found


def _mark(cell: Cell, problems: Sequence[Problem]) -> Mark:
    row, column = cell
    text = "\n\n".join(_note(problem) for problem in problems) + _last_line()
    is_error = any(problem.rule.is_error for problem in problems)
    return Mark(row, column, text, is_error)


def _last_line() -> str:
    """The end of a note, where the workbook has other words for it."""
    last = own_text("— see [Issues] —")
    return "" if last == LAST_LINE else f"\n{last}"


def _note(problem: Problem) -> str:
    return f"{problem.text}\n{problem.remedy} ({problem.code})"
