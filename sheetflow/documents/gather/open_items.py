"""What is open on a customer's account: invoices with something to pay, and what is on account."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from sheetflow.documents.gather.parties import customer_party, invoiced_party
from sheetflow.documents.gather.source import (
    Columns,
    Rows,
    Source,
    decimals,
    records,
    texts_at,
)
from sheetflow.documents.model import OnAccount, OpenItem, Party
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Invoices
from sheetflow.domain.numbers import MICRO, AnyArray, IntArray, Mask, take
from sheetflow.ledgers.credits import credit_days
from sheetflow.ledgers.payments import received
from sheetflow.ledgers.receivables import find_debtors, latest_invoices_of_debtors


def debtor_party(source: Source, debtor: int, name: str) -> Party:
    """A customer; one that is not on Customers is its code alone."""
    customers = source.book.customers
    invoice = int(latest_invoices_of_debtors(source.book)[debtor])
    if invoice >= 0:
        return invoiced_party(source, invoice)
    if debtor < len(customers):
        return customer_party(customers, debtor)
    return Party(name, code=name)


def open_items(source: Source, at: IntArray) -> tuple[OpenItem, ...]:
    """These invoices, with what is left to pay of each."""
    book = source.book
    allocations = source.ledgers.allocations
    rows = Rows(book.invoices, at)
    orders = rows.link("order")
    dates = rows.dates("Invoice date")
    columns: Columns = {
        "number": rows.texts("Invoice"),
        "order": texts_at(book.orders.order, orders),
        "customer_po": texts_at(book.orders.customer_po, orders),
        "date": dates,
        "due": [
            due or day for due, day in zip(rows.days("Due date"), dates, strict=True)
        ],
        "days_late": _days_late(rows, book.as_of),
        "total": decimals(allocations.total[at]),
        "credited": decimals(allocations.credited[at]),
        "paid": decimals(allocations.paid[at]),
        "balance": decimals(allocations.balance[at]),
    }
    return tuple(OpenItem(**cells) for cells in records(columns))


def open_invoices(source: Source, debtor: int, among: Mask | None = None) -> IntArray:
    """A customer's invoices (of those `among`) with something left to pay, by due date."""
    invoices = source.book.invoices
    customers = take(find_debtors(source.book).of_order, invoices.order_index, -1)
    unpaid = invoices.live & (source.ledgers.allocations.balance > 0)
    if among is not None:
        unpaid &= among
    at = np.flatnonzero(unpaid & (customers == debtor))
    return at[np.lexsort((at, invoices.number(Invoices.due_date)[at]))]


def _days_late(rows: Rows, as_of: int) -> list[int]:
    due = rows.frame.number("Due date", as_of)[rows.at].tolist()
    return [max(as_of - day, 0) for day in due]


# -- on account


class _Money(NamedTuple):
    """A payment or credit of an order: its day, and its amount in millionths."""

    day: int
    amount: int
    is_credit: bool


def on_account(source: Source, debtor: int) -> tuple[OnAccount, ...]:
    """What a customer's orders are overpaid by or have unallocated, as amounts below 0.

    They sum up to Unallocated. The latest payments and credits of an order are those on account.
    """
    book = source.book
    orders = np.flatnonzero(find_debtors(book).of_order == debtor)
    unallocated = source.ledgers.allocations.unallocated[orders]
    amounts = (unallocated - _overpaid(source)[orders]).tolist()
    found: list[OnAccount] = []
    for order, amount in zip(orders.tolist(), amounts, strict=True):
        if amount:
            found += _of_order(book, order, amount)
    return tuple(found)


def _of_order(book: Book, order: int, amount: int) -> Iterator[OnAccount]:
    """The payments and credits that make up what an order has on account, the earliest first."""
    number = str(book.orders.order[order] or "")
    left = amount
    taken: list[OnAccount] = []
    for money in sorted(_money_of(book, order), reverse=True):
        part = min(money.amount, left)
        if part > 0:
            day = date.fromordinal(money.day)
            taken.append(OnAccount(number, _negative(part), day, money.is_credit))
            left -= part
    if left:
        taken.append(OnAccount(number, _negative(left)))
    return reversed(taken)


def _negative(amount: int) -> Decimal:
    return -Decimal(amount) / MICRO


def _money_of(book: Book, order: int) -> Iterator[_Money]:
    """The payments and credits of an order."""
    payments = book.payments
    mine = np.flatnonzero((payments.order_index == order) & (received(book) > 0))
    for row in mine.tolist():
        yield _Money(int(payments.payment_date[row]), int(payments.amount[row]), False)
    returns = book.returns
    credits = returns.live & (returns.order_index == order) & (returns.credit_total > 0)
    days = credit_days(returns)
    for row in np.flatnonzero(credits).tolist():
        yield _Money(int(days[row]), int(returns.credit_total[row]), True)


def _overpaid(source: Source) -> AnyArray:
    """What each order's invoices are overpaid by, below 0."""
    invoices = source.book.invoices
    balance = source.ledgers.allocations.balance
    is_overpaid = invoices.live & (invoices.order_index >= 0) & (balance < 0)
    at = np.flatnonzero(is_overpaid)
    found = np.zeros(len(source.book.orders), dtype=object)
    np.add.at(found, invoices.order_index[at], balance[at])
    return found
