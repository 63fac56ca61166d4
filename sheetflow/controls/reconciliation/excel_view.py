"""The facts as Excel's functions see them: what SUMIFS adds up in a column, and which rows meet a condition.

That is the frame of a sheet, but for the cells that the reader found odd: SUMIFS passes over a number stored as
text, takes a date for its serial number, and takes more decimals than the engine keeps. Those cells are named by
the problems of the run.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import numpy as np

from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import Mask
from sheetflow.domain.problems import Problem
from sheetflow.engine.process import Result

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_DAY_ZERO = date(1899, 12, 30)
_ODD = ("NUM03", "NUM05", "NUM01", "NUM10", "NUM02", "CEL01", "CEL02")
"""The problems of cells that are another number to Excel, or none; of two in a cell, the later in this list is used."""

NUMBER = "<1E+300"
"""The condition that a cell is a number: no text, no error, no empty cell is below it."""

TRUE = "TRUE"

YES = "y"
"""The word of a cell that is Yes, however it is spelled."""

GIVEN = "<>"
"""The condition that a cell is not empty."""


@dataclass(frozen=True)
class Condition:
    """A condition on a column as SUMIFS takes it: `*word*`, `<>*word*`, a number, TRUE, nothing for an empty cell."""

    header: str
    criterion: str

    @property
    def text(self) -> str:
        """The criterion as formulas write it."""
        return TRUE if self.criterion == TRUE else f'"{self.criterion}"'

    @property
    def word(self) -> str:
        """The word of the contract that the cell contains, or does not; empty where it is about something else."""
        matches_word = self.criterion.removeprefix("<>").startswith("*")
        return self.criterion.strip("<>*") if matches_word else ""

    def with_word(self, word: str) -> Condition:
        """The same condition on another word."""
        return Condition(self.header, self.criterion.replace(self.word, word))

    @property
    def allows_empty(self) -> bool:
        """Whether an empty cell, or a column that is not there, meets it."""
        return not self.criterion or self.criterion.startswith("<>*")


def like(header: str, word: str) -> Condition:
    """The cell contains a word, in any case and with any spaces around it. In a yes-no column, the word is `y`."""
    return Condition(header, f"*{word}*")


def unlike(header: str, word: str) -> Condition:
    """The cell does not contain a word."""
    return Condition(header, f"<>*{word}*")


def numeric(header: str) -> Condition:
    """The cell is a number."""
    return Condition(header, NUMBER)


def logical(header: str) -> Condition:
    """The cell is the logical value TRUE, which no word matches; the engine has counted it as Yes already."""
    return Condition(header, TRUE)


def given(header: str) -> Condition:
    """The cell is not empty."""
    return Condition(header, GIVEN)


def empty(header: str) -> Condition:
    """The cell is empty."""
    return Condition(header, "")


class ExcelView:
    """The sheets of facts after a run, as Excel sees them."""

    def __init__(self, result: Result) -> None:
        self.book = result.book
        self._problems: dict[tuple[str, str], list[Problem]] = defaultdict(list)
        for problem in result.problems:
            if problem.record >= 0:
                self._problems[problem.sheet, problem.column].append(problem)

    def problems(self, sheet: str, header: str) -> Sequence[Problem]:
        """What is wrong with the cells of a column."""
        return self._problems.get((sheet, header), ())

    def has_error(self, *columns: tuple[str, str]) -> bool:
        """Whether a cell of these columns holds an Excel error."""
        found = [problem for cells in columns for problem in self.problems(*cells)]
        return any(problem.code == "CEL01" for problem in found)

    def unvoided(self, sheet: str) -> Mask:
        """The rows that are not voided."""
        frame = self.book[sheet]
        if frame.schema.voidable:
            return self._is_empty(frame, "Voided")
        return np.ones(len(frame), dtype=bool)

    def meets(self, sheet: str, condition: Condition) -> Mask:
        """The rows that meet a condition."""
        frame = self.book[sheet]
        header = condition.header
        if not condition.criterion:
            return self._is_empty(frame, header)
        if condition.criterion == GIVEN:
            return ~self._is_empty(frame, header)
        if condition.criterion == NUMBER:
            return self._is_number(frame, header)
        if condition.criterion == TRUE:
            return np.zeros(len(frame), dtype=bool)
        word = condition.criterion.strip("<>*")
        has_word = self._has_word(frame, header, word)
        return ~has_word if condition.allows_empty else has_word

    def odd(self, sheet: str, header: str) -> dict[int, Fraction | None]:
        """The cells that are another number to Excel than to the engine; None for one that Excel does not add up."""
        found = [
            problem for problem in self.problems(sheet, header) if problem.code in _ODD
        ]
        found.sort(key=lambda problem: _ODD.index(problem.code))
        return {problem.record: _number_in(problem) for problem in found}

    def _is_empty(self, frame: Frame, header: str) -> Mask:
        empty = ~frame.given(header)
        problems = self.problems(frame.schema.sheet, header)
        empty[[record for problem in problems for record in problem.records]] = False
        return empty

    def _is_number(self, frame: Frame, header: str) -> Mask:
        found = frame.given(header)
        for record, number in self.odd(frame.schema.sheet, header).items():
            found[record] = number is not None
        return found

    def _has_word(self, frame: Frame, header: str, word: str) -> Mask:
        column = frame[header]
        is_yes_no = frame.schema.column(header).kind == "yes-no"
        found: Mask = column == 1 if is_yes_no else (column == word).astype(bool)
        unreadable = [
            problem.record
            for problem in self.problems(frame.schema.sheet, header)
            if word.casefold() in problem.value.casefold()
        ]
        found[unreadable] = True
        return found


def _number_in(problem: Problem) -> Fraction | None:
    """The number that Excel sees in a cell; it makes dates of what is typed, and adds up their serial numbers."""
    if problem.code == "NUM01" and _ISO.fullmatch(problem.value):
        return Fraction((date.fromisoformat(problem.value) - _DAY_ZERO).days)
    if problem.code not in ("NUM03", "NUM05"):
        return None
    try:
        return Fraction(problem.value)
    except ValueError:
        return None
