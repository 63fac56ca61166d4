"""One workbook, one currency: that of its first invoice.

The rules are in docs/reference/rules.md, section 7.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.checks.violations import Rule, Violation, Words
from sheetflow.domain.arrays import integers, no_rows, only_rows
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import IntArray
from sheetflow.domain.schema import loose
from sheetflow.ledgers.lines import Lines


def one_currency(book: Book, _lines: Lines) -> Iterator[Violation]:
    """A currency in Settings, or on an invoice, that is not that of the first invoice."""
    invoices = book.invoices
    issued = np.flatnonzero(invoices.live & invoices.has_currency)
    if not len(issued) or book.settings.has_error:
        return
    first = issued[np.argmin(invoices.invoice_date[issued])]
    currency = str(invoices.currency[first])
    number = str(invoices.invoice[first])
    words: Words = {"first": lambda _row: currency, "invoice": lambda _row: number}
    at = _setting(book)
    if len(at) and book.settings.currency != currency:
        where = only_rows(at, len(book["Settings"]))
        ours = {**words, "currency": lambda _row: book.settings.currency}
        yield Violation("CUR02", "Settings", "Value", where, ours)
    other = no_rows(len(invoices))
    other[issued] = np.not_equal(invoices.currency[issued], currency)
    theirs = {**words, "currency": lambda row: str(invoices.currency[row])}
    yield Violation("CUR02", "Invoices", "Currency", other, theirs)


def _setting(book: Book) -> IntArray:
    """The row of Settings that has the currency; none where the default is used."""
    names = book["Settings"]["Setting"].tolist()
    found = [at for at, name in enumerate(names) if name and loose(name) == "currency"]
    return integers(found[:1])


RULES: tuple[Rule, ...] = (one_currency,)
"""The rules of this module."""
