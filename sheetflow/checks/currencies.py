"""One workbook, one currency: that of its first invoice.

The rules are in docs/reference/rules.md, section 7.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.checks.violations import Rule, Violation, Words
from sheetflow.domain.arrays import integers, no_rows, only_rows
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Invoices
from sheetflow.domain.numbers import IntArray
from sheetflow.ledgers.lines import Lines
from sheetflow.reading.settings import record_of_setting


def one_currency(book: Book, _lines: Lines) -> Iterator[Violation]:
    """A currency in Settings, or on an invoice, that is not that of the first invoice."""
    invoices = book.invoices
    issued = np.flatnonzero(invoices.live & invoices.has_currency)
    if not len(issued) or book.settings.has_error:
        return
    first = int(issued[np.argmin(invoices.invoice_date[issued])])
    yield from _in_settings(book, first)
    yield _on_invoices(book, issued, first)


def _words(invoices: Invoices, first: int) -> Words:
    """The first invoice and its currency, as a message names them."""
    currency = str(invoices.currency[first])
    number = str(invoices.invoice[first])
    return {"first": lambda _row: currency, "invoice": lambda _row: number}


def _in_settings(book: Book, first: int) -> Iterator[Violation]:
    """The currency in Settings, where it is not that of the first invoice."""
    ours = book.settings.currency
    at = _setting(book)
    if len(at) and ours != str(book.invoices.currency[first]):
        where = only_rows(at, len(book["Settings"]))
        words = {**_words(book.invoices, first), "currency": lambda _row: ours}
        yield Violation("CUR02", "Settings", "Value", where, words)


def _on_invoices(book: Book, issued: IntArray, first: int) -> Violation:
    """The invoices whose currency is not that of the first one."""
    currency = book.invoices.currency
    other = no_rows(len(currency))
    other[issued] = np.not_equal(currency[issued], str(currency[first]))
    words: Words = {
        **_words(book.invoices, first),
        "currency": lambda row: str(currency[row]),
    }
    return Violation("CUR02", "Invoices", "Currency", other, words)


def _setting(book: Book) -> IntArray:
    """The row of Settings that has the currency; none where the default is used."""
    found = record_of_setting(book["Settings"], "Currency")
    return integers([found] if found >= 0 else [])


RULES: tuple[Rule, ...] = (one_currency,)
"""The rules of this module."""
