"""What is wrong in a workbook of the box, as a text file for the person who dropped it."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.batching.job import Outcome
from sheetflow.running.problem_lines import ProblemLine

FILE = "what to fix.txt"


def findings(outcome: Outcome) -> str:
    """The text: why nothing was written, or each problem with its cell and remedy."""
    return "\n".join(_lines(outcome)) + "\n"


def _lines(outcome: Outcome) -> Iterator[str]:
    yield outcome.name
    yield ""
    if outcome.error:
        yield outcome.error
    for problem in outcome.problems:
        yield from _problem(problem)
    yield ""
    yield "Fix it in the workbook, and drop the workbook into the folder again."


def _problem(problem: ProblemLine) -> Iterator[str]:
    where = f"{problem.sheet}!{problem.cell}" if problem.cell else problem.sheet
    yield f"{where}: {problem.problem}  ({problem.severity}, {problem.code})"
    if problem.remedy:
        yield f"    {problem.remedy}"
