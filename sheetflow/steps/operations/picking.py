"""Picking: the open suggestions of an order become picks.

Reads   picks, stock
Writes  picks               Picked and Pick date of open suggestions
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import Picks
from sheetflow.domain.numbers import IntArray, matches, total_by
from sheetflow.domain.phrases import number
from sheetflow.domain.step import Note, Outcome
from sheetflow.ledgers.lines import build_lines, is_open_suggestion


def take_suggested(book: Book, orders: IntArray) -> Outcome:
    """Take each open suggestion of the orders as picked.

    Suggesting has just seen to it that no location is asked for more than it holds.
    """
    picks, size = book.picks, len(book.orders)
    taken = (
        is_open_suggestion(book)
        & (picks.suggested > 0)
        & matches(picks.order_index, orders, size)
    )
    if not taken.any():
        return Outcome(book, np.zeros(0, dtype=np.int64))
    amount = total_by(picks.order_index, np.where(taken, picks.suggested, 0), size)
    book = book.put(
        picks.fill(Picks.picked, taken, picks["Suggested"]).fill(
            "Pick date", taken & ~picks.has_pick_date, book.as_of
        )
    )
    done = np.flatnonzero(amount > 0)
    lines = build_lines(book)
    left = total_by(lines.order, lines.left_to_pick, size)
    notes = [
        Note(
            "Orders",
            order,
            "Action",
            f"picked {number(amount[order])} of {number(amount[order] + left[order])}",
        )
        for order in done[left[done] > 0].tolist()
    ]
    return Outcome(book, done, tuple(notes))


def nothing_to_pick(book: Book, order: int) -> str:
    """Why there is nothing to pick for an order."""
    from sheetflow.steps.operations.suggesting import nothing_free

    lines = build_lines(book)
    mine = lines.order == order
    if not (mine & lines.goods).any():
        return "nothing to pick: it has no line whose stock is tracked"
    if not (lines.left_to_pick[mine] > 0).any():
        return "nothing to pick: all is picked"
    return f"nothing to pick: {nothing_free(book, order)}"
