"""An export in any format: the files that it makes, and what they add up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import IntArray
from sheetflow.domain.phrases import counted
from sheetflow.engine.process import Result
from sheetflow.errors import SheetflowError
from sheetflow.exporting.accounts import Account, chart_of
from sheetflow.exporting.control import (
    amount_text,
    balances,
    compare_with_ledgers,
    turnover,
)
from sheetflow.exporting.csv_text import csv_text
from sheetflow.exporting.format_list import Format
from sheetflow.exporting.invoice_lists import (
    NewDocuments,
    list_totals,
    listed_documents,
    new_documents,
)
from sheetflow.exporting.invoices import Invoice
from sheetflow.exporting.journal import FACTS, Entry, build_journal
from sheetflow.exporting.new_entries import (
    EarlierExports,
    earlier_exports,
    new_entries,
)
from sheetflow.exporting.summary import summaries
from sheetflow.exporting.tables import Table

NOTHING = Decimal(0)


@dataclass(frozen=True)
class Export:
    """The texts of an export's files, how their names end, and its control totals in words.

    `entries` are those of its documents, however they are summed up in the files.
    """

    files: Sequence[str]
    ending: str
    control: Sequence[str]
    entries: Sequence[Entry] = ()


@dataclass(frozen=True)
class EntryFilter:
    """What to export: from a day, up to a day, of these kinds of facts; `summary`: summed up by month or day."""

    since: date | None = None
    until: date | None = None
    facts: Collection[str] = FACTS
    summary: str = ""

    def includes(self, entry: Entry) -> bool:
        """Whether to export an entry."""
        return entry.fact in self.facts and self.has_day(entry.day)

    def has_day(self, day: date) -> bool:
        """Whether a day is in the period."""
        has_begun = self.since is None or day >= self.since
        has_ended = self.until is not None and day > self.until
        return has_begun and not has_ended


def export(result: Result, made: Format, chosen: EntryFilter) -> Export:
    """One export. Raises SheetflowError where the invoices are in several currencies."""
    if made.kind == "table of shipments":
        table = made.write(result)
        return _of_table(table, made.ending, [_containers_total(table)])
    require_one_currency(result.book)
    if made.is_list:
        return _export_list(result.book, made, chosen)
    return _export_journal(result, made, chosen)


def _containers_total(table: Table) -> str:
    """How many containers wait for a label."""
    containers = counted(len(table.documents), "container")
    return f"{containers} without a tracking number"


def _export_list(book: Book, made: Format, chosen: EntryFilter) -> Export:
    """The invoices, and what a format takes besides them, of a period."""
    every = listed_documents(book, made.facts)
    listed = [each for each in every if chosen.has_day(each.day)]
    table = made.write(listed, chart_of(book))
    control = list(list_totals(book, listed, chosen.since, made.facts))
    return _of_table(table, made.ending, control)


def _export_journal(result: Result, made: Format, chosen: EntryFilter) -> Export:
    every_entry = build_journal(result)
    entries = [entry for entry in every_entry if chosen.includes(entry)]
    currency = result.book.settings.currency
    control = [
        _entries_total(entries, currency),
        *_comparison(result, every_entry, entries, chosen),
    ]
    files = _files(result.book, made, _summed_up(result.book, entries, chosen), None)
    return Export(files, made.ending, control)


def _summed_up(
    book: Book, entries: Sequence[Entry], chosen: EntryFilter, export: int = 0
) -> Sequence[Entry]:
    """The entries as they are written."""
    if not chosen.summary:
        return entries
    until = chosen.until or date.fromordinal(book.as_of)
    return summaries(entries, chosen.summary, export, until)


def export_new(result: Result, made: Format, name: str, chosen: EntryFilter) -> Export:
    """What no export of this format has had yet, by its name on the sheet Exported.

    Raises SheetflowError where the invoices are in several currencies, or an earlier export
    went further.
    """
    require_one_currency(result.book)
    facts = set(chosen.facts) & set(made.facts)
    earlier = earlier_exports(result.book, name)
    every_entry = build_journal(result)
    counted = [entry for entry in every_entry if entry.fact in facts]
    known = _of_facts(earlier, facts)
    entries = new_entries(result.book, counted, known)
    currency = result.book.settings.currency
    control = [
        _entries_total(entries, currency),
        *_opening_and_closing(known, entries, counted, currency),
    ]
    if facts == set(FACTS):
        control += compare_with_ledgers(result, every_entry)
    if made.is_list:
        documents = new_documents(result.book, entries)
        control += _reversals_by_hand(made, documents)
        files = _list_files(made, documents, result.book)
    else:
        written = _summed_up(result.book, entries, chosen, earlier.count + 1)
        files = _files(result.book, made, written, earlier.accounts)
    return Export(files, made.ending, control, entries)


def _of_facts(earlier: EarlierExports, facts: Collection[str]) -> EarlierExports:
    """What earlier exports had of these kinds of facts."""
    sums = {each: value for each, value in earlier.sums.items() if each[0] in facts}
    return replace(earlier, sums=sums)


def _files(
    book: Book,
    made: Format,
    entries: Sequence[Entry],
    opened: Collection[Account] | None,
) -> list[str]:
    """The texts of the files; of --new, which has accounts `opened` earlier, none where there is nothing."""
    if opened is not None and not entries:
        return []
    if made.kind == "text of entries":
        return [made.write(entries, chart_of(book), opened)]
    if made.kind == "texts of entries":
        return list(made.write(entries, chart_of(book)))
    table = made.write(entries, chart_of(book))
    return [csv_text(table.headers, rows) for rows in table.files()]


def _list_files(made: Format, new: NewDocuments, book: Book) -> list[str]:
    """The texts of the files of a list; none where there is nothing to import."""
    documents = [*new.documents, *_reversals(made, new)]
    if not documents:
        return []
    table = made.write(documents, chart_of(book))
    return [csv_text(table.headers, rows) for rows in table.files()]


def _reversals(made: Format, new: NewDocuments) -> Sequence[Invoice]:
    """The reversals, for a program that imports amounts below 0."""
    return new.reversals if "credits" in made.facts else ()


def _reversals_by_hand(made: Format, new: NewDocuments) -> Iterator[str]:
    """What a person has to take back, in a program that imports no amounts below 0."""
    if "credits" in made.facts:
        return
    for each in new.reversals:
        amount = amount_text(-each.total, each.currency)
        yield (
            f"{each.number.rpartition('-')[0]} of {amount} was voided on {each.day}: "
            "void it in the program too, because its import takes no amounts below 0"
        )


def _opening_and_closing(
    earlier: EarlierExports,
    entries: Sequence[Entry],
    every_entry: Sequence[Entry],
    currency: str,
) -> Iterator[str]:
    """What each account had before, gets now and comes to, which is what the whole journal has."""
    before: dict[Account, Decimal] = defaultdict(Decimal)
    for sums in earlier.sums.values():
        for account, amount in sums.items():
            before[account] += amount
    now = balances(entries)
    whole = balances(every_entry)
    for account in sorted({*before, *now}):
        closing = before[account] + now.get(account, NOTHING)
        assert closing == whole.get(account, NOTHING), f"{account.name} is lost"
        yield _account_text(
            account, before[account], now.get(account, NOTHING), currency
        )


def _account_text(
    account: Account, before: Decimal, now: Decimal, currency: str
) -> str:
    """`Bank 100.00 CAD before + 20.00 CAD now = 120.00 CAD`."""
    shown = [amount_text(part, currency) for part in (before, now, before + now)]
    return f"{account.name} {shown[0]} before + {shown[1]} now = {shown[2]}"


def _of_table(table: Table, ending: str, control: Sequence[str]) -> Export:
    files = [csv_text(table.headers, rows) for rows in table.files()]
    return Export(files, ending, control)


def _entries_total(entries: Sequence[Entry], currency: str) -> str:
    debits = amount_text(turnover(entries), currency)
    return f"{len(entries):,} entries, debits {debits} = credits"


def _comparison(
    result: Result,
    every_entry: Sequence[Entry],
    entries: Sequence[Entry],
    chosen: EntryFilter,
) -> Iterator[str]:
    """What the accounts come to; of a part of the journal, what came before it and how much is left out."""
    comparison = compare_with_ledgers(result, every_entry)
    left_out = len(every_entry) - len(entries)
    if not left_out:
        yield from comparison
        return
    currency = result.book.settings.currency
    yield f"{left_out:,} entries left out by --from, --to, --only"
    before = balances(_entries_before(every_entry, chosen))
    now = balances(entries)
    for account in sorted({*before, *now}):
        opening = before.get(account, NOTHING)
        yield _account_text(account, opening, now.get(account, NOTHING), currency)


def _entries_before(entries: Sequence[Entry], chosen: EntryFilter) -> list[Entry]:
    """The entries of these kinds of facts before the period."""
    if chosen.since is None:
        return []
    return [e for e in entries if e.fact in chosen.facts and e.day < chosen.since]


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
