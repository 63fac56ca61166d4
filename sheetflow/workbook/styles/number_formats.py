"""What number formats show: built-in formats by number, the others by code."""

from __future__ import annotations

import re

BUILT_IN = {
    "General": 0,
    "0": 1,
    "0.00": 2,
    "#,##0": 3,
    "#,##0.00": 4,
    "0%": 9,
    "0.00%": 10,
    "@": 49,
}
DATE_NUMBERS = {*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)}
PERCENT_NUMBERS = {9, 10}
GENERAL = 0
TEXT = 49

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
"""Literal text, padding, colours and conditions: what does not show the value."""


def shows_dates(code: str) -> bool:
    """Whether a number format code shows dates or times."""
    bare = _without_quoted(code)
    return bare != "General" and bool(re.search("[dmyhs]", bare, re.IGNORECASE))


def _without_quoted(code: str) -> str:
    """The format of numbers above 0, without the texts in it."""
    return _QUOTED.sub("", code.split(";")[0])


def shows_percent(code: str) -> bool:
    """Whether a number format code shows percentages: it has a `%` outside of quotes."""
    return "%" in _QUOTED.sub("", code)
