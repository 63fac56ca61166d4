"""Journals with the columns that a profile names, for programs that have no format of their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from sheetflow.exporting.accounts import Account, Chart
from sheetflow.exporting.csv_text import Cell, Dialect, csv_text
from sheetflow.exporting.journal import Entry
from sheetflow.exporting.pairs import pairs
from sheetflow.exporting.profiles import ExportColumn, ExportProfile

Values = Mapping[str, Cell]
"""What a row has, by the words of `profiles.VALUES`."""


def generic_texts(
    profile: ExportProfile, entries: Sequence[Entry], chart: Chart
) -> list[str]:
    """The one file of an export with a profile's columns."""
    rows_of = _ROWS[profile.rows]
    rows = [
        [_cell(column, values) for column in profile.columns]
        for entry in entries
        for values in rows_of(profile, entry, chart)
    ]
    headers = [column.header for column in profile.columns]
    dialect = Dialect(profile.delimiter, profile.decimal)
    return [csv_text(headers if profile.has_headers else None, rows, dialect)]


def _cell(column: ExportColumn, values: Values) -> Cell:
    cell = values[column.value] if column.value else column.constant
    if column.longest and isinstance(cell, str):
        return cell[: column.longest]
    return cell


def _posting_rows(
    profile: ExportProfile, entry: Entry, chart: Chart
) -> Iterator[Values]:
    """One row per posting."""
    common = _entry_values(profile, entry, chart)
    for posting in entry.postings:
        is_debit = posting.amount > 0
        yield {
            **common,
            "account": posting.account.name,
            "account name": _title(posting.account, chart),
            "amount": posting.amount,
            "debit": posting.amount if is_debit else None,
            "credit": None if is_debit else -posting.amount,
            "side": profile.sides[0 if is_debit else 1],
        }


def _booking_rows(
    profile: ExportProfile, entry: Entry, chart: Chart
) -> Iterator[Values]:
    """One row per pair of a debit account and a credit account."""
    common = _entry_values(profile, entry, chart)
    for pair in pairs(entry):
        yield {
            **common,
            "debit account": pair.debit.name,
            "credit account": pair.credit.name,
            "amount": pair.amount,
        }


_ROWS: Mapping[str, Callable[[ExportProfile, Entry, Chart], Iterator[Values]]] = {
    "postings": _posting_rows,
    "bookings": _booking_rows,
}


def _entry_values(profile: ExportProfile, entry: Entry, chart: Chart) -> Values:
    """What all rows of an entry have."""
    return {
        "date": f"{entry.day:{profile.dates}}",
        "number": entry.number,
        "document": entry.document,
        "kind": entry.fact,
        "customer": entry.party,
        "text": entry.text,
        "source": entry.source,
        "currency": chart.settings.currency,
    }


def _title(account: Account, chart: Chart) -> str:
    """What the business calls an account, else its own name."""
    return chart.own.titles.get(account.name, account.name)
