"""Control totals: what an export adds up to, and the figures of the workbook that it must equal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import NamedTuple

from sheetflow.domain.numbers import MICRO
from sheetflow.engine.process import Result
from sheetflow.exporting.accounts import ROOTS, Account, Chart, chart_of
from sheetflow.exporting.journal import Entry
from sheetflow.ledgers.costs import Costs, at_place
from sheetflow.standards.currencies import minor_digits

NOTHING = Decimal(0)


class LedgerFigure(NamedTuple):
    """What the account of a setting must come to, and what that is in the workbook."""

    setting: str
    source: str
    amount: Decimal


def balances(entries: Iterable[Entry]) -> dict[Account, Decimal]:
    """The trial balance: the balance of each account, debits above 0."""
    found: dict[Account, Decimal] = defaultdict(Decimal)
    for entry in entries:
        for posting in entry.postings:
            found[posting.account] += posting.amount
    return dict(sorted(found.items()))


def turnover(entries: Iterable[Entry]) -> Decimal:
    """The sum of the debits, which is that of the credits."""
    amounts = [posting.amount for entry in entries for posting in entry.postings]
    assert sum(amounts, NOTHING) == 0, "an entry does not balance"
    return debits_of(amounts)


def debits_of(amounts: Iterable[Decimal]) -> Decimal:
    """The sum of the amounts above 0."""
    return sum((amount for amount in amounts if amount > 0), NOTHING)


def compare_with_ledgers(result: Result, entries: Sequence[Entry]) -> list[str]:
    """What the accounts of the whole journal come to, in words.

    An account that differs from its ledger is our bug.
    """
    found = balances(entries)
    chart = chart_of(result.book)
    lines = []
    for setting, source, figure in _ledger_figures(result):
        accounts = chart.banks if setting == "Bank account" else {chart[setting]}
        if _are_shared(chart, setting, accounts):
            continue  # an account of several purposes holds more than this ledger
        balance = sum((found.get(each, NOTHING) for each in accounts), NOTHING)
        names = " + ".join(sorted(each.name for each in accounts))
        assert balance == figure, f"{names} does not come to {source}"
        amount = amount_text(figure, result.book.settings.currency)
        lines.append(f"{names} {amount} = {source}")
    return lines


def _are_shared(chart: Chart, setting: str, accounts: Collection[Account]) -> bool:
    """Whether accounts of a setting are for other purposes too."""
    uses = chart.all.items()
    others = [account for use, account in uses if use in ROOTS and use != setting]
    if setting != "Bank account":
        others += [account for use, account in uses if use not in ROOTS]
    return any(account in others for account in accounts)


def amount_text(amount: Decimal, currency: str) -> str:
    """An amount with the currency's digits: `1,234.50 CAD`."""
    return f"{amount:,.{minor_digits(currency)}f} {currency}"


def _ledger_figures(result: Result) -> list[LedgerFigure]:
    """The accounts whose balance another ledger gives."""
    ledgers = result.ledgers
    owed = _amount(ledgers.receivables.total.sum())
    paid = _amount(ledgers.money.paid.sum())
    figures = [
        LedgerFigure("Receivable account", "the total of Receivables", owed),
        LedgerFigure("Bank account", "payments less refunds", paid),
    ]
    if ledgers.costs is not None:
        figures.append(_inventory(result, ledgers.costs))
    return figures


def _inventory(result: Result, costs: Costs) -> LedgerFigure:
    """The value of all goods that the business owns."""
    picked = at_place(costs, "(picked)").sum()
    returned = at_place(costs, "(returned)").sum()
    return LedgerFigure(
        "Inventory account",
        "the value of Stock, picked and returned goods",
        _amount(costs.stock.sum() + picked + returned),
    )


def _amount(millionths: int) -> Decimal:
    return Decimal(int(millionths)) / MICRO
