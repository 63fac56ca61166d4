"""Rules on payments: refunds, payments of voided invoices, payments entered twice, and those of nothing open.

The rules are in docs/reference/rules.md, section 7; amounts are in millionths.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.checks.violations import Rule, Violation, amount_at, exceeding, text_at
from sheetflow.domain.arrays import codes_of, take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import (
    BLANK,
    AnyArray,
    IntArray,
    Mask,
    distinct,
    running_by,
    take,
    take_text,
    total_by,
)
from sheetflow.ledgers.credits import credit_days, order_credits
from sheetflow.ledgers.facts import live_by_order
from sheetflow.ledgers.lines import Lines
from sheetflow.ledgers.orders import order_totals
from sheetflow.ledgers.payments import is_refund, received, refunded

_NEVER = np.iinfo(np.int64).max


def payments(book: Book, lines: Lines) -> Iterator[Violation]:
    """Refunded more than paid; a voided invoice; entered twice; nothing open; far too much."""
    yield _refunded_more(book)
    voided = take_mask(book.invoices.has_voided, book.payments.invoice_index)
    where = book.payments.live & voided
    yield Violation("PAY02", "Payments", "Invoice", where)
    yield _entered_twice(book)
    yield from _of_too_little_open(book, lines)


def _refunded_more(book: Book) -> Violation:
    """Refunds of more than was paid of the order."""
    order = book.payments.order_index
    paid = total_by(order, received(book), len(book.orders))
    where = exceeding(order, refunded(book), paid)
    words = {"limit": amount_at(book, paid, order)}
    return Violation("PAY01", "Payments", "Amount", where, words)


# -- entered twice


def _entered_twice(book: Book) -> Violation:
    """A payment with the order, date, amount and reference of one above it."""
    frame = book.payments
    first = _first_alike(book)
    again = frame.live & (first != np.arange(len(frame)))
    names = take_text(frame.payment, first)
    return Violation("PAY03", "Payments", "Amount", again, {"first": text_at(names)})


def _first_alike(book: Book) -> IntArray:
    """For each live payment, the first live one that is alike; its own row for the others."""
    payments = book.payments
    first = np.arange(len(payments))
    live = np.flatnonzero(payments.live & (payments.order_index >= 0))
    if len(live):
        heads, groups = distinct(*(column[live] for column in _compared(book)))
        first[live] = live[heads[groups]]
    return first


def _compared(book: Book) -> tuple[IntArray, ...]:
    """What payments that are alike have in common."""
    payments = book.payments
    return (
        payments.order_index,
        payments.payment_date,
        payments.amount,
        is_refund(book).astype(np.int64),
        codes_of(payments.reference.tolist()),
    )


# -- nothing open


def _of_too_little_open(book: Book, lines: Lines) -> Iterator[Violation]:
    """Payments of an order that was paid already, and those by which it is paid twice or more.

    The first: nothing of the order is left to invoice either. Where the total of the order is
    unknown, nothing is said.
    """
    order = book.payments.order_index
    names = {"order": text_at(take_text(book.orders.order, order))}
    then = _to_pay_then(book, _invoiced(book))
    late, double = _paid_too_much(book, then)
    if (late | double).any():
        # The totals of orders are dear, and most payments are of an invoice that is open.
        totals = order_totals(book, lines)
        is_known = take(totals, order) != BLANK
        then = _to_pay_then(book, np.maximum(_invoiced(book), totals))
        late, double = (is_known & each for each in _paid_too_much(book, then))
    yield Violation("PAY04", "Payments", "Amount", late, names)
    excess = amount_at(book, _paid_with(book) - then)
    words = {**names, "excess": excess}
    yield Violation("PAY05", "Payments", "Amount", double, words)


def _paid_too_much(book: Book, then: AnyArray) -> tuple[Mask, Mask]:
    """The payments of which nothing was open, and those that make it at least twice what was to be paid then."""
    is_counted = (book.payments.order_index >= 0) & (received(book) > 0)
    was_open = _paid_before(book) < then
    is_double = (then > 0) & (_paid_with(book) >= 2 * then)
    return is_counted & ~was_open, is_counted & was_open & is_double


def _paid_with(book: Book) -> AnyArray:
    """What was paid of the order with each payment, less all refunds."""
    return np.asarray(_paid_before(book) + received(book))


def _invoiced(book: Book) -> AnyArray:
    """What each order was invoiced."""
    return live_by_order(book, book.invoices, book.invoices.total)


def _paid_before(book: Book) -> AnyArray:
    """What was paid of the order in the rows above each payment, less all its refunds."""
    order = book.payments.order_index
    back = total_by(order, refunded(book), len(book.orders))
    return np.asarray(running_by(order, received(book)) - take(back, order))


def _to_pay_then(book: Book, to_pay: AnyArray) -> AnyArray:
    """What was to be paid of the order when each payment came: less the credits, if there were any yet."""
    frame = book.payments
    order = frame.order_index
    then = take(to_pay, order)
    has_credits = frame.payment_date >= take(_first_credits(book), order)
    return np.where(has_credits, then - take(order_credits(book), order), then)


def _first_credits(book: Book) -> IntArray:
    """The day of each order's first credited return; never where it has none."""
    returns = book.returns
    credited = returns.live & returns.has_credit_total & (returns.order_index >= 0)
    days = np.full(len(book.orders), _NEVER, dtype=np.int64)
    at = returns.order_index[credited]
    credit = credit_days(returns)[credited]
    np.minimum.at(days, at, np.where(credit == BLANK, _NEVER, credit))
    return days


RULES: tuple[Rule, ...] = (payments,)
"""The rules of this module."""
