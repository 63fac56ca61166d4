"""Refusals: why an order cannot have a step, now or at all."""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.messages import Message, message
from sheetflow.domain.numbers import NOTHING, AnyArray, IntArray
from sheetflow.domain.phrases import day
from sheetflow.domain.step import State, Step

STATE_TEXTS: dict[State, Message] = {
    "Quote": message("it is a quote; use [Confirm] first"),
    "Request": message("it is a request; change its [State] to [Order] first"),
    "Cancelled": message("it is cancelled; use [Re-open] first"),
}
"""Why most actions are refused in a state, and the action that takes an order out of it."""


def refusals(
    book: Book, step: Step, orders: IntArray, sheet: str = "Orders"
) -> AnyArray:
    """Why each order, or record of another sheet, is refused a step, as text; None where it is not.

    The closing date refuses every step, the state of the order most of them. The step
    itself comes last.
    """
    if book.closed:
        closing = day(book.settings.closing_date)
        reason = message(
            "the run's date is on or before the closing date {day}", day=closing
        )
        return np.full(len(orders), reason, dtype=object)
    reasons = step.refuses(book, orders)
    frame = book[sheet]
    if "State" not in frame.columns:
        return reasons
    states = frame["State"][orders]
    for state, text in STATE_TEXTS.items():
        if state not in step.states:
            reasons[states == state] = text
    return reasons


def is_allowed(reasons: AnyArray) -> AnyArray:
    """Where there is no reason to refuse."""
    return np.equal(reasons, NOTHING).astype(bool)
