"""An entry as pairs of accounts: what programs take that book from one account to another."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from sheetflow.exporting.accounts import Account
from sheetflow.exporting.journal import Entry


class Pair(NamedTuple):
    """An amount above 0 that is a debit of one account and a credit of another."""

    debit: Account
    credit: Account
    amount: Decimal


def pairs(entry: Entry) -> Iterator[Pair]:
    """The pairs that an entry comes to: its debits meet its credits in their order."""
    debits = [(each.account, each.amount) for each in entry.postings if each.amount > 0]
    credits = [
        (each.account, -each.amount) for each in entry.postings if each.amount < 0
    ]
    while debits and credits:
        debit, owed = debits.pop(0)
        credit, due = credits.pop(0)
        amount = min(owed, due)
        yield Pair(debit, credit, amount)
        if owed > amount:
            debits.insert(0, (debit, owed - amount))
        if due > amount:
            credits.insert(0, (credit, due - amount))
