"""The schedule: the requested actions, carried out in the order of service.

The rules describe the work order by order: the most urgent order does all its actions,
then the next one does. Taken literally, every order would cost a calculation over whole
columns. So orders are processed together wherever that gives the same result:

    Pass    every waiting order has its turn once. process.py runs passes until one does
            nothing.
    Batch   orders that follow one another and can be processed together (batches.py).
    Group   the orders of a batch that have the same plan (plans.py): each of its steps is
            one operation on whole columns.

Within a batch, orders meet in one thing only: free stock. So a batch has three stages:

    1.  Each group does the steps before its first that takes free stock. Some release
        stock.
    2.  The free stock is allocated over all orders of the batch, in the order of service.
    3.  Each group does the rest of its steps. They touch nothing but their own orders.

Then the new rows are numbered as if the orders had come one after the other
(number_new_rows.py). What else there is to know about a step is in its declaration.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sheetflow.checks.on_hold import OnHold
from sheetflow.domain.arrays import integers
from sheetflow.domain.book import Book
from sheetflow.domain.grouping import grouped
from sheetflow.domain.numbers import AnyArray, IntArray
from sheetflow.domain.step import Part, Step, Taken
from sheetflow.engine.batches import batch_extent
from sheetflow.engine.number_new_rows import number_new_rows
from sheetflow.engine.plans import Plan, plans_of
from sheetflow.engine.progress import Progress
from sheetflow.engine.refusals import is_allowed, refusals
from sheetflow.ledgers.credit_limits import find_credit_holds
from sheetflow.ledgers.deposits import missing_deposits
from sheetflow.ledgers.stock import service_order
from sheetflow.steps.confirm import STEP as CONFIRMING
from sheetflow.steps.operations.in_turn import suggest_in_turn
from sheetflow.steps.operations.suggesting import suggest


@dataclass(frozen=True)
class Group:
    """The orders of a batch that have the same plan, in the order of service."""

    plan: Plan
    orders: list[int]

    def parts(self, position: int) -> Sequence[Part]:
        """The parts of one step of the plan that the group does by itself.

        The first part of the first step that takes free stock is done for the whole batch.
        """
        parts = self.plan.steps[position].parts
        return parts[1:] if position == self.plan.first_taking else parts


@dataclass
class Batch:
    """Orders that are processed together, and what was done for each.

    `in_turn`: each order finds only the stock that those before it left and released. `done`
    holds the positions, in the plan of the order, of the steps that did something.
    `cleared` are the orders whose Action cell a step has emptied: they do no more steps.
    """

    orders: Sequence[int]
    groups: Sequence[Group]
    in_turn: bool
    done: dict[int, set[int]]
    cleared: set[int] = field(default_factory=set)

    def active(self, group: Group) -> IntArray:
        """The orders of a group that still do steps."""
        active = [order for order in group.orders if order not in self.cleared]
        return integers(active)

    def record(self, orders: IntArray, position: int) -> None:
        """Keep that the step at a position of the plan did something for these orders."""
        for order in orders.tolist():
            self.done[order].add(position)

    def clear(self, orders: IntArray, position: int) -> None:
        """Let the orders do no more steps for which the step at a position did something."""
        self.cleared.update(o for o in orders.tolist() if position in self.done[o])


def run_pass(book: Book, progress: Progress, on_hold: OnHold) -> tuple[Book, bool]:
    """Give every waiting order its turn once.

    Returns the book, and whether anything was done.
    """
    progress.refused.clear()
    progress.without_credit = _without_credit(book, progress.remaining, on_hold)
    progress.without_deposit = missing_deposits(book, progress.remaining)
    plans = plans_of(progress, on_hold)
    waiting = _in_service_order(book, plans)
    anything_done = False
    while waiting:
        extent = batch_extent(book, waiting, plans)
        batch = _batch(waiting[: extent.length], plans, extent.in_turn)
        book = _process(book, batch, progress)
        anything_done = anything_done or any(batch.done.values())
        waiting = waiting[extent.length :]
    return book, anything_done


def _without_credit(
    book: Book, remaining: Mapping[int, Sequence[str]], on_hold: OnHold
) -> dict[int, str]:
    """The orders with actions that wait for credit, and why."""
    quotes = [
        order
        for order, actions in remaining.items()
        if CONFIRMING.name in actions and not on_hold.orders[order]
    ]
    holds = find_credit_holds(book, integers(quotes))
    if holds is None:
        return {}
    return {order: holds.reason(order) for order in remaining if holds.waits[order]}


def _in_service_order(book: Book, orders: Iterable[int]) -> list[int]:
    """Positions of orders, the most urgent first."""
    rank = service_order(book)
    return sorted(orders, key=lambda order: rank[order])


def _batch(orders: Sequence[int], plans: Mapping[int, Plan], in_turn: bool) -> Batch:
    """A batch of these orders, of which nothing is done yet."""
    members = grouped((plans[order], order) for order in orders)
    groups = [Group(plan, of_plan) for plan, of_plan in members.items()]
    return Batch(orders, groups, in_turn, {order: set() for order in orders})


def _process(book: Book, batch: Batch, progress: Progress) -> Book:
    """Do the steps of a batch in its three stages, and number what they wrote."""
    start = book
    for group in batch.groups:
        for position in range(group.plan.first_taking):
            book = _do_step(book, group, position, batch, progress)
    book = _allocate_free_stock(start, book, batch)
    for group in batch.groups:
        for position in range(group.plan.first_taking, len(group.plan.steps)):
            book = _do_step(book, group, position, batch, progress)
    _record(batch, progress)
    return number_new_rows(start, book)


def _do_step(
    book: Book, group: Group, position: int, batch: Batch, progress: Progress
) -> Book:
    """Do one step of a plan for the orders of its group that are not refused it."""
    step = group.plan.steps[position]
    orders = _not_refused(book, step, batch.active(group), progress)
    if not len(orders):
        return book
    for part in group.parts(position):
        outcome = part(book, orders)
        _assert_declared(step, book, outcome.book)
        book = outcome.book
        progress.notes += outcome.notes
        batch.record(outcome.done, position)
    if step.empties:
        batch.clear(orders, position)
    return book


def _not_refused(
    book: Book, step: Step, orders: IntArray, progress: Progress
) -> IntArray:
    """The orders that may do a step; why the others may not is kept."""
    reasons = refusals(book, step, orders)
    allowed = is_allowed(reasons)
    _keep_reasons(step, orders[~allowed], reasons[~allowed], progress)
    return orders[allowed]


def _keep_reasons(
    step: Step, orders: IntArray, reasons: AnyArray, progress: Progress
) -> None:
    """Keep why these orders may not do a step."""
    for order, reason in zip(orders.tolist(), reasons.tolist(), strict=True):
        progress.refuse(order, step.name, reason)


def _assert_declared(step: Step, before: Book, after: Book) -> None:
    """A step writes only the sheets that it declares."""
    for sheet, frame in after.frames.items():
        written = frame is not before.frames[sheet]
        assert not written or step.may_write(sheet), f"{step.name} wrote {sheet}"


def _allocate_free_stock(start: Book, book: Book, batch: Batch) -> Book:
    """Suggest free stock to all orders of the batch that take any, in the order of service."""
    positions = dict(_taking(book, batch))
    orders = [order for order in batch.orders if order in positions]
    if not orders:
        return book
    if batch.in_turn:
        taken = dict(_taken(batch))
        taking = {order: taken[order] for order in orders}
        outcome = suggest_in_turn(start, book, batch.orders, taking)
    else:
        outcome = suggest(book, integers(orders))
    for order in outcome.done.tolist():
        batch.done[order].add(positions[order])
    return outcome.book


def _taking(book: Book, batch: Batch) -> Iterator[tuple[int, int]]:
    """The orders that take free stock now, each with the position of that step in its plan."""
    for group in batch.groups:
        if group.plan.takes_stock:
            for order in _allowed_to_take(book, batch, group):
                yield order, group.plan.first_taking


def _allowed_to_take(book: Book, batch: Batch, group: Group) -> list[int]:
    """The orders of a group that may do the first step that takes stock."""
    orders = batch.active(group)
    step = group.plan.steps[group.plan.first_taking]
    allowed: list[int] = orders[is_allowed(refusals(book, step, orders))].tolist()
    return allowed


def _taken(batch: Batch) -> Iterator[tuple[int, Taken]]:
    """As what each order takes free stock: as suggestions, or picked at once."""
    for group in batch.groups:
        taken = group.plan.takes
        if taken:
            yield from ((order, taken) for order in group.orders)


def _record(batch: Batch, progress: Progress) -> None:
    """Take what the batch has done out of the actions that remain."""
    for group in batch.groups:
        _record_group(group, batch.done, progress)
    for order in batch.cleared:
        progress.drop_remaining(order)


def _record_group(
    group: Group, positions: Mapping[int, set[int]], progress: Progress
) -> None:
    """Take the steps at these positions of a plan out of the actions of its orders."""
    for order in group.orders:
        done = [group.plan.steps[at].name for at in positions[order]]
        if done:
            progress.complete(order, done)
