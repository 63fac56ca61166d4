"""A problem as plain texts, as JSON documents and lists of problems show it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from sheetflow.writing.issues import Located


class ProblemLine(Struct, frozen=True):
    """One problem: where it is, what is wrong, and what to do."""

    severity: str
    sheet: str
    cell: str
    column: str
    record: str
    value: str
    problem: str
    remedy: str
    code: str


def problem_line(item: Located) -> ProblemLine:
    """A problem of a run, as texts."""
    problem = item.problem
    return ProblemLine(
        severity="error" if problem.rule.is_error else "warning",
        sheet=item.sheet,
        cell=item.cell,
        column=problem.column,
        record=item.record,
        value=problem.value,
        problem=problem.text,
        remedy=problem.remedy,
        code=problem.code,
    )
