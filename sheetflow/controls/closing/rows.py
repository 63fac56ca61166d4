"""Which rows a closing date closes: those of every sheet that stock, money and receivables are derived from.

Orders and their lines are not bookings: an order may go on after the period in which it was placed.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import BLANK, IntArray
from sheetflow.engine.edits import keys_of
from sheetflow.ledgers.dates import days_of


def closed_rows(book: Book, sheet: str, first: int, last: int) -> IntArray:
    """The records dated from `first` to `last`, voided ones included; rows in error do not count here either."""
    days = days_of(book, sheet)
    is_inside = (days != BLANK) & (days >= first) & (days <= last)
    return np.flatnonzero(book[sheet].valid & is_inside)


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
