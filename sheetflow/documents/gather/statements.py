"""Statements of account: what a customer owes, and since when; or what happened since a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from sheetflow.documents.gather.activity import Accounts
from sheetflow.documents.gather.open_items import (
    debtor_party,
    on_account,
    open_invoices,
    open_items,
)
from sheetflow.documents.gather.source import Columns, Source, decimals, records
from sheetflow.documents.model import Statement
from sheetflow.ledgers.receivables import find_debtors


def statements(
    source: Source,
    customers: frozenset[str] | None = None,
    since: dt.date | None = None,
) -> tuple[Statement, ...]:
    """A statement for each of these customers, or for all that owe something or have something on account.

    With `since`, a statement shows what happened from that day on, with the balance before it; then those are chosen
    too whose account only changed.
    """
    activity = Accounts(source.book, since) if since else None
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
        debtor = names.index(cells["number"])
        changed = activity is not None and activity.has_entries(debtor)
        if _is_chosen(cells, customers, changed):
            found.append(_statement(source, debtor, cells, activity))
    return tuple(found)


def _is_chosen(
    cells: Mapping[str, Any], customers: frozenset[str] | None, changed: bool
) -> bool:
    """Whether a customer is named; where none are, whether the account is open or has changed."""
    if customers is not None:
        return cells["number"] in customers
    return changed or _is_open(cells)


def _is_open(cells: Mapping[str, Any]) -> bool:
    owes = any(amount for _, amount in cells["buckets"])
    return owes or bool(cells["unallocated"])


def _statement(
    source: Source, debtor: int, cells: Mapping[str, Any], activity: Accounts | None
) -> Statement:
    """One statement; `cells` are those of Receivables."""
    return Statement(
        **cells,
        buyer=debtor_party(source, debtor, cells["number"]),
        items=open_items(source, open_invoices(source, debtor)),
        on_account=on_account(source, debtor),
        currency=source.seller.currency,
        activity=activity.of_debtor(debtor, cells["total"]) if activity else None,
    )
