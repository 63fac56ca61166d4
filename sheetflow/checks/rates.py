"""Rules on dated tax rates: every tax code has a rate on the day that counts.

The rules are in docs/reference/rules.md, section 2.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sheetflow.checks.violations import Rule, Violation
from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Invoices
from sheetflow.domain.numbers import IntArray, Mask, take
from sheetflow.domain.phrases import day
from sheetflow.ledgers.lines import Lines
from sheetflow.ledgers.orders import days_of_orders
from sheetflow.ledgers.tax_rates import first_rows, rows_in_force


@dataclass(frozen=True)
class _Taxed:
    """Rows with a tax code (the position of its first row, -1 for none) and a day."""

    frame: Frame
    column: str
    code: IntArray
    day: IntArray


def rates_in_force(book: Book, _lines: Lines) -> Iterator[Violation]:
    """A tax code without a rate on the day of the order or the invoice."""
    if not book.tax_codes.has_from_date.any():
        return
    for rows in (*_ordered(book), *_invoiced(book)):
        yield _without_rate(book, rows)


def _ordered(book: Book) -> Iterator[_Taxed]:
    """The lines and freights of orders."""
    orders = book.orders
    lines = book.order_lines
    of_orders = days_of_orders(book, np.arange(len(orders)))
    of_lines = days_of_orders(book, lines.order_index)
    yield _Taxed(orders, "Freight tax code", orders.tax_index, of_orders)
    yield _Taxed(lines, "Tax code", lines.tax_index, of_lines)


def _invoiced(book: Book) -> Iterator[_Taxed]:
    """The lines and freights of invoices that do not have their rates yet."""
    days = book.invoices.number(Invoices.invoice_date, book.as_of)
    yield _invoiced_freights(book.invoices, days)
    lines = book.invoice_lines
    code = np.where(lines.has_tax_1_percent, -1, lines.tax_index)
    of_lines = take(days, lines.invoice_index, book.as_of)
    yield _Taxed(lines, "Tax code", code, of_lines)


def _invoiced_freights(invoices: Invoices, days: IntArray) -> _Taxed:
    """The freights that do not have their rates yet."""
    has_rates = invoices.has_freight_tax_1_percent
    code = np.where(has_rates, -1, invoices.tax_index)
    return _Taxed(invoices, "Freight tax code", code, days)


def _without_rate(book: Book, rows: _Taxed) -> Violation:
    """The rows whose tax code has no rate yet on their day."""
    missing = rows_in_force(book, rows.code, rows.day) < 0
    where = rows.frame.live & _names_readable_code(book, rows.code) & missing
    words = {"day": lambda row: day(int(rows.day[row]))}
    return Violation("TAX02", rows.frame.schema.sheet, rows.column, where, words)


def _names_readable_code(book: Book, code: IntArray) -> Mask:
    """The rows that name a tax code without an error in it."""
    codes = book.tax_codes
    unreadable = first_rows(codes)[~codes.valid]
    return np.asarray((code >= 0) & ~np.isin(code, unreadable))


RULES: tuple[Rule, ...] = (rates_in_force,)
"""The rules of this module."""
