"""The line above Issues: how much there is to fix, and how many orders were processed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from sheetflow.domain.messages import (
    counted_message,
    every_translation,
    in_own_language,
    joined,
    message,
    whole,
)
from sheetflow.engine.process import Result

BEGINNINGS = (
    ("Nothing to fix", "Nothing to fix"),
    ("{count} thing to fix", "{count} things to fix"),
)
"""How the line begins."""

WAITS = "ACT03"
"""The problem of an action that waits."""

WAITS_FOR_CREDIT = "ACT04"
"""The problem of an order that waits for credit."""

FOR_CREDIT = message("waiting for credit")
"""What Check says of such an order before the reason."""


def first_line(result: Result, others: int = 0, *, was_run: bool = True) -> str:
    """`3 things to fix, 1 to review: 37 of 40 orders processed, 2 on hold, 1 waiting`.

    It says how the orders are, not what this run did, so that a second run says the same. `was_run` is False where
    the workbook was only checked; `others` are the warnings that are of no sheet of facts.
    """
    orders = _after_a_run(result) if was_run else _after_a_check(result)
    line = message("{to_do}: {orders}", to_do=_to_do(result, others), orders=orders)
    return in_own_language(line)


def is_first_line(cell: object) -> bool:
    """Whether a cell has the line above Issues."""
    if not isinstance(cell, str) or cell == "":
        return False
    return any(
        _begins_ours(cell, (one, many))
        or _begins_ours(cell, every_translation(one, many))
        for one, many in BEGINNINGS
    )


def _begins_ours(cell: str, beginnings: Iterable[str]) -> bool:
    """Whether a text begins as one of these templates does, with any number."""
    patterns = (
        re.escape(text).replace(r"\{count\}", r"[\d.,]+") for text in beginnings
    )
    return any(re.match(rf"{pattern}\b", cell) for pattern in patterns)


def _to_do(result: Result, others: int) -> str:
    """How many errors there are to fix, and warnings to review; `others` are more warnings."""
    counts = [(each.rule.is_error, each.count) for each in result.reported]
    errors = sum(count for is_error, count in counts if is_error)
    warnings = sum(count for is_error, count in counts if not is_error) + others
    to_fix = _things(errors) if errors else message("Nothing to fix")
    parts: list[str] = [to_fix]
    if warnings:
        parts.append(
            counted_message(warnings, "{count} to review", "{count} to review")
        )
    return joined(parts)


def _things(count: int) -> str:
    return counted_message(count, "{count} thing to fix", "{count} things to fix")


def _after_a_run(result: Result) -> str:
    """How many orders were processed, are on hold and wait."""
    orders = len(result.book.orders)
    on_hold = len(result.on_hold)
    for_credit = waiting_for_credit(result)
    waiting = len(_waiting(result, WAITS) - for_credit)
    if not orders:
        return message("there are no orders yet")
    others = on_hold + waiting + len(for_credit)
    if not others:
        return counted_message(
            orders, "all {count} order processed", "all {count} orders processed"
        )
    processed = _processed(orders, others)
    return joined([processed, *_rest(on_hold, waiting, len(for_credit))])


def _processed(orders: int, rest: int) -> str:
    return counted_message(
        orders,
        "{processed} of {count} order processed",
        "{processed} of {count} orders processed",
        processed=whole(orders - rest),
    )


def _rest(on_hold: int, waiting: int, for_credit: int) -> Iterator[str]:
    """How many orders are on hold, how many wait, and how many of them for credit."""
    if on_hold:
        yield counted_message(on_hold, "{count} on hold", "{count} on hold")
    if waiting:
        yield counted_message(waiting, "{count} waiting", "{count} waiting")
    if for_credit:
        yield counted_message(
            for_credit, "{count} waiting for credit", "{count} waiting for credit"
        )


def waiting_for_credit(result: Result) -> set[int]:
    """The orders that wait for credit, and are not on hold."""
    return _waiting(result, WAITS_FOR_CREDIT)


def _waiting(result: Result, code: str) -> set[int]:
    """The orders that have an action with this problem, and are not on hold."""
    waiting = {problem.order for problem in result.problems if problem.code == code}
    return waiting - result.on_hold - {-1}


def _after_a_check(result: Result) -> str:
    """How many orders are on hold where nothing was done; a run may refuse an action, and put more on hold."""
    on_hold = len(result.on_hold)
    if not on_hold:
        return message("nothing was changed")
    return counted_message(
        len(result.book.orders),
        "nothing was changed; {on_hold} of {count} order on hold",
        "nothing was changed; {on_hold} of {count} orders on hold",
        on_hold=whole(on_hold),
    )
