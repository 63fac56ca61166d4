"""Records that rows still name and that are gone: they were there after the last run, so nobody mistyped them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from sheetflow.domain.messages import counted_message, message, translation
from sheetflow.domain.problems import LOOKS, SWAPPED, Problem, rules
from sheetflow.domain.relations import unknown_codes
from sheetflow.reading.cells import key_text
from sheetflow.reading.locate import Layout, find_derived
from sheetflow.workbook import Grid, Workbook
from sheetflow.workbook.publishing.kept_runs import KeptRuns

_THERE = (
    ". It was there after run {run}: its row was deleted or renamed, so put it back"
)
"""What is said of a record that is gone."""

_LINE = "LIN01"
"""The code of a row that names a line which its order does not have."""


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
    codes = {*unknown_codes(), _LINE}
    unknown = [
        problem
        for problem in problems
        if problem.code in codes and not _is_explained(problem)
    ]
    if not unknown:
        return list(problems)
    grid = workbook.read(issues) if issues else None
    last = LastRun(workbook.path, layouts, grid)
    sheets: dict[tuple[str, str], set[str]] = {}
    for problem in unknown:
        sheets.setdefault((problem.code, problem.value), set()).add(problem.sheet)
    return [
        _named(problem, last, sheets[problem.code, problem.value])
        if problem.code in codes and not _is_explained(problem)
        else problem
        for problem in problems
    ]


def _is_explained(problem: Problem) -> bool:
    """Whether swapped columns or a row that belongs elsewhere explain a problem already."""
    return SWAPPED in problem.words or LOOKS in problem.words


def _named(problem: Problem, last: LastRun, sheets: set[str]) -> Problem:
    """The problem of an unknown record, without a suggestion if the record is gone."""
    if problem.code == _LINE:
        run = last.run_with_line(problem.words["order"], problem.value)
    else:
        run = last.run_with(unknown_codes()[problem.code], problem.value)
    if run:
        why = message(
            ". It was there after run {run}: its row was deleted or renamed, so put it back",
            run=str(run),
        )
    elif len(sheets) >= MANY and problem.code != _LINE:
        why = counted_message(
            len(sheets),
            ". {count} sheet names it, so its row may have been deleted: put it back",
            ". {count} sheets name it, so its row may have been deleted: put it back",
        )
    else:
        return problem
    words = {**problem.words, "suggestion": why, "guess": ""}
    return replace(problem, words=words)


def _reported() -> re.Pattern[str]:
    """What an earlier run has found, as it is written on Issues in the workbook's language."""
    return re.compile(rf'["„](?P<key>[^"“]+)["“]{_there()}')


def _reported_line() -> re.Pattern[str]:
    """What an earlier run has found of a line, as it is written on Issues."""
    text = re.escape(translation(rules()[_LINE].named_text))
    for word, found in {"order": r"\S+", "value": r"\d+", "suggestion": ""}.items():
        group = f"(?P<{'line' if word == 'value' else word}>{found})" if found else ""
        text = text.replace(rf"\{{{word}\}}", group)
    return re.compile(text + _there())


def _there() -> str:
    """The pattern of what is said of a record that is gone, up to the number of the run."""
    before, _, _ = translation(_THERE).partition("{run}")
    return rf"{re.escape(before)}(?P<run>\d+)"


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

    def run_with_line(self, order: str, line: str) -> int:
        """The run after which an order still had a line; 0 where that is not known."""
        is_known = (order, line) in self._known_lines
        return self.number if is_known else self._reported_lines.get((order, line), 0)

    @cached_property
    def _known_lines(self) -> frozenset[tuple[str, str]]:
        """The orders and lines that Order lines had."""
        orders, lines = self._columns("Order lines", ("Order", "Line"))
        return frozenset(zip(orders, lines, strict=True))

    @cached_property
    def _reported(self) -> dict[str, int]:
        """The run after which a key was still there, of those that the sheet Issues names."""
        return {found["key"]: int(found["run"]) for found in self._found(_reported())}

    @cached_property
    def _reported_lines(self) -> dict[tuple[str, str], int]:
        """The run after which an order still had a line, of those that the sheet Issues names."""
        return {
            (found["order"], found["line"]): int(found["run"])
            for found in self._found(_reported_line())
        }

    def _found(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """What the sheet Issues has of a pattern."""
        rows = self.issues.rows if self.issues else []
        texts = [cell for row in rows for cell in row if isinstance(cell, str)]
        found = map(pattern.search, texts)
        return [match for match in found if match]

    def keys(self, sheet: str) -> frozenset[str]:
        """The keys that the sheet had."""
        if sheet not in self._known:
            self._known[sheet] = frozenset(self._read_keys(sheet))
        return self._known[sheet]

    def _read_keys(self, sheet: str) -> set[str]:
        layout = self.layouts.get(sheet)
        if layout is None:
            return set()
        [keys] = self._columns(sheet, layout.schema.key[:1])
        return {text for text in keys if text}

    def _columns(self, sheet: str, headers: Sequence[str]) -> list[list[str]]:
        """Columns of a sheet as text; none of their cells where one of them is missing."""
        empty: list[list[str]] = [[] for _ in headers]
        layout = self.layouts.get(sheet)
        book = self._workbook
        if book is None or layout is None or layout.name not in book.sheets:
            return empty
        grid = book.read(layout.name)
        found = find_derived(grid, layout.schema)
        if found is None or not set(headers) <= set(found.columns):
            return empty
        return [_texts(grid, found, header) for header in headers]


def _texts(grid: Grid, layout: Layout, header: str) -> list[str]:
    """The cells of a column below its header, as keys are compared."""
    cells = grid.column(layout.columns[header])[layout.header_row :]
    return [key_text(cell) or "" for cell in cells]
