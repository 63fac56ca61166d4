"""One cause, one problem: which of the problems of a book are told, and which only follow from one that is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sheetflow.checks.closed import Closed
from sheetflow.checks.dependence import Faults, Part, parts_of
from sheetflow.checks.repeats import same_thing
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import fact_sheets, sheet_schema
from sheetflow.domain.problems import Problem
from sheetflow.domain.relations import unknown_codes


@dataclass(frozen=True)
class Causes:
    """The problems that are told, and for each problem found the one of them that tells it."""

    reported: tuple[Problem, ...]
    roots: tuple[int, ...]

    def root_of(self, at: int) -> Problem:
        """The told problem that stands for the one at a position of those found."""
        return self.reported[self.roots[at]]


def find_causes(book: Book, problems: Sequence[Problem]) -> Causes:
    """Trace each problem to the one that it follows from, and let that one name the rows of which the same is said.

    An error never follows from a warning. Nothing is lost: what was not told is found anew once its cause is mended.
    """
    if len(problems) < 2:
        return Causes(tuple(problems), tuple(range(len(problems))))
    heads = _heads(book, problems)
    causes = {at: cause for at, cause in _causes(book, problems, heads) if cause != at}
    roots = [_root(at, causes) for at in range(len(problems))]
    told = [at for at, root in enumerate(roots) if root == at]
    places = {at: place for place, at in enumerate(told)}
    return Causes(
        tuple(_with_others(problems, heads, told)),
        tuple(places[root] for root in roots),
    )


def _heads(book: Book, problems: Sequence[Problem]) -> dict[int, int]:
    """The first problem (by sheet, then row) of those that are one and the same thing, by each of the others."""
    groups: dict[tuple[object, ...], list[int]] = {}
    for at, problem in enumerate(problems):
        same = same_thing(book, problem)
        if same is not None:
            groups.setdefault(same, []).append(at)
    heads = {}
    for members in groups.values():
        first = min(
            members,
            key=lambda at: (
                fact_sheets().index(problems[at].sheet),
                problems[at].record,
            ),
        )
        heads.update({at: first for at in members if at != first})
    return heads


def _causes(
    book: Book, problems: Sequence[Problem], heads: Mapping[int, int]
) -> Iterator[tuple[int, int]]:
    """Each problem that only follows from another one, with that."""
    faults = Faults(book, problems, set(heads.values()) | set(heads))
    cells, leaders = _first_of_cells(problems), _leaders(book, problems)
    closed = Closed(problems)
    keys = _unread_keys(book, problems, heads)
    childless = _childless(problems, heads)
    for at, problem in enumerate(problems):
        found = [
            heads.get(at),
            cells.get((problem.sheet, problem.record, problem.column))
            if problem.code != "TAB01"
            else None,
            keys.get(problem.code),
            *closed.behind(problem),
            *_leaders_of(book, problem, leaders),
            *faults.behind(problem),
            childless if problem.code == "ORD02" else None,
        ]
        able = (
            cause
            for cause in found
            if cause not in (None, at) and _may_cause(problems[cause], problem)
        )
        yield at, next(able, at)


def _may_cause(cause: Problem, problem: Problem) -> bool:
    return cause.rule.is_error or not problem.rule.is_error


_WRONG_ORDER = {"STA01": "record", "AGR01": "record"}
FOLLOWS: Mapping[str, Mapping[str, str]] = {
    **dict.fromkeys(
        ("PIK01", "PAC01", "SHP03", "INV02", "RET02", "RET03", "PAY01"), _WRONG_ORDER
    ),
    "AGR01": {"STA01": "invoice"},
    "AMT01": {"INV02": "record"},
    "AMT02": {"AMT01": "invoice"},
    "AMT03": {"AMT02": "invoice"},
    "AMT04": {"FEE01": "record"},
    "FEE01": {
        "PAC01": "order line",
        "RET02": "order line",
        "INV02": "order line",
        **_WRONG_ORDER,
    },
    "ORD02": {"LIN01": "order", "LIN03": "order"},
    "ACT02": {"STA01": "order"},
    "ACT03": {"ORD02": "order"},
}
"""The rules from whose problems others follow, and what the two rows have in common, by the code of what follows."""


def _leaders(book: Book, problems: Sequence[Problem]) -> dict[tuple[str, Part], int]:
    """The first problem from which others may follow, by code and what their rows have in common."""
    kinds = {pair for leaders in FOLLOWS.values() for pair in leaders.items()}
    found: dict[tuple[str, Part], int] = {}
    for at, problem in enumerate(problems):
        for code, part in kinds:
            if problem.code == code and (named := parts_of(book, problem, part)):
                found.setdefault((code, named), at)
    return found


def _leaders_of(
    book: Book, problem: Problem, leaders: Mapping[tuple[str, Part], int]
) -> Iterator[int | None]:
    """The problems of other rules from which this one follows; amounts say whether they do."""
    if problem.words.get("follows", "yes"):
        for code, part in FOLLOWS.get(problem.code, {}).items():
            yield leaders.get((code, parts_of(book, problem, part)))


def _first_of_cells(problems: Sequence[Problem]) -> dict[tuple[str, int, str], int]:
    """What is to be mended first of the cells of which several things are said: what was closed, then errors.

    Each action speaks for itself, and rows below a table are no matter of the cell at which they are told.
    """
    found: dict[tuple[str, int, str], int] = {}
    urgency = [
        (problem.code != "CLO01", not problem.rule.is_error) for problem in problems
    ]
    for at in sorted(range(len(problems)), key=urgency.__getitem__):
        problem = problems[at]
        if (
            problem.record >= 0
            and problem.column != "Action"
            and problem.code != "TAB01"
        ):
            found.setdefault((problem.sheet, problem.record, problem.column), at)
    return found


def _unread_keys(
    book: Book, problems: Sequence[Problem], heads: Mapping[int, int]
) -> dict[str, int]:
    """The first key that cannot be read of a sheet whose unread keys may be all those that are named and not found.

    By the code of an unknown reference. Where more are named than cannot be read, at least one is truly unknown.
    """
    found = {}
    for code, sheet in unknown_codes().items():
        header = sheet_schema(sheet).key[0]
        keys = book[sheet][header]
        unread = [
            at
            for at, problem in enumerate(problems)
            if problem.sheet == sheet
            and problem.column == header
            and problem.record >= 0
            if problem.rule.kind == "row error" and keys[problem.record] is None
        ]
        named = [
            at
            for at, problem in enumerate(problems)
            if problem.code == code and at not in heads
        ]
        if unread and len(named) <= len(unread):
            found[code] = unread[0]
    return found


def _childless(problems: Sequence[Problem], heads: Mapping[int, int]) -> int | None:
    """The first order line that may be any order's, where these may be all that the orders without lines lack."""
    lost = [
        at
        for at, problem in enumerate(problems)
        if problem.sheet == "Order lines"
        and problem.rule.kind == "row error"
        and at not in heads
        if (problem.column == "Order" and not problem.words.get("guess"))
        or problem.code == "KEY02"
    ]
    without = [problem for problem in problems if problem.code == "ORD02"]
    return lost[0] if lost and len(without) <= len(lost) else None


def _root(at: int, causes: Mapping[int, int]) -> int:
    """The last of a chain of causes; where they go round, the first of the ring."""
    seen: dict[int, None] = {}
    while at in causes and at not in seen:
        seen[at] = None
        at = causes[at]
    ring = list(seen)[list(seen).index(at) :] if at in seen else [at]
    return min(ring)


def _with_others(
    problems: Sequence[Problem], heads: Mapping[int, int], told: Sequence[int]
) -> Iterator[Problem]:
    """The told problems, each with the cells of the rows of which the same is said."""
    others: dict[int, list[int]] = {}
    for at, head in heads.items():
        others.setdefault(head, []).append(at)
    for at in told:
        same = [problems[other] for other in others.get(at, ())]
        also = tuple(
            (problem.sheet, problem.record, problem.column) for problem in same
        )
        yield replace(problems[at], also=also) if also else problems[at]
