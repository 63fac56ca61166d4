"""Receivables: what each customer owes, by days past due (rules.md section 6)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import Invoices
from sheetflow.domain.numbers import (
    NOTHING,
    AnyArray,
    IntArray,
    Mask,
    count_by,
    take,
    total_by,
)
from sheetflow.ledgers.orders import Money
from sheetflow.ledgers.payments import Settled

BUCKETS = ("Not due", "1–30", "31–60", "61–90", "Over 90")
_LIMITS = np.array([0, 30, 60, 90])


@dataclass(frozen=True)
class Receivables:
    """One row a customer with a live invoice, payment or credit;
    a customer is a position of Customers, or an unknown name.
    """

    customer: AnyArray
    name: AnyArray
    buckets: dict[str, AnyArray]
    total: AnyArray
    unallocated: AnyArray


@dataclass(frozen=True)
class Debtors:
    """Whose order each order is: customers known to Customers come first,
    in its order, then names that no row of it has.
    """

    names: AnyArray
    of_order: IntArray


def find_debtors(book: Book) -> Debtors:
    """The customers of all orders, so that no amount falls out because a customer is unknown."""
    orders, customers = book.orders, book.customers
    known = customers.customer.tolist()
    strangers: dict[str, int] = {}
    link = orders.customer_index.copy()
    for at in np.flatnonzero(link < 0).tolist():
        link[at] = len(known) + strangers.setdefault(
            orders.customer[at] or "(no customer)", len(strangers)
        )
    names = np.empty(len(known) + len(strangers), dtype=object)
    names[:] = [*known, *strangers]
    return Debtors(names, link)


def build_receivables(book: Book, settled: Settled, money: Money) -> Receivables:
    """Each invoice's positive balance in its bucket, and what is overpaid or unallocated as a negative."""
    invoices, debtors = book.invoices, find_debtors(book)
    size = len(debtors.names)
    balance = np.where(invoices.live, settled.balance, 0)
    whose = take(debtors.of_order, invoices.order_index, -1)
    bucket = bucket_of_invoices(book)
    owed = np.maximum(balance, 0)
    buckets = {
        name: total_by(whose, np.where(bucket == at, owed, 0), size)
        for at, name in enumerate(BUCKETS)
    }
    spare = total_by(debtors.of_order, settled.unallocated, size) - total_by(
        whose, np.minimum(balance, 0), size
    )
    total = total_by(debtors.of_order, money.balance, size)
    rows = np.flatnonzero(_have_facts(book, debtors))
    name = np.full(size, None, dtype=object)
    name[: len(book.customers)] = book.customers.name
    return Receivables(
        debtors.names[rows],
        name[rows],
        {k: v[rows] for k, v in buckets.items()},
        total[rows],
        -spare[rows],
    )


def bucket_of_invoices(book: Book) -> IntArray:
    """Which of the buckets each invoice is in, by days past its due date."""
    late = book.as_of - book.invoices.number(Invoices.due_date, book.as_of)
    return np.searchsorted(_LIMITS, late, side="left")


def _have_facts(book: Book, debtors: Debtors) -> Mask:
    """Which customers have a live invoice, payment or credit."""
    size = len(debtors.names)
    found = np.zeros(size, dtype=bool)
    returns = book.returns
    for frame, counts in (
        (book.invoices, book.invoices.live),
        (book.payments, book.payments.live),
        (
            returns,
            returns.live
            & ((returns.credited_quantity > 0) | (returns.credit_total != 0)),
        ),
    ):
        found |= (
            count_by(take(debtors.of_order, frame.order_index, -1), size, counts) > 0
        )
    return found


@dataclass(frozen=True)
class CustomerTotals:
    """The derived columns of Customers."""

    balance: AnyArray
    overdue: AnyArray


def customer_totals(book: Book, settled: Settled, money: Money) -> CustomerTotals:
    """The balance of each customer, and what is left of its invoices past their due date."""
    invoices, customers = book.invoices, book.customers
    whose = book.orders.customer_index
    late = invoices.live & (invoices.number(Invoices.due_date, book.as_of) < book.as_of)
    overdue = np.where(late, np.maximum(settled.balance, 0), 0)
    return CustomerTotals(
        total_by(whose, money.balance, len(customers)),
        total_by(take(whose, invoices.order_index, -1), overdue, len(customers)),
    )


def invoice_statuses(book: Book, settled: Settled) -> AnyArray:
    """Paid, Overpaid, Overdue, Partial or Open; blank for an invoice that does not count."""
    invoices, balance = book.invoices, settled.balance
    due = invoices.number(Invoices.due_date, book.as_of)
    words = [
        ~invoices.live,
        balance == 0,
        balance < 0,
        due < book.as_of,
        (settled.paid > 0) | (settled.credited > 0),
    ]
    return np.asarray(
        np.select(words, [NOTHING, "Paid", "Overpaid", "Overdue", "Partial"], "Open")
    )
