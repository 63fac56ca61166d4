"""All formats of an export by name, each as the files that it makes and what they add up to."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sheetflow.domain.book import Book
from sheetflow.engine.process import Result
from sheetflow.errors import SheetflowError
from sheetflow.exporting.control import hold_to_ledgers, shown, turnover
from sheetflow.exporting.csvtext import csv_text
from sheetflow.exporting.invoice_lists import (
    Bill,
    credit_bills,
    invoice_bills,
    quickbooks_invoices,
    xero_invoices,
)
from sheetflow.exporting.journal import FACTS, Entry, build_journal
from sheetflow.exporting.plaintext import beancount_text, hledger_text
from sheetflow.exporting.tables import (
    Table,
    journal_table,
    quickbooks_journal,
    xero_journal,
)

JOURNALS = {
    "journal": journal_table,
    "xero-journal": xero_journal,
    "quickbooks-journal": quickbooks_journal,
}
INVOICES = {"xero-invoices": xero_invoices, "quickbooks-invoices": quickbooks_invoices}
TEXTS = {"beancount": beancount_text, "hledger": hledger_text}
ENDINGS = {"beancount": ".beancount", "hledger": ".journal"}


@dataclass(frozen=True)
class Export:
    """The files of an export, and its control totals in words."""

    files: Sequence[str]
    ending: str
    control: Sequence[str]


@dataclass(frozen=True)
class Wanted:
    """Which entries of a journal are wanted: from a day, up to a day, of which kinds of facts."""

    since: date | None = None
    until: date | None = None
    facts: Collection[str] = FACTS

    def holds(self, entry: Entry) -> bool:
        """Whether an entry is wanted."""
        early = self.since is not None and entry.day < self.since
        late = self.until is not None and entry.day > self.until
        return not early and not late and entry.fact in self.facts


def export(result: Result, name: str, wanted: Wanted) -> Export:
    """One export. Raises SheetflowError where the books hold several currencies."""
    one_currency(result.book)
    if name in INVOICES:
        return _of_table(INVOICES[name](result.book), _bill_totals(result.book, name))
    entries = build_journal(result)
    control = hold_to_ledgers(result, entries)
    chosen = [entry for entry in entries if wanted.holds(entry)]
    if len(chosen) < len(entries):
        control = [
            f"{len(entries) - len(chosen):,} entries left out by --from, --to, --only"
        ]
    settings = result.book.settings
    control = [
        f"{len(chosen):,} entries, debits {shown(turnover(chosen), settings.currency)} = credits",
        *control,
    ]
    if name in TEXTS:
        return Export([TEXTS[name](chosen, settings.currency)], ENDINGS[name], control)
    return _of_table(JOURNALS[name](chosen, settings), control)


def _of_table(table: Table, control: Sequence[str]) -> Export:
    return Export(
        [csv_text(table.headers, rows) for rows in table.files()], ".csv", control
    )


def _bill_totals(book: Book, name: str) -> list[str]:
    """What invoices and credit notes add up to."""
    invoices, credits, currency = (
        invoice_bills(book),
        credit_bills(book),
        book.settings.currency,
    )
    said = [
        f"{len(invoices):,} invoices {_total(invoices, currency)} = their lines and tax = Invoices, Total"
    ]
    if name == "quickbooks-invoices":
        rest = f"{len(credits):,} credit notes {_total(credits, currency)} are left to quickbooks-journal"
        return [*said, f"{rest} --only credits,payments,stock"]
    return [
        *said,
        f"{len(credits):,} credit notes {_total(credits, currency)} = Returns, Credit total",
    ]


def _total(bills: Sequence[Bill], currency: str) -> str:
    total = sum((bill.total for bill in bills), start=Decimal(0))
    lines = sum(
        (line.amount + line.tax for bill in bills for line in bill.lines),
        start=Decimal(0),
    )
    assert total == lines, "bills do not come to their lines"
    return shown(total, currency)


def one_currency(book: Book) -> None:
    """Refuse an invoice in another currency than Settings': amounts of two currencies do not add up."""
    invoices, currency = book.invoices, book.settings.currency
    for at, code in enumerate(invoices.currency.tolist()):
        if code and code != currency and invoices.live[at]:
            raise SheetflowError(
                f"Invoices, row {invoices.rows[at]}: {invoices['Invoice'][at]} is in {code}, Settings say {currency}; "
                "an export holds one currency"
            )
