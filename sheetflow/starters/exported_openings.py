"""What a new workbook knows as exported: its openings, and stock at the value that it has there.

The accounting program has the stock already, from the exports of the old workbook. So an
opening counts as exported. Goods of an order that comes over may be worth another amount in the
new workbook (opening_stock.py); their rows take the difference, so that it is not posted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory

from sheetflow import pipeline
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.engine.process import Result
from sheetflow.exporting.control import debits_of
from sheetflow.exporting.format_list import FORMATS
from sheetflow.exporting.journal import Entry, build_journal
from sheetflow.exporting.new_entries import (
    Document,
    Sums,
    document_sums,
    earlier_exports,
    entry_text,
    postings_of,
)
from sheetflow.starters.new import new_workbook
from sheetflow.workbook import Value

EXPORTED = "Exported"
Columns = Mapping[str, list[Value]]
Row = dict[str, Value]


def journals_of(book: Book) -> list[str]:
    """The formats with stock in them of which a workbook has any export."""
    names = set(book.exported.format[book.exported.valid].tolist())
    return sorted(name for name in names if _has_stock(name))


def _has_stock(name: str) -> bool:
    """Whether a format has stock in it; that of a profile has its name after the format's."""
    made = FORMATS.get(name.split(" ")[0])
    return made is not None and "stock" in made.facts


def with_exported_stock(
    rows: Mapping[str, Columns], old: Result, like: Path
) -> Mapping[str, Columns]:
    """The rows of a new workbook with what is known as exported of its stock; `like` is the old one."""
    formats = journals_of(old.book)
    if not formats:
        return rows
    before = document_sums(build_journal(old))
    entries = build_journal(_tried(rows, old, like))
    known = set(old.book.stock_moves.move.tolist())
    moves = rows.get("Stock moves", {}).get("Move", [])
    openings = {str(move) for move in moves if move not in known}
    opened = [each for each in entries if each.document in openings]
    found = [
        *_revalued(
            _rows_in(rows.get(EXPORTED, {})), formats, before, document_sums(entries)
        ),
        *_opened(old.book, formats, opened),
    ]
    headers = [column.header for column in sheet_schema(EXPORTED).facts]
    columns = {header: [row.get(header) for row in found] for header in headers}
    return {**rows, EXPORTED: columns} if found else rows


def _tried(rows: Mapping[str, Columns], old: Result, like: Path) -> Result:
    """The new workbook as it will be read."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "new.xlsx"
        new_workbook(path, like=like, rows=rows)
        as_of = date.fromordinal(old.book.as_of)
        return pipeline.inspect(path, as_of=as_of).result


def _rows_in(columns: Columns) -> list[Row]:
    return [
        dict(zip(columns, cells, strict=True))
        for cells in zip(*columns.values(), strict=True)
    ]


def _revalued(
    rows: list[Row],
    formats: Collection[str],
    before: Mapping[Document, Sums],
    now: Mapping[Document, Sums],
) -> list[Row]:
    """The rows that come over; the last one of each document of stock with what its value changes by."""
    last = {
        (row["Format"], str(row["Document"])): row
        for row in rows
        if row["Kind"] == "stock" and row["Format"] in formats
    }
    for (_, number), row in last.items():
        document = ("stock", number)
        sums: Sums = defaultdict(Decimal)
        for account, amount in postings_of(str(row["Entry"] or "[]")):
            sums[account] += amount
        for account, amount in now.get(document, {}).items():
            sums[account] += amount
        for account, amount in before.get(document, {}).items():
            sums[account] -= amount
        row["Entry"] = entry_text({each: sums[each] for each in sums if sums[each]})
    return rows


def _opened(
    book: Book, formats: Collection[str], entries: Sequence[Entry]
) -> Iterator[Row]:
    """A row for each opening with a value, as part of the last export of each format.

    No export may end before the openings: it would reverse them.
    """
    sums = document_sums(entries)
    for name in formats:
        earlier = earlier_exports(book, name)
        for entry in entries:
            amounts = sums[entry.fact, entry.document]
            yield {
                "Export": earlier.count,
                "Format": name,
                "Kind": entry.fact,
                "Document": entry.document,
                "When": max(entry.day, date.fromordinal(max(earlier.last, 1))),
                "Amount": debits_of(amounts.values()),
                "Entry": entry_text(amounts),
            }
