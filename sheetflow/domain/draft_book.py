"""The draft of a book: its frames while they are read, checked and filled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sheetflow.domain.arrays import no_rows
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Sheets
from sheetflow.domain.grouping import grouped
from sheetflow.domain.numbers import AnyArray, Mask
from sheetflow.domain.problems import Problem
from sheetflow.domain.references import order_of, value_text
from sheetflow.domain.suggestions import MOST_IN_ALL

MOST_LISTED = 10_000
"""How many problems of cells have an entry of their own."""

ALWAYS_LISTED = 100
"""How many of each column and kind have one even so."""


@dataclass
class DraftBook(Sheets):
    """The frames of a book while it is prepared, and the problems found so far.

    A row error excludes its row: from then on the row counts for nothing.
    """

    frames: dict[str, Frame]
    problems: list[Problem] = field(default_factory=list)
    _cells_in_error: dict[tuple[str, str], Mask] = field(default_factory=dict)
    comparisons_left: int = MOST_IN_ALL
    as_written: dict[tuple[str, str], AnyArray] = field(default_factory=dict)
    """Columns of keys, some typed in another case, as the keys are written: not filled yet."""

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

        Of very many only the first are listed, and the last of these names the others.
        """
        frame = self.frames[sheet]
        records = self._not_in_error(frame, where, column)
        left = self._room_for_more()
        problems: list[Problem] = []
        for record in records[:left]:
            value = value_text(frame, column, record)
            texts = {name: str(text[record]) for name, text in (words or {}).items()}
            problems.append(Problem(code, sheet, record, column, value, texts))
        if len(records) > left:
            problems[-1] = replace(problems[-1], more=tuple(records[left:]))
        self._keep(problems)

    def listed(self, sheet: str, where: Mask, column: str) -> list[int]:
        """The records that `report` would list with words of their own, not those that it only counts."""
        records = self._not_in_error(self.frames[sheet], where, column)
        return records[: self._room_for_more()]

    def add(self, problems: Sequence[Problem]) -> None:
        """Add what was found when the cells were read, except in voided rows.

        Of very many of one kind in a column only the first are listed, as in `report`.
        """
        kinds = grouped(
            ((each.sheet, each.column, each.code), each)
            for each in self._not_voided(problems)
        )
        for same in kinds.values():
            self._keep(_listed(same, self._room_for_more()))

    def _not_voided(self, problems: Sequence[Problem]) -> Iterator[Problem]:
        """These problems, without those of voided rows."""
        sheets = {each.sheet for each in problems}
        voided = {sheet: _voided(self.frames[sheet]) for sheet in sheets}
        for each in problems:
            if _is_of_sheet(each) or not voided[each.sheet][each.record]:
                yield each

    def _room_for_more(self) -> int:
        """How many problems of one more kind have an entry of their own."""
        return max(MOST_LISTED - len(self.problems), ALWAYS_LISTED)

    def problems_with_orders(self) -> list[Problem]:
        """All problems, each with the order of its row: known once references are resolved."""
        return [
            problem if _is_of_sheet(problem) else self._with_order(problem)
            for problem in self.problems
        ]

    def _not_in_error(self, frame: Frame, where: Mask, column: str) -> list[int]:
        """The records under `where`, not voided, whose cell has no error yet."""
        free = where & ~_voided(frame)
        in_error = self._cells_in_error.get((frame.schema.sheet, column))
        if in_error is not None:
            free &= ~in_error
        found: list[int] = np.flatnonzero(free).tolist()
        return found

    def _keep(self, problems: Sequence[Problem]) -> None:
        """Keep problems. An error is the only one of its cell; a row error excludes its row."""
        self.problems += problems
        errors = [each for each in problems if each.rule.is_error]
        of_rows = [each for each in errors if not _is_of_sheet(each)]
        for error in of_rows:
            self._in_error(error.sheet, error.column)[list(error.records)] = True
        self._exclude_rows(of_rows)

    def _exclude_rows(self, errors: Sequence[Problem]) -> None:
        """Let the rows with row errors count for nothing."""
        excluded = grouped(
            (each.sheet, each) for each in errors if each.rule.kind == "row error"
        )
        for sheet, of_sheet in excluded.items():
            self.exclude(sheet, [at for each in of_sheet for at in each.records])
            self._mark_cells(sheet, of_sheet)

    def _in_error(self, sheet: str, column: str) -> Mask:
        """The rows of a sheet whose cell in a column has an error: to be changed."""
        none = no_rows(len(self.frames[sheet]))
        return self._cells_in_error.setdefault((sheet, column), none)

    def exclude(self, sheet: str, records: Sequence[int]) -> None:
        """Let these rows count for nothing from now on."""
        frame = self.frames[sheet]
        valid = frame.valid.copy()
        valid[records] = False
        self.put(replace(frame, valid=valid))

    def _mark_cells(self, sheet: str, errors: Sequence[Problem]) -> None:
        """Let the frame know which of its cells are in error."""
        frame = self.frames[sheet]
        cells = grouped((each.column, at) for each in errors for at in each.records)
        before = frame.in_error
        added = {
            column: [*before.get(column, ()), *records]
            for column, records in cells.items()
        }
        self.put(replace(frame, in_error={**before, **added}))

    def _with_order(self, problem: Problem) -> Problem:
        """The problem with the position of the order that its row belongs to."""
        order = order_of(self, problem.sheet, problem.record)
        return problem if order == problem.order else replace(problem, order=order)


def _listed(problems: Sequence[Problem], count: int) -> Sequence[Problem]:
    """Problems of one kind: at most `count`. The last one names the other rows."""
    if len(problems) <= count:
        return problems
    more = tuple(each.record for each in problems[count:])
    return [*problems[: count - 1], replace(problems[count - 1], more=more)]


def _is_of_sheet(problem: Problem) -> bool:
    """Whether it concerns a sheet as a whole, and none of its rows."""
    return problem.record < 0


def _voided(frame: Frame) -> Mask:
    """The rows that are voided."""
    if frame.schema.voidable:
        return frame.given("Voided")
    return no_rows(len(frame))
