"""Payments: which invoices the credits, payments and refunds of an order are applied to.

All amounts are in millionths. Invoices of one order come by due date, then number; refunds
take back in the opposite order. The rules are in docs/reference/rules.md, section 6, Money of
an invoice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sheetflow.domain.arrays import take_mask
from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.frames import Invoices
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, allocate, take, total_by
from sheetflow.ledgers.credits import order_credits


@dataclass(frozen=True)
class Allocations:
    """The total of each invoice and what is applied to it, and what is left of each order."""

    total: AnyArray
    credited: AnyArray
    paid: AnyArray
    unallocated: AnyArray

    @property
    def balance(self) -> AnyArray:
        """What is left to pay of each invoice; below 0 where it is overpaid."""
        return np.asarray(self.total - self.credited - self.paid)


@once_per_book
def is_refund(book: Book) -> Mask:
    """The payments of Kind Refund."""
    return np.asarray(book.payments.kind == "Refund", dtype=bool)


@once_per_book
def named_invoice(book: Book) -> IntArray:
    """The live invoice of its own order that each payment names; -1 where it names none."""
    payments = book.payments
    invoices = book.invoices
    invoice = payments.invoice_index
    is_live = take_mask(invoices.live, invoice)
    same_order = take(invoices.order_index, invoice, -2) == payments.order_index
    return np.where(is_live & same_order, invoice, -1)


@once_per_book
def received(book: Book) -> AnyArray:
    """The amount of each live payment; 0 for refunds."""
    payments = book.payments
    return np.where(payments.live & ~is_refund(book), payments.amount, 0)


@once_per_book
def refunded(book: Book) -> AnyArray:
    """The amount of each live refund; 0 for payments."""
    payments = book.payments
    return np.where(payments.live & is_refund(book), payments.amount, 0)


def paid_by_order(book: Book) -> AnyArray:
    """Payments less refunds of each order."""
    paid = received(book) - refunded(book)
    return total_by(book.payments.order_index, paid, len(book.orders))


def invoice_order(book: Book) -> IntArray:
    """The live invoices of known orders: by order, due date, number."""
    invoices = book.invoices
    rows = np.flatnonzero(invoices.live & (invoices.order_index >= 0))
    due = invoices.number(Invoices.due_date, np.iinfo(np.int64).max)[rows]
    _, names = np.unique(invoices.invoice[rows].astype(str), return_inverse=True)
    return rows[np.lexsort((names, due, invoices.order_index[rows]))]


@dataclass(frozen=True)
class _Queue:
    """Invoices in the order in which money is applied to them: rows, and the order of each."""

    rows: IntArray
    order: IntArray
    orders: int

    def latest_first(self) -> _Queue:
        """The same invoices the other way round."""
        return _Queue(self.rows[::-1], self.order[::-1], self.orders)

    def allocate(self, pool: AnyArray, limit: AnyArray) -> AnyArray:
        """What each invoice gets of its order's pool, up to its limit; 0 outside the queue."""
        shares = allocate(pool, self.order, limit[self.rows])
        found = np.zeros(len(limit), dtype=shares.dtype)
        found[self.rows] = shares
        return found

    def by_order(self, amounts: AnyArray) -> AnyArray:
        """The sum of each order's invoices in the queue."""
        return total_by(self.order, amounts[self.rows], self.orders)


def apply_payments(book: Book) -> Allocations:
    """Apply the payments that name an invoice, then credits, other payments, and refunds."""
    queue = _queue(book)
    total = np.where(book.invoices.live, book.invoices.total, 0)
    paid = total_by(named_invoice(book), received(book), len(total))
    credits = order_credits(book)
    credited = queue.allocate(credits, np.maximum(total - paid, 0))
    others = _unnamed(book, received(book))
    shares = queue.allocate(others, np.maximum(total - paid - credited, 0))
    unallocated = credits + others - queue.by_order(credited + shares)
    applied = Allocations(total, credited, paid + shares, unallocated)
    return _apply_refunds(book, applied, queue)


def _queue(book: Book) -> _Queue:
    """The live invoices of known orders, in the order in which money is applied to them."""
    rows = invoice_order(book)
    return _Queue(rows, book.invoices.order_index[rows], len(book.orders))


def _unnamed(book: Book, amounts: AnyArray) -> AnyArray:
    """The sum of each order's payments that name no live invoice of it."""
    payments = book.payments
    order = np.where(named_invoice(book) < 0, payments.order_index, -1)
    return total_by(order, amounts, len(book.orders))


def _apply_refunds(book: Book, applied: Allocations, queue: _Queue) -> Allocations:
    """Take refunds back: from invoices that they name, then from what is unallocated,
    then from what is overpaid, then from the latest invoices.
    """
    applied, left = _refund_named(book, applied, queue)
    applied, left = _refund_unallocated(applied, left)
    latest_first = queue.latest_first()
    applied, left = _refund_paid(applied, left, latest_first, -applied.balance)
    applied, left = _refund_paid(applied, left, latest_first, applied.paid)
    return replace(applied, unallocated=applied.unallocated - left)


def _refund_named(
    book: Book, applied: Allocations, queue: _Queue
) -> tuple[Allocations, AnyArray]:
    """Refunds that name an invoice; returns also what is left of each order's refunds."""
    refunds = refunded(book)
    named = total_by(named_invoice(book), refunds, len(applied.total))
    taken = np.minimum(named, np.maximum(applied.paid, 0))
    left = _unnamed(book, refunds) + queue.by_order(named - taken)
    return replace(applied, paid=applied.paid - taken), left


def _refund_unallocated(
    applied: Allocations, left: AnyArray
) -> tuple[Allocations, AnyArray]:
    """Refunds of what is unallocated; returns also what is left of each order's refunds."""
    taken = np.minimum(left, np.maximum(applied.unallocated, 0))
    unallocated = applied.unallocated - taken
    return replace(applied, unallocated=unallocated), left - taken


def _refund_paid(
    applied: Allocations, left: AnyArray, latest_first: _Queue, limit: AnyArray
) -> tuple[Allocations, AnyArray]:
    """Refunds of what is paid, up to a limit of each invoice; returns also what is left."""
    refundable = np.clip(limit, 0, np.maximum(applied.paid, 0))
    taken = latest_first.allocate(left, refundable)
    left = left - latest_first.by_order(taken)
    return replace(applied, paid=applied.paid - taken), left
