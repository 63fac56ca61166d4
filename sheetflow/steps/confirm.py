"""Confirm: a quote becomes an order.

Reads   orders        the quote and its expiry
Writes  orders        State, the order's own number, and the quote's number kept in Quote
        order lines   the new number (written when the pass is numbered)
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import Orders
from sheetflow.domain.numbers import AnyArray, IntArray
from sheetflow.domain.phrases import day
from sheetflow.domain.step import ANY_STATE, Outcome, Step


def is_quote(book: Book) -> AnyArray:
    """The orders whose State is Quote."""
    return np.asarray(book.orders.state == "Quote", dtype=bool)


def confirm(book: Book, orders: IntArray) -> Outcome:
    """Turn the quotes among `orders` into orders;
    one whose number begins with the quote prefix keeps that number in Quote.
    """
    frame, prefix = book.orders, book.settings.quote_prefix
    chosen = np.zeros(len(frame), dtype=bool)
    chosen[orders] = True
    chosen &= is_quote(book)
    renumbered = chosen & np.array(
        [bool(key) and key.startswith(prefix) for key in frame.order.tolist()],
        dtype=bool,
    )
    frame = frame.fill(Orders.state, chosen, "Order").fill(
        "Quote", renumbered, frame.order
    )
    return Outcome(book.put(frame), np.flatnonzero(chosen))


def refuses(book: Book, orders: IntArray) -> AnyArray:
    """An expired quote is refused unless Settings allow it."""
    frame = book.orders
    expiry = frame.quote_expiry
    expired = (
        is_quote(book)
        & frame.has_quote_expiry
        & (expiry < book.as_of)
        & (not book.settings.allow_expired_quotes)
    )
    reasons = np.full(len(frame), None, dtype=object)
    reasons[expired] = [
        f"the quote expired on {day(expiry[at])}" for at in np.flatnonzero(expired)
    ]
    return reasons[orders]


def waits_for(_book: Book, _order: int) -> str:
    """Why there is nothing to confirm."""
    return "nothing to confirm: it is no quote"


STEP = Step(
    name="Confirm",
    does="Turns a quote into an order with a number of its own.",
    writes=("Orders", "Order lines"),
    parts=(confirm,),
    refuses=refuses,
    waits_for=waits_for,
    states=ANY_STATE,
    leaves="Quote",
)
