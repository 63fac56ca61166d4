"""Cancel: an order that was never processed is called off.

Reads   picks, packing, shipments, invoices, payments, returns    whether anything happened
Writes  orders                                                    State
        picks                                                     suggestions and zero picks are voided
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import Orders
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, count_by
from sheetflow.domain.relations import order_activity
from sheetflow.domain.step import ANY_STATE, Outcome, Step
from sheetflow.ledgers.facts import chosen_mask, order_links
from sheetflow.steps.operations.suggesting import has_suggestions


def cancel(book: Book, orders: IntArray) -> Outcome:
    """Set State to Cancelled and void suggestions and zero picks."""
    frame, picks = book.orders, book.picks
    chosen = chosen_mask(book, orders) & (frame.state != "Cancelled")
    idle = picks.live & np.isin(picks.order_index, np.flatnonzero(chosen))
    book = book.put(
        frame.fill(Orders.state, chosen, "Cancelled"), picks.void(idle, book.as_of)
    )
    return Outcome(book, np.flatnonzero(chosen))


def happened(book: Book) -> AnyArray:
    """For each order, the first sheet that records something of it, or None."""
    size = len(book.orders)
    found = np.full(size, None, dtype=object)
    for sheet in reversed([each.sheet for each in order_activity()]):
        rows: Mask = book[sheet].live
        if sheet == "Picks":
            rows = rows & (book[sheet].number("Picked") > 0)
        found[count_by(order_links(book, sheet), size, rows) > 0] = sheet
    return found


def refuses(book: Book, orders: IntArray) -> AnyArray:
    """An order that something happened to is not cancelled but re-opened."""
    sheets = happened(book)[orders]
    reasons = np.full(len(orders), None, dtype=object)
    for at, sheet in enumerate(sheets.tolist()):
        if sheet:
            reasons[at] = f"it has rows in {sheet}; use Re-open first"
    return reasons


def waits_for(_book: Book, _order: int) -> str:
    """Why there is nothing to cancel."""
    return "nothing to cancel: it is cancelled already"


STEP = Step(
    name="Cancel",
    does="Calls off an order that nothing has happened to.",
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
