"""Refusals: why an order cannot have a step, now or at all."""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import NOTHING, AnyArray, IntArray
from sheetflow.domain.phrases import day
from sheetflow.domain.step import State, Step
from sheetflow.steps import STEPS

STATE_WORDS: dict[State, str] = {"Quote": "a quote", "Cancelled": "cancelled"}
"""How a message names the states in which most actions are refused."""

WAY_OUT = {step.leaves: step.name for step in STEPS if step.leaves}
"""The action that takes an order out of a state."""


def refusals(book: Book, step: Step, orders: IntArray) -> AnyArray:
    """Why each order is refused a step, as text; None where it is not.

    The closing date refuses every step, the state of the order most of them. The step
    itself comes last.
    """
    if book.closed:
        closing = day(book.settings.closing_date)
        reason = f"the run's date is on or before the closing date {closing}"
        return np.full(len(orders), reason, dtype=object)
    reasons = step.refuses(book, orders)
    states = book.orders.state[orders]
    for state, words in STATE_WORDS.items():
        if state not in step.states:
            reason = f"it is {words}; use {WAY_OUT[state]} first"
            reasons = np.where(states == state, reason, reasons)
    return reasons


def is_allowed(reasons: AnyArray) -> AnyArray:
    """Where there is no reason to refuse."""
    return np.equal(reasons, NOTHING).astype(bool)
