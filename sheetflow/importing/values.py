"""Texts of a source as exact numbers and dates."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

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
    thousands = "," if decimal == "." else "."
    digits = plain.strip("()+-").replace(thousands, "").replace(decimal, ".")
    try:
        value = Decimal(digits)
    except InvalidOperation:
        return None
    return -value if is_negative else value


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
    "%B %d, %Y",
)
"""Dates that every reader takes for the same day."""


def day(text: str, formats: tuple[str, ...] = ()) -> date | None:
    """A date, with or without a time: by the source's formats, else as everybody writes it.

    None where it is blank or cannot be read.
    """
    text = text.strip()
    if not text:
        return None
    return _day_in(text, formats) or _iso_day(text) or _plain_day(text)


def _day_in(text: str, formats: tuple[str, ...]) -> date | None:
    """A date in one of these formats; None where it is in none of them."""
    for style in formats:
        try:
            return datetime.strptime(text, style).date()
        except ValueError:
            continue
    return None


def _iso_day(text: str) -> date | None:
    try:
        return datetime.fromisoformat(text.replace(" UTC", "+00:00")).date()
    except ValueError:
        return None


def _plain_day(text: str) -> date | None:
    """A date that may be followed by a time and a zone: `2026-03-02 10:11:12 -0500`."""
    without_time = re.split(r"[ T]", text)[0]
    for style in _FORMATS:
        found = _day_in(text, (style,)) or _day_in(without_time, (style,))
        if found:
            return found
    return None
