"""Cancel: an order that was never processed is cancelled.

Reads   picks, packing, shipments, invoices, payments, returns    whether anything happened
Writes  orders                                                    State
        picks                                                     suggestions and zero picks are voided
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.arrays import blank_texts
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Orders, Picks
from sheetflow.domain.messages import message, named
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, any_by
from sheetflow.domain.relations import order_activity
from sheetflow.domain.step import ANY_STATE, Outcome, Step
from sheetflow.ledgers.facts import chosen_mask, counted_rows, order_links
from sheetflow.steps.operations.suggesting import has_suggestions


def cancel(book: Book, orders: IntArray) -> Outcome:
    """Set State to Cancelled, and void suggestions and picks of nothing."""
    chosen = chosen_mask(book, orders) & (book.orders.state != "Cancelled")
    cancelled = np.flatnonzero(chosen)
    frame = book.orders.fill(Orders.state, chosen, "Cancelled")
    picks = book.picks
    idle = picks.live & np.isin(picks.order_index, cancelled)
    return Outcome(book.put(frame, picks.void(idle, book.as_of)), cancelled)


def happened(book: Book) -> AnyArray:
    """For each order, the first sheet that records something of it, or None."""
    size = len(book.orders)
    found = blank_texts(size)
    for activity in reversed(order_activity()):
        sheet = activity.sheet
        found[any_by(order_links(book, sheet), size, _recording(book, sheet))] = sheet
    return found


def _recording(book: Book, sheet: str) -> Mask:
    """The rows of a sheet that record that something happened.

    A suggestion does not, and no more does a line of a voided invoice.
    """
    counted = counted_rows(book, sheet)
    return counted & (book.picks.picked > 0) if sheet == Picks.SHEET else counted


def refuses(book: Book, orders: IntArray) -> AnyArray:
    """An order that something happened to is not cancelled but re-opened."""
    sheets = happened(book)[orders].tolist()
    reasons = blank_texts(len(orders))
    for at, sheet in enumerate(sheets):
        if sheet:
            reasons[at] = message(
                "it has rows in {sheet}; use [Re-open] first",
                sheet=named(sheet),
            )
    return reasons


def waits_for(_book: Book, _order: int) -> str:
    """Why there is nothing to cancel."""
    return message("nothing to cancel: it is already cancelled")


STEP = Step(
    name="Cancel",
    does="Cancels an order that nothing has been done for.",
    writes=("Orders", "Picks"),
    parts=(cancel,),
    refuses=refuses,
    waits_for=waits_for,
    states=ANY_STATE,
    in_spite_of_rule_errors=True,
    empties=True,
    releases=has_suggestions,
    gives_back=frozenset({"suggestions"}),
)
