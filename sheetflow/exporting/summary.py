"""Summaries: one entry for each day or month, with one line per account."""

from __future__ import annotations

import calendar
from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby

from sheetflow.exporting.control import balances
from sheetflow.exporting.journal import Entry, Posting


def summaries(
    entries: Sequence[Entry], span: str, export: int, until: date
) -> list[Entry]:
    """The entries of each month or day as one; it is on the last day, at most on `until`.

    `export` is the number of the export, 0 for none: a later one of the same month is
    another entry.
    """
    ordered = sorted(entries, key=lambda entry: entry.day)
    spans = groupby(ordered, key=lambda entry: _name(entry.day, span))
    found = [_summary(name, list(group), export, until) for name, group in spans]
    return [entry for entry in found if entry.postings]


def _name(day: date, span: str) -> str:
    return f"{day:%Y-%m}" if span == "month" else day.isoformat()


def _summary(name: str, entries: Sequence[Entry], export: int, until: date) -> Entry:
    last = entries[-1].day
    is_month = len(name) == len("2026-03")
    count = f"{len(entries):,} entries" if len(entries) > 1 else "1 entry"
    return Entry(
        fact="summary",
        day=max(last, min(_end_of_month(last), until)) if is_month else last,
        number=f"SUM-{name}-{export}" if export else f"SUM-{name}",
        sheet="Journal",
        row=0,
        party="",
        text=f"Summary of {name}, {count}",
        postings=tuple(_postings(entries)),
    )


def _postings(entries: Iterable[Entry]) -> list[Posting]:
    return [
        Posting(account, each) for account, each in balances(entries).items() if each
    ]


def _end_of_month(day: date) -> date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
