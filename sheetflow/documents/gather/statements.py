"""Statements of account: what a customer owes, and since when."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

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
from sheetflow.documents.model import OnAccount, OpenItem, Party, Statement
from sheetflow.domain.frames import Invoices
from sheetflow.domain.numbers import AnyArray, IntArray, take
from sheetflow.ledgers.receivables import find_debtors, latest_invoices_of_debtors


def statements(
    source: Source, customers: frozenset[str] | None = None
) -> tuple[Statement, ...]:
    """A statement for each of these customers, or for all that owe something or have something on account."""
    owed = source.ledgers.receivables
    names = find_debtors(source.book).names.tolist()
    buckets = {name: decimals(amounts) for name, amounts in owed.buckets.items()}
    columns: Columns = {
        "number": owed.customer.tolist(),
        "buckets": [
            tuple(zip(buckets, amounts, strict=True))
            for amounts in zip(*buckets.values(), strict=True)
        ],
        "unallocated": decimals(owed.unallocated),
        "total": decimals(owed.total),
    }
    found = []
    for cells in records(columns):
        if _is_chosen(cells, customers):
            debtor = names.index(cells["number"])
            found.append(_statement(source, debtor, cells))
    return tuple(found)


def _is_chosen(cells: Mapping[str, Any], customers: frozenset[str] | None) -> bool:
    """Whether a customer is named; where none are, whether the account is open."""
    if customers is not None:
        return cells["number"] in customers
    return _is_open(cells)


def _is_open(cells: Mapping[str, Any]) -> bool:
    owes = any(amount for _, amount in cells["buckets"])
    return owes or bool(cells["unallocated"])


def _statement(source: Source, debtor: int, cells: Mapping[str, Any]) -> Statement:
    """One statement; `cells` are those of Receivables."""
    return Statement(
        **cells,
        buyer=_party(source, debtor, cells["number"]),
        items=_open_items(source, debtor),
        on_account=_on_account(source, debtor),
        currency=source.seller.currency,
    )


def _party(source: Source, debtor: int, name: str) -> Party:
    """A customer; one that is not on Customers is its code alone."""
    customers = source.book.customers
    invoice = int(latest_invoices_of_debtors(source.book)[debtor])
    if invoice >= 0:
        return invoiced_party(source, invoice)
    if debtor < len(customers):
        return customer_party(customers, debtor)
    return Party(name, code=name)


def _open_items(source: Source, debtor: int) -> tuple[OpenItem, ...]:
    """The invoices with something left to pay, by due date."""
    book = source.book
    allocations = source.ledgers.allocations
    at = _open_invoices(source, debtor)
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


def _open_invoices(source: Source, debtor: int) -> IntArray:
    """A customer's invoices with something left to pay, by due date."""
    invoices = source.book.invoices
    customers = take(find_debtors(source.book).of_order, invoices.order_index, -1)
    unpaid = invoices.live & (source.ledgers.allocations.balance > 0)
    at = np.flatnonzero(unpaid & (customers == debtor))
    return at[np.lexsort((at, invoices.number(Invoices.due_date)[at]))]


def _days_late(rows: Rows, as_of: int) -> list[int]:
    due = rows.frame.number("Due date", as_of)[rows.at].tolist()
    return [max(as_of - day, 0) for day in due]


def _on_account(source: Source, debtor: int) -> tuple[OnAccount, ...]:
    """What a customer's orders are overpaid by or have unallocated, as amounts below 0.

    They sum up to Unallocated.
    """
    book = source.book
    orders = np.flatnonzero(find_debtors(book).of_order == debtor)
    unallocated = source.ledgers.allocations.unallocated[orders]
    amounts = decimals(_overpaid(source)[orders] - unallocated)
    numbers = texts_at(book.orders.order, orders.tolist())
    named = zip(numbers, amounts, strict=True)
    return tuple(OnAccount(order, amount) for order, amount in named if amount)


def _overpaid(source: Source) -> AnyArray:
    """What each order's invoices are overpaid by, below 0."""
    invoices = source.book.invoices
    balance = source.ledgers.allocations.balance
    is_overpaid = invoices.live & (invoices.order_index >= 0) & (balance < 0)
    at = np.flatnonzero(is_overpaid)
    found = np.zeros(len(source.book.orders), dtype=object)
    np.add.at(found, invoices.order_index[at], balance[at])
    return found
