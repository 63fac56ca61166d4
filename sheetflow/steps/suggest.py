"""Suggest: say which units an order shall get, and from where.

Reads   orders, order lines    what is left to pick
        picks, stock           what is suggested already, and what is free
Writes  picks                  suggestions: rows with a blank Picked
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import IntArray, matches, total_by
from sheetflow.domain.phrases import number
from sheetflow.domain.step import Note, Outcome, Step, nothing_refused
from sheetflow.ledgers.lines import build_lines, is_open_suggestion
from sheetflow.steps.operations.picking import nothing_to_pick
from sheetflow.steps.operations.suggesting import suggest


def tell_what_is_left(book: Book, orders: IntArray) -> Outcome:
    """Say of the orders that were just given something how much of what they need is still not suggested."""
    picks, lines, size = book.picks, build_lines(book), len(book.orders)
    fresh = (
        is_open_suggestion(book)
        & ~picks.has_pick
        & matches(picks.order_index, orders, size)
    )
    given = total_by(picks.order_index, np.where(fresh, picks.suggested, 0), size)
    left = total_by(
        lines.order, np.maximum(lines.left_to_pick - lines.suggested, 0), size
    )
    notes = [
        Note(
            "Orders",
            order,
            "Action",
            f"suggested {number(given[order])} of {number(given[order] + left[order])}",
        )
        for order in np.flatnonzero((given > 0) & (left > 0)).tolist()
    ]
    return Outcome(book, np.zeros(0, dtype=np.int64), tuple(notes))


def waits_for(book: Book, order: int) -> str:
    """What an order that nothing could be suggested for waits for."""
    return nothing_to_pick(book, order).replace(
        "nothing to pick", "nothing more to suggest"
    )


STEP = Step(
    name="Suggest",
    does="Voids suggestions that no longer fit, then suggests what is left to pick from free stock.",
    writes=("Picks",),
    parts=(suggest, tell_what_is_left),
    refuses=nothing_refused,
    waits_for=waits_for,
    takes="suggestions",
)
