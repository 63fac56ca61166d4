"""Re-open: the receipts of a purchase order are voided; only what was ordered remains.

Reads   purchase orders, purchase lines, receipts
Writes  receipts           Voided
        purchase lines     Cancelled quantity is cleared
        purchase orders    State is Order
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.arrays import blank_texts, only_rows, take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.frames import PurchaseLines, PurchaseOrders
from sheetflow.domain.messages import message, named
from sheetflow.domain.numbers import BLANK, AnyArray, IntArray, Mask, any_by
from sheetflow.domain.phrases import day
from sheetflow.domain.step import ANY_STATE, Outcome, Step


def reopen_purchase(book: Book, orders: IntArray) -> Outcome:
    """Void the live receipts, clear the cancelled quantities, and set State to Order."""
    frame = book.purchase_orders
    lines = book.purchase_lines
    chosen = only_rows(orders, len(frame))
    receipts = _receipts_of(book, chosen)
    was_cancelled = chosen & (frame.state == "Cancelled")
    of_chosen = take_mask(chosen, lines.purchase_order_index)
    closed = of_chosen & (lines.cancelled_quantity != 0)
    done = was_cancelled | _with_receipts(book, receipts)
    done |= any_by(lines.purchase_order_index, len(frame), closed)
    book = book.put(
        book.receipts.void(receipts, book.as_of),
        frame.fill(PurchaseOrders.state, was_cancelled, "Order"),
        lines.fill(PurchaseLines.cancelled_quantity, closed, BLANK),
    )
    return Outcome(book, np.flatnonzero(done & chosen))


def _receipts_of(book: Book, chosen: Mask) -> Mask:
    """The live receipts of the chosen purchase orders."""
    receipts = book.receipts
    of_chosen = take_mask(chosen, receipts.purchase_order_index)
    return np.asarray(receipts.live & of_chosen)


def _with_receipts(book: Book, receipts: Mask) -> Mask:
    """The purchase orders that have any of these receipts."""
    order = book.receipts.purchase_order_index
    return any_by(order, len(book.purchase_orders), receipts)


def refuses(book: Book, orders: IntArray) -> AnyArray:
    """Refused for a request, and where a receipt is dated on or before the closing date."""
    frame = book.purchase_orders
    reasons = blank_texts(len(frame))
    closing = book.settings.closing_date
    if closing != BLANK:
        receipts = book.receipts
        is_closed = receipts.has_receipt_date & (receipts.receipt_date <= closing)
        reasons[_with_receipts(book, receipts.live & is_closed)] = message(
            "a row in {sheet} is dated on or before the closing date {day}",
            sheet=named(receipts.SHEET),
            day=day(closing),
        )
    reasons[frame.state == "Request"] = message("it is a request")
    return reasons[orders]


def waits_for(_book: Book, _order: int) -> str:
    """Why there is nothing to re-open."""
    return message("nothing to re-open: nothing has happened to it")


STEP = Step(
    name="Re-open",
    does="Voids the receipts of a purchase order, so that only what was ordered is left.",
    writes=("Purchase orders", "Purchase lines", "Receipts"),
    parts=(reopen_purchase,),
    refuses=refuses,
    waits_for=waits_for,
    states=ANY_STATE,
    leaves="Cancelled",
    in_spite_of_rule_errors=True,
    empties=True,
)
