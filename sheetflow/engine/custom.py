"""Custom steps and checks: functions of the user's own over the book as pandas DataFrames.

A step is given the book as typed and filled, and returns rows to append, by sheet. They are
treated as if a person had typed them: checked, filled, listed on Changes, reconciled. A
check is given the book after each pass of the actions, and returns what is wrong; an error
puts the order of its row on hold as one of ours does.

Both are called by `sheetflow.run(path, steps=[…], checks=[…])` alone. Nothing is ever
loaded from the workbook's folder.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import fact_sheets
from sheetflow.domain.frame import Frame
from sheetflow.domain.problems import Problem
from sheetflow.domain.references import order_of, value_text
from sheetflow.domain.suggestions import did_you_mean
from sheetflow.engine.prepare import Prepared, prepare
from sheetflow.errors import SheetflowError
from sheetflow.reading.dataframes import add_rows, read_facts
from sheetflow.reading.sheets import RawSheet

if TYPE_CHECKING:
    import pandas as pd

Tables = Mapping[str, "pd.DataFrame"]
CustomStep = Callable[[Tables], Tables]

ERROR = "OWN01"
WARNING = "OWN02"


@dataclass(frozen=True)
class Finding:
    """What a custom check finds wrong in one row.

    `row` is its label in the index of the sheet's DataFrame. `remedy` says what to do about
    it. An error puts the row's order on hold; a warning does not.
    """

    sheet: str
    row: int
    column: str
    text: str
    remedy: str
    is_error: bool = True


CustomCheck = Callable[[Tables], Iterable[Finding]]


class BookTables(Mapping[str, "pd.DataFrame"]):
    """The sheets of facts as DataFrames, each made when it is looked up.

    The index is the Excel row. Rows that this run appends have the next free numbers below the last.
    """

    def __init__(self, book: Book) -> None:
        self._book = book

    def __getitem__(self, sheet: str) -> pd.DataFrame:
        if sheet not in self._book.frames:
            hint = did_you_mean(sheet, list(self._book.frames))
            raise SheetflowError(f"there is no sheet of facts called {sheet}{hint}")
        return _numbered(self._book[sheet]).to_pandas()

    def __iter__(self) -> Iterator[str]:
        return iter(self._book.frames)

    def __len__(self) -> int:
        return len(self._book.frames)


def _numbered(frame: Frame) -> Frame:
    """The frame with a number for each row that has no Excel row yet."""
    is_new = frame.rows == 0
    numbers = _last_row(frame) + np.cumsum(is_new)
    return replace(frame, rows=np.where(is_new, numbers, frame.rows))


def _last_row(frame: Frame) -> int:
    return int(frame.rows.max(initial=1))


def run_custom_steps(
    raw: Mapping[str, RawSheet], prepared: Prepared, steps: Sequence[CustomStep]
) -> tuple[Mapping[str, RawSheet], Prepared]:
    """The sheets and the prepared book with the rows that the steps return, in their order."""
    typed = prepared.typed
    for step in steps:
        raw = add_rows(raw, _new_rows(step, prepared.book))
        prepared = prepare(raw, typed.as_of, typed.settings.issued)
    return raw, replace(prepared, typed=_as_typed(typed, prepared.typed))


def _new_rows(step: CustomStep, book: Book) -> dict[str, RawSheet]:
    """The rows that a step returns, by sheet. Raises SheetflowError where one is unknown."""
    returned = step(BookTables(book)).items()
    filled = {sheet: table for sheet, table in returned if len(table)}
    return {sheet: _facts(step, sheet, table) for sheet, table in filled.items()}


def _facts(step: CustomStep, sheet: str, table: pd.DataFrame) -> RawSheet:
    return read_facts(_known(step, sheet), table)


def _known(step: CustomStep, sheet: str) -> str:
    """The name of a sheet of facts. Raises SheetflowError where a step returns another."""
    if sheet not in fact_sheets():
        hint = did_you_mean(sheet, list(fact_sheets()))
        raise SheetflowError(
            f"{_name(step)} returns rows of {sheet}, which is not a sheet of facts{hint}"
        )
    return sheet


def _name(step: CustomStep) -> str:
    return getattr(step, "__name__", "a custom step")


def _as_typed(before: Book, after: Book) -> Book:
    """The facts as a person typed them, with the settings as they are now.

    So what the steps add counts as a change of the run.
    """
    return replace(after, frames=before.frames)


def custom_problems(book: Book, checks: Sequence[CustomCheck]) -> list[Problem]:
    """What the custom checks find in a book."""
    tables = BookTables(book)
    found = [finding for check in checks for finding in check(tables)]
    return [_problem(book, finding) for finding in found]


def _problem(book: Book, finding: Finding) -> Problem:
    """A finding as a problem of a record. Raises SheetflowError where it names no row or column."""
    sheet = finding.sheet
    if sheet not in book.frames:
        hint = did_you_mean(sheet, list(book.frames))
        raise SheetflowError(
            f"a check names {sheet}, which is not a sheet of facts{hint}"
        )
    frame = _numbered(book[sheet])
    record = _record(frame, finding)
    return Problem(
        code=ERROR if finding.is_error else WARNING,
        sheet=sheet,
        record=record,
        column=finding.column,
        value=value_text(frame, finding.column, record),
        words={"text": finding.text, "remedy": finding.remedy},
        order=order_of(book, sheet, record),
    )


def _record(frame: Frame, finding: Finding) -> int:
    """The position of the row that a finding names. Raises SheetflowError without one."""
    _require_column(frame, finding.column)
    at = np.flatnonzero(frame.rows == finding.row)
    if not len(at):
        raise SheetflowError(
            f"a check names row {finding.row} of {frame.schema.sheet}, which does not exist"
        )
    return int(at[0])


def _require_column(frame: Frame, header: str) -> None:
    headers = frame.schema.headers
    if header not in headers:
        hint = did_you_mean(header, list(headers))
        raise SheetflowError(
            f"a check names column {header}, which {frame.schema.sheet} does not have{hint}"
        )
