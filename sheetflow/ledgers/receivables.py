"""Receivables: what each customer owes, by days past due.

All amounts are in millionths. The rules are in docs/reference/rules.md, section 6.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.arrays import blank_texts, no_links, stable_order
from sheetflow.domain.book import Book, once_per_book
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
from sheetflow.ledgers.credits import credits_money
from sheetflow.ledgers.orders import Money
from sheetflow.ledgers.payments import Allocations

BUCKETS = ("Not due", "1–30", "31–60", "61–90", "Over 90")
_LAST_DAYS = np.array([0, 30, 60, 90])
"""The last day past due of each bucket but the last."""


@dataclass(frozen=True)
class Receivables:
    """One row for each customer with a live invoice, payment or credit.

    `customer` is the key and `name` the name on Customers, None for a key that is not there.
    """

    customer: AnyArray
    name: AnyArray
    buckets: dict[str, AnyArray]
    total: AnyArray
    unallocated: AnyArray


@dataclass(frozen=True)
class Debtors:
    """The customers of all orders: those of Customers in its order, then unknown keys."""

    names: AnyArray
    of_order: IntArray

    def __len__(self) -> int:
        return len(self.names)


@once_per_book
def find_debtors(book: Book) -> Debtors:
    """The customers of all orders; no amount is lost because a customer is unknown."""
    orders = book.orders
    known = book.customers.customer.tolist()
    unknown: dict[str, int] = {}
    debtor = orders.customer_index.copy()
    for order in np.flatnonzero(debtor < 0).tolist():
        key = orders.customer[order] or "(no customer)"
        debtor[order] = len(known) + unknown.setdefault(key, len(unknown))
    names = np.empty(len(known) + len(unknown), dtype=object)
    names[:] = [*known, *unknown]
    return Debtors(names, debtor)


def build_receivables(
    book: Book, allocations: Allocations, money: Money
) -> Receivables:
    """What each customer owes by bucket; what is overpaid or unallocated is negative."""
    debtors = find_debtors(book)
    rows = np.flatnonzero(_have_facts(book, debtors))
    buckets = _buckets(book, debtors, allocations)
    total = total_by(debtors.of_order, money.balance, len(debtors))
    excess = _excess(book, debtors, allocations)
    return Receivables(
        customer=debtors.names[rows],
        name=_names(book, debtors)[rows],
        buckets={name: owed[rows] for name, owed in buckets.items()},
        total=total[rows],
        unallocated=-excess[rows],
    )


def _buckets(
    book: Book, debtors: Debtors, allocations: Allocations
) -> dict[str, AnyArray]:
    """The positive balances of each debtor's invoices, by bucket."""
    debtor = _debtor_of_invoices(book, debtors)
    owed = np.maximum(_balances(book, allocations), 0)
    bucket = bucket_of_invoices(book)
    return {
        name: total_by(debtor, np.where(bucket == at, owed, 0), len(debtors))
        for at, name in enumerate(BUCKETS)
    }


def _excess(book: Book, debtors: Debtors, allocations: Allocations) -> AnyArray:
    """What is unallocated of each debtor's orders, and overpaid of its invoices."""
    debtor = _debtor_of_invoices(book, debtors)
    overpaid = np.minimum(_balances(book, allocations), 0)
    unallocated = total_by(debtors.of_order, allocations.unallocated, len(debtors))
    return np.asarray(unallocated - total_by(debtor, overpaid, len(debtors)))


def _debtor_of_invoices(book: Book, debtors: Debtors) -> IntArray:
    """The debtor of each invoice, -1 where its order is unknown."""
    return take(debtors.of_order, book.invoices.order_index, -1)


def _balances(book: Book, allocations: Allocations) -> AnyArray:
    """What is left of each live invoice; 0 for others."""
    return np.where(book.invoices.live, allocations.balance, 0)


def _names(book: Book, debtors: Debtors) -> AnyArray:
    """The name of each debtor: that of its latest invoice, or else that of Customers.

    None for one that has no invoice and is not on Customers.
    """
    names = blank_texts(len(debtors))
    names[: len(book.customers)] = book.customers.name
    latest = latest_invoices_of_debtors(book)
    issued = latest >= 0
    names[issued] = book.invoices.bill_to[latest[issued]]
    return names


@once_per_book
def latest_invoices_of_debtors(book: Book) -> IntArray:
    """The latest live invoice of each debtor that says who was invoiced; -1 for none."""
    debtors = find_debtors(book)
    invoice = np.flatnonzero(book.invoices.live & book.invoices.has_bill_to)
    debtor = _debtor_of_invoices(book, debtors)[invoice]
    return _latest(book, debtor, invoice, len(debtors))


@once_per_book
def latest_invoices(book: Book) -> IntArray:
    """The latest live invoice of each order by date, then row; -1 where it has none."""
    invoice = np.flatnonzero(book.invoices.live)
    order = book.invoices.order_index[invoice]
    return _latest(book, order, invoice, len(book.orders))


def _latest(book: Book, group: IntArray, invoice: IntArray, size: int) -> IntArray:
    """The latest of these invoices in each of `size` groups, -1 for none."""
    found = no_links(size)
    inside = group >= 0
    group = group[inside]
    invoice = invoice[inside]
    by_date = stable_order(book.invoices.invoice_date[invoice])
    found[group[by_date]] = invoice[by_date]
    return found


def bucket_of_invoices(book: Book) -> IntArray:
    """The bucket of each invoice (a position in BUCKETS), by days past its due date."""
    days = book.as_of - book.invoices.number(Invoices.due_date, book.as_of)
    return np.searchsorted(_LAST_DAYS, days, side="left")


def _have_facts(book: Book, debtors: Debtors) -> Mask:
    """Which debtors have a live invoice, payment or credit."""
    returns = book.returns
    credits = (returns.credited_quantity > 0) | (returns.credit_total != 0)
    credits |= credits_money(returns)
    invoiced = _have_any(debtors, book.invoices.order_index, book.invoices.live)
    paid = _have_any(debtors, book.payments.order_index, book.payments.live)
    credited = _have_any(debtors, returns.order_index, returns.live & credits)
    return np.asarray(invoiced | paid | credited)


def _have_any(debtors: Debtors, order: IntArray, counted: Mask) -> Mask:
    """Which debtors have a row that counts; `order` is the order of each row."""
    debtor = take(debtors.of_order, order, -1)
    return np.asarray(count_by(debtor, len(debtors), counted) > 0)


@dataclass(frozen=True)
class CustomerTotals:
    """The derived columns of Customers."""

    balance: AnyArray
    overdue: AnyArray


def customer_totals(
    book: Book, allocations: Allocations, money: Money
) -> CustomerTotals:
    """The balance of each customer, and what is left of its invoices past their due date."""
    size = len(book.customers)
    customer = book.orders.customer_index
    of_invoice = take(customer, book.invoices.order_index, -1)
    owed = np.maximum(_balances(book, allocations), 0)
    overdue = np.where(_is_past_due(book), owed, 0)
    return CustomerTotals(
        balance=total_by(customer, money.balance, size),
        overdue=total_by(of_invoice, overdue, size),
    )


def _is_past_due(book: Book) -> Mask:
    """The invoices whose due date is before the as-of date."""
    due = book.invoices.number(Invoices.due_date, book.as_of)
    return np.asarray(due < book.as_of)


def invoice_statuses(book: Book, allocations: Allocations) -> AnyArray:
    """Paid, Overpaid, Overdue, Partial or Open; None for an invoice that does not count."""
    balance = allocations.balance
    applied = (allocations.paid > 0) | (allocations.credited > 0)
    conditions = [
        balance == 0,
        balance < 0,
        _is_past_due(book),
        applied,
    ]
    words = ["Paid", "Overpaid", "Overdue", "Partial"]
    statuses = np.select(conditions, words, "Open").astype(object)
    return np.where(book.invoices.live, statuses, NOTHING)
