"""Suggestions for unknown keys, once a run has added records that may have been meant.

The next run would suggest these, so this one does: a second run finds nothing to change.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from sheetflow.domain.book import Book
from sheetflow.domain.problems import LOOKS, SWAPPED, Problem
from sheetflow.domain.relations import unknown_codes
from sheetflow.domain.suggestions import nearest_of_each, suggestion


def suggest_new_records(
    before: Book, book: Book, problems: Sequence[Problem]
) -> list[Problem]:
    """The problems, of which those of an unknown key may suggest a record that the run has added."""
    grown = {
        code: sheet
        for code, sheet in unknown_codes().items()
        if len(book[sheet]) > len(before[sheet])
    }
    if not any(problem.code in grown for problem in problems):
        return list(problems)
    guesses = {
        code: _guesses(book, sheet, code, problems) for code, sheet in grown.items()
    }
    return [
        _suggested(problem, guesses[problem.code]) if problem.code in grown else problem
        for problem in problems
    ]


def _guesses(
    book: Book, sheet: str, code: str, problems: Sequence[Problem]
) -> dict[str, str]:
    """The record that each unknown key is most like."""
    keys = book[sheet][book[sheet].schema.key[0]].tolist()
    known = list(dict.fromkeys(key for key in keys if key))
    return nearest_of_each(
        [each.value for each in problems if each.code == code], known
    )


def _suggested(problem: Problem, guesses: dict[str, str]) -> Problem:
    """A problem that suggests a record; what it looks like says more."""
    if SWAPPED in problem.words or LOOKS in problem.words:
        return problem
    guess = guesses.get(problem.value, "")
    words = {**problem.words, "suggestion": suggestion(guess), "guess": guess}
    return replace(problem, words=words)
