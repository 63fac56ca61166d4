"""Pass after pass over the orders until one does nothing."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .actions import KNOWN, Refused, attempt, steps_of, waiting_for
from .book import Problem
from .buying_actions import act_on_purchases
from .checks import row_held, rule_errors
from .credit_limits import NEED_CREDIT, stopped_orders
from .credits import fill_credits, issued_credits, number_credit_notes
from .deposits import NEED_DEPOSIT, waits_for_deposit

if TYPE_CHECKING:
    from .book import Book, Row


@dataclass
class Passed:
    """What the last pass left: refused actions and waiting ones."""

    refused: list[Problem] = field(default_factory=list)
    waiting: list[str] = field(default_factory=list)


def act(book: Book) -> Passed:
    """All actions of all orders; returns what still stands undone."""
    book.issued_credits = issued_credits(book)
    for _ in range(200):
        passed, did = _one_pass(book)
        if not did:
            return passed
    raise AssertionError("the passes do not end")


def _one_pass(book: Book) -> tuple[Passed, bool]:
    by_row = row_held(book)
    by_rule = {order for problem in rule_errors(book) for order in problem.orders}
    passed = Passed()
    did = False
    for order in book.live("Orders"):
        if order["Order"] not in by_row | by_rule:
            fill_credits(book, order["Order"])
    number_credit_notes(book, by_row | by_rule)
    confirming = {
        order["Order"]
        for order in book.live("Orders")
        if "Confirm" in steps_of(order) and order["Order"] not in by_row | by_rule
    }
    did |= act_on_purchases(book, passed)
    stopped = stopped_orders(book, confirming)
    without_deposit = [row for row in book.served() if waits_for_deposit(book, row)]
    for order in book.served():
        if order["Order"] in by_row:
            continue
        allowed = ("Cancel", "Re-open") if order["Order"] in by_rule else tuple(KNOWN)
        if order["Order"] in stopped:
            allowed = tuple(step for step in allowed if step not in NEED_CREDIT)
        if order in without_deposit:
            allowed = tuple(step for step in allowed if step not in NEED_DEPOSIT)
        did |= _one_order(book, order, allowed, passed)
    return passed, did


def _one_order(
    book: Book, order: Row, allowed: tuple[str, ...], passed: Passed
) -> bool:
    steps = steps_of(order)
    left: list[str] = []
    for step in steps:
        if step not in allowed:
            left.append(step)
            continue
        try:
            done = attempt(book, order, step)
        except Refused as reason:
            key = str(order["Order"])
            passed.refused.append(
                Problem(
                    "Orders",
                    order.index,
                    "Action",
                    f"{step} refused: {reason}",
                    frozenset([key]),
                )
            )
            left.append(step)
            continue
        if done and step in ("Cancel", "Re-open"):
            order.write("Action", None)
            return True
        if not done:
            passed.waiting.append(waiting_for(book, order, step))
            left.append(step)
    if left == steps:
        return False
    order.write("Action", ", ".join(left) or None)
    return True
