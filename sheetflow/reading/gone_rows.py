"""Records that rows still name and that are gone: they were there after the last run, so nobody mistyped them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from sheetflow.domain.problems import Problem
from sheetflow.domain.relations import unknown_codes
from sheetflow.reading.cells import key_text
from sheetflow.reading.locate import Layout, find_derived
from sheetflow.workbook import Grid, Workbook
from sheetflow.workbook.publishing.kept_runs import KeptRuns

_THERE = ". It was there after run "
_REPORTED = re.compile(rf'"(?P<key>[^"]+)"{re.escape(_THERE)}(?P<run>\d+)')
"""What an earlier run has found, as it is written on Issues."""

MANY = 2
"""In so many sheets nobody makes the same typing error."""


def name_gone_rows(
    problems: Sequence[Problem],
    workbook: Workbook,
    layouts: Mapping[str, Layout],
    issues: str | None,
) -> list[Problem]:
    """The problems, of which those of an unknown record say so if it was there after an earlier run.

    The file as the last run wrote it is kept next to the workbook, and what earlier runs found
    is on the sheet `issues`. Otherwise a record counts as gone if several sheets name it.
    """
    codes = unknown_codes()
    unknown = [problem for problem in problems if problem.code in codes]
    if not unknown:
        return list(problems)
    grid = workbook.read(issues) if issues else None
    last = LastRun(workbook.path, layouts, grid)
    sheets: dict[tuple[str, str], set[str]] = {}
    for problem in unknown:
        sheets.setdefault((problem.code, problem.value), set()).add(problem.sheet)
    return [
        _named(problem, last, sheets[problem.code, problem.value])
        if problem.code in codes
        else problem
        for problem in problems
    ]


def _named(problem: Problem, last: LastRun, sheets: set[str]) -> Problem:
    """The problem of an unknown record, without a suggestion if the record is gone."""
    target = unknown_codes()[problem.code]
    run = last.run_with(target, problem.value)
    if run:
        why = f"{_THERE}{run}: its row was deleted or renamed, so put it back"
    elif len(sheets) >= MANY:
        why = f". {len(sheets)} sheets name it, so its row may have been deleted: put it back"
    else:
        return problem
    words = {**problem.words, "suggestion": why, "guess": ""}
    return replace(problem, words=words)


@dataclass(frozen=True)
class LastRun:
    """The workbook as its last run wrote it, if it is kept; read only where it is needed."""

    path: Path
    layouts: Mapping[str, Layout]
    issues: Grid | None

    @cached_property
    def number(self) -> int:
        """The number of that run."""
        runs = KeptRuns(self.path).read()
        return runs[-1].run if runs else 0

    @cached_property
    def _workbook(self) -> Workbook | None:
        copy = KeptRuns(self.path).copy
        return Workbook.open(copy) if copy.exists() and self.number else None

    @cached_property
    def _known(self) -> dict[str, frozenset[str]]:
        return {}

    def run_with(self, sheet: str, key: str) -> int:
        """The run after which a sheet still had a key; 0 where that is not known."""
        return self.number if key in self.keys(sheet) else self._reported.get(key, 0)

    @cached_property
    def _reported(self) -> dict[str, int]:
        """The run after which a key was still there, of those that the sheet Issues names."""
        cells = (
            [cell for row in self.issues.rows for cell in row] if self.issues else []
        )
        found = [_REPORTED.search(cell) for cell in cells if isinstance(cell, str)]
        return {match["key"]: int(match["run"]) for match in found if match}

    def keys(self, sheet: str) -> frozenset[str]:
        """The keys that the sheet had."""
        if sheet not in self._known:
            self._known[sheet] = frozenset(self._read_keys(sheet))
        return self._known[sheet]

    def _read_keys(self, sheet: str) -> set[str]:
        layout = self.layouts.get(sheet)
        book = self._workbook
        if book is None or layout is None or layout.name not in book.sheets:
            return set()
        grid = book.read(layout.name)
        found = find_derived(grid, layout.schema)
        key = layout.schema.key[0]
        if found is None or key not in found.columns:
            return set()
        cells = grid.column(found.columns[key])[found.header_row :]
        return {text for text in map(key_text, cells) if text}
