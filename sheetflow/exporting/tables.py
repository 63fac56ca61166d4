"""Journals as the tables of accounting programs.

Sources (each point is in docs/guides/export.md): Xero, "Enter multiple manual journals using an import template":
at most 300 lines a file, dates as dd/mm/yyyy, debits above 0, account codes, full names of tax rates, one journal for
the rows of one narration and date; QuickBooks Online, "Import journal entries" and the headers of its sample file:
account names, the customer's name on the line of what customers owe. It states no limit of rows: 1,000 is that of its
other imports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby

from sheetflow.domain.book import Settings
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.exporting.csvtext import Cell
from sheetflow.exporting.journal import Entry, Posting

Rows = list[Sequence[Cell]]


@dataclass(frozen=True)
class Limits:
    """How much one file may hold."""

    documents: int
    rows: int


@dataclass(frozen=True)
class Table:
    """A table for an accounting program: its headers, the rows of each document, what one file may hold."""

    headers: Sequence[str]
    documents: Sequence[Rows]
    limits: Limits

    def files(self) -> Iterator[Rows]:
        """The rows of each file; a document is never parted (one larger than a whole file stands in one alone)."""
        rows: Rows = []
        held = 0
        for document in self.documents:
            if held and (
                held == self.limits.documents
                or len(rows) + len(document) > self.limits.rows
            ):
                yield rows
                rows, held = [], 0
            rows += document
            held += 1
        yield rows


NO_LIMIT = Limits(10**9, 10**9)
_JOURNAL = (
    "Date",
    "Number",
    "Sheet",
    "Row",
    "Party",
    "Text",
    "Account",
    "Debit",
    "Credit",
    "Currency",
)
_XERO = (
    "*Narration", "*Date", "Description", "*AccountCode", "*TaxRate", "*Amount",
    "TrackingName1", "TrackingOption1", "TrackingName2", "TrackingOption2",
)  # fmt: skip
_QUICKBOOKS = (
    "*JournalNo", "*JournalDate", "*AccountName", "*Debits", "*Credits", "Description", "Name", "Currency",
    "Location", "Class",
)  # fmt: skip


def journal_table(entries: Iterable[Entry], settings: Settings) -> Table:
    """The journal with where each entry stands in the workbook."""
    return Table(
        _JOURNAL,
        [list(_journal_rows(entry, settings.currency)) for entry in entries],
        NO_LIMIT,
    )


def _journal_rows(entry: Entry, currency: str) -> Iterator[Sequence[Cell]]:
    head = (
        entry.day.isoformat(),
        entry.number,
        entry.sheet,
        entry.row,
        entry.party,
        entry.text,
    )
    for posting in entry.postings:
        yield (*head, posting.account.name, *_sides(posting), currency)


def xero_journal(entries: Iterable[Entry], settings: Settings) -> Table:
    """Manual journals for Xero. Tax is posted by the entry itself, so every line bears the rate without tax."""
    untaxed = untaxed_rate(settings)
    return Table(
        _XERO,
        [list(_xero_rows(entry, untaxed)) for entry in entries],
        Limits(10**9, 300),
    )


def _xero_rows(entry: Entry, untaxed: str) -> Iterator[Sequence[Cell]]:
    narration = f"{entry.number} {entry.text} ({entry.source})"
    for posting in entry.postings:
        name, day = posting.account.name, f"{entry.day:%d/%m/%Y}"
        yield (
            narration,
            day,
            entry.party,
            name,
            untaxed,
            posting.amount,
            "",
            "",
            "",
            "",
        )


def quickbooks_journal(entries: Iterable[Entry], settings: Settings) -> Table:
    """Journal entries for QuickBooks Online: the entries of one number are one, so no file parts them."""
    documents = [
        [row for entry in group for row in _quickbooks_rows(entry, settings.currency)]
        for _, group in groupby(entries, key=lambda entry: (entry.number, entry.source))
    ]
    return Table(_QUICKBOOKS, documents, Limits(10**9, 1000))


def _quickbooks_rows(entry: Entry, currency: str) -> Iterator[Sequence[Cell]]:
    text, day = f"{entry.text} ({entry.source})", f"{entry.day:%m/%d/%Y}"
    for posting in entry.postings:
        yield (
            entry.number,
            day,
            posting.account.name,
            *_sides(posting),
            text,
            entry.party,
            currency,
            "",
            "",
        )


def untaxed_rate(settings: Settings) -> str:
    """What the accounting program calls the rate of lines without tax (Settings, Untaxed rate)."""
    usual = next(
        setting.default
        for setting in sheet_schema("Settings").settings
        if setting.name == "Untaxed rate"
    )
    return settings.texts.get("Untaxed rate") or usual


def _sides(posting: Posting) -> tuple[Decimal | None, Decimal | None]:
    """Debit and credit, one of them blank."""
    return (posting.amount, None) if posting.amount > 0 else (None, -posting.amount)
