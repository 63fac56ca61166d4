"""Re-open: all that happened to an order is voided; the original order alone is left.

Reads   orders and every sheet of facts
Writes  picks, packing, shipments, invoices, invoice lines, payments, returns, restocks    Voided
        order lines                                                                        Cancelled quantity is cleared
        orders                                                                             State is Order
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.frames import OrderLines, Orders
from sheetflow.domain.numbers import BLANK, AnyArray, IntArray, Mask, count_by, take
from sheetflow.domain.phrases import day, money
from sheetflow.domain.relations import order_activity
from sheetflow.domain.step import ANY_STATE, Note, Outcome, Step
from sheetflow.ledgers.facts import chosen_mask, facts_of, order_links
from sheetflow.ledgers.payments import is_refund


def reopen(book: Book, orders: IntArray) -> Outcome:
    """Void every live row of the orders, clear their cancelled quantities, and set State to Order."""
    chosen, size = chosen_mask(book, orders), len(book.orders)
    frame, lines = book.orders, book.order_lines
    closed = chosen & (frame.state == "Cancelled")
    mine = take(chosen, lines.order_index, 0) == 1
    cancelled = mine & (lines.cancelled_quantity != 0)
    done = closed | (count_by(lines.order_index, size, cancelled) > 0)
    sheets = [each.sheet for each in order_activity()]
    voided = {sheet: facts_of(book, sheet, chosen) for sheet in sheets}
    for sheet, rows in voided.items():
        done |= count_by(order_links(book, sheet), size, rows) > 0
    notes = _payments(book, np.flatnonzero(voided["Payments"]))
    book = book.put(
        *(book[sheet].void(rows, book.as_of) for sheet, rows in voided.items()),
        frame.fill(Orders.state, closed, "Order"),
        lines.fill(OrderLines.cancelled_quantity, cancelled, BLANK),
    )
    return Outcome(book, np.flatnonzero(done & chosen), notes)


def _payments(book: Book, rows: IntArray) -> tuple[Note, ...]:
    """Money really received must be entered again: name every payment that is voided."""
    payments = book.payments
    refunds = is_refund(book)
    return tuple(
        Note(
            "Payments",
            row,
            "Voided",
            f"{'refund' if refunds[row] else 'payment'} {payments['Payment'][row]} of "
            f"{money(payments['Amount'][row], book.settings.minor_unit)} was voided: enter again what was really "
            f"{'paid back' if refunds[row] else 'received'}",
        )
        for row in rows.tolist()
    )


def refuses(book: Book, orders: IntArray) -> AnyArray:
    """Refused for a quote, and where a row to void is dated on or before the closing date."""
    size, settings = len(book.orders), book.settings
    reasons = np.full(size, None, dtype=object)
    if settings.closing_date != BLANK:
        for sheet in [each.sheet for each in order_activity()]:
            header = sheet_schema(sheet).booked_on
            rows = facts_of(book, sheet, chosen_mask(book, orders))
            if header:
                early = (
                    rows
                    & book[sheet].given(header)
                    & (book[sheet][header] <= settings.closing_date)
                )
                hit = count_by(order_links(book, sheet), size, early) > 0
                reasons[hit] = (
                    f"a row in {sheet} is dated on or before the closing date {day(settings.closing_date)}"
                )
    reasons[book.orders.state == "Quote"] = "it is a quote"
    return reasons[orders]


def releases(book: Book, orders: IntArray) -> Mask:
    """The orders of which a pick or restock would be voided."""
    size = len(book.orders)
    moved = np.zeros(size, dtype=bool)
    for frame in (book.picks, book.restocks):
        moved |= count_by(order_links(book, frame.SHEET), size, frame.live) > 0
    return np.asarray(moved[orders])


def waits_for(_book: Book, _order: int) -> str:
    """Why there is nothing to re-open."""
    return "nothing to re-open: nothing has happened to it"


STEP = Step(
    name="Re-open",
    does="Voids all that happened to an order, so that the original order alone is left.",
    writes=("Orders", "Order lines"),
    writes_activity=True,
    parts=(reopen,),
    refuses=refuses,
    waits_for=waits_for,
    states=ANY_STATE,
    leaves="Cancelled",
    in_spite_of_rule_errors=True,
    empties=True,
    releases=releases,
    gives_back=frozenset({"suggestions", "picks"}),
    releases_alone=True,
)
