"""Reminders: all overdue invoices of a customer, and how often the customer was reminded.

A reminder that a run wrote is made again from the facts as of the day on which it was written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from functools import cached_property

import numpy as np

from sheetflow.documents.gather.open_items import (
    debtor_party,
    on_account,
    open_invoices,
    open_items,
)
from sheetflow.documents.gather.source import Source
from sheetflow.documents.model import Reminder
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Invoices
from sheetflow.domain.numbers import AnyArray, IntArray, Mask
from sheetflow.ledgers.as_of import facts_as_of
from sheetflow.ledgers.payments import apply_payments
from sheetflow.ledgers.receivables import find_debtors
from sheetflow.ledgers.reminders import (
    debtors_of_invoices,
    kept_levels,
    overdue_invoices,
    owing_debtors,
    reached_levels,
    reminder_days,
)


def new_reminders(source: Source, invoices: IntArray) -> tuple[Reminder, ...]:
    """A reminder for each customer with one of these invoices, whose level was reached now."""
    writer = _Writer(source)
    debtors = set(debtors_of_invoices(source.book)[invoices].tolist())
    return tuple(writer.written(debtors))


def all_reminders(
    source: Source, customers: frozenset[str] | None, since: dt.date | None
) -> tuple[Reminder, ...]:
    """The last reminder of each of these customers, or of all with something overdue.

    One that no run has written yet is as a run would write it now.
    """
    writers: dict[int, _Writer] = {}
    found: list[Reminder] = []
    for debtor in _chosen(source, customers):
        day = _last_day(source.book, debtor)
        if day not in writers:
            writers[day] = _Writer(_as_of(source, day))
        found += writers[day].written({debtor})
    return tuple(each for each in found if since is None or each.date >= since)


def keeps_reminders(book: Book) -> bool:
    """Whether the workbook keeps what was reminded of."""
    return book.invoices.schema.column(Invoices.reminder_level.header).in_use


def _chosen(source: Source, customers: frozenset[str] | None) -> list[int]:
    """The debtors that are named, or that have something overdue."""
    names = find_debtors(source.book).names.tolist()
    if customers is not None:
        return [at for at, name in enumerate(names) if name in customers]
    owing = owing_debtors(source.book, source.ledgers.allocations)
    return [int(at) for at in np.flatnonzero(owing)]


def _last_day(book: Book, debtor: int) -> int:
    """The last day on which a customer was reminded; the as-of date where no run has done so."""
    reminded = book.invoices.number(Invoices.reminded)
    mine = debtors_of_invoices(book) == debtor
    days = reminded[mine & (kept_levels(book) > 0)]
    return int(days.max()) if len(days) else book.as_of


def _as_of(source: Source, day: int) -> Source:
    """The facts as they were at the end of a day."""
    book = source.book
    if day == book.as_of:
        return source
    then = facts_as_of(book, day)
    ledgers = replace(source.ledgers, allocations=apply_payments(then))
    result = replace(source.result, book=then, ledgers=ledgers)
    seller = replace(source.seller, as_of=dt.date.fromordinal(day))
    return replace(source, result=result, seller=seller)


class _Writer:
    """Writes reminders from the facts of one day."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._book = source.book

    def written(self, debtors: set[int]) -> Iterator[Reminder]:
        """The reminders of these customers; none where nothing has reached a level."""
        for debtor in sorted(debtors):
            if debtor >= 0:
                yield from self._of_debtor(debtor)

    def _of_debtor(self, debtor: int) -> Iterator[Reminder]:
        source = self._source
        at = open_invoices(source, debtor, self._overdue)
        level = int(self._levels[at].max()) if len(at) else 0
        items = open_items(source, at)
        accounts = on_account(source, debtor)
        owed = sum((item.balance for item in items), Decimal(0))
        total = owed + sum((each.amount for each in accounts), Decimal(0))
        if level and total > 0:
            name = str(find_debtors(self._book).names[debtor])
            yield Reminder(
                number=name,
                buyer=debtor_party(source, debtor, name),
                date=source.seller.as_of,
                level=level,
                is_last=level >= len(reminder_days(self._book)) > 1,
                items=items,
                on_account=accounts,
                total=total,
                currency=source.seller.currency,
            )

    @cached_property
    def _overdue(self) -> Mask:
        return overdue_invoices(self._book, self._source.ledgers.allocations)

    @cached_property
    def _levels(self) -> AnyArray:
        """The level of each invoice: what the sheet keeps, or else what it reaches now."""
        kept = kept_levels(self._book)
        reached = reached_levels(self._book, self._source.ledgers.allocations)
        return np.where(kept > 0, kept, reached)
