"""Payments: which invoice each credit, payment and refund settles (rules.md section 6, Money of an invoice).

All amounts are in millionths. Invoices of one order are served by due date, then number; refunds undo the other way
round.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import Invoices
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, pour, take, total_by
from sheetflow.ledgers.credits import order_credits


@dataclass(frozen=True)
class Settled:
    """What settles each invoice, and what is left over of each order."""

    total: AnyArray
    credited: AnyArray
    paid: AnyArray
    unallocated: AnyArray

    @property
    def balance(self) -> AnyArray:
        """What is left of each invoice; below 0 where it is overpaid."""
        return np.asarray(self.total - self.credited - self.paid)


def is_refund(book: Book) -> Mask:
    """The payments of Kind Refund."""
    return np.asarray(book.payments.kind == "Refund", dtype=bool)


def named_invoice(book: Book) -> IntArray:
    """The live invoice, of the payment's own order, that each payment names; -1 where it names none of these."""
    payments, invoices = book.payments, book.invoices
    invoice = payments.invoice_index
    fits = (take(invoices.live, invoice) == 1) & (
        take(invoices.order_index, invoice, -2) == payments.order_index
    )
    return np.where(fits, invoice, -1)


def paid_by_order(book: Book) -> AnyArray:
    """Payments less refunds of each order."""
    payments = book.payments
    signed = np.where(is_refund(book), -payments.amount, payments.amount)
    return total_by(
        payments.order_index, np.where(payments.live, signed, 0), len(book.orders)
    )


def invoice_order(book: Book) -> IntArray:
    """The live invoices of known orders: by order, due date, number."""
    invoices = book.invoices
    at = np.flatnonzero(invoices.live & (invoices.order_index >= 0))
    due = invoices.number(Invoices.due_date, np.iinfo(np.int64).max)[at]
    _, names = np.unique(invoices.invoice[at].astype(str), return_inverse=True)
    return at[np.lexsort((names, due, invoices.order_index[at]))]


def settle(book: Book) -> Settled:
    """Allocate credits, payments and refunds to invoices."""
    invoices, payments = book.invoices, book.payments
    orders, size = len(book.orders), len(invoices)
    total = np.where(invoices.live, invoices.total, 0)
    named, order = named_invoice(book), payments.order_index
    amount = np.where(payments.live, payments.amount, 0)
    received, refunded = (
        np.where(is_refund(book), 0, amount),
        np.where(is_refund(book), amount, 0),
    )
    paid = total_by(named, received, size)
    at = invoice_order(book)
    group = invoices.order_index[at]
    credits = order_credits(book)
    credited = np.zeros(size, dtype=credits.dtype)
    credited[at] = pour(credits, group, np.maximum(total - paid, 0)[at])
    loose = total_by(np.where(named < 0, order, -1), received, orders)
    share = pour(loose, group, np.maximum(total - paid - credited, 0)[at])
    spare = credits + loose - total_by(group, credited[at] + share, orders)
    paid[at] = paid[at] + share
    return _refund(book, Settled(total, credited, paid, spare), refunded, at)


def _refund(book: Book, settled: Settled, refunded: AnyArray, at: IntArray) -> Settled:
    """Undo payments by refunds: the invoice that one names first, then what is unallocated,
    overpaid, and the latest invoices.
    """
    order = book.payments.order_index
    named = named_invoice(book)
    by_name = total_by(named, refunded, len(settled.total))
    undone = np.minimum(by_name, np.maximum(settled.paid, 0))
    paid = settled.paid - undone
    group, orders = book.invoices.order_index[at], len(book.orders)
    pool = total_by(np.where(named < 0, order, -1), refunded, orders) + total_by(
        group, (by_name - undone)[at], orders
    )
    spare = np.minimum(pool, np.maximum(settled.unallocated, 0))
    pool, unallocated = pool - spare, settled.unallocated - spare
    latest = at[::-1]
    for wanted in (lambda: paid - (settled.total - settled.credited), lambda: paid):
        most = np.clip(wanted(), 0, np.maximum(paid, 0))[latest]
        taken = pour(pool, group[::-1], most)
        paid[latest] = paid[latest] - taken
        pool = pool - total_by(group[::-1], taken, orders)
    return Settled(settled.total, settled.credited, paid, unallocated - pool)
