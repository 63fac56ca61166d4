"""What follows from a change in a closed period: amounts that disagree, keys that are gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.problems import Problem
from sheetflow.domain.relations import unknown_codes


class ClosedPeriod:
    """The changed and the removed rows of a closed period."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self._changed: dict[tuple[str, int], int] = {}
        self._removed: dict[tuple[str, str], int] = {}
        self._of_kind: dict[tuple[str, str], list[int]] = {}
        for at, problem in enumerate(problems):
            self._add(at, problem)

    def _add(self, at: int, problem: Problem) -> None:
        """Take a problem into the indexes."""
        if problem.code == "CLO01":
            self._changed.setdefault((problem.sheet, problem.record), at)
        if problem.code == "CLO02" or _is_removed(problem):
            self._removed.setdefault((problem.sheet, problem.value), at)
        kind = (problem.sheet, _kind(problem))
        self._of_kind.setdefault(kind, []).append(at)

    def behind(self, problem: Problem) -> Iterator[int]:
        """The positions of the problems from which this one may follow."""
        row = (problem.sheet, problem.record)
        if problem.rule.kind != "row error" and row in self._changed:
            yield self._changed[row]
        yield from self._removals_behind(problem)
        if problem.code == "CLO02":
            yield from self._if_all(problem.sheet, "CLO02", "key")
        if problem.code == "CLO03":
            yield from self._if_all(problem.sheet, "CLO03", "CLO02")

    def _removals_behind(self, problem: Problem) -> Iterator[int]:
        """The removed rows that a problem is about, or that its row names."""
        gone = (problem.sheet, problem.value)
        if _is_removed(problem) and gone in self._removed:
            yield self._removed[gone]
        named = (unknown_codes().get(problem.code, ""), problem.value)
        if named in self._removed:
            yield self._removed[named]

    def _if_all(self, sheet: str, kind: str, cause: str) -> Iterator[int]:
        """The first of the causes, if there are enough of them for all problems of a kind."""
        causes = self._of_kind.get((sheet, cause), [])
        if len(causes) >= len(self._of_kind[sheet, kind]):
            yield causes[0]


def _is_removed(problem: Problem) -> bool:
    """Whether a problem is about an issued document that is gone."""
    return problem.code == "ISS01" and problem.record < 0


def _kind(problem: Problem) -> str:
    """The code, or `key` for a row error in a key: to the closed period that row is gone."""
    if problem.rule.kind != "row error":
        return problem.code
    is_key = problem.column in sheet_schema(problem.sheet).key
    return "key" if is_key else problem.code
