"""Stretches: how many of the waiting orders can be done at once.

Doing many orders at once is the same as doing one after the other, as long as no order takes stock that an earlier one
would have found not yet released. So a stretch ends before an order that releases stock after an earlier one took some,
and after an order that may release what it has taken itself.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import IntArray, Mask, count_by
from sheetflow.domain.step import Step
from sheetflow.ledgers.lines import is_open_suggestion
from sheetflow.ledgers.movements import build_movements
from sheetflow.ledgers.stock import build_stock
from sheetflow.steps.operations.suggesting import excess_suggestions

Plan = tuple[Step, ...]
"""The steps that an order asks for, in its order."""


def first_taking(plan: Plan) -> int:
    """The position of the first step that takes free stock; beyond the last where none does."""
    taking = (at for at, step in enumerate(plan) if step.takes)
    return next(taking, len(plan))


def stretch_length(
    book: Book, waiting: Sequence[int], plans: Mapping[int, Plan]
) -> int:
    """How many of the waiting orders can be done at once (at least one)."""
    orders = np.array(waiting, dtype=np.int64)
    mine = [plans[at] for at in waiting]
    before = _releasing(book, orders, [plan[: first_taking(plan)] for plan in mine])
    taking = np.array([first_taking(plan) < len(plan) for plan in mine])
    if taking.any():
        before |= taking & _overfull(book, orders)
    ends = np.flatnonzero(_ending(book, orders, mine))
    taken_before = np.r_[False, np.cumsum(taking)[:-1] > 0]
    cuts = np.flatnonzero(before & taken_before)
    return int(min([len(waiting), *cuts[:1], *(ends[:1] + 1)]))


def _releasing(book: Book, orders: IntArray, plans: Sequence[Plan]) -> Mask:
    """The orders whose steps would release stock."""
    found = np.zeros(len(orders), dtype=bool)
    for step in dict.fromkeys(step for plan in set(plans) for step in plan):
        if step.releases:
            with_it = {plan: step in plan for plan in set(plans)}
            found |= step.releases(book, orders) & [with_it[plan] for plan in plans]
    return found


def _ending(book: Book, orders: IntArray, plans: Sequence[Plan]) -> Mask:
    """The orders that release stock which no later one may find already."""
    after = [plan[first_taking(plan) :] for plan in plans]
    alone = [tuple(step for step in plan if step.releases_alone) for plan in plans]
    giving = {plan: _gives_back(plan) for plan in set(after)}
    return np.asarray(
        _releasing(book, orders, after)
        | _releasing(book, orders, alone)
        | [giving[plan] for plan in after]
    )


def _gives_back(plan: Plan) -> bool:
    """Whether steps may release what others of them have taken."""
    taken = {step.takes for step in plan}
    return any(not step.gives_back.isdisjoint(taken) for step in plan)


def _overfull(book: Book, orders: IntArray) -> Mask:
    """Orders whose own suggestions no longer fit, or are where more is suggested than there is.

    These are looked at one by one.
    """
    size, picks = len(book.orders), book.picks
    open_rows = is_open_suggestion(book)
    if not open_rows.any():
        return np.zeros(len(orders), dtype=bool)
    stock = build_stock(book, build_movements(book))
    crowded = (stock.free < 0)[picks.sku_index, picks.location_index] & open_rows
    rows = excess_suggestions(book, orders) | crowded
    return (count_by(picks.order_index, size, rows) > 0)[orders]
