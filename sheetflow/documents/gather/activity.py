"""The activity of accounts: invoices, credits, payments and refunds by day, with the balance after each."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from decimal import Decimal
from functools import cached_property
from typing import NamedTuple

import numpy as np

from sheetflow.documents.gather.source import text_of
from sheetflow.documents.model import AccountEntry, Activity
from sheetflow.documents.model.account_documents import EntryKind
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Invoices
from sheetflow.domain.grouping import grouped
from sheetflow.domain.numbers import MICRO
from sheetflow.ledgers.credits import credit_days
from sheetflow.ledgers.payments import is_refund
from sheetflow.ledgers.receivables import find_debtors


class _Event(NamedTuple):
    """Something that changed what an order (a position) owes, by `amount` millionths; in the order of its day."""

    day: int
    rank: int
    number: str
    order: int
    kind: EntryKind
    amount: int


class Accounts:
    """The accounts of all customers of a book since a day."""

    def __init__(self, book: Book, since: dt.date) -> None:
        self._book = book
        self._since = since

    def has_entries(self, debtor: int) -> bool:
        """Whether anything happened to an account since the day."""
        first = self._since.toordinal()
        return any(event.day >= first for event in self._events.get(debtor, ()))

    def of_debtor(self, debtor: int, closing: Decimal) -> Activity:
        """The activity of a debtor (find_debtors), whose balance is `closing` at its end."""
        first = self._since.toordinal()
        events = [event for event in self._events.get(debtor, ()) if event.day >= first]
        balance = closing - _amount(sum(event.amount for event in events))
        opening = balance
        entries = []
        for event in events:
            balance += _amount(event.amount)
            entries.append(self._entry(event, balance))
        return Activity(self._since, opening, tuple(entries))

    def _entry(self, event: _Event, balance: Decimal) -> AccountEntry:
        orders = self._book.orders
        return AccountEntry(
            kind=event.kind,
            number=event.number,
            order=text_of(orders.order, event.order),
            customer_po=text_of(orders.customer_po, event.order),
            date=dt.date.fromordinal(event.day),
            amount=_amount(event.amount),
            balance=balance,
        )

    @cached_property
    def _events(self) -> dict[int, list[_Event]]:
        """All events by debtor, in the order of their days."""
        of_order = find_debtors(self._book).of_order.tolist()
        events = sorted(_all_events(self._book))
        return grouped((of_order[event.order], event) for event in events)


def _amount(millionths: int) -> Decimal:
    return Decimal(millionths) / MICRO


def _all_events(book: Book) -> Iterator[_Event]:
    yield from _invoices(book)
    yield from _credits(book)
    yield from _payments(book)


def _invoices(book: Book) -> Iterator[_Event]:
    invoices = book.invoices
    days = invoices.number(Invoices.invoice_date, book.as_of)
    counted = invoices.live & (invoices.order_index >= 0)
    for row in np.flatnonzero(counted).tolist():
        number = text_of(invoices.invoice, row)
        order = int(invoices.order_index[row])
        amount = int(invoices.total[row])
        yield _Event(int(days[row]), 0, number, order, "invoice", amount)


def _credits(book: Book) -> Iterator[_Event]:
    """The credits of returns, all of a credit note as one."""
    returns = book.returns
    days = credit_days(returns).tolist()
    counted = returns.live & (returns.order_index >= 0) & (returns.credit_total != 0)
    sums: dict[tuple[int, str, int], int] = {}
    for row in np.flatnonzero(counted).tolist():
        number = text_of(returns.credit_note, row) or text_of(returns.return_, row)
        key = (int(days[row]), number, int(returns.order_index[row]))
        sums[key] = sums.get(key, 0) + int(returns.credit_total[row])
    for (day, number, order), amount in sums.items():
        yield _Event(day, 1, number, order, "credit", -amount)


def _payments(book: Book) -> Iterator[_Event]:
    payments = book.payments
    refunds = is_refund(book)
    counted = payments.live & (payments.order_index >= 0)
    for row in np.flatnonzero(counted).tolist():
        number = text_of(payments.payment, row)
        day = int(payments.payment_date[row])
        order = int(payments.order_index[row])
        amount = int(payments.amount[row])
        if refunds[row]:
            yield _Event(day, 2, number, order, "refund", amount)
        else:
            yield _Event(day, 2, number, order, "payment", -amount)
