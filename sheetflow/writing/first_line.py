"""The line above Issues: how much is to be mended, and how the orders stand meanwhile."""

from __future__ import annotations

import re

from sheetflow.engine.process import Result

_OURS = re.compile(r"(Nothing|[\d,]+ things?) to fix\b")
WAITS = "ACT03"
"""The problem of an action that waits."""


def first_line(result: Result, *, was_run: bool = True) -> str:
    """`3 things to fix, 1 to look at: 37 of 40 orders went on, 2 are held, 1 waits`.

    It tells how the orders stand, not what this run did, so that a second run says the same. `was_run`: whether
    anything was done at all, or the workbook only looked at.
    """
    errors = sum(problem.rule.is_error for problem in result.told)
    warnings = len(result.told) - errors
    todo = f"{_counted(errors, 'thing')} to fix" if errors else "Nothing to fix"
    todo += f", {warnings:,} to look at" if warnings else ""
    return f"{todo}: {_meanwhile(result) if was_run else _foreseen(result)}"


def is_first_line(cell: object) -> bool:
    """Whether a cell holds the line above Issues."""
    return isinstance(cell, str) and bool(_OURS.match(cell))


def _meanwhile(result: Result) -> str:
    """How the orders stand after a run."""
    read, held = len(result.book.orders), len(result.held)
    waits = len(
        {problem.order for problem in result.problems if problem.code == WAITS}
        - result.held
    )
    if not held and not waits:
        return (
            f"all {_counted(read, 'order')} went on"
            if read
            else "there are no orders yet"
        )
    stopped = [f"{held:,} {'is' if held == 1 else 'are'} held"] if held else []
    stopped += [f"{waits:,} {'waits' if waits == 1 else 'wait'}"] if waits else []
    return f"{read - held - waits:,} of {_counted(read, 'order')} went on, {', '.join(stopped)}"


def _foreseen(result: Result) -> str:
    """How the orders stand where nothing was done; a run may refuse an action, and hold more."""
    read, held = len(result.book.orders), len(result.held)
    return "nothing was done" + (
        f"; errors hold {held:,} of {_counted(read, 'order')}" if held else ""
    )


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}{'s' * (count != 1)}"
