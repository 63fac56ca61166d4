"""Which rows a closing date closes: those of every sheet that stock, money and receivables are derived from.

Orders and their lines are not bookings: an order may go on after the period in which it was placed.
"""

from __future__ import annotations

from collections import Counter

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import BLANK, IntArray, take
from sheetflow.domain.relations import reference_between
from sheetflow.engine.edits import keys_of
from sheetflow.ledgers.lines import shipped_rows

_THROUGH = {"Shipments": shipped_rows}
"""How rows find the row that is booked in their place, where no column names it."""


def days_of(book: Book, sheet: str) -> IntArray:
    """The day that each row of a sheet is dated, BLANK for none.

    A line of an invoice has its invoice's date, a packing row the date on which its container left.
    """
    schema = book[sheet].schema
    if schema.booked_on:
        return book[sheet][schema.booked_on]
    through = schema.booked_through
    named = (
        _THROUGH[through](book)
        if through in _THROUGH
        else book[sheet].link(reference_between(sheet, through).name)
    )
    return take(days_of(book, through), named, BLANK)


def closed_rows(book: Book, sheet: str, first: int, last: int) -> IntArray:
    """The records dated from `first` to `last`, voided ones included; rows in error do not count here either."""
    days = days_of(book, sheet)
    return np.flatnonzero(
        book[sheet].valid & (days != BLANK) & (days >= first) & (days <= last)
    )


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
