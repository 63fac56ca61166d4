"""batch.xlsx: every workbook of a batch, and every problem with a link to its cell."""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sheetflow.batching.addresses import is_remote, joined
from sheetflow.batching.job import Outcome
from sheetflow.batching.report import Batch
from sheetflow.running.problem_lines import ProblemLine

WORKBOOKS = {
    "Workbook": 40,
    "Orders": 10,
    "Applied": 10,
    "On hold": 10,
    "Problems": 10,
    "Checks": 10,
    "Seconds": 10,
    "Result": 10,
    "Why": 70,
}
PROBLEMS = {
    "Workbook": 40,
    "Severity": 10,
    "Cell": 22,
    "Problem": 60,
    "What to do": 50,
    "Code": 10,
}
"""The columns of both sheets, and their widths in characters."""

CELL = list(PROBLEMS).index("Cell")
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}

MOST_LINKS = 60_000
"""How many links Excel takes on a sheet, with some to spare."""

LONGEST_LINK = 2000
"""How many characters of a link Excel takes, with some to spare."""


def workbook_of(batch: Batch, output: str) -> bytes:
    """The workbook as bytes; its links count from the folder of all results."""
    import xlsxwriter  # type: ignore[import-untyped]

    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, OPTIONS)
    started = batch.choices.started
    assert started is not None, "a batch has a start"
    book.set_properties({"created": started.replace(tzinfo=None)})
    writer = _ReportWriter(book, output)
    writer.write_workbooks(batch.workbooks)
    writer.write_problems(batch.workbooks)
    book.close()
    return target.getvalue()


class _ReportWriter:
    """Writes both sheets; links count from the folder `output`."""

    def __init__(self, book: Any, output: str) -> None:
        self._book = book
        self._output = output
        self._bold = book.add_format({"bold": True, "bottom": 1})
        self._link = book.get_default_url_format()

    def write_workbooks(self, outcomes: Sequence[Outcome]) -> None:
        """One row per workbook."""
        sheet = self._sheet("Workbooks", WORKBOOKS)
        for row, outcome in enumerate(outcomes, 1):
            sheet.write_row(row, 0, _overview(outcome))
            link = _link_to(outcome, self._output)
            if link and len(link) < LONGEST_LINK:
                sheet.write_url(row, 0, link, self._link, outcome.name)

    def write_problems(self, outcomes: Sequence[Outcome]) -> None:
        """One row per problem, with a link to its cell."""
        sheet = self._sheet("Problems", PROBLEMS)
        for row, (outcome, problem) in enumerate(_problems(outcomes), 1):
            sheet.write_row(row, 0, _problem(outcome, problem))
            link = _link_to_cell(outcome, problem, self._output)
            if link and len(link) < LONGEST_LINK and row < MOST_LINKS:
                sheet.write_url(row, CELL, link, self._link, _where(problem))

    def _sheet(self, name: str, columns: Mapping[str, int]) -> Any:
        sheet = self._book.add_worksheet(name)
        sheet.write_row(0, 0, list(columns), self._bold)
        sheet.freeze_panes(1, 1)
        for at, width in enumerate(columns.values()):
            sheet.set_column(at, at, width)
        return sheet


def _overview(outcome: Outcome) -> list[object]:
    checks = f"{outcome.agreeing} of {outcome.checks}" if outcome.checks else ""
    return [
        outcome.name,
        outcome.read,
        outcome.applied,
        outcome.held,
        len(outcome.problems),
        checks,
        outcome.seconds,
        outcome.result,
        outcome.error,
    ]


def _problems(outcomes: Sequence[Outcome]) -> Iterator[tuple[Outcome, ProblemLine]]:
    for outcome in outcomes:
        for problem in outcome.problems:
            yield outcome, problem


def _problem(outcome: Outcome, problem: ProblemLine) -> list[str]:
    return [
        outcome.name,
        problem.severity,
        _where(problem),
        problem.problem,
        problem.remedy,
        problem.code,
    ]


def _where(problem: ProblemLine) -> str:
    return f"{problem.sheet}!{problem.cell}" if problem.cell else problem.sheet


def _link_to(outcome: Outcome, output: str) -> str:
    """A link to the workbook that a run wrote; empty where there is none."""
    folder = outcome.folder or os.path.dirname(outcome.source)
    if not outcome.workbook or is_remote(folder):
        return ""
    path = os.path.relpath(joined(folder, outcome.workbook), output)
    return "external:" + path.replace(os.sep, "/")


def _link_to_cell(outcome: Outcome, problem: ProblemLine, output: str) -> str:
    workbook = _link_to(outcome, output)
    if not workbook or not problem.cell:
        return ""
    sheet = problem.sheet.replace("'", "''")
    return f"{workbook}#'{sheet}'!{problem.cell}"
