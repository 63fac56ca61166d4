"""The numbers of new rows: a prefix and six digits, one more than the highest in use (rules.md section 2)."""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from sheetflow.domain.arrays import blank_texts, integers, zeros
from sheetflow.domain.book import Settings
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Orders
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, rank_by
from sheetflow.domain.relations import references_of
from sheetflow.domain.schema import Column, Series, attribute
from sheetflow.standards.gs1 import make_sscc, serial_of, serials, sscc_digits

MOST_DIGITS = 15
"""How many digits a number has at most; Excel keeps no more."""


SSCC = "SSCC"
"""The series of the serial numbers of pallets and parcels, by GS1 prefix."""

Issued = Mapping[tuple[str, str], int]
"""The highest number of each series so far, by the header of its column and its prefix."""


def prefix_of(series: Series, settings: Settings) -> str:
    """The prefix of a series of numbers: declared, or what its setting says."""
    if not series.setting:
        return series.prefix
    return setting_text(settings, series.setting)


def setting_text(settings: Settings, name: str) -> str:
    """The value of a setting that has a field of its own."""
    return str(getattr(settings, attribute(name)))


def highest(keys: AnyArray, prefix: str) -> int:
    """The highest number in use with this prefix, voided ones included; 0 if there is none."""
    start = len(prefix)
    texts = [key[start:] for key in keys.tolist() if key and key.startswith(prefix)]
    digits = [text for text in texts if text.isdigit()]
    return max(map(_whole_number, digits), default=0)


def _whole_number(text: str | None) -> int:
    """The number that a text counts as; 0 for a blank, another text, or a longer number.

    A tracking number of 22 digits, say, is a name: no row comes after it.
    """
    if not text or len(text) > MOST_DIGITS:
        return 0
    return int(text) if text.isascii() and text.isdigit() else 0


class Numbering(NamedTuple):
    """How the numbers of a series are written: a prefix, and at least so many digits."""

    prefix: str
    digits: int = 6

    def text(self, number: int) -> str:
        """A number as it is written."""
        return f"{self.prefix}{number:0{self.digits}d}"


_NUMBERED = re.compile(r"(|.*[^0-9])([0-9]{1,15})", re.DOTALL)
"""A key that ends in digits, as `A-017` and `1001` do."""


def numbering_of(key: str | None) -> Numbering | None:
    """How a key is written that ends in digits; None for another one."""
    found = _NUMBERED.fullmatch(key or "")
    return Numbering(found[1], len(found[2])) if found else None


def numbering_of_orders(orders: Orders, settings: Settings) -> Numbering:
    """How the next order is numbered: with the Order prefix, or as its owner numbers orders.

    The owner's own way counts where Settings state no prefix and no order has the usual one:
    it is that of the last order in the sheet whose number ends in digits. Quotes do not count.
    """
    usual = Numbering(settings.order_prefix)
    is_stated = settings.order_prefix != Settings.order_prefix
    if is_stated or highest(orders.order, usual.prefix):
        return usual
    is_order = (orders.state != "Quote") & orders.has_order
    for key in reversed(orders.order[is_order].tolist()):
        own = numbering_of(key)
        if own and own.prefix != settings.quote_prefix:
            return own
    return usual


def numberings_of(frame: Frame, column: Column, settings: Settings) -> list[Numbering]:
    """How a column of a series is numbered, and for Orders last how quotes are."""
    series = column.series
    if series is None:
        return []
    if not isinstance(frame, Orders):
        return [Numbering(prefix_of(series, settings))]
    quotes = Numbering(setting_text(settings, series.quotes))
    return [numbering_of_orders(frame, settings), quotes]


def next_numbers(
    keys: AnyArray,
    numbering: Numbering | str,
    count: int = 1,
    issued: int = 0,
    avoided: Collection[str] = (),
) -> AnyArray:
    """The next `count` numbers after the highest in use, and after the highest that was ever `issued`.

    None that is `avoided` is given.

    A text is a prefix before six digits.
    """
    if isinstance(numbering, str):
        numbering = Numbering(numbering)
    first = max(highest(keys, numbering.prefix), issued) + 1
    taken = {*keys.tolist(), *avoided}
    following = map(numbering.text, itertools.count(first))
    free = (key for key in following if key not in taken)
    numbers = np.empty(count, dtype=object)
    numbers[:] = list(itertools.islice(free, count))
    return numbers


def whole_numbers(keys: AnyArray) -> AnyArray:
    """Keys that count 1, 2, 3 … (lines, containers) as numbers; 0 for a blank or another text."""
    known = {key: _whole_number(key) for key in set(keys.tolist())}
    return integers([known[key] for key in keys.tolist()])


def number_texts(numbers: AnyArray) -> AnyArray:
    """Numbers as the text of keys."""
    texts = np.empty(len(numbers), dtype=object)
    texts[:] = list(map(str, numbers.tolist()))
    return texts


def fill_numbers(
    frame: Frame,
    settings: Settings,
    where: Mask | None = None,
    avoided: Collection[str] = (),
) -> Frame:
    """The frame with a number in every live row that has none, in the order of the rows.

    `where` says which rows instead of the live ones; no number is given that is `avoided`.
    """
    column = frame.schema.numbered
    if column is None or column.series is None:
        return frame
    key = column.header
    blank = (frame.live if where is None else where) & ~frame.given(key)
    if not blank.any() or _is_prefix_in_doubt(column.series, settings):
        return frame
    numbers = blank_texts(len(frame))
    for numbering, rows in _by_numbering(frame, column.series, settings, blank):
        issued = settings.issued.get((key, numbering.prefix), 0)
        count = int(rows.sum())
        numbers[rows] = next_numbers(frame[key], numbering, count, issued, avoided)
    return frame.fill(key, blank, numbers)


def _is_prefix_in_doubt(series: Series, settings: Settings) -> bool:
    """Whether the prefix is a setting while a setting is in error."""
    return bool(series.setting) and settings.has_error


def _by_numbering(
    frame: Frame, series: Series, settings: Settings, blank: Mask
) -> Iterator[tuple[Numbering, Mask]]:
    """The ways in which rows are numbered, each with its rows."""
    if not isinstance(frame, Orders):
        yield Numbering(prefix_of(series, settings)), blank
        return
    quotes = blank & (frame.state == "Quote")
    yield Numbering(setting_text(settings, series.quotes)), quotes
    yield numbering_of_orders(frame, settings), blank & ~quotes


def next_ssccs(
    settings: Settings, taken: Sequence[AnyArray], count: int
) -> list[str | None]:
    """The next `count` SSCCs under the GS1 prefix of Settings, None where no number is left.

    The serial number is one more than the highest in use in these columns, voided rows included.
    """
    prefix = settings.gs1_company_prefix
    issued = settings.issued.get((SSCC, prefix), 0)
    highest = max(highest_serial(column, prefix) for column in taken)
    first = max(highest, issued) + 1
    left = max(serials(prefix) - first, 0)
    numbers = range(first, first + min(count, left))
    codes = [make_sscc(prefix, serial) for serial in numbers]
    return [*codes, *[None] * (count - len(codes))]


def highest_serial(texts: AnyArray, prefix: str) -> int:
    """The highest serial number in use under this prefix, whatever its check digit; 0 if there is none."""
    known = [
        digits for text in texts.tolist() if text and (digits := sscc_digits(text))
    ]
    return max((0, *(serial_of(digits, prefix) for digits in known)))


def fill_counters(frame: Frame, where: Mask | None = None) -> Frame:
    """The frame with 1, 2, 3 … where it counts its rows within those that they belong to.

    In the order of the rows; a number that a row has already is passed over. `where` says
    which rows instead of those without a row error.
    """
    schema = frame.schema
    column = next((each for each in schema.facts if each.counts_within), None)
    if column is None:
        return frame
    within = next(
        each
        for each in references_of(schema.sheet)
        if each.header == column.counts_within
    )
    owner = frame.link(within.name)
    rows = frame.valid if where is None else where
    blank = rows & (owner >= 0) & ~frame.given(column.header)
    if not blank.any():
        return frame
    numbers = _lowest_free(owner, whole_numbers(frame[column.header]), blank)
    return frame.fill(column.header, blank, number_texts(numbers))


def _lowest_free(owner: IntArray, taken: IntArray, blank: Mask) -> IntArray:
    """For the rows under `blank`: the lowest numbers that no row of their owner has.

    In the order of the rows.
    """
    numbers = zeros(len(owner))
    numbers[blank] = 1 + rank_by(owner[blank])
    mixed = np.isin(owner, owner[taken > 0]) & blank
    if mixed.any():
        used = set(zip(owner.tolist(), taken.tolist(), strict=True))
        following: dict[int, int] = {}
        for at in np.flatnonzero(mixed).tolist():
            number = following.get(int(owner[at]), 1)
            while (int(owner[at]), number) in used:
                number += 1
            numbers[at] = number
            following[int(owner[at])] = number + 1
    return numbers
