"""Credit: which orders wait because their customer is on hold, owes too much, or pays too late.

    Hold          the customer is on hold
    Limit         Balance and Open orders are above the Credit limit
    Overdue       an invoice is more than Settings' Overdue hold (days) past due

Orders are judged in the order of service, each with those before it. An order that is paid
in full, or that is released, goes on (trade.md, section 2). Amounts are in millionths.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from sheetflow.domain.arrays import no_links
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Customers, Invoices, Orders
from sheetflow.domain.messages import joined, message
from sheetflow.domain.numbers import (
    BLANK,
    AnyArray,
    IntArray,
    Mask,
    running_by,
    take,
    total_by,
)
from sheetflow.domain.phrases import money as amount_text
from sheetflow.ledgers.lines import build_lines
from sheetflow.ledgers.orders import Money, build_money
from sheetflow.ledgers.payments import Allocations, apply_payments
from sheetflow.ledgers.receivables import customer_totals
from sheetflow.ledgers.stock import is_open_order, service_order


@dataclass(frozen=True)
class Credit:
    """The credit of each customer.

    `limit` is BLANK without one, and `overdue` is the invoice (a position) that is past due
    for longest, -1 where none is for too long.
    """

    balance: AnyArray
    open_orders: AnyArray
    limit: AnyArray
    is_on_hold: Mask
    overdue: IntArray

    @property
    def left(self) -> AnyArray:
        """What the customer may still owe; BLANK without a limit."""
        left = self.limit - self.balance - self.open_orders
        return np.where(self.limit == BLANK, BLANK, left)


def uses_credit(book: Book) -> bool:
    """Whether anything says when orders wait for credit."""
    customers = book.customers
    is_limited = bool(customers.has_credit_limit.any())
    return is_limited or _any_on_hold(book) or _days_allowed(book) is not None


def _any_on_hold(book: Book) -> bool:
    return bool((book.customers.number(Customers.hold) == 1).any())


def _days_allowed(book: Book) -> int | None:
    """How many days an invoice may be past due; None without a limit."""
    return book.settings.overdue_hold_days


def build_credit(book: Book, allocations: Allocations, money: Money) -> Credit:
    """The credit of every customer."""
    customers = book.customers
    size = len(customers)
    totals = customer_totals(book, allocations, money)
    still_to_come = np.where(_is_open(book), uninvoiced(money), 0)
    return Credit(
        balance=totals.balance,
        open_orders=total_by(book.orders.customer_index, still_to_come, size),
        limit=customers[Customers.credit_limit],
        is_on_hold=customers.number(Customers.hold) == 1,
        overdue=_longest_overdue(book, allocations),
    )


def uninvoiced(money: Money) -> AnyArray:
    """What each order still brings: its Total less what is invoiced, never below 0."""
    rest = np.maximum(money.total - money.invoiced, 0)
    return np.where(money.total == BLANK, 0, rest)


def _is_open(book: Book) -> Mask:
    """The orders that are neither quotes nor cancelled."""
    return np.asarray(book.orders.valid & is_open_order(book))


def _longest_overdue(book: Book, allocations: Allocations) -> IntArray:
    """By customer, the invoice that is past due for longest, -1 where none is for too long."""
    found = no_links(len(book.customers))
    days = _days_allowed(book)
    if days is None:
        return found
    due = book.invoices.number(Invoices.due_date, book.as_of)
    is_late = book.invoices.live & (allocations.balance > 0)
    is_late &= book.as_of - due > days
    late = np.flatnonzero(is_late)
    late = late[np.lexsort((-late, -due[late]))]  # the last one assigned is kept
    customer = take(book.orders.customer_index, book.invoices.order_index[late], -1)
    known = customer >= 0
    found[customer[known]] = late[known]
    return found


@dataclass(frozen=True)
class CreditHolds:
    """The orders that wait for credit.

    `owed` is what the customer of each order would owe with it and those served before it.
    """

    book: Book
    credit: Credit
    allocations: Allocations
    owed: AnyArray
    waits: Mask

    def reason(self, order: int) -> str:
        """Why an order waits."""
        return joined(list(self._reasons(order)), "; ")

    def _reasons(self, order: int) -> Iterator[str]:
        customer = int(self.book.orders.customer_index[order])
        name = str(self.book.customers.customer[customer])
        if self.credit.is_on_hold[customer]:
            yield message("customer {customer} is on hold", customer=name)
        if self._exceeds[order]:
            yield self._above_limit(order, customer, name)
        if self.credit.overdue[customer] >= 0:
            yield self._overdue(int(self.credit.overdue[customer]), name)

    def _above_limit(self, order: int, customer: int, name: str) -> str:
        limit = self.credit.limit[customer]
        owed = self.owed[order]
        return message(
            "customer {customer} would owe {owed}, {more} above the credit limit of {limit}",
            customer=name,
            owed=self._amount(owed),
            more=self._amount(owed - limit),
            limit=self._amount(limit),
        )

    def _overdue(self, invoice: int, name: str) -> str:
        due = self.book.invoices.number(Invoices.due_date, self.book.as_of)[invoice]
        return message(
            "invoice {invoice} of customer {customer} is {days} days past due, with {amount} unpaid",
            invoice=str(self.book.invoices.invoice[invoice]),
            customer=name,
            days=str(self.book.as_of - int(due)),
            amount=self._amount(self.allocations.balance[invoice]),
        )

    def _amount(self, millionths: int) -> str:
        return amount_text(int(millionths), self.book.settings.minor_unit)

    @cached_property
    def _exceeds(self) -> Mask:
        limit = take(self.credit.limit, self.book.orders.customer_index, BLANK)
        return _is_above(self.owed, limit)


def find_credit_holds(book: Book, confirmed: IntArray) -> CreditHolds | None:
    """The orders that wait for credit; None where nothing says that any does.

    `confirmed` are the orders that request Confirm: a quote that may become an order counts for those after it.
    """
    if not uses_credit(book):
        return None
    allocations = apply_payments(book)
    money = build_money(book, build_lines(book), allocations)
    credit = build_credit(book, allocations, money)
    passes = _passes_anyway(book, money)
    quotes = confirmed[book.orders.state[confirmed] == "Quote"]
    counted, owed = _Judge(book, credit, uninvoiced(money), passes).judge(quotes)
    waits = ~passes & _is_stopped(book, credit, owed) & counted
    return CreditHolds(book, credit, allocations, owed, waits)


def _passes_anyway(book: Book, money: Money) -> Mask:
    """The orders that are released or paid in full."""
    is_released = book.orders.number(Orders.release) == 1
    is_paid = (money.total > 0) & (money.paid >= money.total)
    return np.asarray(is_released | is_paid)


def _is_stopped(book: Book, credit: Credit, owed: AnyArray) -> Mask:
    """The orders whose customer is on hold, owes too much, or pays too late."""
    customer = book.orders.customer_index
    is_known = customer >= 0
    on_hold = take(credit.is_on_hold, customer) == 1
    overdue = take(credit.overdue, customer, -1) >= 0
    above = _is_above(owed, take(credit.limit, customer, BLANK))
    return np.asarray(is_known & (on_hold | overdue | above))


def _is_above(owed: AnyArray, limit: AnyArray) -> Mask:
    return np.asarray((limit != BLANK) & (owed > limit), dtype=bool)


@dataclass(frozen=True)
class _Judge:
    """Judges orders in the order of service; `rest` is what each order still brings."""

    book: Book
    credit: Credit
    rest: AnyArray
    passes: Mask

    def judge(self, confirmed: IntArray) -> tuple[Mask, AnyArray]:
        """The orders that are judged, and what the customer of each would owe with it."""
        counts = _is_open(self.book)
        owed = self._owed(counts)
        judged = counts.copy()
        if len(confirmed):
            judged[confirmed] = True
            counts[self._confirmed(confirmed, owed)] = True
            owed = self._owed(counts)
        return judged, owed

    def _owed(self, counts: Mask) -> AnyArray:
        """For each order, Balance and what it and the counted orders before it still bring."""
        customer = self.book.orders.customer_index
        served = np.argsort(service_order(self.book), kind="stable")
        brings = np.where(counts, self.rest, 0)[served]
        before = np.empty(len(served), dtype=brings.dtype)
        before[served] = running_by(customer[served], brings)
        return take(self.credit.balance, customer) + before + self.rest

    def _confirmed(self, confirmed: IntArray, owed: AnyArray) -> list[int]:
        """Which of these quotes may become orders: each with those before it that may."""
        rank = service_order(self.book)
        added: dict[int, int] = {}
        allowed = []
        for order in sorted(confirmed.tolist(), key=lambda at: int(rank[at])):
            customer = int(self.book.orders.customer_index[order])
            total = int(owed[order]) + added.get(customer, 0)
            if self.passes[order] or not self._stops(customer, total):
                allowed.append(order)
                added[customer] = added.get(customer, 0) + int(self.rest[order])
        return allowed

    def _stops(self, customer: int, owed: int) -> bool:
        """Whether an order of this customer, who would owe so much with it, waits."""
        if customer < 0:
            return False
        limit = int(self.credit.limit[customer])
        is_above = limit != BLANK and owed > limit
        is_overdue = self.credit.overdue[customer] >= 0
        return bool(self.credit.is_on_hold[customer] or is_overdue or is_above)
