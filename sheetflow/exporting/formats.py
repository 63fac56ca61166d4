"""An export in any format: the files that it makes, and what they add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np

from sheetflow.domain.book import Book, Settings
from sheetflow.domain.numbers import IntArray
from sheetflow.domain.phrases import counted
from sheetflow.engine.process import Result
from sheetflow.errors import SheetflowError
from sheetflow.exporting.accounts import Account
from sheetflow.exporting.control import (
    amount_text,
    balances,
    compare_with_ledgers,
    turnover,
)
from sheetflow.exporting.csv_text import csv_text
from sheetflow.exporting.format_list import FORMATS, Format
from sheetflow.exporting.invoices import (
    Invoice,
    exported_credit_notes,
    exported_invoices,
)
from sheetflow.exporting.journal import FACTS, Entry, build_journal
from sheetflow.exporting.new_entries import (
    EarlierExports,
    earlier_exports,
    new_entries,
)
from sheetflow.exporting.tables import Table


@dataclass(frozen=True)
class Export:
    """The texts of an export's files, how their names end, and its control totals in words."""

    files: Sequence[str]
    ending: str
    control: Sequence[str]
    entries: Sequence[Entry] = ()


@dataclass(frozen=True)
class EntryFilter:
    """Which entries of a journal to export: from a day, up to a day, of these kinds of facts."""

    since: date | None = None
    until: date | None = None
    facts: Collection[str] = FACTS

    def includes(self, entry: Entry) -> bool:
        """Whether to export an entry."""
        return entry.fact in self.facts and self._is_in_period(entry.day)

    def _is_in_period(self, day: date) -> bool:
        has_begun = self.since is None or day >= self.since
        has_ended = self.until is not None and day > self.until
        return has_begun and not has_ended


def export(result: Result, name: str, chosen: EntryFilter) -> Export:
    """One export. Raises SheetflowError where the invoices are in several currencies."""
    made = FORMATS[name]
    if made.kind == "table of shipments":
        table = made.write(result)
        return _of_table(table, made.ending, [_containers_total(table)])
    require_one_currency(result.book)
    if made.kind == "table of invoices":
        table = made.write(result.book)
        return _of_table(table, made.ending, _invoice_totals(result.book, name))
    return _export_journal(result, made, chosen)


def _containers_total(table: Table) -> str:
    """How many containers wait for a label."""
    containers = counted(len(table.documents), "container")
    return f"{containers} without a tracking number"


def _export_journal(result: Result, made: Format, chosen: EntryFilter) -> Export:
    settings = result.book.settings
    every_entry = build_journal(result)
    entries = [entry for entry in every_entry if chosen.includes(entry)]
    control = [
        _entries_total(entries, settings.currency),
        *_comparison(result, every_entry, entries),
    ]
    if made.kind == "text of entries":
        return Export([made.write(entries, settings)], made.ending, control)
    if made.kind == "texts of entries":
        return Export(made.write(entries, settings), made.ending, control)
    return _of_table(made.write(entries, settings), made.ending, control)


def export_new(result: Result, name: str, chosen: EntryFilter) -> Export:
    """What no export of this journal's format has had yet.

    Raises SheetflowError where the invoices are in several currencies, or an earlier export
    went further.
    """
    require_one_currency(result.book)
    settings = result.book.settings
    earlier = earlier_exports(result.book, name)
    every_entry = build_journal(result)
    counted = [entry for entry in every_entry if entry.fact in chosen.facts]
    known = _of_facts(earlier, chosen.facts)
    entries = new_entries(result.book, counted, known)
    control = [
        _entries_total(entries, settings.currency),
        *_opening_and_closing(known, entries, counted, settings.currency),
    ]
    if set(chosen.facts) == set(FACTS):
        control += compare_with_ledgers(result, every_entry)
    made = FORMATS[name]
    files = _files(made, entries, settings, earlier)
    return Export(files, made.ending, control, entries)


def _of_facts(earlier: EarlierExports, facts: Collection[str]) -> EarlierExports:
    """What earlier exports had of these kinds of facts."""
    sums = {each: value for each, value in earlier.sums.items() if each[0] in facts}
    return replace(earlier, sums=sums)


def _files(
    made: Format, entries: Sequence[Entry], settings: Settings, earlier: EarlierExports
) -> list[str]:
    """The texts of the files; none where there is nothing to export."""
    if not entries:
        return []
    if made.kind == "text of entries":
        return [made.write(entries, settings, earlier.accounts)]
    if made.kind == "texts of entries":
        return list(made.write(entries, settings))
    table = made.write(entries, settings)
    return [csv_text(table.headers, rows) for rows in table.files()]


def _opening_and_closing(
    earlier: EarlierExports,
    entries: Sequence[Entry],
    every_entry: Sequence[Entry],
    currency: str,
) -> Iterator[str]:
    """What each account had before, gets now and comes to, which is what the whole journal has."""
    nothing = Decimal(0)
    before: dict[Account, Decimal] = defaultdict(Decimal)
    for sums in earlier.sums.values():
        for account, amount in sums.items():
            before[account] += amount
    now = balances(entries)
    whole = balances(every_entry)
    for account in sorted({*before, *now}):
        closing = before[account] + now.get(account, nothing)
        assert closing == whole.get(account, nothing), f"{account.name} is lost"
        parts = [before[account], now.get(account, nothing), closing]
        shown = [amount_text(part, currency) for part in parts]
        yield f"{account.name} {shown[0]} before + {shown[1]} now = {shown[2]}"


def _of_table(table: Table, ending: str, control: Sequence[str]) -> Export:
    files = [csv_text(table.headers, rows) for rows in table.files()]
    return Export(files, ending, control)


def _entries_total(entries: Sequence[Entry], currency: str) -> str:
    debits = amount_text(turnover(entries), currency)
    return f"{len(entries):,} entries, debits {debits} = credits"


def _comparison(
    result: Result, every_entry: Sequence[Entry], entries: Sequence[Entry]
) -> list[str]:
    """What the accounts come to; of a part of the journal, how much is left out."""
    comparison = compare_with_ledgers(result, every_entry)
    left_out = len(every_entry) - len(entries)
    if left_out:
        return [f"{left_out:,} entries left out by --from, --to, --only"]
    return comparison


def _invoice_totals(book: Book, name: str) -> list[str]:
    """What invoices and credit notes add up to."""
    currency = book.settings.currency
    invoices = _total(exported_invoices(book), "invoices", currency)
    credit_notes = _total(exported_credit_notes(book), "credit notes", currency)
    first = f"{invoices} = their lines and tax = Invoices, Total"
    if name == "quickbooks-invoices":
        rest = "are left to quickbooks-journal --only credits,payments,stock"
        return [first, f"{credit_notes} {rest}"]
    return [first, f"{credit_notes} = Returns, Credit total"]


def _total(invoices: Sequence[Invoice], what: str, currency: str) -> str:
    """`12 invoices 1,234.50 CAD`."""
    nothing = Decimal(0)
    lines = [line for invoice in invoices for line in invoice.lines]
    total = sum((invoice.total for invoice in invoices), nothing)
    added = sum((line.amount + line.tax for line in lines), nothing)
    assert total == added, f"{what} do not come to their lines"
    return f"{len(invoices):,} {what} {amount_text(total, currency)}"


def require_one_currency(book: Book) -> None:
    """Refuse invoices in another currency than that of Settings: their amounts do not add up.

    Raises SheetflowError, which names the first of them.
    """
    others = _in_other_currencies(book)
    if len(others):
        raise _other_currency(book, int(others[0]))


def _in_other_currencies(book: Book) -> IntArray:
    """The live invoices that have another currency than that of Settings."""
    invoices = book.invoices
    is_other = invoices.has_currency & (invoices.currency != book.settings.currency)
    return np.flatnonzero(invoices.live & is_other)


def _other_currency(book: Book, at: int) -> SheetflowError:
    invoices = book.invoices
    return SheetflowError(
        f"Invoices, row {invoices.rows[at]}: {invoices.invoice[at]} is in "
        f"{invoices.currency[at]}, but Settings has {book.settings.currency}; an export "
        "can only contain one currency"
    )
