"""A report of a workbook that was run, made by `sheetflow report` in a child process."""

from __future__ import annotations

from sheetflow.domain.messages import message
from sheetflow.serving.results import Result
from sheetflow.serving.runs import run_command

DIFFERS = 1
"""The status of a report that was made, and does not agree or leaves out rows with errors."""


LACKING = message(
    "The report is made, but it leaves out rows with errors or differs from the workbook."
)


async def make_report(result: Result, name: str) -> str:
    """Put a report beside what the run wrote; returns why it cannot be made, or what it lacks."""
    folder = result.output / "reports"
    before = result.files()
    ended = await run_command(["report", str(result.latest), name, "-o", str(folder)])
    if ended.status == DIFFERS and result.files() != before:
        return LACKING
    return ended.error
