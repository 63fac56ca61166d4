"""Which rows a closing date closes: those of every sheet that stock, money and receivables are made of.

Orders and their lines are no bookings: an order may go on after a period in which it was placed.
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import BLANK, IntArray, take
from sheetflow.engine.edits import keys_of
from sheetflow.ledgers.facts import DATES
from sheetflow.ledgers.lines import shipped_rows

SHEETS = ("Stock moves", *DATES)
"""The sheets whose rows are closed."""


def days_of(book: Book, sheet: str) -> IntArray:
    """The day that each row of a sheet is dated, BLANK for none.

    A line of an invoice has its invoice's date, a packing row the date on which its container left.
    """
    if sheet == "Invoice lines":
        return take(book.invoices.invoice_date, book[sheet].link("invoice"), BLANK)
    if sheet == "Packing":
        return take(book.shipments.ship_date, shipped_rows(book), BLANK)
    frame = book[sheet]
    return frame[(DATES.get(sheet) or "Date")]


def closed_rows(book: Book, sheet: str, first: int, last: int) -> IntArray:
    """The records dated from `first` to `last`, voided ones included; rows in error count for nothing here either."""
    days = days_of(book, sheet)
    return np.flatnonzero(
        book[sheet].valid & (days != BLANK) & (days >= first) & (days <= last)
    )


def names_of(frame: Frame) -> list[str]:
    """The key of each record, made distinct: of voided rows and live ones with the same key the second is `… (2)`."""
    keys = keys_of(frame, np.arange(len(frame)))
    if len(set(keys)) == len(keys):
        return keys
    seen: dict[str, int] = {}
    names = []
    for key in keys:
        seen[key] = seen.get(key, 0) + 1
        names.append(key if seen[key] == 1 else f"{key} ({seen[key]})")
    return names
