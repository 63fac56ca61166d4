"""Orders on hold: which orders have an error, or name a record that has one.

The rules are in docs/reference/rules.md, section 7.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sheetflow.checks.causes import Causes
from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import IntArray, Mask, values_of
from sheetflow.domain.problems import Problem
from sheetflow.domain.schema import loose


@dataclass(frozen=True)
class OnHold:
    """The orders on hold: those with a row error, and those with a rule error."""

    by_row_error: Mask
    by_rule_error: Mask

    @property
    def orders(self) -> Mask:
        """All orders on hold."""
        return np.asarray(self.by_row_error | self.by_rule_error)


def find_orders_on_hold(book: Book, problems: Sequence[Problem]) -> OnHold:
    """The orders that these problems put on hold."""
    by_row_error = np.zeros(len(book.orders), dtype=bool)
    by_rule_error = np.zeros(len(book.orders), dtype=bool)
    for order, errors in hold_reasons(book, problems).items():
        kinds = {error.rule.kind for error in errors}
        by_row_error[order] = "row error" in kinds
        by_rule_error[order] = "rule error" in kinds
    return OnHold(by_row_error, by_rule_error)


def hold_reasons(
    book: Book, problems: Sequence[Problem], causes: Causes | None = None
) -> Mapping[int, list[Problem]]:
    """For each order on hold (a position), the errors that put it there.

    They are its own, and those of the customer, products, tax codes and settings that it
    depends on. With
    `causes`, each error is replaced by the reported one that it follows from.
    """
    reasons: dict[int, dict[int, Problem]] = {}
    for at, problem in enumerate(problems):
        if problem.rule.is_error:
            root = causes.roots[at] if causes else at
            reason = causes.reported[root] if causes else problem
            for order in _concerned(book, problem):
                reasons.setdefault(order, {})[root] = reason
    return {order: list(found.values()) for order, found in reasons.items()}


def _concerned(book: Book, problem: Problem) -> list[int]:
    """The orders that a problem concerns."""
    if problem.sheet == "Settings":
        every = range(len(book.orders))
        return list(every) if concerns_all_orders(book["Settings"], problem) else []
    if problem.order < 0:
        return _naming(book, problem)
    key = book.orders.order[problem.order]
    if problem.sheet == "Orders" and key:
        return np.flatnonzero(book.orders.order == key).tolist()
    return [problem.order]


def is_setting_in_error(settings: Frame, problems: Iterable[Problem]) -> bool:
    """Whether any of these problems is an error in a setting that puts orders on hold."""
    return any(
        problem.rule.is_error and concerns_all_orders(settings, problem)
        for problem in problems
        if problem.sheet == "Settings"
    )


def concerns_all_orders(settings: Frame, problem: Problem) -> bool:
    """Whether a problem of Settings concerns all orders.

    It does in the row of a setting that may touch orders, and where the name of the setting
    cannot be read.
    """
    if problem.record < 0:
        return False
    name = settings["Setting"][problem.record]
    if name is None:
        return True
    declared = {loose(each.name): each for each in settings.schema.settings}
    setting = declared.get(loose(name))
    return setting is None or setting.holds_orders


def _naming(book: Book, problem: Problem) -> list[int]:
    """The orders that name the record of a problem, themselves or in a line."""
    frame = book[problem.sheet]
    reference = frame.schema.reference
    if not frame.schema.holds_orders or reference is None:
        return []
    named = _same_key(frame, problem.record)
    orders = np.flatnonzero(np.isin(book.orders.link(reference.name), named))
    lines = book.order_lines
    of_lines = lines.order_index[np.isin(lines.link(reference.name), named)]
    return [int(at) for at in values_of(orders, of_lines[of_lines >= 0])]


def _same_key(frame: Frame, record: int) -> IntArray:
    """The records with the key of this one: only a person can say which of them is meant."""
    keys = frame[frame.schema.key[0]]
    if keys[record] is None:
        return np.zeros(0, dtype=np.int64)
    return np.flatnonzero(keys == keys[record])
