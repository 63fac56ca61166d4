"""Statements of account: what a customer owes, and since when."""

from __future__ import annotations

import numpy as np

from sheetflow.documents.gather.parties import customer_party, text_at
from sheetflow.documents.gather.source import Rows, Source, decimals, texts_at
from sheetflow.documents.model import OnAccount, OpenItem, Party, Statement
from sheetflow.domain.frames import Invoices
from sheetflow.domain.numbers import IntArray, take
from sheetflow.ledgers.receivables import find_debtors


def statements(
    source: Source, customers: frozenset[str] | None = None
) -> tuple[Statement, ...]:
    """A statement for each of these customers, or for all that owe something or have something on account."""
    owed = source.ledgers.receivables
    buckets = {name: decimals(amounts) for name, amounts in owed.buckets.items()}
    totals, spare = decimals(owed.total), decimals(owed.unallocated)
    names = find_debtors(source.book).names.tolist()
    found = []
    for at, code in enumerate(owed.customer.tolist()):
        mine = tuple((name, amounts[at]) for name, amounts in buckets.items())
        is_open = bool(spare[at]) or any(amount for _, amount in mine)
        if (code in customers) if customers is not None else is_open:
            debtor = names.index(code)
            buyer, items = (
                _party(source, debtor, str(code)),
                _open_items(source, debtor),
            )
            account = _on_account(source, debtor)
            more = (mine, spare[at], totals[at], source.house.currency)
            found.append(Statement(str(code), buyer, items, account, *more))
    return tuple(found)


def _party(source: Source, debtor: int, name: str) -> Party:
    customers = source.book.customers
    return (
        customer_party(customers, debtor)
        if debtor < len(customers)
        else Party(name, code=name)
    )


def _open_items(source: Source, debtor: int) -> tuple[OpenItem, ...]:
    """The invoices with something left to pay, by due date."""
    book, settled = source.book, source.ledgers.allocations
    invoices = book.invoices
    whose = take(find_debtors(book).of_order, invoices.order_index, -1)
    at = np.flatnonzero(invoices.live & (whose == debtor) & (settled.balance > 0))
    at = at[np.lexsort((at, invoices.number(Invoices.due_date)[at]))]
    rows = Rows(invoices, at)
    dates = rows.dates("Invoice date")
    columns = zip(
        rows.texts("Invoice"),
        texts_at(book.orders.order, rows.link("order")),
        [text_at(book.orders, "Customer PO", order) for order in rows.link("order")],
        dates,
        [due or day for due, day in zip(rows.days("Due date"), dates, strict=True)],
        _days_late(rows, book.as_of),
        *(
            decimals(part[at])
            for part in (settled.total, settled.credited, settled.paid, settled.balance)
        ),
        strict=True,
    )
    return tuple(OpenItem(*values) for values in columns)


def _days_late(rows: Rows, as_of: int) -> list[int]:
    due = rows.frame.number("Due date", as_of)[rows.at].tolist()
    return [max(as_of - day, 0) for day in due]


def _on_account(source: Source, debtor: int) -> tuple[OnAccount, ...]:
    """What the debtor's orders are overpaid by or have unallocated, as negatives; they sum up to Unallocated."""
    book, settled = source.book, source.ledgers.allocations
    orders = np.flatnonzero(find_debtors(book).of_order == debtor)
    over = np.zeros(len(book.orders), dtype=object)
    invoices = book.invoices
    at: IntArray = np.flatnonzero(
        invoices.live & (invoices.order_index >= 0) & (settled.balance < 0)
    )
    np.add.at(over, invoices.order_index[at], settled.balance[at])
    amounts = over[orders] - settled.unallocated[orders]
    named = zip(
        texts_at(book.orders.order, orders.tolist()),
        decimals(amounts),
        strict=True,
    )
    return tuple(OnAccount(order, amount) for order, amount in named if amount)
