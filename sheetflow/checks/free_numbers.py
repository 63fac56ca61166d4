"""The next free number, which the message of a number used twice names.

It is known once a run has numbered its own rows: a number that is free before may be taken after.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sheetflow.domain.book import Book
from sheetflow.domain.messages import message
from sheetflow.domain.number_series import Numbering, next_numbers, numbering_of
from sheetflow.domain.problems import Problem

DUPLICATE = "KEY02"


def name_free_numbers(book: Book, problems: Sequence[Problem]) -> list[Problem]:
    """The problems, of which those of a number used twice name the next free one."""
    known: dict[tuple[str, Numbering], str] = {}
    return [_named(book, problem, known) for problem in problems]


def _named(
    book: Book, problem: Problem, known: dict[tuple[str, Numbering], str]
) -> Problem:
    """The problem with the next free number in its words, if it is of a numbered key."""
    numbering = _numbering(book, problem)
    if numbering is None:
        return problem
    series = (problem.sheet, numbering)
    if series not in known:
        keys = book[problem.sheet][problem.column]
        [known[series]] = next_numbers(keys, numbering).tolist()
    free = message("; the next free number is {number}", number=known[series])
    return replace(problem, words={**problem.words, "next": free})


def _numbering(book: Book, problem: Problem) -> Numbering | None:
    """How the number used twice is written; None if it is not one that a run gives."""
    if problem.code != DUPLICATE or problem.record < 0:
        return None
    column = book[problem.sheet].schema.numbered
    if column is None or column.header != problem.column:
        return None
    return numbering_of(problem.value)
