"""What a rule finds: the rows of a sheet that break it, and the words of the message."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, running_by
from sheetflow.domain.phrases import amount, number
from sheetflow.ledgers.lines import Lines

TextOfRow = Callable[[int], str]
Words = Mapping[str, TextOfRow]


@dataclass(frozen=True)
class Violation:
    """The rows under `where` of a sheet break the rule `code`, seen in `column`.

    `words` are the placeholders of the message, for each row.
    """

    code: str
    sheet: str
    column: str
    where: Mask
    words: Words = field(default_factory=dict)


Rule = Callable[[Book, Lines], Iterator[Violation]]
"""A rule between sheets: what breaks it in a book, whose order lines are already worked out."""


def text_at(texts: AnyArray) -> TextOfRow:
    """The text of a row."""
    return lambda row: str(texts[row])


def number_at(values: AnyArray, positions: IntArray | None = None) -> TextOfRow:
    """The quantity of a row, or of the position that the row refers to."""
    column = values if positions is None else _Referred(values, positions)
    return lambda row: number(int(column[row]))


def amount_at(
    book: Book, amounts: AnyArray, positions: IntArray | None = None
) -> TextOfRow:
    """The amount of a row, or of the position that the row refers to."""
    unit = book.settings.minor_unit
    column = amounts if positions is None else _Referred(amounts, positions)
    return lambda row: amount(int(column[row]), unit)


@dataclass(frozen=True)
class _Referred:
    """The values of what rows refer to: looked up only for the rows that are reported."""

    values: AnyArray
    positions: IntArray

    def __getitem__(self, row: int) -> int:
        return int(self.values[self.positions[row]])


def exceeding(groups: IntArray, amounts: AnyArray, limit: AnyArray) -> Mask:
    """The rows with which the sum of their group exceeds its limit.

    Rows that add nothing do not count, nor do rows whose group is below 0.
    """
    most = limit[groups] if len(limit) else amounts
    total = running_by(groups, amounts) + amounts
    over: Mask = (groups >= 0) & (amounts > 0) & (total > most)
    return over
