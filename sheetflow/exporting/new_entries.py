"""What no export of a format has had yet: new entries, and reversals of what is gone or was changed.

The sheet Exported keeps, for every document of every export, what was posted on each
account. The rest follows: a document that it does not have is exported as it is. One that
has come to something else since (voided, re-opened, valued otherwise) is exported as the
difference, on the day on which it was voided, or else on the last day of the export. So
all exports of a format together come to the books.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import BLANK, AnyArray
from sheetflow.errors import SheetflowError
from sheetflow.exporting.accounts import Account
from sheetflow.exporting.journal import Entry, Posting, parties_of_orders
from sheetflow.ledgers.movement_types import SOURCES

Document = tuple[str, str]
"""The kind of fact (of FACTS) and the number of its record."""

Sums = dict[Account, Decimal]

VOID = "Void of"
"""How the text of an entry begins that reverses a document that is gone."""

NUMBERS = {
    "invoices": ("Invoices", "Invoice"),
    "credits": ("Returns", "Credit note"),
    "payments": ("Payments", "Payment"),
}
"""The sheet and the column of the numbers of documents; those of stock have their keys."""


@dataclass
class EarlierExports:
    """What the exports of a format had: how many there were, up to which day, and the sums of each document."""

    count: int = 0
    last: int = 0
    sums: dict[Document, Sums] = field(default_factory=dict)
    turns: dict[Document, int] = field(default_factory=dict)

    @property
    def accounts(self) -> set[Account]:
        """Every account that was posted to."""
        return {account for sums in self.sums.values() for account in sums}


def earlier_exports(book: Book, name: str) -> EarlierExports:
    """What the sheet Exported has of a format."""
    frame = book.exported
    found = EarlierExports()
    for at in np.flatnonzero(frame.valid & (frame.format == name)).tolist():
        document = (frame.kind[at] or "", frame.document[at] or "")
        sums = found.sums.setdefault(document, defaultdict(Decimal))
        for account, amount in postings_of(frame.entry[at] or "[]"):
            sums[account] += amount
        found.turns[document] = found.turns.get(document, 0) + 1
        found.count = max(found.count, int(frame.export[at]))
        found.last = max(found.last, int(frame.when[at]))
    return found


def postings_of(text: str) -> Iterator[tuple[Account, Decimal]]:
    """The postings of a row of the sheet Exported."""
    for root, name, amount in json.loads(text):
        yield Account(root, name), Decimal(amount)


def entry_text(sums: Mapping[Account, Decimal]) -> str:
    """What is posted on each account, as the sheet Exported keeps it."""
    rows = [[each.root, each.name, f"{sums[each]}"] for each in sorted(sums)]
    return json.dumps(rows, ensure_ascii=False)


def document_sums(entries: Sequence[Entry]) -> dict[Document, Sums]:
    """What is posted on each account for each document."""
    found: dict[Document, Sums] = {}
    for entry in entries:
        sums = found.setdefault((entry.fact, entry.document), defaultdict(Decimal))
        for posting in entry.postings:
            sums[posting.account] += posting.amount
    return found


def new_entries(
    book: Book, entries: Sequence[Entry], earlier: EarlierExports
) -> list[Entry]:
    """The entries that are to be exported now, by day.

    Raises SheetflowError where an earlier export went further than the book.
    """
    _refuse_earlier_day(book, earlier)
    now = document_sums(entries)
    unknown = [e for e in entries if (e.fact, e.document) not in earlier.sums]
    first = {(entry.fact, entry.document): entry for entry in reversed(entries)}
    changes = []
    for document, before in earlier.sums.items():
        change = _difference(now.get(document, {}), before)
        if change:
            turn = earlier.turns[document] + 1
            made = first.get(document)
            changes.append(_change(book, document, change, (turn, made)))
    return sorted([*unknown, *changes], key=lambda entry: entry.day)


def _refuse_earlier_day(book: Book, earlier: EarlierExports) -> None:
    if earlier.last > book.as_of:
        last = dt.date.fromordinal(earlier.last)
        raise SheetflowError(
            f"An export up to {last} has been made already: what came later would be "
            f"reversed. Export up to {last} or a later day"
        )


def _difference(
    now: Mapping[Account, Decimal], before: Mapping[Account, Decimal]
) -> Sums:
    """What changed on each account, without those on which nothing did."""
    accounts = sorted({*now, *before})
    nothing = Decimal(0)
    changes = {a: now.get(a, nothing) - before.get(a, nothing) for a in accounts}
    return {account: change for account, change in changes.items() if change}


def _change(
    book: Book, document: Document, change: Sums, seen: tuple[int, Entry | None]
) -> Entry:
    """The entry of a change; `seen`: which entry of its document it is, and what it is now."""
    kind, number = document
    turn, made = seen
    sheet, rows = _records(book, document)
    row = int(book[sheet].rows[rows[0]]) if len(rows) else 0
    what = "Change of" if made else VOID
    return Entry(
        fact=kind,
        day=_day_of_change(book, sheet, rows),
        number=f"{number}-{turn}",
        sheet=sheet,
        row=row,
        party=_party(book, document, sheet, rows),
        text=f"{what} {number}",
        postings=tuple(Posting(account, amount) for account, amount in change.items()),
        of=number,
    )


def _records(book: Book, document: Document) -> tuple[str, AnyArray]:
    """The sheet of a document, and the positions of its rows."""
    kind, number = document
    if kind in NUMBERS:
        sheet, header = NUMBERS[kind]
        return sheet, np.flatnonzero(book[sheet][header] == number)
    for sheet in SOURCES:
        frame = book[sheet]
        rows = np.flatnonzero(frame[frame.schema.key[0]] == number)
        if len(rows):
            return sheet, rows
    return SOURCES[0], np.zeros(0, dtype=np.int64)


def _day_of_change(book: Book, sheet: str, rows: AnyArray) -> dt.date:
    """The day on which a document was voided; the last of the export where it was not."""
    days = [day for day in book[sheet]["Voided"][rows].tolist() if day != BLANK]
    return dt.date.fromordinal(max(days, default=book.as_of))


def _party(book: Book, document: Document, sheet: str, rows: AnyArray) -> str:
    """The customer of a document; "" for stock."""
    if document[0] not in NUMBERS or not len(rows):
        return ""
    order = int(book[sheet].link("order")[rows[0]])
    return parties_of_orders(book)[order] if order >= 0 else ""
