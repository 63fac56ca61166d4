"""Expected: the day by which purchases cover what is backordered (docs/reference/rules.md, section 10).

What is outstanding of purchases arrives in the order of its dates. What was bought for an
order serves that order first. The rest serves the orders in the order of service.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sheetflow.domain.arrays import sorted_by
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import (
    BLANK,
    AnyArray,
    IntArray,
    allocate,
    running_by,
    total_by,
)
from sheetflow.ledgers.lines import Lines
from sheetflow.ledgers.purchases import PurchaseLedger, build_purchases
from sheetflow.ledgers.stock import in_order_of_service

SOME_DAY = np.iinfo(np.int64).max
"""The day of what comes on a day that nobody knows."""


@dataclass(frozen=True)
class _Arrivals:
    """What is expected, by day: one value for each purchase line in every column."""

    group: IntArray
    quantity: AnyArray
    day: IntArray


@dataclass(frozen=True)
class _Waiting:
    """What is waited for, in the order of service: one value for each order line in every column.

    `day` is the last day on which some of what was covered so far arrives; BLANK for none.
    """

    group: IntArray
    quantity: AnyArray
    day: IntArray


def expected_days(book: Book, lines: Lines, short: AnyArray) -> IntArray:
    """The day for each order line; BLANK where nothing is backordered, or purchases do not cover it.

    `short` is what is backordered of each line.
    """
    days = np.full(len(short), BLANK, dtype=np.int64)
    rows = in_order_of_service(book, lines, np.flatnonzero(short > 0))
    arriving = _arriving(book)
    if not len(rows) or not len(arriving):
        return days
    none_yet = np.full(len(rows), BLANK, dtype=np.int64)
    waiting = _Waiting(lines.sku[rows], short[rows], none_yet)
    waiting = _served(book, arriving, waiting, lines.order[rows])
    is_known = (waiting.quantity == 0) & (waiting.day != SOME_DAY)
    days[rows] = np.where(is_known, waiting.day, BLANK)
    return days


def _served(
    book: Book, arriving: IntArray, waiting: _Waiting, order: IntArray
) -> _Waiting:
    """What still waits once what arrives has served the order that it was bought for, then everybody.

    `order` is the order of each line that waits.
    """
    ledger = build_purchases(book)
    sku = ledger.sku[arriving]
    bought_for = book.purchase_lines.for_order_index[arriving]
    arrivals = _Arrivals(
        _group(book, sku, bought_for),
        ledger.on_order[arriving],
        _days(ledger)[arriving],
    )
    of_order = replace(waiting, group=_group(book, waiting.group, order))
    arrivals, left = _serve(arrivals, of_order)
    _, left = _serve(replace(arrivals, group=sku), replace(left, group=waiting.group))
    return left


def _arriving(book: Book) -> IntArray:
    """The purchase lines that are on order, in the order of their dates."""
    ledger = build_purchases(book)
    rows = np.flatnonzero((ledger.on_order > 0) & (ledger.sku >= 0))
    return sorted_by(rows, _days(ledger))


def _days(ledger: PurchaseLedger) -> IntArray:
    """The day of each purchase line; one without a date comes last, on some day."""
    return np.where(ledger.expected == BLANK, SOME_DAY, ledger.expected)


def _group(book: Book, sku: IntArray, order: IntArray) -> IntArray:
    """One number for a product and an order, -1 without an order."""
    return np.where(order >= 0, order * len(book.products) + sku, -1)


def _serve(arrivals: _Arrivals, waiting: _Waiting) -> tuple[_Arrivals, _Waiting]:
    """Let what arrives cover what waits, within each group: what is left of both."""
    match = _match(arrivals, waiting)
    covered = _covered(match, arrivals, waiting)
    used = _used(match, arrivals, covered)
    day = _day_covered(match, arrivals, waiting, covered)
    return (
        replace(arrivals, quantity=arrivals.quantity - used),
        replace(waiting, quantity=waiting.quantity - covered, day=day),
    )


@dataclass(frozen=True)
class _Match:
    """The groups as numbers from 0: how many there are, and that of each arrival and of each line that waits."""

    size: int
    arrived: IntArray
    waited: IntArray


def _match(arrivals: _Arrivals, waiting: _Waiting) -> _Match:
    together = np.concatenate([arrivals.group, waiting.group])
    values, number = np.unique(together, return_inverse=True)
    first = len(arrivals.group)
    return _Match(len(values), number[:first], number[first:])


def _covered(match: _Match, arrivals: _Arrivals, waiting: _Waiting) -> AnyArray:
    """How much of each line is covered, in their order."""
    arrived = total_by(match.arrived, arrivals.quantity, match.size)
    covered = allocate(arrived, match.waited, waiting.quantity)
    return np.where(waiting.group >= 0, covered, 0)


def _used(match: _Match, arrivals: _Arrivals, covered: AnyArray) -> AnyArray:
    """How much of each arrival the lines take, the earliest first."""
    wanted = total_by(match.waited, covered, match.size)
    used = allocate(wanted, match.arrived, arrivals.quantity)
    return np.where(arrivals.group >= 0, used, 0)


def _day_covered(
    match: _Match, arrivals: _Arrivals, waiting: _Waiting, covered: AnyArray
) -> IntArray:
    """The day on which so much of each line's group has arrived as it and those before it take."""
    order = np.argsort(match.arrived, kind="stable")
    quantity = arrivals.quantity[order]
    everything = np.zeros(len(order), dtype=np.int64)
    arrived = running_by(everything, quantity) + quantity
    of_group = total_by(match.arrived, arrivals.quantity, match.size)
    before_group = running_by(np.zeros(match.size, dtype=np.int64), of_group)
    taken = running_by(match.waited, covered) + covered
    at = np.searchsorted(arrived, before_group[match.waited] + taken)
    day = arrivals.day[order][np.minimum(at, len(order) - 1)]
    return np.where(covered > 0, np.maximum(waiting.day, day), waiting.day)
