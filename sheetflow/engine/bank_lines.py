"""Transactions of the bank become payments where they are certain (docs/reference/import.md).

This comes after the actions of a run, so that an invoice of this run is paid in it too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from itertools import islice

import numpy as np

from sheetflow.domain.arrays import integers
from sheetflow.domain.book import Book
from sheetflow.domain.frames import BankLines, Payments
from sheetflow.domain.messages import message
from sheetflow.domain.number_series import fill_numbers
from sheetflow.domain.numbers import IntArray, take_text
from sheetflow.domain.step import Note
from sheetflow.ledgers.bank_matches import Booking, Match, match_lines


def book_bank_lines(book: Book, on_hold: Collection[int]) -> tuple[Book, list[Note]]:
    """The book with a payment for each certain transaction, and a note on each."""
    matches = match_lines(book, on_hold)
    certain = {row: match for row, match in matches.items() if match.bookings}
    return _booked(book, certain) if certain else (book, [])


def _booked(book: Book, certain: Mapping[int, Match]) -> tuple[Book, list[Note]]:
    """The book with payments for these transactions, and a note on each."""
    first = len(book.payments)
    book = _with_payments(book, certain)
    texts = _payment_texts(book, certain, first)
    return _with_texts(book, texts), _notes(texts)


def _notes(texts: Mapping[int, str]) -> list[Note]:
    return [
        Note(
            "Bank lines", row, "Payment", message("booked as {payments}", payments=text)
        )
        for row, text in texts.items()
    ]


def _with_payments(book: Book, certain: Mapping[int, Match]) -> Book:
    """The book with the payments, numbered in the order of the transactions."""
    rows = [(row, each) for row, match in certain.items() for each in match.bookings]
    at = integers([row for row, _ in rows])
    bookings = [booking for _, booking in rows]
    order = integers([each.order for each in bookings])
    invoice = integers([each.invoice for each in bookings])
    size = len(rows)
    payments = book.payments.extended(
        size,
        _values(book, at, bookings, order, invoice),
        {"order": order, "invoice": invoice},
    )
    is_new = np.arange(len(payments)) >= len(payments) - size
    return book.put(fill_numbers(payments, book.settings, is_new))


def _values(
    book: Book,
    at: IntArray,
    bookings: list[Booking],
    order: IntArray,
    invoice: IntArray,
) -> dict[str, object]:
    """The cells of the payments, by header."""
    lines = book.bank_lines
    amounts = integers([each.amount for each in bookings])
    return {
        Payments.order.header: take_text(book.orders.order, order),
        Payments.invoice.header: take_text(book.invoices.invoice, invoice),
        Payments.payment_date.header: lines.date[at],
        Payments.kind.header: np.where(amounts < 0, "Refund", "Payment").astype(object),
        Payments.amount.header: np.abs(amounts),
        Payments.method.header: "Bank",
        Payments.reference.header: lines.reference[at],
    }


def _payment_texts(
    book: Book, certain: Mapping[int, Match], first: int
) -> dict[int, str]:
    """The numbers of the payments of each transaction."""
    numbers = iter(book.payments.payment[first:].tolist())
    counts = {row: len(match.bookings) for row, match in certain.items()}
    return {row: _next_texts(numbers, count) for row, count in counts.items()}


def _next_texts(numbers: Iterator[object], count: int) -> str:
    return ", ".join(map(str, islice(numbers, count)))


def _with_texts(book: Book, texts: Mapping[int, str]) -> Book:
    """The book with these texts in the column Payment of Bank lines."""
    rows = list(texts)
    numbers = list(texts.values())
    return book.put(book.bank_lines.put_at(BankLines.payment, rows, numbers))
