"""A number is used once: the Run log keeps the highest number of each series, and the numbers whose row was removed.

A series is known by the header of its column, which no other series has. The highest numbers are kept as
`Order: SO- 23; Invoice: INV- 12`: header, prefix, number. Removed ones are `Invoice: INV-000008 3fa9c1d2`: header,
number, and a fingerprint of the facts in its row.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from hashlib import blake2b

import numpy as np

from sheetflow.controls.closing.fingerprints import cell_marks
from sheetflow.controls.known_facts.comparison import TypedSheet
from sheetflow.controls.known_facts.fingerprints import Fingerprints
from sheetflow.controls.run_log import LogRow
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import fact_schemas
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Orders
from sheetflow.domain.number_series import (
    SSCC,
    Issued,
    highest,
    highest_serial,
    next_numbers,
    numberings_of,
)
from sheetflow.domain.numbers import IntArray
from sheetflow.domain.problems import Problem
from sheetflow.domain.schema import Column
from sheetflow.ledgers.facts import order_links

HIGHEST = "Highest numbers"
REMOVED = "Removed numbers"
"""Their headers in Run log."""

LONGEST = 32_000
"""How many characters a cell takes."""

SEPARATOR = "; "

Number = tuple[str, str]
"""The header of a series, and a number of it."""


@dataclass(frozen=True)
class IssuedNumbers:
    """What a log knows: the highest numbers, and of each removed number what its row held."""

    highest: Issued = field(default_factory=dict)
    removed: Mapping[Number, str] = field(default_factory=dict)

    @classmethod
    def of(cls, log: Sequence[LogRow]) -> IssuedNumbers:
        """The numbers that the last row of a log keeps."""
        if not log:
            return cls()
        return cls(
            dict(_parsed_highest(log[-1].text(HIGHEST))),
            dict(_parsed_removed(log[-1].text(REMOVED))),
        )

    def cells(self) -> dict[str, str | None]:
        """The cells of a row of the log."""
        return {
            HIGHEST: _cell(self._highest_texts()),
            REMOVED: _cell(self._removed_texts()),
        }

    def _highest_texts(self) -> list[str]:
        return [
            f"{header}: {prefix} {number}"
            for (header, prefix), number in self.highest.items()
        ]

    def _removed_texts(self) -> list[str]:
        return [
            f"{header}: {number} {contents}"
            for (header, number), contents in self.removed.items()
        ]


def _cell(entries: list[str]) -> str | None:
    """Entries as one cell: the newest, as many as it takes."""
    while sum(len(entry) + len(SEPARATOR) for entry in entries) > LONGEST:
        entries = entries[len(entries) // 10 + 1 :]
    return SEPARATOR.join(entries) or None


def _parsed_highest(text: str) -> Iterator[tuple[tuple[str, str], int]]:
    for entry in text.split(SEPARATOR):
        header, _, rest = entry.partition(": ")
        prefix, _, number = rest.rpartition(" ")
        if number.isdecimal():
            yield (header, prefix), int(number)


def _parsed_removed(text: str) -> Iterator[tuple[Number, str]]:
    for entry in text.split(SEPARATOR):
        header, _, rest = entry.partition(": ")
        number, _, contents = rest.rpartition(" ")
        if number:
            yield (header, number), contents


def _series() -> Iterator[tuple[str, Column]]:
    """Every column that is filled from a series, with its sheet."""
    for schema in fact_schemas():
        for column in schema.facts:
            if column.series is not None:
                yield schema.sheet, column


# -- after a run


def issued_after(
    before: IssuedNumbers, book: Book, typed: Sequence[TypedSheet], same: set[str]
) -> IssuedNumbers:
    """What the log keeps after a run: `same` are the sheets whose facts are as the last run left them."""
    return IssuedNumbers(
        _highest_after(before.highest, book, same),
        _removed_after(before.removed, book, typed),
    )


def sheets_as_before(before: Fingerprints, now: Fingerprints) -> set[str]:
    """The sheets whose facts are the same."""
    return {sheet for sheet, one in now.items() if before.get(sheet) == one}


def _highest_after(before: Issued, book: Book, same: set[str]) -> Issued:
    found = dict(before)
    for sheet, column in _series():
        for numbering in numberings_of(book[sheet], column, book.settings):
            series = column.header, numbering.prefix
            if sheet not in same or series not in before:
                number = _highest_of(book[sheet], column, numbering.prefix)
                found[series] = max(number, before.get(series, 0))
    company = book.settings.gs1_company_prefix
    if company:
        columns = (book.packing.sscc, book.shipments.sscc)
        serial = max(highest_serial(column, company) for column in columns)
        found[SSCC, company] = max(serial, before.get((SSCC, company), 0))
    return {series: number for series, number in found.items() if number}


def _highest_of(frame: Frame, column: Column, prefix: str) -> int:
    """The highest number of a series; a quote that was confirmed keeps its number in another column."""
    number = highest(frame[column.header], prefix)
    if column.series is not None and column.series.quotes:
        number = max(number, highest(frame[Orders.quote], prefix))
    return number


def _removed_after(
    before: Mapping[Number, str], book: Book, typed: Sequence[TypedSheet]
) -> dict[Number, str]:
    """The removed numbers, without those that were put back as they were, and with new ones."""
    used_again = {(problem.column, problem.value) for problem in _reused(before, book)}
    in_use = _in_use(book, {header for header, _ in before})
    kept = {
        number: contents
        for number, contents in before.items()
        if number in used_again or number not in in_use
    }
    for sheet in typed:
        kept.update(_removed_from(sheet))
    return kept


def _in_use(book: Book, headers: set[str]) -> set[Number]:
    """The numbers of these series that rows have."""
    return {
        (column.header, key)
        for sheet, column in _series()
        if column.header in headers
        for key in book[sheet][column.header].tolist()
    }


def _removed_from(typed: TypedSheet) -> Iterator[tuple[Number, str]]:
    """The numbers of a sheet that no row has any more, with what their rows held."""
    before = typed.before
    for column in before.schema.facts:
        if column.series is None or not len(typed.removed):
            continue
        left = set(typed.now[column.header].tolist())
        keys = before[column.header][typed.removed].tolist()
        for at, key in zip(typed.removed.tolist(), keys, strict=True):
            if key and key not in left:
                yield (column.header, key), contents_of(before, at)


def contents_of(frame: Frame, record: int) -> str:
    """A fingerprint of the facts in a row, but what it requests: 8 hexadecimal digits."""
    headers = [column.header for column in frame.schema.facts]
    if frame.schema.sheet == Orders.SHEET:
        headers.remove(Orders.action.header)
    records: IntArray = np.array([record], dtype=np.int64)
    marks = cell_marks(frame, headers, records)[0]
    given = np.ascontiguousarray(marks[marks != 0], dtype=">u8")
    return blake2b(given.tobytes(), digest_size=4).hexdigest()


# -- before a run


def reused_numbers(before: IssuedNumbers, book: Book) -> list[Problem]:
    """The numbers that were removed, and are used again for something else."""
    return list(_reused(before.removed, book))


def _reused(removed: Mapping[Number, str], book: Book) -> Iterator[Problem]:
    by_header: dict[str, dict[str, str]] = {}
    for (header, key), contents in removed.items():
        by_header.setdefault(header, {})[key] = contents
    for sheet, column in _series():
        if column.header in by_header:
            yield from _reused_in(book, sheet, column, by_header[column.header])


def _reused_in(
    book: Book, sheet: str, column: Column, removed: Mapping[str, str]
) -> Iterator[Problem]:
    """The rows of a sheet with a number whose row was removed, where they hold something else."""
    frame = book[sheet]
    for record, key in enumerate(frame[column.header].tolist()):
        if key in removed and contents_of(frame, record) != removed[key]:
            numbering = numberings_of(frame, column, book.settings)[0]
            least = book.settings.issued.get((column.header, numbering.prefix), 0)
            [following] = next_numbers(frame[column.header], numbering, 1, least)
            order = int(order_links(book, sheet)[record])
            words = {"next": following}
            yield Problem("NUM12", sheet, record, column.header, key, words, order)
