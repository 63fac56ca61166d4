"""The actions that people asked for, carried out in the order of service.

The rules are told one order after the other; the work is done on many orders at once. That is the same as long as no
order takes stock that an earlier one would have found not yet released. So each pass over the orders is cut into
stretches: within a stretch all that releases stock comes before all that takes it, stock is shared out over all its
orders in one go and in their order, and everything else that an action does touches its own order only.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, count_by
from sheetflow.domain.phrases import day
from sheetflow.domain.requested_actions import parse
from sheetflow.domain.step import Note, Outcome, Step
from sheetflow.engine.number_new_rows import finish
from sheetflow.ledgers.facts import order_links
from sheetflow.ledgers.lines import is_for_restock, is_open_suggestion
from sheetflow.ledgers.movements import build_movements
from sheetflow.ledgers.stock import build_stock, service_order
from sheetflow.steps import BY_NAME
from sheetflow.steps.operations.suggesting import excess_suggestions, suggest

Plan = tuple[str, ...]
ON_ANY_STATE = frozenset({"Confirm", "Cancel", "Re-open"})
IN_SPITE_OF_RULES = frozenset({"Cancel", "Re-open"})


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


def run_pass(
    book: Book, progress: Progress, barred: Mask, bound: Mask
) -> tuple[Book, bool]:
    """One pass over all orders that have something to do; returns the book and whether anything was done.

    `barred` orders have a row error and do nothing; `bound` ones have a rule error and only Cancel and Re-open run on
    them.
    """
    progress.refused.clear()
    rank = service_order(book)
    asked = {
        at: _allowed(names, bound[at])
        for at, names in progress.todo.items()
        if names and not barred[at]
    }
    waiting = sorted(
        (at for at, plan in asked.items() if plan), key=lambda at: rank[at]
    )
    did = False
    while waiting:
        length = _stretch(book, waiting, asked)
        book, done = _run_stretch(book, waiting[:length], asked, progress)
        did, waiting = did or done, waiting[length:]
    return book, did


def _allowed(names: list[str], bound: np.bool_) -> Plan:
    return tuple(name for name in names if not bound or name in IN_SPITE_OF_RULES)


def takes(name: str) -> bool:
    """Whether an action takes free stock: those that suggest first."""
    return BY_NAME[name.casefold()].parts[0] is suggest


def _stretch(book: Book, waiting: list[int], asked: Mapping[int, Plan]) -> int:
    """How many of the waiting orders can be done at once (at least one)."""
    orders = np.array(waiting, dtype=np.int64)
    before, taking, after = _classify(book, orders, [asked[at] for at in waiting])
    taken_before = np.r_[False, np.cumsum(taking)[:-1] > 0]
    cuts = np.flatnonzero(before & taken_before)
    ends = np.flatnonzero(after)
    return int(min([len(waiting), *cuts[:1], *(ends[:1] + 1)]))


def _classify(
    book: Book, orders: IntArray, plans: list[Plan]
) -> tuple[Mask, Mask, Mask]:
    """For each order: does it release stock before it takes any, does it take,
    does it release stock that later orders must not see before.
    """
    releases = _releases(book, orders)
    kinds: dict[Plan, tuple[set[str], bool, set[str]]] = {}
    for plan in set(plans):
        first = next((at for at, name in enumerate(plan) if takes(name)), len(plan))
        kinds[plan] = (set(plan[:first]), first < len(plan), set(plan[first:]))
    before, after = np.zeros(len(orders), dtype=bool), np.zeros(len(orders), dtype=bool)
    for name, mask in releases.items():
        before |= mask & np.array([name in kinds[plan][0] for plan in plans])
        after |= mask & np.array([name in kinds[plan][2] for plan in plans])
    after |= np.array([_gives_back(kinds[plan][2]) for plan in plans])
    taking = np.array([kinds[plan][1] for plan in plans])
    after |= releases["Re-open"] & np.array(["Re-open" in plan for plan in plans])
    if taking.any():
        before |= taking & _overfull(book, orders)
    return before, taking, after


def _gives_back(names: set[str]) -> bool:
    """Whether a plan may give back what it has taken itself: Re-open picks, Close and Cancel suggestions."""
    return "Re-open" in names or (
        "Suggest" in names and not names.isdisjoint({"Close", "Cancel"})
    )


def _releases(book: Book, orders: IntArray) -> dict[str, Mask]:
    """For each action that can release stock, the orders for which it would."""
    size, picks = len(book.orders), book.picks
    suggested = count_by(picks.order_index, size, is_open_suggestion(book)) > 0
    picked = count_by(picks.order_index, size, picks.live) > 0
    returned = (
        count_by(
            book.returns.order_index,
            size,
            book.returns.live & is_for_restock(book),
        )
        > 0
    )
    restocked = count_by(order_links(book, "Restocks"), size, book.restocks.live) > 0
    moved = (picked | restocked)[orders]
    return {
        "Close": suggested[orders],
        "Cancel": suggested[orders],
        "Re-open": moved,
        "Restock": returned[orders],
    }


def _overfull(book: Book, orders: IntArray) -> Mask:
    """Orders whose own suggestions no longer fit, or lie where more is suggested than there is:
    they are to be looked at one by one.
    """
    size, picks = len(book.orders), book.picks
    open_rows = is_open_suggestion(book)
    if not open_rows.any():
        return np.zeros(len(orders), dtype=bool)
    stock = build_stock(book, build_movements(book))
    crowded = (stock.free < 0)[picks.sku_index, picks.location_index] & open_rows
    rows = excess_suggestions(book, orders) | crowded
    return (count_by(picks.order_index, size, rows) > 0)[orders]


def _run_stretch(
    book: Book, orders: list[int], asked: Mapping[int, Plan], progress: Progress
) -> tuple[Book, bool]:
    """Do the actions of a stretch of orders, and number what they wrote."""
    start = book
    groups: dict[Plan, list[int]] = {}
    for at in orders:
        groups.setdefault(asked[at], []).append(at)
    done = {at: set[int]() for at in orders}
    firsts = {
        plan: next((at for at, name in enumerate(plan) if takes(name)), len(plan))
        for plan in groups
    }
    for plan, members in groups.items():
        for index in range(firsts[plan]):
            book = _do(
                book, BY_NAME[plan[index].casefold()], index, members, done, progress
            )
    takers = [at for at in orders if firsts[asked[at]] < len(asked[at])]
    book = _share_out(
        book, takers, {at: firsts[asked[at]] for at in takers}, done, progress
    )
    for plan, members in groups.items():
        for index in range(firsts[plan], len(plan)):
            skip = 1 if index == firsts[plan] else 0
            book = _do(
                book,
                BY_NAME[plan[index].casefold()],
                index,
                members,
                done,
                progress,
                skip,
            )
    _strike(done, asked, progress)
    return finish(start, book), any(done.values())


def _share_out(
    book: Book,
    takers: list[int],
    first: Mapping[int, int],
    done: dict[int, set[int]],
    progress: Progress,
) -> Book:
    """Share the free stock out over all orders of the stretch that take any, in their order."""
    able = [
        at
        for at in takers
        if at not in progress.emptied and _refusal(book, "", at) is None
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
    common = [_refusal(book, step.name, at) for at in orders.tolist()]
    own: AnyArray = step.refuses(book, orders)
    return [
        first if first is not None else second
        for first, second in zip(common, own.tolist(), strict=True)
    ]


def _refusal(book: Book, name: str, order: int) -> str | None:
    """What refuses every action alike: the closing date, and a State that is not Order."""
    if book.closed:
        return f"the run's date is on or before the closing date {day(book.settings.closing_date)}"
    state = book.orders.state[order]
    if state in ("Quote", "Cancelled") and name not in ON_ANY_STATE:
        return (
            "it is a quote; use Confirm first"
            if state == "Quote"
            else "it is cancelled; use Re-open first"
        )
    return None


def _held_to(step: Step, before: Book, outcome: Outcome) -> Outcome:
    """A step writes only what it declares."""
    for sheet, frame in outcome.book.frames.items():
        assert frame is before.frames[sheet] or step.may_write(sheet), (
            f"{step.name} wrote {sheet}"
        )
    return outcome


def _strike(
    done: Mapping[int, set[int]], asked: Mapping[int, Plan], progress: Progress
) -> None:
    """Take what was done out of what is still to do; Cancel and Re-open empty the cell."""
    for at, indexes in done.items():
        if not indexes:
            continue
        progress.applied.add(at)
        left = list(progress.todo[at])
        for index in indexes:
            left.remove(asked[at][index])
        progress.todo[at] = [] if at in progress.emptied else left
    progress.emptied.clear()
