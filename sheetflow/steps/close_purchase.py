"""Close: what is outstanding of a purchase order is no longer expected.

Reads   purchase lines, receipts    what is outstanding
Writes  purchase lines              Cancelled quantity
"""

from __future__ import annotations

from sheetflow.domain.book import Book
from sheetflow.domain.frames import PurchaseLines
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import IntArray, matches, values_of
from sheetflow.domain.step import Outcome, Step, nothing_refused
from sheetflow.ledgers.purchases import build_purchases


def close_purchase(book: Book, orders: IntArray) -> Outcome:
    """Cancel what is outstanding of each purchase order."""
    ledger = build_purchases(book)
    chosen = matches(ledger.purchase_order, orders, len(book.purchase_orders))
    left = ledger.counts & chosen & (ledger.outstanding > 0)
    frame = book.purchase_lines
    cancelled = frame.cancelled_quantity + ledger.outstanding
    lines = frame.fill(PurchaseLines.cancelled_quantity, left, cancelled)
    return Outcome(book.put(lines), values_of(ledger.purchase_order[left]))


def waits_for(_book: Book, _order: int) -> str:
    """Why there is nothing to close."""
    return message("nothing to close: nothing is outstanding")


STEP = Step(
    name="Close",
    does="Cancels what is outstanding of a purchase order.",
    writes=("Purchase lines",),
    parts=(close_purchase,),
    refuses=nothing_refused,
    waits_for=waits_for,
)
