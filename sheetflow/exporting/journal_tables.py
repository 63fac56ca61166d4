"""Journals as the tables of accounting programs.

Sources (each point is in docs/guides/export.md): Xero, "Enter multiple manual journals
using an import template": at most 300 lines a file, dates as dd/mm/yyyy, debits above 0,
account codes, full names of tax rates, one journal for the rows of one narration and
date. QuickBooks Online, "Import journal entries" and the headers of its sample file:
account names, the customer's name on the line of what customers owe. It states no limit
of rows: 1,000 is that of its other imports.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby

from sheetflow.domain.book import Settings
from sheetflow.exporting.accounts import Chart
from sheetflow.exporting.csv_text import Cell
from sheetflow.exporting.journal import Entry, Posting
from sheetflow.exporting.tables import Limits, Rows, Table, untaxed_rate

_NO_TRACKING = ("", "", "", "")
_JOURNAL = (
    "Date", "Number", "Sheet", "Row", "Party", "Text", "Account", "Debit", "Credit", "Currency",
)  # fmt: skip
_XERO = (
    "*Narration", "*Date", "Description", "*AccountCode", "*TaxRate", "*Amount",
    "TrackingName1", "TrackingOption1", "TrackingName2", "TrackingOption2",
)  # fmt: skip
_QUICKBOOKS = (
    "*JournalNo", "*JournalDate", "*AccountName", "*Debits", "*Credits", "Description", "Name", "Currency",
    "Location", "Class",
)  # fmt: skip

XERO_LIMITS = Limits(rows=300)
QUICKBOOKS_LIMITS = Limits(rows=1000)


def journal_table(entries: Iterable[Entry], chart: Chart) -> Table:
    """The journal, with the sheet and row of each entry."""
    documents = [
        list(_journal_rows(entry, chart.settings.currency)) for entry in entries
    ]
    return Table(_JOURNAL, documents)


def _journal_rows(entry: Entry, currency: str) -> Iterator[Sequence[Cell]]:
    head = _journal_head(entry)
    for posting in entry.postings:
        yield (*head, posting.account.name, *_debit_and_credit(posting), currency)


def _journal_head(entry: Entry) -> tuple[Cell, ...]:
    """The cells that all rows of an entry share."""
    return (
        entry.day.isoformat(),
        entry.number,
        entry.sheet,
        entry.row,
        entry.party,
        entry.text,
    )


def xero_journal(entries: Iterable[Entry], chart: Chart) -> Table:
    """Manual journals for Xero.

    The entry itself posts the tax, so every line has the rate without tax.
    """
    untaxed = untaxed_rate(chart.settings)
    documents = [list(_xero_rows(entry, untaxed)) for entry in entries]
    return Table(_XERO, documents, XERO_LIMITS)


def _xero_rows(entry: Entry, untaxed: str) -> Iterator[Sequence[Cell]]:
    head = _xero_head(entry)
    for posting in entry.postings:
        yield (*head, posting.account.name, untaxed, posting.amount, *_NO_TRACKING)


def _xero_head(entry: Entry) -> tuple[Cell, ...]:
    """The cells that all rows of an entry share."""
    narration = f"{entry.number} {entry.text} ({entry.source})"
    return (narration, f"{entry.day:%d/%m/%Y}", entry.party)


def quickbooks_journal(entries: Iterable[Entry], chart: Chart) -> Table:
    """Journal entries for QuickBooks Online, which takes the entries of one number as one."""
    grouped = groupby(entries, key=lambda entry: (entry.number, entry.source))
    documents = [_quickbooks_document(group, chart.settings) for _, group in grouped]
    return Table(_QUICKBOOKS, documents, QUICKBOOKS_LIMITS)


def _quickbooks_document(entries: Iterable[Entry], settings: Settings) -> Rows:
    rows: Rows = []
    for entry in entries:
        rows += _quickbooks_rows(entry, settings.currency)
    return rows


def _quickbooks_rows(entry: Entry, currency: str) -> Iterator[Sequence[Cell]]:
    day = f"{entry.day:%m/%d/%Y}"
    text = f"{entry.text} ({entry.source})"
    tail = (text, entry.party, currency, "", "")
    for posting in entry.postings:
        sides = _debit_and_credit(posting)
        yield (entry.number, day, posting.account.name, *sides, *tail)


def _debit_and_credit(posting: Posting) -> tuple[Decimal | None, Decimal | None]:
    """The amount as a debit or a credit; the other is blank."""
    if posting.amount > 0:
        return posting.amount, None
    return None, -posting.amount
