"""Suggest: propose which units an order gets, and from where.

Reads   orders, order lines    what is left to pick
        picks, stock           what is suggested already, and what is free
Writes  picks                  suggestions: rows with a blank Picked
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.arrays import zeros
from sheetflow.domain.book import Book
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import AnyArray, IntArray, matches, total_by
from sheetflow.domain.phrases import number
from sheetflow.domain.step import Outcome, Step, nothing_refused, order_note
from sheetflow.ledgers.lines import build_lines, is_open_suggestion
from sheetflow.ledgers.stock import left_to_suggest
from sheetflow.steps.operations.picking import why_no_pick
from sheetflow.steps.operations.suggesting import suggest


def report_what_is_left(book: Book, orders: IntArray) -> Outcome:
    """Report how much is still not suggested of the orders that got suggestions just now."""
    suggested = _suggested_now(book, orders)
    left = _left_to_suggest(book)
    notes = []
    for order in np.flatnonzero((suggested > 0) & (left > 0)).tolist():
        given = number(suggested[order])
        needed = number(suggested[order] + left[order])
        notes.append(
            order_note(
                order,
                message("suggested {given} of {needed}", given=given, needed=needed),
            )
        )
    return Outcome(book, zeros(0), tuple(notes))


def _suggested_now(book: Book, orders: IntArray) -> AnyArray:
    """The quantity of each order that this pass suggested: its rows have no number yet."""
    picks = book.picks
    size = len(book.orders)
    chosen = matches(picks.order_index, orders, size)
    fresh = is_open_suggestion(book) & ~picks.has_pick & chosen
    return total_by(picks.order_index, np.where(fresh, picks.suggested, 0), size)


def _left_to_suggest(book: Book) -> AnyArray:
    """The quantity of each order that is left to pick and not suggested."""
    lines = build_lines(book)
    return total_by(lines.order, left_to_suggest(lines), len(book.orders))


def waits_for(book: Book, order: int) -> str:
    """What an order waits for if nothing could be suggested for it."""
    return message("nothing more to suggest: {why}", why=why_no_pick(book, order))


STEP = Step(
    name="Suggest",
    does="Voids suggestions that no longer fit, then suggests what is left to pick from free stock.",
    writes=("Picks",),
    parts=(suggest, report_what_is_left),
    refuses=nothing_refused,
    waits_for=waits_for,
    takes="suggestions",
    needs_credit=True,
)
