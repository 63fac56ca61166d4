"""Which transactions of the bank a new workbook takes over: those that wait, and the highest number."""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import BankLines
from sheetflow.domain.messages import translation
from sheetflow.domain.numbers import IntArray, Mask
from sheetflow.ledgers.bank_matches import IGNORE, waiting_lines
from sheetflow.starters.open_orders import series_numbers


def open_bank_lines(book: Book) -> IntArray:
    """The transactions that no live payment was booked for, and the one whose number the next ones follow."""
    return np.union1d(waiting_lines(book), _last_numbered(book))


def without_booked_line(book: Book, orders: Mask) -> Book:
    """The book in which a booked transaction that comes over for its number alone is ignored.

    Its payment stays behind unless its order is one of `orders`, and it would be open
    in the new workbook without it.
    """
    booked = np.setdiff1d(_last_numbered(book), waiting_lines(book))
    carried = _carried_payments(book, orders)
    lines = book.bank_lines
    alone = [
        row
        for row in booked[lines.live[booked]].tolist()
        if carried.isdisjoint(_payments_of(lines, row))
    ]
    words = [translation(IGNORE) for _ in alone]
    return book.put(lines.put_at(BankLines.order, alone, words)) if alone else book


def _last_numbered(book: Book) -> IntArray:
    """The transaction with the highest number; none where there are no transactions."""
    rows = [
        int(numbers.argmax())
        for numbers in series_numbers(book, "Bank lines")
        if len(numbers)
    ]
    return np.array(rows, dtype=np.int64)


def _carried_payments(book: Book, orders: Mask) -> set[str | None]:
    """The numbers of the live payments of these orders."""
    payments = book.payments
    known = np.flatnonzero(payments.live & (payments.order_index >= 0))
    comes = known[orders[payments.order_index[known]]]
    return set(payments.payment[comes].tolist())


def _payments_of(lines: BankLines, row: int) -> list[str]:
    """The numbers of the payments that were booked for a transaction."""
    return [part.strip() for part in str(lines.payment[row] or "").split(",")]
