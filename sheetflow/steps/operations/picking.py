"""Picking: the open suggestions of an order become picks.

Reads   picks, stock
Writes  picks               Picked and Pick date of open suggestions
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.domain.arrays import zeros
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Picks
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, matches, total_by
from sheetflow.domain.phrases import number
from sheetflow.domain.step import Note, Outcome, order_note
from sheetflow.ledgers.lines import build_lines, is_open_suggestion
from sheetflow.steps.operations.suggesting import nothing_free


def pick_suggested(book: Book, orders: IntArray) -> Outcome:
    """Turn each open suggestion of the orders into a pick.

    Suggesting has just made sure that no location has to give more than it has on hand.
    """
    picks = book.picks
    size = len(book.orders)
    chosen = matches(picks.order_index, orders, size)
    picked = is_open_suggestion(book) & (picks.suggested > 0) & chosen
    if not picked.any():
        return Outcome(book, zeros(0))
    quantity = total_by(picks.order_index, np.where(picked, picks.suggested, 0), size)
    book = book.put(_picked(picks, picked, book.as_of))
    done = np.flatnonzero(quantity > 0)
    return Outcome(book, done, tuple(_short_picks(book, done, quantity)))


def _picked(picks: Picks, where: Mask, today: int) -> Picks:
    """The picks with these suggestions picked in full, today where they have no date."""
    undated = where & ~picks.has_pick_date
    picks = picks.fill(Picks.picked, where, picks[Picks.suggested])
    return picks.fill(Picks.pick_date, undated, today)


def _short_picks(book: Book, orders: IntArray, quantity: AnyArray) -> Iterator[Note]:
    """A note for each of these orders that has something left to pick."""
    lines = build_lines(book)
    left = total_by(lines.order, lines.left_to_pick, len(book.orders))
    for order in orders[left[orders] > 0].tolist():
        picked = number(quantity[order])
        needed = number(quantity[order] + left[order])
        yield order_note(
            order, message("picked {picked} of {needed}", picked=picked, needed=needed)
        )


def nothing_to_pick(book: Book, order: int) -> str:
    """That there is nothing to pick for an order, and why."""
    return message("nothing to pick: {why}", why=why_no_pick(book, order))


def why_no_pick(book: Book, order: int) -> str:
    """Why there is nothing to pick for an order."""
    lines = build_lines(book)
    mine = lines.order == order
    if not (mine & lines.goods).any():
        return message("it has no lines with tracked stock")
    if not (lines.left_to_pick[mine] > 0).any():
        return message("everything is picked")
    return nothing_free(book, order)
