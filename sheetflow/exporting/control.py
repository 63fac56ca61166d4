"""Control totals: what an export adds up to, and the figures of the workbook that it must equal."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from decimal import Decimal

from sheetflow.domain.numbers import MICRO
from sheetflow.engine.process import Result
from sheetflow.exporting.accounts import ROOTS, Account, Chart
from sheetflow.exporting.journal import Entry
from sheetflow.ledgers.costs import at_place
from sheetflow.standards.currencies import minor_digits


def balances(entries: Iterable[Entry]) -> dict[Account, Decimal]:
    """The trial balance: what stands on each account, debits above 0; in sum 0."""
    found: dict[Account, Decimal] = defaultdict(Decimal)
    for entry in entries:
        for posting in entry.postings:
            found[posting.account] += posting.amount
    return dict(sorted(found.items()))


def turnover(entries: Iterable[Entry]) -> Decimal:
    """The sum of the debits, which is that of the credits."""
    amounts = [posting.amount for entry in entries for posting in entry.postings]
    debits = sum((amount for amount in amounts if amount > 0), Decimal(0))
    assert debits == -sum((amount for amount in amounts if amount < 0), Decimal(0)), (
        "an entry does not balance"
    )
    return debits


def hold_to_ledgers(result: Result, entries: Sequence[Entry]) -> list[str]:
    """What the whole journal balances to, in words; an account that differs from the ledgers is our bug."""
    found, chart = balances(entries), Chart(result.book.settings)
    said = []
    for setting, sheet, figure in _figures(result):
        account = chart[setting]
        if sum(chart[other] == account for other in ROOTS) > 1:
            continue  # one account for several purposes holds more than this ledger
        assert found.get(account, Decimal(0)) == figure, (
            f"{account.name} does not come to {sheet}"
        )
        said.append(
            f"{account.name} {shown(figure, result.book.settings.currency)} = {sheet}"
        )
    return said


def shown(amount: Decimal, currency: str) -> str:
    """An amount with the currency's digits: `1,234.50 CAD`."""
    return f"{amount:,.{minor_digits(currency)}f} {currency}"


def _figures(result: Result) -> list[tuple[str, str, Decimal]]:
    """The accounts whose balance another ledger gives."""
    ledgers, book = result.ledgers, result.book
    owed = Decimal(int(ledgers.receivables.total.sum())) / MICRO
    paid = Decimal(int(ledgers.money.paid.sum())) / MICRO
    figures = [
        ("Receivable account", "the total of Receivables", owed),
        ("Bank account", "payments less refunds", paid),
    ]
    if ledgers.costs is not None:
        costs = ledgers.costs
        waiting = sum(
            int(at_place(book, costs, place).sum())
            for place in ("(picked)", "(returned)")
        )
        value = Decimal(int(costs.stock.sum()) + waiting) / MICRO
        figures.append(
            (
                "Inventory account",
                "the value of Stock, picked and returned goods",
                value,
            )
        )
    return figures
