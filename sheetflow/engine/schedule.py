"""The actions that people asked for, carried out in the order of service.

The rules are told one order after the other; the work is done on many orders at once. So each pass over the orders is
cut into stretches (stretches.py). Within one, all that releases stock comes before all that takes it, stock is shared
out over all its orders in one go and in their order, and everything else that an action does touches its own order
only. What there is to know about a step is in its declaration.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from sheetflow.checks.on_hold import OnHold
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, IntArray
from sheetflow.domain.phrases import day
from sheetflow.domain.requested_actions import parse
from sheetflow.domain.step import Note, Outcome, Step
from sheetflow.engine.number_new_rows import finish
from sheetflow.engine.stretches import Plan, first_taking, stretch_length
from sheetflow.ledgers.stock import service_order
from sheetflow.steps import BY_NAME, STEPS
from sheetflow.steps.operations.suggesting import suggest

STATE_WORDS = {"Quote": "a quote", "Cancelled": "cancelled"}
"""How a message names the states in which most actions are refused."""

LEADING_OUT = {step.leaves: step for step in STEPS if step.leaves}
"""The step that takes an order out of a state."""


@dataclass
class Progress:
    """What has become of the actions: still to do, done, refused (with the reason), and what a person should know."""

    todo: dict[int, list[str]]
    applied: set[int] = field(default_factory=set)
    refused: dict[int, dict[str, str]] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    emptied: set[int] = field(default_factory=set)


def plans_of(book: Book) -> dict[int, list[str]]:
    """The actions that each order asks for, by the order's position."""
    texts = book.orders.action.tolist()
    parsed = {text: parse(text)[0] for text in set(texts) if text}
    return {
        at: list(parsed[text]) for at, text in enumerate(texts) if text and parsed[text]
    }


def run_pass(book: Book, progress: Progress, on_hold: OnHold) -> tuple[Book, bool]:
    """One pass over all orders that have something to do; returns the book and whether anything was done.

    Orders with a row error do nothing. On orders with a rule error, only the steps run that do so in spite of one.
    """
    progress.refused.clear()
    rank = service_order(book)
    plans = _plans(progress.todo, on_hold)
    waiting = sorted(
        (at for at, plan in plans.items() if plan), key=lambda at: rank[at]
    )
    did = False
    while waiting:
        length = stretch_length(book, waiting, plans)
        book, done = _run_stretch(book, waiting[:length], plans, progress)
        did = did or done
        waiting = waiting[length:]
    return book, did


def _plans(todo: Mapping[int, Sequence[str]], on_hold: OnHold) -> dict[int, Plan]:
    """The steps that may be done for each order; orders with the same requests share a plan."""
    known: dict[tuple[bool, tuple[str, ...]], Plan] = {}
    plans = {}
    for at, names in todo.items():
        if names and not on_hold.by_row_error[at]:
            requested = (bool(on_hold.by_rule_error[at]), tuple(names))
            if requested not in known:
                known[requested] = _plan(*requested)
            plans[at] = known[requested]
    return plans


def _plan(has_rule_error: bool, names: Sequence[str]) -> Plan:
    """The steps that may be done for an order."""
    steps = [BY_NAME[name.casefold()] for name in names]
    return tuple(
        step for step in steps if not has_rule_error or step.in_spite_of_rule_errors
    )


def _run_stretch(
    book: Book, orders: list[int], plans: Mapping[int, Plan], progress: Progress
) -> tuple[Book, bool]:
    """Do the actions of a stretch of orders, and number what they wrote."""
    start = book
    groups: dict[Plan, list[int]] = {}
    for at in orders:
        groups.setdefault(plans[at], []).append(at)
    done = {at: set[int]() for at in orders}
    for plan, members in groups.items():
        for index in range(first_taking(plan)):
            book = _do(book, plan[index], index, members, done, progress)
    book = _share_out(book, orders, plans, done, progress)
    for plan, members in groups.items():
        first = first_taking(plan)
        for index in range(first, len(plan)):
            shared = 1 if index == first else 0
            book = _do(book, plan[index], index, members, done, progress, shared)
    _strike(done, plans, progress)
    return finish(start, book), any(done.values())


def _share_out(
    book: Book,
    orders: list[int],
    plans: Mapping[int, Plan],
    done: dict[int, set[int]],
    progress: Progress,
) -> Book:
    """Share the free stock out over all orders of the stretch that take any, in their order."""
    first = {at: first_taking(plans[at]) for at in orders}
    able = [
        at
        for at in orders
        if first[at] < len(plans[at])
        and at not in progress.emptied
        and _refusal(book, plans[at][first[at]], at) is None
    ]
    if not able:
        return book
    outcome = suggest(book, np.array(able, dtype=np.int64))
    for at in outcome.done.tolist():
        done[at].add(first[at])
    return outcome.book


def _do(
    book: Book,
    step: Step,
    index: int,
    members: list[int],
    done: dict[int, set[int]],
    progress: Progress,
    skip: int = 0,
) -> Book:
    """One step on the orders of one plan; `skip` leaves out the first parts, which were done already."""
    orders = [at for at in members if at not in progress.emptied]
    reasons = _reasons(book, step, np.array(orders, dtype=np.int64))
    able = []
    for at, reason in zip(orders, reasons, strict=True):
        if reason is None:
            able.append(at)
        else:
            progress.refused.setdefault(at, {})[step.name] = reason
    for part in step.parts[skip:]:
        if able:
            outcome = _held_to(step, book, part(book, np.array(able, dtype=np.int64)))
            book = outcome.book
            progress.notes += outcome.notes
            for at in outcome.done.tolist():
                done[at].add(index)
    if step.empties:
        progress.emptied.update(at for at in able if index in done[at])
    return book


def _reasons(book: Book, step: Step, orders: IntArray) -> list[str | None]:
    """Why each order is refused this step, None where it is not."""
    common = [_refusal(book, step, at) for at in orders.tolist()]
    own: AnyArray = step.refuses(book, orders)
    return [
        first if first is not None else second
        for first, second in zip(common, own.tolist(), strict=True)
    ]


def _refusal(book: Book, step: Step, order: int) -> str | None:
    """What refuses a step whatever it does: the closing date, and the state of the order."""
    if book.closed:
        return f"the run's date is on or before the closing date {day(book.settings.closing_date)}"
    state = book.orders.state[order]
    if state in STATE_WORDS and state not in step.states:
        return f"it is {STATE_WORDS[state]}; use {LEADING_OUT[state].name} first"
    return None


def _held_to(step: Step, before: Book, outcome: Outcome) -> Outcome:
    """A step writes only what it declares."""
    for sheet, frame in outcome.book.frames.items():
        assert frame is before.frames[sheet] or step.may_write(sheet), (
            f"{step.name} wrote {sheet}"
        )
    return outcome


def _strike(
    done: Mapping[int, set[int]], plans: Mapping[int, Plan], progress: Progress
) -> None:
    """Take what was done out of what is still to do; some steps empty the cell."""
    for at, indexes in done.items():
        if not indexes:
            continue
        progress.applied.add(at)
        left = list(progress.todo[at])
        for index in indexes:
            left.remove(plans[at][index].name)
        progress.todo[at] = [] if at in progress.emptied else left
    progress.emptied.clear()
