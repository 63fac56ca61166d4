"""The control totals of a closed period, which the Run log keeps: they must not change while it stays closed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal

import numpy as np

from sheetflow.controls.closing.rows import days_of
from sheetflow.controls.run_log import LogRow
from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import BLANK, MICRO, AnyArray
from sheetflow.engine.process import Result
from sheetflow.ledgers.costs import build_costs
from sheetflow.ledgers.movement_types import SOURCES, Movements
from sheetflow.ledgers.payments import is_refund
from sheetflow.workbook.model import Value

CLOSING = "Closing date"
TOTALS = tuple(
    f"Closed {name}"
    for name in ("units", "stock value", "invoiced", "credited", "paid", "receivables")
)
"""The headers of Run log that hold the totals."""


def closed_totals(result: Result) -> dict[str, Value]:
    """The figures of Run log at the closing date, by its headers; nothing where no date is set.

    Units and money are of the rows dated on or before it, whatever happened later. Stock value is what was on hand
    cost, as far as it was known on that day; there is none where no cost is known.
    """
    book = result.book
    closing = book.settings.closing_date
    if closing == BLANK:
        return {}
    payments, returns = book.payments, book.returns
    signed = np.where(is_refund(book), -payments.amount, payments.amount)
    invoiced = _until(book, "Invoices", result.ledgers.allocations.total)
    credited = _until(book, "Returns", returns.credit_total)
    paid = _until(book, "Payments", signed)
    units, value = _units(book, result.ledgers.movements), _stock_value(book)
    figures = (units, value, invoiced, credited, paid, invoiced - credited - paid)
    cells = [None if figure is None else _plain(figure) for figure in figures]
    return {CLOSING: date.fromordinal(closing), **dict(zip(TOTALS, cells, strict=True))}


def changed_totals(
    above: LogRow, now: Mapping[str, object]
) -> list[tuple[str, str, str]]:
    """The totals that are others than in a row of the log, though the closing date is the same: header, then, now."""
    row = LogRow(0, now)
    if not row.text(CLOSING) or row.text(CLOSING) != above.text(CLOSING):
        return []
    pairs = [(header, above.text(header), row.text(header)) for header in TOTALS]
    return [
        (header, then, text) for header, then, text in pairs if then and then != text
    ]


def _until(book: Book, sheet: str, amounts: AnyArray) -> int:
    """The sum of the live rows of a sheet up to the closing date."""
    days = days_of(book, sheet)
    counts = book[sheet].live & (days != BLANK) & (days <= book.settings.closing_date)
    return int(sum(amounts[counts].tolist()))


def _units(book: Book, movements: Movements) -> int:
    """The units on hand at all locations on the closing date."""
    size, dated = len(book.warehouse), movements.day <= book.settings.closing_date
    into, out = dated & (movements.target < size), dated & (movements.origin < size)
    return int(
        sum(movements.quantity[into].tolist()) - sum(movements.quantity[out].tolist())
    )


def _stock_value(book: Book) -> int | None:
    """What the stock of the closing date cost; what came later says nothing of it, even where it made good a lack."""
    costs = build_costs(book.put(*(_until_closing(book, sheet) for sheet in SOURCES)))
    return None if costs is None else int(sum(costs.stock.tolist()))


def _until_closing(book: Book, sheet: str) -> Frame:
    """A sheet whose later rows do not count."""
    frame = book[sheet]
    days = frame.number(frame.schema.booked_on, book.as_of)
    return replace(frame, valid=frame.valid & (days <= book.settings.closing_date))


def _plain(millionths: int) -> Value:
    whole, rest = divmod(millionths, MICRO)
    return whole if not rest else Decimal(millionths) / MICRO
