"""Texts of a source as exact numbers and dates."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache

_DIGITS = re.compile(r"\d")
_NOISE = re.compile(r"[^\d.,()+\-\u2212]")


def number(text: str, decimal: str = ".") -> Decimal | None:
    """A number as a shop or bank writes it: `$1,285.49`, `1.285,49 €`, `(12.00)`, `12.00-`.

    `decimal` is the sign before the decimals. None where the text is not a number.
    """
    if not _DIGITS.search(text):
        return None
    plain = _NOISE.sub("", text).replace("\u2212", "-")
    is_negative = plain.startswith(("(", "-")) or plain.endswith("-")
    value = _decimal(plain.strip("()+-"), decimal)
    return -value if is_negative and value is not None else value


def _decimal(digits: str, decimal: str) -> Decimal | None:
    """A number of digits and separators; None where it is not one."""
    thousands = "," if decimal == "." else "."
    try:
        return Decimal(digits.replace(thousands, "").replace(decimal, "."))
    except InvalidOperation:
        return None


def amount(text: str, decimal: str = ".") -> Decimal:
    """A number, 0 where there is none."""
    return number(text, decimal) or Decimal(0)


_FORMATS = (
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y%m%d",
    "%b %d, %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%b-%d-%y",
    "%d-%b-%y",
    "%B %d, %Y",
)
"""Dates that every reader takes for the same day."""

_BEGINS_LIKE_A_DATE = re.compile(
    r"\d{4}[-/]\d|\d{6}|\d{1,2}(\s+|-)[^\W\d_]|[^\W\d_]+\.?(\s+\d{1,2},|-\d{1,2}-)"
)
"""How a date in one of these formats begins: other texts are not tried in each of them."""


MONTH_FIRST = ("%m/%d/%Y", "%m/%d/%y")
DAY_FIRST = ("%d/%m/%Y", "%d/%m/%y")

_SLASHED = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})(?!\d)")
"""A date whose first two numbers are day and month, in one order or the other."""


def date_orders(texts: Collection[str]) -> list[tuple[str, ...]]:
    """The orders of day and month in which all dates of a column can be read.

    Both where no date decides it; an empty list where some date can be read in neither.
    """
    slashed = [found for text in texts if (found := _SLASHED.match(text))]
    if any("." in found[0] for found in slashed):
        return [DAY_FIRST]
    plain = {_slashes(found) for found in slashed}
    return [
        order
        for order in (MONTH_FIRST, DAY_FIRST)
        if all(_by_formats(text, order) for text in plain)
    ]


def is_slashed(text: str) -> bool:
    """Whether a text is a date of which the order of day and month must be known."""
    return bool(_SLASHED.match(text))


def _slashes(found: re.Match[str]) -> str:
    return "/".join(found.groups())


def _by_formats(text: str, formats: tuple[str, ...]) -> date | None:
    """A date in the first of these formats that it has."""
    for style in formats:
        try:
            return datetime.strptime(text, style).date()
        except ValueError:
            continue
    return None


@lru_cache(maxsize=10_000)
def day(text: str, formats: tuple[str, ...] = ()) -> date | None:
    """A date, with or without a time: by the source's formats, else as everybody writes it.

    None where it is blank or cannot be read.
    """
    text = text.strip()
    if not text:
        return None
    slashed = _SLASHED.match(text)
    stated = _by_formats(text, formats)
    if stated is None and slashed:
        stated = _by_formats(_slashes(slashed), formats)
    if stated:
        return stated
    try:
        return datetime.fromisoformat(text.replace(" UTC", "+00:00")).date()
    except ValueError:
        return _plain_day(text)


def _plain_day(text: str) -> date | None:
    """A date that may be followed by a time and a zone: `2026-03-02 10:11:12 -0500`."""
    if not _BEGINS_LIKE_A_DATE.match(text):
        return None
    parts = dict.fromkeys((text, *_leading(text)))
    found = (_by_formats(part, _FORMATS) for part in parts)
    return next(filter(None, found), None)


def _leading(text: str) -> Iterator[str]:
    """A text without what comes after a date: a time, a zone."""
    yield re.split(r"[ T]", text)[0]
    yield re.split(r",? \d{1,2}:", text)[0]
