"""One cause, one problem: which problems are reported, and which only follow from another.

A problem may follow from one that is the same for several rows (repeats.py), from a change in
a closed period (closed.py), from a problem of another rule (CAUSES), or from a row in error
that a rule depends on (dependencies.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sheetflow.checks.closed import ClosedPeriod
from sheetflow.checks.dependencies import RowErrors
from sheetflow.checks.named_parts import Part, part_of
from sheetflow.checks.repeats import same_cause
from sheetflow.checks.unread_keys import line_without_order, unread_keys
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import fact_sheets
from sheetflow.domain.grouping import grouped
from sheetflow.domain.problems import Problem

Cell = tuple[str, int, str]


@dataclass(frozen=True)
class Causes:
    """The problems that are reported, and the root cause of each problem that was found.

    `roots` has, for each problem found, a position in `reported`.
    """

    reported: tuple[Problem, ...]
    roots: tuple[int, ...]

    def root_of(self, at: int) -> Problem:
        """The reported problem that the one at a position of those found follows from."""
        return self.reported[self.roots[at]]


def find_causes(book: Book, problems: Sequence[Problem]) -> Causes:
    """Trace each problem to its root cause, and name there all rows with the same problem.

    An error never follows from a warning. Nothing is lost: what was not reported is found
    again once its cause is fixed.
    """
    if len(problems) < 2:
        return Causes(tuple(problems), tuple(range(len(problems))))
    repeats = find_repeats(book, problems)
    causes = _Tracing(book, problems, repeats).causes()
    roots = [_root(at, causes) for at in range(len(problems))]
    return _causes(problems, roots, repeats)


def _causes(
    problems: Sequence[Problem], roots: Sequence[int], repeats: Mapping[int, int]
) -> Causes:
    """The problems that are their own roots, and for every problem the one of these."""
    reported = [at for at, root in enumerate(roots) if root == at]
    positions = {at: position for position, at in enumerate(reported)}
    return Causes(
        tuple(_with_repeats(problems, repeats, reported)),
        tuple(positions[root] for root in roots),
    )


def _root(at: int, causes: Mapping[int, int]) -> int:
    """The last of a chain of causes; where the chain is a ring, the first problem of it."""
    seen: dict[int, None] = {}
    while at in causes and at not in seen:
        seen[at] = None
        at = causes[at]
    if at not in seen:
        return at
    chain = list(seen)
    return min(chain[chain.index(at) :])


def _with_repeats(
    problems: Sequence[Problem], repeats: Mapping[int, int], reported: Sequence[int]
) -> Iterator[Problem]:
    """The reported problems, each with the cells of all its repeats."""
    cells = grouped((first, _cell(problems[at])) for at, first in repeats.items())
    for at in reported:
        also = tuple(cells.get(at, ()))
        yield replace(problems[at], also=also) if also else problems[at]


def _cell(problem: Problem) -> Cell:
    """The cell that a problem is seen in."""
    return problem.sheet, problem.record, problem.column


def find_repeats(book: Book, problems: Sequence[Problem]) -> dict[int, int]:
    """The problems that repeat another: of each, the first (by sheet, then row)."""
    rows = _sheet_rows(problems)
    repeats = {}
    for group in _groups(book, problems):
        first = min(group, key=rows.__getitem__)
        repeats.update({at: first for at in group if at != first})
    return repeats


def _sheet_rows(problems: Sequence[Problem]) -> list[tuple[int, int]]:
    """The position of the sheet of each problem, and its row."""
    sheets = {sheet: position for position, sheet in enumerate(fact_sheets())}
    return [(sheets[problem.sheet], problem.record) for problem in problems]


def _groups(book: Book, problems: Sequence[Problem]) -> Iterable[list[int]]:
    """The problems that have one cause, in groups."""
    causes = [same_cause(book, problem) for problem in problems]
    of_cause = grouped((cause, at) for at, cause in enumerate(causes))
    return [group for cause, group in of_cause.items() if cause is not None]


_WRONG_ORDER = {"STA01": "record", "AGR01": "record"}
_CHANGED = {"ISS01": "order"}
CAUSES: Mapping[str, Mapping[str, str]] = {
    "PIK01": _WRONG_ORDER,
    "PAC01": _WRONG_ORDER,
    "SHP03": _WRONG_ORDER,
    "INV02": _WRONG_ORDER,
    "RET02": _WRONG_ORDER,
    "RET03": _WRONG_ORDER,
    "RET04": _WRONG_ORDER,
    "RET05": {
        "RET04": "record",
        "AMT01": "order line",
        "AMT02": "order",
        **_WRONG_ORDER,
    },
    "PAY01": _WRONG_ORDER,
    "AGR01": {"STA01": "invoice"},
    "ISS01": {"CLO01": "invoice"},
    "AMT01": {"INV02": "record", **_CHANGED},
    "AMT02": {"AMT01": "invoice", **_CHANGED},
    "AMT03": {"AMT02": "invoice", "AMT05": "invoice", **_CHANGED},
    "AMT05": {"AMT01": "order", "AMT02": "order", "RET05": "record", **_CHANGED},
    "AMT04": {"FEE01": "record", "AMT05": "record", "RET05": "record", **_CHANGED},
    "FEE01": {
        "PAC01": "order line",
        "RET02": "order line",
        "INV02": "order line",
        **_WRONG_ORDER,
    },
    "RST01": {"RET04": "return"},
    "ORD02": {"LIN01": "order", "LIN03": "order"},
    "ACT02": {"STA01": "order"},
    "ACT03": {"ORD02": "order"},
    "ACT04": {"ORD02": "order"},
}
"""By code: the rules from whose problems it may follow, and what the two rows have in common."""


class _Tracing:
    """Where the causes of problems are looked for."""

    def __init__(
        self, book: Book, problems: Sequence[Problem], repeats: Mapping[int, int]
    ) -> None:
        self._book = book
        self._problems = problems
        self._repeats = repeats
        self._first_at_cell = _first_at_cells(problems)
        self.unread_keys = unread_keys(book, problems, repeats)
        self._closed = ClosedPeriod(problems)
        self._by_part = _by_part(book, problems)
        repeated = set(repeats) | set(repeats.values())
        self._row_errors = RowErrors(book, problems, repeated)
        self.line_without_order = line_without_order(problems, repeats)

    def causes(self) -> dict[int, int]:
        """The problems that follow from another one, each with that one."""
        found = {at: self._cause_of(at) for at in range(len(self._problems))}
        return {at: cause for at, cause in found.items() if cause is not None}

    def _cause_of(self, at: int) -> int | None:
        """The first other problem that this one may follow from; None if there is none."""
        problem = self._problems[at]
        for cause in self._candidates(at):
            if cause is not None and cause != at and self._may_cause(cause, problem):
                return cause
        return None

    def _may_cause(self, cause: int, problem: Problem) -> bool:
        return self._problems[cause].rule.is_error or not problem.rule.is_error

    def _candidates(self, at: int) -> Iterator[int | None]:
        """What a problem may follow from, the most likely first."""
        problem = self._problems[at]
        yield self._repeats.get(at)
        if problem.code != "TAB01":
            cell = (problem.sheet, problem.record, problem.column)
            yield self._first_at_cell.get(cell)
        yield self.unread_keys.get(problem.code)
        yield from self._closed.behind(problem)
        yield from self._of_other_rules(problem)
        yield from self._row_errors.behind(problem)
        if problem.code == "ORD02":
            yield self.line_without_order

    def _of_other_rules(self, problem: Problem) -> Iterator[int | None]:
        """The problems of other rules; an amount's words say whether it follows from any."""
        if problem.words.get("follows", "yes"):
            for code, part in CAUSES.get(problem.code, {}).items():
                named = part_of(self._book, problem, part)
                yield self._by_part.get((code, named))


def _by_part(book: Book, problems: Sequence[Problem]) -> dict[tuple[str, Part], int]:
    """The first problem of a rule in CAUSES, by its code and what its row names."""
    parts = grouped(pair for causes in CAUSES.values() for pair in causes.items())
    found: dict[tuple[str, Part], int] = {}
    for at, problem in enumerate(problems):
        for part in parts.get(problem.code, ()):
            named = part_of(book, problem, part)
            if named:
                found.setdefault((problem.code, named), at)
    return found


def _first_at_cells(problems: Sequence[Problem]) -> dict[Cell, int]:
    """Of the problems of a cell, the one to fix first: what was closed, then errors."""
    found: dict[Cell, int] = {}
    for at in sorted(range(len(problems)), key=lambda at: _urgency(problems[at])):
        if _is_about_its_cell(problems[at]):
            found.setdefault(_cell(problems[at]), at)
    return found


def _is_about_its_cell(problem: Problem) -> bool:
    """Whether other problems of the cell may follow from this one.

    Each requested action has its own problems, and rows below a table have nothing to do with
    the cell at which they are reported.
    """
    own_cause = problem.column == "Action" or problem.code == "TAB01"
    return problem.record >= 0 and not own_cause


def _urgency(problem: Problem) -> tuple[bool, bool]:
    """Sorts what must be fixed first to the front."""
    return problem.code not in ("CLO01", "ISS01", "ISS03"), not problem.rule.is_error
