"""Close: what is not picked any more is no longer expected.

Reads   order lines, picks, invoice lines, returns    what is neither picked nor billed
Writes  order lines                                   Cancelled quantity
        picks                                         open suggestions are voided
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import OrderLines
from sheetflow.domain.numbers import (
    NOTHING,
    AnyArray,
    IntArray,
    count_by,
    matches,
    values_of,
)
from sheetflow.domain.step import Outcome, Step
from sheetflow.ledgers.lines import build_lines, is_open_suggestion
from sheetflow.steps.operations.suggesting import has_suggestions


def close(book: Book, orders: IntArray) -> Outcome:
    """On tracked lines, cancel what is neither picked nor invoiced (less credited); void open suggestions."""
    lines, frame, picks, size = (
        build_lines(book),
        book.order_lines,
        book.picks,
        len(book.orders),
    )
    kept = np.maximum(lines.picked, lines.invoiced - lines.credited)
    rest = np.where(
        lines.goods & matches(lines.order, orders, size),
        np.maximum(lines.effective - kept, 0),
        0,
    )
    frame = frame.fill(
        OrderLines.cancelled_quantity, rest > 0, frame.cancelled_quantity + rest
    )
    open_rows = is_open_suggestion(book) & matches(picks.order_index, orders, size)
    done = values_of(lines.order[rest > 0], picks.order_index[open_rows])
    return Outcome(book.put(frame, picks.void(open_rows, book.as_of)), done)


def refuses(book: Book, orders: IntArray) -> AnyArray:
    """An order of which nothing was picked is cancelled, not closed."""
    lines = build_lines(book)
    picked = (
        count_by(lines.order, len(book.orders), lines.goods & (lines.picked > 0)) > 0
    )
    return np.asarray(
        np.where(picked[orders], NOTHING, "nothing was picked; use Cancel")
    )


def waits_for(_book: Book, _order: int) -> str:
    """Why there is nothing to close."""
    return "nothing to close: nothing is left open"


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
