"""Which rows a closing date closes: those of every sheet that stock, money and receivables are derived from.

Orders and their lines are not bookings: an order may go on after the period in which it was placed.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Returns
from sheetflow.domain.numbers import BLANK, IntArray
from sheetflow.engine.edits import keys_of
from sheetflow.ledgers.dates import days_of


def closed_rows(book: Book, sheet: str, first: int, last: int) -> IntArray:
    """The records dated from `first` to `last`, voided ones included; rows in error do not count here either."""
    days = booked_days(book, sheet)
    is_inside = (days != BLANK) & (days >= first) & (days <= last)
    return np.flatnonzero(book[sheet].valid & is_inside)


def booked_days(book: Book, sheet: str) -> IntArray:
    """The day on which each row of a sheet first counts, BLANK for none.

    A return counts as goods when they come back, and as money when they are credited: the earlier day counts here.
    """
    days = days_of(book, sheet)
    if sheet != Returns.SHEET:
        return days
    credited = book.returns.credit_date
    has_both = (days != BLANK) & (credited != BLANK)
    earlier = np.where(has_both, np.minimum(days, credited), np.maximum(days, credited))
    return np.asarray(earlier)


def names_of(frame: Frame) -> list[str]:
    """The key of each record, made distinct: of voided rows and live ones with the same key the second is `… (2)`."""
    keys = keys_of(frame, np.arange(len(frame)))
    if len(set(keys)) == len(keys):
        return keys
    uses: Counter[str] = Counter()
    names = []
    for key in keys:
        uses[key] += 1
        names.append(key if uses[key] == 1 else f"{key} ({uses[key]})")
    return names
