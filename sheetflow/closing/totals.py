"""The control totals of a closed period, which the Run log keeps: they must not change while it stays closed."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import numpy as np

from sheetflow.book import Book
from sheetflow.closing.rows import days_of
from sheetflow.engine import Result
from sheetflow.ledgers.movements import Movements
from sheetflow.ledgers.payments import is_refund
from sheetflow.numbers import BLANK, MICRO, AnyArray
from sheetflow.workbook.model import Value


def closed_totals(result: Result) -> dict[str, Value]:
    """The figures of Run log at the closing date, by its headers; nothing where no date is set.

    Units and money are of the rows dated on or before it, whatever happened later.
    """
    book = result.book
    closing = book.settings.closing_date
    if closing == BLANK:
        return {}
    payments, returns = book["Payments"], book["Returns"]
    signed = np.where(is_refund(book), -payments.number("Amount"), payments.number("Amount"))
    invoiced = _until(book, "Invoices", result.ledgers.settled.total)
    credited = _until(book, "Returns", returns.number("Credit total"))
    paid = _until(book, "Payments", signed)
    return {
        "Closing date": date.fromordinal(closing),
        "Closed units": _plain(_units(book, result.ledgers.movements)),
        "Closed invoiced": _plain(invoiced),
        "Closed credited": _plain(credited),
        "Closed paid": _plain(paid),
        "Closed receivables": _plain(invoiced - credited - paid),
    }


def _until(book: Book, sheet: str, amounts: AnyArray) -> int:
    """The sum of the live rows of a sheet up to the closing date."""
    days = days_of(book, sheet)
    counts = book[sheet].live & (days != BLANK) & (days <= book.settings.closing_date)
    return int(sum(amounts[counts].tolist()))


def _units(book: Book, movements: Movements) -> int:
    """The units on hand at all locations on the closing date."""
    size, dated = len(book.places), movements.day <= book.settings.closing_date
    into, out = dated & (movements.target < size), dated & (movements.origin < size)
    return int(sum(movements.quantity[into].tolist()) - sum(movements.quantity[out].tolist()))


def _plain(millionths: int) -> Value:
    whole, rest = divmod(millionths, MICRO)
    return whole if not rest else Decimal(millionths) / MICRO
