"""What a change in a closed period brings with it: amounts that no longer agree, keys that are named and gone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.problems import Problem
from sheetflow.domain.relations import unknown_codes


class Closed:
    """The changed and the removed rows of a closed period, to be found by what follows from them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self._changed: dict[tuple[str, int], int] = {}
        self._removed: dict[tuple[str, str], int] = {}
        self._of_kind: dict[tuple[str, str], list[int]] = {}
        for at, problem in enumerate(problems):
            if problem.code == "CLO01":
                self._changed.setdefault((problem.sheet, problem.record), at)
            if problem.code == "CLO02":
                self._removed.setdefault((problem.sheet, problem.value), at)
            self._of_kind.setdefault((problem.sheet, _kind(problem)), []).append(at)

    def behind(self, problem: Problem) -> Iterator[int]:
        """The positions of the problems from which this one follows."""
        if (
            problem.rule.kind != "row error"
            and (problem.sheet, problem.record) in self._changed
        ):
            yield self._changed[problem.sheet, problem.record]
        named = (unknown_codes().get(problem.code, ""), problem.value)
        if named in self._removed:
            yield self._removed[named]
        if problem.code == "CLO02":
            yield from self._if_all(problem.sheet, "CLO02", "key")
        if problem.code == "CLO03":
            yield from self._if_all(problem.sheet, "CLO03", "CLO02")

    def _if_all(self, sheet: str, kind: str, behind: str) -> Iterator[int]:
        """The first of what may be behind all problems of a kind on a sheet: there must be as many of them."""
        found = self._of_kind.get((sheet, behind), [])
        if len(found) >= len(self._of_kind[sheet, kind]):
            yield found[0]


def _kind(problem: Problem) -> str:
    """`key` for a row error in a key of its own sheet: to the closed period that row is gone."""
    is_key = (
        problem.rule.kind == "row error"
        and problem.column in sheet_schema(problem.sheet).key
    )
    return "key" if is_key else problem.code
