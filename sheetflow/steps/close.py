"""Close: what will not be picked any more is no longer expected.

Reads   order lines, picks, invoice lines, returns    what is neither picked nor invoiced
Writes  order lines                                   Cancelled quantity
        picks                                         open suggestions are voided
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import OrderLines
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import AnyArray, IntArray, any_by, matches, values_of
from sheetflow.domain.step import Outcome, Step, refuse_where
from sheetflow.ledgers.lines import Lines, build_lines, is_open_suggestion
from sheetflow.steps.operations.suggesting import has_suggestions


def close(book: Book, orders: IntArray) -> Outcome:
    """Cancel what is neither picked nor invoiced, and void open suggestions.

    Only lines whose stock is tracked are cancelled. What was credited counts as not
    invoiced.
    """
    rest = _rest(book, orders)
    frame = book.order_lines
    cancelled = frame.cancelled_quantity + rest
    closed = frame.fill(OrderLines.cancelled_quantity, rest > 0, cancelled)
    picks = book.picks
    chosen = matches(picks.order_index, orders, len(book.orders))
    suggested = is_open_suggestion(book) & chosen
    done = values_of(frame.order_index[rest > 0], picks.order_index[suggested])
    return Outcome(book.put(closed, picks.void(suggested, book.as_of)), done)


def _rest(book: Book, orders: IntArray) -> AnyArray:
    """What is left to cancel of each order line of these orders."""
    lines = build_lines(book)
    chosen = lines.goods & matches(lines.order, orders, len(book.orders))
    return np.where(chosen, _cancellable(lines), 0)


def _cancellable(lines: Lines) -> AnyArray:
    """What of each line is neither picked nor invoiced without being credited."""
    kept = np.maximum(lines.picked, lines.invoiced - lines.credited)
    return np.asarray(np.maximum(lines.effective - kept, 0))


def refuses(book: Book, orders: IntArray) -> AnyArray:
    """An order with nothing picked is cancelled, not closed."""
    lines = build_lines(book)
    picked = lines.goods & (lines.picked > 0)
    has_picked = any_by(lines.order, len(book.orders), picked)
    return refuse_where(
        ~has_picked[orders], message("nothing was picked; use [Cancel]")
    )


def waits_for(_book: Book, _order: int) -> str:
    """Why there is nothing to close."""
    return message("nothing to close: nothing is left open")


STEP = Step(
    name="Close",
    does="Cancels what is neither picked nor invoiced, and voids open suggestions.",
    writes=("Order lines", "Picks"),
    parts=(close,),
    refuses=refuses,
    waits_for=waits_for,
    releases=has_suggestions,
    gives_back=frozenset({"suggestions"}),
)
