"""Cancel: a purchase order of which nothing was received is cancelled.

Reads   receipts           whether anything was received
Writes  purchase orders    State
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.arrays import only_rows
from sheetflow.domain.book import Book
from sheetflow.domain.frames import PurchaseOrders
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import AnyArray, IntArray, any_by
from sheetflow.domain.step import ANY_STATE, Outcome, Step, refuse_where


def cancel_purchase(book: Book, orders: IntArray) -> Outcome:
    """Set State to Cancelled."""
    frame = book.purchase_orders
    chosen = only_rows(orders, len(frame)) & (frame.state != "Cancelled")
    cancelled = frame.fill(PurchaseOrders.state, chosen, "Cancelled")
    return Outcome(book.put(cancelled), np.flatnonzero(chosen))


def refuses(book: Book, orders: IntArray) -> AnyArray:
    """A purchase order of which something was received is not cancelled but re-opened."""
    receipts = book.receipts
    order = receipts.purchase_order_index
    received = any_by(order, len(book.purchase_orders), receipts.live)
    reason = message("it has rows in [Receipts]; use [Re-open] first")
    return refuse_where(received[orders], reason)


def waits_for(_book: Book, _order: int) -> str:
    """Why there is nothing to cancel."""
    return message("nothing to cancel: it is already cancelled")


STEP = Step(
    name="Cancel",
    does="Cancels a purchase order of which nothing was received.",
    writes=("Purchase orders",),
    parts=(cancel_purchase,),
    refuses=refuses,
    waits_for=waits_for,
    states=ANY_STATE,
    in_spite_of_rule_errors=True,
    empties=True,
)
