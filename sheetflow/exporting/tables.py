"""Journals as the tables of accounting programs.

Sources: Xero Central, "Import manual journals" (help.xero.com/ManualJournalsImport: template, at most 300 lines a file,
dates as dd/mm/yyyy, debits above 0); QuickBooks Online, "Import journal entries" (quickbooks.intuit.com/learn-support:
at most 1,000 rows a file, dates as the company has them, debits and credits of each number equal).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

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
            if held and (held == self.limits.documents or len(rows) + len(document) > self.limits.rows):
                yield rows
                rows, held = [], 0
            rows += document
            held += 1
        yield rows


NO_LIMIT = Limits(10**9, 10**9)
_JOURNAL = ("Date", "Number", "Sheet", "Row", "Party", "Text", "Account", "Debit", "Credit", "Currency")
_XERO = (
    "*Narration", "*Date", "Description", "*AccountCode", "*TaxRate", "*Amount",
    "TrackingName1", "TrackingOption1", "TrackingName2", "TrackingOption2",
)  # fmt: skip
_QUICKBOOKS = (
    "*JournalNo", "*JournalDate", "*Currency", "Memo", "*AccountName", "Debits", "Credits",
    "Description", "Name", "Location", "Class",
)  # fmt: skip


def journal_table(entries: Iterable[Entry], currency: str) -> Table:
    """The journal with where each entry stands in the workbook."""
    return Table(_JOURNAL, [list(_journal_rows(entry, currency)) for entry in entries], NO_LIMIT)


def _journal_rows(entry: Entry, currency: str) -> Iterator[Sequence[Cell]]:
    head = (entry.day.isoformat(), entry.number, entry.sheet, entry.row, entry.party, entry.text)
    for posting in entry.postings:
        yield (*head, posting.account.name, *_sides(posting), currency)


def xero_journal(entries: Iterable[Entry], _currency: str) -> Table:
    """Manual journals for Xero. Tax is posted by the entry itself, so every line bears the rate without tax."""
    return Table(_XERO, [list(_xero_rows(entry)) for entry in entries], Limits(10**9, 300))


def _xero_rows(entry: Entry) -> Iterator[Sequence[Cell]]:
    narration = f"{entry.number} {entry.text} ({entry.source})"
    for posting in entry.postings:
        name, day = posting.account.name, f"{entry.day:%d/%m/%Y}"
        yield (narration, day, entry.party, name, "Tax Exempt", posting.amount, "", "", "", "")


def quickbooks_journal(entries: Iterable[Entry], currency: str) -> Table:
    """Journal entries for QuickBooks Online. The customer stands on the line of what customers owe."""
    return Table(_QUICKBOOKS, [list(_quickbooks_rows(entry, currency)) for entry in entries], Limits(10**9, 1000))


def _quickbooks_rows(entry: Entry, currency: str) -> Iterator[Sequence[Cell]]:
    for posting in entry.postings:
        day, source = f"{entry.day:%m/%d/%Y}", entry.source
        names = (entry.text, entry.party, "", "")
        yield (entry.number, day, currency, source, posting.account.name, *_sides(posting), *names)


def _sides(posting: Posting) -> tuple[Decimal | None, Decimal | None]:
    """Debit and credit, one of them blank."""
    return (posting.amount, None) if posting.amount > 0 else (None, -posting.amount)
