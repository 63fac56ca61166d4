"""The control totals of a closed period, which the Run log keeps: they must not change while it stays closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np

from sheetflow.controls.run_log import REASON, LogRow
from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.messages import joined, message, named
from sheetflow.domain.numbers import BLANK, MICRO, AnyArray, IntArray, Mask
from sheetflow.domain.problems import Problem
from sheetflow.engine.process import Result
from sheetflow.ledgers.costs import build_costs
from sheetflow.ledgers.credits import credit_days
from sheetflow.ledgers.dates import days_of
from sheetflow.ledgers.movement_types import SOURCES, Movements
from sheetflow.ledgers.payments import is_refund
from sheetflow.workbook.model import Value

CLOSING = "Closing date"
TOTALS = tuple(
    f"Closed {name}"
    for name in ("units", "stock value", "invoiced", "credited", "paid", "receivables")
)
"""The headers of the totals in Run log."""


def closed_totals(result: Result) -> dict[str, Value]:
    """The figures of Run log at the closing date, by its headers; nothing where no date is set.

    Units and money are those of the rows dated on or before it, whatever happened later; a credit counts from its
    Credit date. Stock value is the cost of what was on hand, as far as it was known on that day; there is none where
    no cost is known.
    """
    book = result.book
    closing = book.settings.closing_date
    if closing == BLANK:
        return {}
    invoiced = _until(book, "Invoices", result.ledgers.allocations.total)
    credited = _credited(book)
    paid = _until(book, "Payments", _signed_payments(book))
    figures = (
        _units(book, result.ledgers.movements),
        _stock_value(book),
        invoiced,
        credited,
        paid,
        invoiced - credited - paid,
    )
    cells = [None if figure is None else _plain(figure) for figure in figures]
    return {CLOSING: date.fromordinal(closing), **dict(zip(TOTALS, cells, strict=True))}


def _credited(book: Book) -> int:
    """What was credited up to the closing date, whenever the goods came back."""
    returns = book.returns
    return _sum_until(book, returns.live, credit_days(returns), returns.credit_total)


def _signed_payments(book: Book) -> AnyArray:
    """The amount of each payment, below 0 for a refund."""
    amounts = book.payments.amount
    return np.where(is_refund(book), -amounts, amounts)


def changed_totals(
    above: LogRow, now: Mapping[str, object]
) -> list[tuple[str, str, str]]:
    """The totals that differ from a row of the log with the same closing date: header, then, now."""
    row = LogRow(0, now)
    closing = row.text(CLOSING)
    is_same = closing != "" and closing == above.text(CLOSING)
    return list(_differences(above, row)) if is_same else []


def _differences(above: LogRow, row: LogRow) -> Iterator[tuple[str, str, str]]:
    """The totals of two rows of the log that differ: header, then, now."""
    for header in TOTALS:
        before = above.text(header)
        after = row.text(header)
        if before and before != after:
            yield header, before, after


def _change_text(header: str, then: str, now: str) -> str:
    """`Closed paid 100 → 120`."""
    return message(
        "{column} {before} → {now}",
        column=named(header),
        before=then,
        now=now or message("blank"),
    )


@dataclass(frozen=True)
class TotalsChange:
    """Control totals of a closing date that are not as run `before` left them, since run `run`.

    `row` is that run's row of the log; `totals` are header, then, now.
    """

    row: int
    run: int
    before: int
    closing: str
    totals: Sequence[tuple[str, str, str]]

    @property
    def text(self) -> str:
        """`Closed paid 100 → 120, …`"""
        return joined([_change_text(*change) for change in self.totals])

    def problem(self, cell: str) -> Problem:
        """The change as a problem at its cell for a reason."""
        words = {
            "closing": self.closing,
            "what": self.text,
            "before": str(self.before),
            "run": str(self.run),
        }
        return Problem("CLO05", "Run log", -1, REASON, "", words, cell=cell)


def total_changes(log: Sequence[LogRow]) -> list[TotalsChange]:
    """Of each closing date: what its newest totals differ in from those that were accepted.

    Accepted are those of the first row with that date, then those of each row beside which a
    person typed a reason. The change is that of the first row since then that differs.
    """
    found = (_change_in(rows) for rows in _by_closing_date(log))
    return [change for change in found if change is not None]


def _by_closing_date(log: Sequence[LogRow]) -> Iterable[list[LogRow]]:
    """The rows of each closing date."""
    by_date: defaultdict[str, list[LogRow]] = defaultdict(list)
    for row in log:
        by_date[row.text(CLOSING)].append(row)
    by_date.pop("", None)
    return by_date.values()


def _change_in(rows: Sequence[LogRow]) -> TotalsChange | None:
    """The change in rows with one closing date, if there is any."""
    accepted = rows[0]
    differing: list[LogRow] = []
    for row in rows[1:]:
        if row.text(REASON):
            accepted = row
            differing = []
        elif not changed_totals(accepted, row.cells):
            differing = []
        else:
            differing.append(row)
    if not differing:
        return None
    first = differing[0]
    totals = changed_totals(accepted, differing[-1].cells)
    closing = first.text(CLOSING)
    return TotalsChange(first.row, first.run, accepted.run, closing, totals)


def _until(book: Book, sheet: str, amounts: AnyArray) -> int:
    """The sum of the live rows of a sheet up to the closing date."""
    return _sum_until(book, book[sheet].live, days_of(book, sheet), amounts)


def _sum_until(book: Book, live: Mask, days: IntArray, amounts: AnyArray) -> int:
    """The sum of the live amounts that are dated up to the closing date."""
    is_closed = (days != BLANK) & (days <= book.settings.closing_date)
    counted = amounts[live & is_closed]
    return int(sum(counted.tolist()))


def _units(book: Book, movements: Movements) -> int:
    """The units on hand at all locations on the closing date."""
    size = len(book.warehouse)
    is_closed = movements.day <= book.settings.closing_date
    into = _moved(movements, is_closed & (movements.target < size))
    out = _moved(movements, is_closed & (movements.origin < size))
    return into - out


def _moved(movements: Movements, where: Mask) -> int:
    return int(sum(movements.quantity[where].tolist()))


def _stock_value(book: Book) -> int | None:
    """The cost of the stock of the closing date; None where no cost is known.

    What came later does not change it, not even where it made up for stock below 0.
    """
    closed = [_until_closing(book, sheet) for sheet in SOURCES]
    costs = build_costs(book.put(*closed))
    return None if costs is None else int(sum(costs.stock.tolist()))


def _until_closing(book: Book, sheet: str) -> Frame:
    """A sheet whose later rows do not count."""
    frame = book[sheet]
    days = frame.number(frame.schema.booked_on, book.as_of)
    return replace(frame, valid=frame.valid & (days <= book.settings.closing_date))


def _plain(millionths: int) -> Value:
    whole, rest = divmod(millionths, MICRO)
    return whole if not rest else Decimal(millionths) / MICRO
