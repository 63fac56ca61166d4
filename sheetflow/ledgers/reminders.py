"""Reminders: which invoices are overdue for how long, and which customers are reminded.

Amounts are in millionths. The rules are in docs/reference/rules.md, section 6.
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import Invoices
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, take, total_by
from sheetflow.ledgers.payments import Allocations
from sheetflow.ledgers.receivables import find_debtors


def days_past_due(book: Book) -> IntArray:
    """How many days ago each invoice was due; below 0 while it is not."""
    due = book.invoices.number(Invoices.due_date, book.as_of)
    return np.asarray(book.as_of - due)


def overdue_invoices(book: Book, allocations: Allocations) -> Mask:
    """The invoices with something to pay whose due date is past."""
    owes = book.invoices.live & (allocations.balance > 0)
    return np.asarray(owes & (days_past_due(book) > 0))


def reached_levels(book: Book, allocations: Allocations) -> IntArray:
    """How many of the Reminder days of Settings each invoice is overdue; 0 for one that is not."""
    reached = np.searchsorted(reminder_days(book), days_past_due(book), side="right")
    return np.where(overdue_invoices(book, allocations), reached, 0)


def reminder_days(book: Book) -> list[int]:
    """After how many days past due each reminder is written."""
    return [int(days) for days in book.settings.reminder_days.split(", ")]


def owing_debtors(book: Book, allocations: Allocations) -> Mask:
    """The debtors (find_debtors) whose overdue invoices are more than what they have on account."""
    debtors = find_debtors(book)
    overdue = overdue_invoices(book, allocations)
    owed = np.where(overdue, allocations.balance, 0)
    of_invoice = debtors_of_invoices(book)
    on_account = total_by(debtors.of_order, allocations.unallocated, len(debtors))
    overpaid = np.where(book.invoices.live, np.minimum(allocations.balance, 0), 0)
    total = total_by(of_invoice, owed + overpaid, len(debtors)) - on_account
    return np.asarray(total > 0)


def debtors_of_invoices(book: Book) -> IntArray:
    """The debtor of each invoice; -1 where its order is unknown."""
    return take(find_debtors(book).of_order, book.invoices.order_index, -1)


def newly_reached(book: Book, allocations: Allocations, on_hold: Mask) -> IntArray:
    """The invoices that reach a level that their customer was not reminded of yet, even by a run of a later day.

    None of an order on hold: while a row has an error, nobody knows what is paid.
    """
    levels = reached_levels(book, allocations)
    owes = take(owing_debtors(book, allocations), debtors_of_invoices(book), 0) == 1
    is_held = take(on_hold, book.invoices.order_index, 1) == 1
    is_new = levels > book.invoices.number(Invoices.reminder_level)
    return np.flatnonzero(is_new & owes & ~is_held)


def kept_levels(book: Book) -> AnyArray:
    """The level that each invoice has on the sheet; 0 for one that was not reached by the as-of date."""
    invoices = book.invoices
    is_kept = invoices.number(Invoices.reminded, book.as_of) <= book.as_of
    return np.where(is_kept, invoices.number(Invoices.reminder_level), 0)
