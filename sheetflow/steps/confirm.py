"""Confirm: a quote becomes an order.

Reads   orders        the quote and its expiry
Writes  orders        State, the order's own number, and the quote's number kept in Quote
        order lines   the new number (written when the pass is numbered)
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.arrays import blank_texts
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Orders
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import AnyArray, IntArray, Mask
from sheetflow.domain.phrases import day
from sheetflow.domain.step import ANY_STATE, Outcome, Step
from sheetflow.ledgers.facts import chosen_mask


def is_quote(book: Book) -> Mask:
    """The orders whose State is Quote."""
    return np.asarray(book.orders.state == "Quote", dtype=bool)


def confirm(book: Book, orders: IntArray) -> Outcome:
    """Turn the quotes among `orders` into orders.

    One whose number begins with the quote prefix keeps that number in Quote.
    """
    chosen = chosen_mask(book, orders) & is_quote(book)
    frame = book.orders
    renumbered = chosen & _has_quote_number(book)
    confirmed = frame.fill(Orders.state, chosen, "Order")
    confirmed = confirmed.fill(Orders.quote, renumbered, frame.order)
    return Outcome(book.put(confirmed), np.flatnonzero(chosen))


def _has_quote_number(book: Book) -> Mask:
    """The orders whose number begins with the quote prefix."""
    prefix = book.settings.quote_prefix
    numbers = book.orders.order.tolist()
    return np.array([bool(key) and key.startswith(prefix) for key in numbers], bool)


def refuses(book: Book, orders: IntArray) -> AnyArray:
    """An expired quote is refused unless Settings allow it."""
    reasons = blank_texts(len(book.orders))
    if book.settings.allow_expired_quotes:
        return reasons[orders]
    for at in np.flatnonzero(_is_expired(book)).tolist():
        expiry = day(book.orders.quote_expiry[at])
        reasons[at] = message("the quote expired on {day}", day=expiry)
    return reasons[orders]


def _is_expired(book: Book) -> Mask:
    """The quotes whose expiry is before the run's date."""
    orders = book.orders
    past = orders.has_quote_expiry & (orders.quote_expiry < book.as_of)
    return is_quote(book) & past


def waits_for(_book: Book, _order: int) -> str:
    """Why there is nothing to confirm."""
    return message("nothing to confirm: it is not a quote")


STEP = Step(
    name="Confirm",
    does="Turns a quote into an order with its own number.",
    writes=("Orders", "Order lines"),
    parts=(confirm,),
    refuses=refuses,
    waits_for=waits_for,
    states=ANY_STATE,
    leaves="Quote",
    needs_credit=True,
)
