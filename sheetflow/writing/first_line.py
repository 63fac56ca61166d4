"""The line above Issues: how much there is to fix, and how many orders were processed."""

from __future__ import annotations

import re

from sheetflow.engine.process import Result

_OURS = re.compile(r"(Nothing|[\d,]+ things?) to fix\b")
WAITS = "ACT03"
"""The problem of an action that waits."""


def first_line(result: Result, others: int = 0, *, was_run: bool = True) -> str:
    """`3 things to fix, 1 to review: 37 of 40 orders processed, 2 on hold, 1 waiting`.

    It says how the orders are, not what this run did, so that a second run says the same. `was_run` is False where
    the workbook was only checked; `others` are the warnings that are of no sheet of facts.
    """
    orders = _after_a_run(result) if was_run else _after_a_check(result)
    return f"{_to_do(result, others)}: {orders}"


def is_first_line(cell: object) -> bool:
    """Whether a cell has the line above Issues."""
    return isinstance(cell, str) and bool(_OURS.match(cell))


def _to_do(result: Result, others: int) -> str:
    """How many errors there are to fix, and warnings to review; `others` are more warnings."""
    counts = [(each.rule.is_error, each.count) for each in result.reported]
    errors = sum(count for is_error, count in counts if is_error)
    warnings = sum(count for is_error, count in counts if not is_error) + others
    to_fix = f"{_counted(errors, 'thing')} to fix" if errors else "Nothing to fix"
    to_review = f", {warnings:,} to review" if warnings else ""
    return to_fix + to_review


def _after_a_run(result: Result) -> str:
    """How many orders were processed, are on hold and wait."""
    orders = len(result.book.orders)
    on_hold = len(result.on_hold)
    waiting = _waiting(result)
    if not orders:
        return "there are no orders yet"
    if not on_hold and not waiting:
        return f"all {_counted(orders, 'order')} processed"
    processed = orders - on_hold - waiting
    parts = [f"{processed:,} of {_counted(orders, 'order')} processed"]
    if on_hold:
        parts.append(f"{on_hold:,} on hold")
    if waiting:
        parts.append(f"{waiting:,} waiting")
    return ", ".join(parts)


def _waiting(result: Result) -> int:
    """How many orders have an action that waits, and are not on hold."""
    waiting = {problem.order for problem in result.problems if problem.code == WAITS}
    return len(waiting - result.on_hold)


def _after_a_check(result: Result) -> str:
    """How many orders are on hold where nothing was done; a run may refuse an action, and put more on hold."""
    on_hold = len(result.on_hold)
    if not on_hold:
        return "nothing was changed"
    orders = _counted(len(result.book.orders), "order")
    return f"nothing was changed; {on_hold:,} of {orders} on hold"


def _counted(count: int, noun: str) -> str:
    ending = "" if count == 1 else "s"
    return f"{count:,} {noun}{ending}"
