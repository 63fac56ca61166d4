"""Reminders: a run keeps the level that each overdue invoice has reached, and the day.

Reads   invoices, payments, credits    what is overdue, and for how long
        Settings                       the Reminder days
Writes  invoices                       Reminded and Reminder level
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import Invoices
from sheetflow.domain.numbers import Mask
from sheetflow.ledgers.payments import apply_payments
from sheetflow.ledgers.reminders import newly_reached, reached_levels


def keep_reminders(book: Book, on_hold: Mask) -> Book:
    """The book with the levels that invoices reach now, where the workbook keeps them."""
    column = book.invoices.schema.column(Invoices.reminder_level.header)
    if not column.in_use or book.settings.has_error or book.closed:
        return book
    allocations = apply_payments(book)
    rows = newly_reached(book, allocations, on_hold)
    if not len(rows):
        return book
    levels = reached_levels(book, allocations)[rows]
    invoices = book.invoices.put_at(Invoices.reminder_level, rows, levels)
    days = np.maximum(invoices.number(Invoices.reminded)[rows], book.as_of)
    return book.put(invoices.put_at(Invoices.reminded, rows, days))
