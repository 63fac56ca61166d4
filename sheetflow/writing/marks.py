"""Marks: every faulty cell filled, with a note that says what is wrong and how to mend it; mended cells lose theirs."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from sheetflow.domain.book import Book
from sheetflow.domain.problems import Problem
from sheetflow.workbook import Mark, Workbook
from sheetflow.writing.issues import Located
from sheetflow.writing.placed import Place

MOST = 1_000
"""Cells that are marked on one sheet: more could not be worked through, and Issues lists them all."""


def put_marks(
    workbook: Workbook,
    located: Sequence[Located],
    book: Book,
    places: Mapping[str, Place],
) -> None:
    """Mark the faulty cells of every sheet of facts, errors first, and take marks of earlier runs off all others."""
    found = _by_cell(located, book, places)
    for sheet, place in places.items():
        if place.name in workbook.sheets:
            cells = list(found[sheet].items())[:MOST]
            workbook.mark(
                place.name, [_mark(cell, problems) for cell, problems in cells]
            )


def _by_cell(
    located: Sequence[Located], book: Book, places: Mapping[str, Place]
) -> dict[str, dict[tuple[int, int], list[Problem]]]:
    """The problems of each cell, by sheet; those that stand in no row are on Issues alone."""
    found: dict[str, dict[tuple[int, int], list[Problem]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for item in located:
        problem = item.problem
        for sheet, record, column in problem.cells:
            place = places.get(sheet)
            if item.cell and place is not None:
                found[sheet][
                    int(book[sheet].rows[record]), place.column(column)
                ].append(problem)
    return found


def _mark(cell: tuple[int, int], problems: Sequence[Problem]) -> Mark:
    text = "\n\n".join(
        f"{problem.text}\n{problem.remedy} ({problem.code})" for problem in problems
    )
    return Mark(*cell, text, any(problem.rule.is_error for problem in problems))
