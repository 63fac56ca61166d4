"""What follows from keys that cannot be read, and from lines whose order is unknown."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.problems import Problem
from sheetflow.domain.relations import unknown_codes


def unread_keys(
    book: Book, problems: Sequence[Problem], repeats: Mapping[int, int]
) -> dict[str, int]:
    """By the code of an unknown reference: a key that cannot be read, if it explains them all.

    Where more keys are unknown than cannot be read, at least one is truly unknown.
    """
    found = {}
    for code, sheet in unknown_codes().items():
        unread = _unread_keys_of(book, problems, sheet)
        unknown = _first_of_code(problems, code, repeats)
        if unread and _count(problems, unknown) <= _count(problems, unread):
            found[code] = unread[0]
    return found


def _unread_keys_of(book: Book, problems: Sequence[Problem], sheet: str) -> list[int]:
    """The errors in keys of a sheet that cannot be read."""
    return [
        at
        for at, problem in enumerate(problems)
        if problem.sheet == sheet and _is_unread_key(book, problem)
    ]


def _is_unread_key(book: Book, problem: Problem) -> bool:
    """Whether a problem is an error in a key that cannot be read."""
    header = sheet_schema(problem.sheet).key[0]
    if problem.column != header or problem.record < 0:
        return False
    key = book[problem.sheet][header][problem.record]
    return key is None and problem.rule.kind == "row error"


def _count(problems: Sequence[Problem], positions: Iterable[int]) -> int:
    """How many cells have the problems at these positions."""
    return sum(problems[at].count for at in positions)


def _first_of_code(
    problems: Sequence[Problem], code: str, repeats: Mapping[int, int]
) -> list[int]:
    """The problems with a code, without repeats."""
    return [
        at
        for at, problem in enumerate(problems)
        if problem.code == code and at not in repeats
    ]


def line_without_order(
    problems: Sequence[Problem], repeats: Mapping[int, int]
) -> int | None:
    """The first order line that may belong to any order, if such lines explain all orders
    without lines.
    """
    lines = [
        at
        for at, problem in enumerate(problems)
        if at not in repeats and _may_be_of_any_order(problem)
    ]
    orders = [problem for problem in problems if problem.code == "ORD02"]
    return lines[0] if lines and len(orders) <= _count(problems, lines) else None


def _may_be_of_any_order(problem: Problem) -> bool:
    """Whether a problem leaves open to which order a line belongs."""
    if problem.sheet != "Order lines" or problem.rule.kind != "row error":
        return False
    unknown_order = problem.column == "Order" and not problem.words.get("guess")
    return unknown_order or problem.code == "KEY02"
