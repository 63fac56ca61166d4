"""Re-open: everything done for an order is voided; only the original order remains.

Reads   orders and every sheet of facts
Writes  picks, packing, shipments, invoices, invoice lines, payments, returns, restocks    Voided
        order lines                                                                        Cancelled quantity is cleared
        orders                                                                             State is Order
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from sheetflow.domain.arrays import blank_texts, no_rows, take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.frames import OrderLines, Orders, Payments
from sheetflow.domain.messages import message, named
from sheetflow.domain.numbers import BLANK, AnyArray, IntArray, Mask, any_by
from sheetflow.domain.phrases import day, money
from sheetflow.domain.relations import order_activity
from sheetflow.domain.step import ANY_STATE, Note, Outcome, Step
from sheetflow.ledgers.facts import chosen_mask, facts_of, order_links
from sheetflow.ledgers.payments import is_refund


def reopen(book: Book, orders: IntArray) -> Outcome:
    """Void every live row of the orders, clear their cancelled quantities, and set State to Order."""
    chosen = chosen_mask(book, orders)
    rows = _activity(book, chosen)
    was_cancelled = chosen & (book.orders.state == "Cancelled")
    closed_lines = _closed_lines(book, chosen)
    done = was_cancelled | _with_lines(book, closed_lines) | _with_rows(book, rows)
    notes = _payment_notes(book, np.flatnonzero(rows["Payments"]))
    book = book.put(
        *(book[sheet].void(where, book.as_of) for sheet, where in rows.items()),
        book.orders.fill(Orders.state, was_cancelled, "Order"),
        book.order_lines.fill(OrderLines.cancelled_quantity, closed_lines, BLANK),
    )
    return Outcome(book, np.flatnonzero(done & chosen), notes)


def _activity(book: Book, chosen: Mask) -> dict[str, Mask]:
    """For each sheet that records what happens to orders, its live rows of these orders."""
    sheets = [activity.sheet for activity in order_activity()]
    return {sheet: facts_of(book, sheet, chosen) for sheet in sheets}


def _closed_lines(book: Book, chosen: Mask) -> Mask:
    """The lines of the chosen orders of which some quantity is cancelled."""
    lines = book.order_lines
    of_chosen = take_mask(chosen, lines.order_index)
    return np.asarray(of_chosen & (lines.cancelled_quantity != 0))


def _with_lines(book: Book, lines: Mask) -> Mask:
    """The orders that have any of these order lines."""
    return any_by(book.order_lines.order_index, len(book.orders), lines)


def _with_rows(book: Book, rows: Mapping[str, Mask]) -> Mask:
    """The orders that have any of these rows, by sheet."""
    found = no_rows(len(book.orders))
    for sheet, where in rows.items():
        found |= any_by(order_links(book, sheet), len(found), where)
    return found


def _payment_notes(book: Book, rows: IntArray) -> tuple[Note, ...]:
    """Money that was really received must be entered again: name every voided payment."""
    refunds = is_refund(book)
    return tuple(_payment_note(book, row, refunds[row]) for row in rows.tolist())


def _payment_note(book: Book, row: int, refund: np.bool_) -> Note:
    """What to do about a payment that was voided."""
    payments = book.payments
    amount = money(payments[Payments.amount][row], book.settings.minor_unit)
    number = payments.payment[row]
    words = {"number": str(number), "amount": amount}
    return Note("Payments", row, "Voided", _payment_text(words, is_refund=bool(refund)))


def _payment_text(words: Mapping[str, str], *, is_refund: bool) -> str:
    if is_refund:
        return message(
            "refund {number} of {amount} was voided: if it was really paid back, enter it again",
            **words,
        )
    return message(
        "payment {number} of {amount} was voided: if it was really received, enter it again",
        **words,
    )


def refuses(book: Book, orders: IntArray) -> AnyArray:
    """Refused for a quote, and where a row to void is dated on or before the closing date."""
    reasons = blank_texts(len(book.orders))
    closing = book.settings.closing_date
    if closing != BLANK:
        for sheet, rows in _activity(book, chosen_mask(book, orders)).items():
            closed = _with_rows(book, {sheet: rows & _is_closed(book, sheet)})
            reasons[closed] = message(
                "a row in {sheet} is dated on or before the closing date {day}",
                sheet=named(sheet),
                day=day(closing),
            )
    reasons[book.orders.state == "Quote"] = message("it is a quote")
    return reasons[orders]


def _is_closed(book: Book, sheet: str) -> Mask:
    """The rows of a sheet that are dated on or before the closing date."""
    header = sheet_schema(sheet).booked_on
    if not header:
        return no_rows(len(book[sheet]))
    frame = book[sheet]
    return frame.given(header) & (frame[header] <= book.settings.closing_date)


def releases(book: Book, orders: IntArray) -> Mask:
    """The orders with a pick or restock that would be voided."""
    picks = book.picks
    restocks = book.restocks
    moved = _with_rows(book, {picks.SHEET: picks.live, restocks.SHEET: restocks.live})
    return np.asarray(moved[orders])


def waits_for(_book: Book, _order: int) -> str:
    """Why there is nothing to re-open."""
    return message("nothing to re-open: nothing has happened to it")


STEP = Step(
    name="Re-open",
    does="Voids everything that was done for an order, so that only the original order is left.",
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
