"""The draft of a book: its frames while they are read, checked and filled."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Sheets
from sheetflow.domain.numbers import AnyArray, Mask
from sheetflow.domain.problems import Problem
from sheetflow.domain.references import order_of, value_text
from sheetflow.domain.suggestions import MOST_IN_ALL


@dataclass
class DraftBook(Sheets):
    """The frames of a book while it is prepared, and the problems found so far.

    A row error excludes its row: from then on the row counts for nothing.
    """

    frames: dict[str, Frame]
    problems: list[Problem] = field(default_factory=list)
    _cells_in_error: set[tuple[str, int, str]] = field(default_factory=set)
    comparisons_left: int = MOST_IN_ALL

    def __getitem__(self, sheet: str) -> Frame:
        return self.frames[sheet]

    def put(self, frame: Frame) -> None:
        """Replace one sheet."""
        self.frames[frame.schema.sheet] = frame

    def report(
        self,
        sheet: str,
        where: Mask,
        code: str,
        column: str,
        words: Mapping[str, AnyArray] | None = None,
    ) -> None:
        """Report the cells of `column` in the rows under `where`.

        `words` are columns of text for the message. Voided rows are not reported, and no
        cell gets a second error: one that cannot be read is not also missing.
        """
        frame = self.frames[sheet]
        problems = []
        for record in self._not_in_error(frame, where, column):
            value = value_text(frame, column, record)
            texts = {name: str(text[record]) for name, text in (words or {}).items()}
            problems.append(Problem(code, sheet, record, column, value, texts))
        self._keep(problems)

    def add(self, problems: Sequence[Problem]) -> None:
        """Add what was found when the cells were read, except in voided rows."""
        voided = {each.sheet: _voided(self.frames[each.sheet]) for each in problems}
        kept = [
            each
            for each in problems
            if _is_of_sheet(each) or not voided[each.sheet][each.record]
        ]
        self._keep(kept)

    def problems_with_orders(self) -> list[Problem]:
        """All problems, each with the order of its row: known once references are resolved."""
        return [
            problem if _is_of_sheet(problem) else self._with_order(problem)
            for problem in self.problems
        ]

    def _not_in_error(self, frame: Frame, where: Mask, column: str) -> list[int]:
        """The records under `where`, not voided, whose cell has no error yet."""
        sheet = frame.schema.sheet
        return [
            record
            for record in np.flatnonzero(where & ~_voided(frame)).tolist()
            if (sheet, record, column) not in self._cells_in_error
        ]

    def _keep(self, problems: Sequence[Problem]) -> None:
        """Keep problems. An error is the only one of its cell; a row error excludes its row."""
        self.problems += problems
        excluded: dict[str, list[Problem]] = {}
        for problem in problems:
            if problem.rule.is_error and not _is_of_sheet(problem):
                cell = (problem.sheet, problem.record, problem.column)
                self._cells_in_error.add(cell)
                if problem.rule.kind == "row error":
                    excluded.setdefault(problem.sheet, []).append(problem)
        for sheet, errors in excluded.items():
            self.exclude(sheet, [problem.record for problem in errors])
            self._mark_cells(sheet, errors)

    def exclude(self, sheet: str, records: Sequence[int]) -> None:
        """Let these rows count for nothing from now on."""
        frame = self.frames[sheet]
        valid = frame.valid.copy()
        valid[records] = False
        self.put(replace(frame, valid=valid))

    def _mark_cells(self, sheet: str, errors: Sequence[Problem]) -> None:
        """Let the frame know which of its cells are in error."""
        frame = self.frames[sheet]
        cells: dict[str, list[int]] = {}
        for problem in errors:
            cells.setdefault(problem.column, []).append(problem.record)
        before = frame.in_error
        added = {
            column: [*before.get(column, ()), *records]
            for column, records in cells.items()
        }
        self.put(replace(frame, in_error={**before, **added}))

    def _with_order(self, problem: Problem) -> Problem:
        """The problem with the position of the order that its row belongs to."""
        return replace(problem, order=order_of(self, problem.sheet, problem.record))


def _is_of_sheet(problem: Problem) -> bool:
    """Whether it concerns a sheet as a whole, and none of its rows."""
    return problem.record < 0


def _voided(frame: Frame) -> Mask:
    """The rows that are voided."""
    if frame.schema.voidable:
        return frame.given("Voided")
    return np.zeros(len(frame), dtype=bool)
