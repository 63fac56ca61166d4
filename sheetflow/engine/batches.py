"""Batches: how many of the waiting orders can be processed together.

Orders meet in one thing only: free stock. To process many together gives the same result
as one after the other, as long as no order finds stock that another one, not before its
turn, releases. So a new batch begins

- before an order that releases stock, where an order of this batch takes some: that order
  comes first and must not find it;
- after an order that releases stock once the batch was allocated its stock, or gives back
  what it has taken itself: the next order must find it;
- after an order of which a step releases stock that was picked (`releases_alone`).

Stock that is released after the last order that takes some ends no batch. Where this would
make more than a few batches, the orders are given free stock one by one instead
(steps/operations/in_turn.py): then only what they release after that ends a batch.

What a step takes and releases is in its declaration (domain/step.py).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sheetflow.domain.arrays import integers, no_rows
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import IntArray, Mask, count_by
from sheetflow.domain.step import Step
from sheetflow.engine.plans import Plan
from sheetflow.ledgers.lines import is_open_suggestion
from sheetflow.ledgers.movements import build_movements
from sheetflow.ledgers.stock import build_stock
from sheetflow.steps.operations.suggesting import excess_suggestions

MOST_BATCHES = 8
"""With more batches to come, a calculation over whole columns for each costs too much."""

Half = Callable[[Plan], Sequence[Step]]
"""Which steps of a plan are looked at."""


@dataclass(frozen=True)
class Waiting:
    """Orders (positions in the order of service), their distinct plans, and which each has."""

    orders: IntArray
    plans: Sequence[Plan]
    plan_index: IntArray

    def whose_plan(self, has: Callable[[Plan], bool]) -> Mask:
        """The orders whose plan has some property."""
        answers = np.array([has(plan) for plan in self.plans], dtype=bool)
        return answers[self.plan_index]


@dataclass(frozen=True)
class Extent:
    """How many of the waiting orders are processed together, and whether they are given stock in turn."""

    length: int
    in_turn: bool


def batch_extent(
    book: Book, waiting: Sequence[int], plans: Mapping[int, Plan]
) -> Extent:
    """How many of the waiting orders, from the first, can be processed together.

    There is at least one. The orders are positions, in the order of service.
    """
    orders = _with_plans(waiting, plans)
    begins = _begins_batch(book, orders)
    ends = _ends_batch(book, orders)
    in_turn = int(begins.sum() + ends.sum()) > MOST_BATCHES
    if in_turn:
        begins = np.zeros_like(begins)
        ends = _releases_later(book, orders) | _takes_again(orders)
    first_of_next = np.flatnonzero(begins)
    last = np.flatnonzero(ends)
    length = int(min([len(waiting), *first_of_next[:1], *(last[:1] + 1)]))
    return Extent(length, in_turn)


def _with_plans(waiting: Sequence[int], plans: Mapping[int, Plan]) -> Waiting:
    """The waiting orders by their distinct plans, so that each plan is looked at once."""
    numbers: dict[Plan, int] = {}
    index = [numbers.setdefault(plans[order], len(numbers)) for order in waiting]
    orders = integers(waiting)
    return Waiting(orders, list(numbers), integers(index))


def _begins_batch(book: Book, waiting: Waiting) -> Mask:
    """The orders that release stock before any is taken, where an earlier order takes some."""
    taking = waiting.whose_plan(lambda plan: plan.takes_stock)
    if not taking.any():
        return taking
    releasing = _releasing(book, waiting, lambda plan: plan.before_taking)
    releasing |= taking & _have_misfits(book, waiting.orders)
    taken_earlier = np.cumsum(taking) - taking > 0
    return np.asarray(releasing & taken_earlier)


def _ends_batch(book: Book, waiting: Waiting) -> Mask:
    """The orders that release stock which the next order must find."""
    alone = _releasing(book, waiting, _steps_alone)
    return _releases_later(book, waiting) | (alone & _before_taking(waiting))


def _releases_later(book: Book, waiting: Waiting) -> Mask:
    """The orders that release stock after they were given some, which the next order must find."""
    after_taking = _releasing(book, waiting, lambda plan: plan.from_taking)
    own = waiting.whose_plan(lambda plan: plan.releases_what_it_took)
    return np.asarray((after_taking | own) & _before_taking(waiting))


def _takes_again(waiting: Waiting) -> Mask:
    """The orders that look for stock a second time: a later order must not have released any."""
    return waiting.whose_plan(lambda plan: plan.takes_again)


def _before_taking(waiting: Waiting) -> Mask:
    """The orders after which another one takes stock: without one, nobody finds any."""
    taking = waiting.whose_plan(lambda plan: plan.takes_stock)
    still_to_come = taking.sum() - np.cumsum(taking)
    return np.asarray(still_to_come > 0)


def _steps_alone(plan: Plan) -> Sequence[Step]:
    """The steps after which no later order may be processed together."""
    return [step for step in plan.steps if step.releases_alone]


def _releasing(book: Book, waiting: Waiting, half: Half) -> Mask:
    """The orders for which a step in this half of their plan would release stock."""
    steps = {plan: half(plan) for plan in waiting.plans}
    found = no_rows(len(waiting.orders))
    for step in dict.fromkeys(step for each in steps.values() for step in each):
        if step.releases:
            requested = np.array([step in steps[plan] for plan in waiting.plans])
            found |= requested[waiting.plan_index] & step.releases(book, waiting.orders)
    return found


def _have_misfits(book: Book, orders: IntArray) -> Mask:
    """The orders whose suggestions no longer fit: suggesting again would release stock.

    So would it where more is suggested than is on hand.
    """
    picks = book.picks
    open_rows = is_open_suggestion(book)
    if not open_rows.any():
        return no_rows(len(orders))
    stock = build_stock(book, build_movements(book))
    at = (picks.sku_index, picks.location_index)
    overallocated = stock.on_hand[at] < stock.allocated[at]
    misfits = excess_suggestions(book, orders) | (overallocated & open_rows)
    return (count_by(picks.order_index, len(book.orders), misfits) > 0)[orders]
