"""What a rule finds: the rows of a sheet for which it does not hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, running_by
from sheetflow.domain.phrases import amount, number

Words = Mapping[str, Callable[[int], str]]


@dataclass(frozen=True)
class Found:
    """The rows under `where` of a sheet break the rule `code`, seen in `column`;
    `words` tell for a row what the message says.
    """

    code: str
    sheet: str
    column: str
    where: Mask
    words: Words = field(default_factory=dict)


def said_at(texts: AnyArray) -> Callable[[int], str]:
    """The text of a row, for a message."""
    return lambda at: str(texts[at])


def number_at(
    values: AnyArray, positions: IntArray | None = None
) -> Callable[[int], str]:
    """The number of a row (or of the position that the row refers to), for a message."""
    return lambda at: number(int(values[at if positions is None else positions[at]]))


def amount_at(
    book: Book, amounts: AnyArray, positions: IntArray | None = None
) -> Callable[[int], str]:
    """The amount of a row (or of the position that the row refers to), for a message."""
    unit = book.settings.minor_unit
    return lambda at: amount(
        int(amounts[at if positions is None else positions[at]]), unit
    )


def above(groups: IntArray, amounts: AnyArray, limit: AnyArray) -> Mask:
    """The rows that take the sum of their group above its limit, or add to it there;
    rows whose group is below 0 never do.
    """
    inside = groups >= 0
    most = limit[groups] if len(limit) else amounts
    over: Mask = inside & (amounts > 0) & (running_by(groups, amounts) + amounts > most)
    return over
