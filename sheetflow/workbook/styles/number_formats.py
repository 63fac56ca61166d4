"""What number formats show: the built-in ones by their numbers, the others by their codes."""

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
GENERAL, TEXT = 0, 49

_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)


def shows_dates(code: str) -> bool:
    """Does a number format code show dates or times?"""
    bare = _QUOTED.sub("", code.split(";")[0])
    return bare != "General" and bool(re.search("[dmyhs]", bare, re.IGNORECASE))


def shows_percent(code: str) -> bool:
    """Does a number format code show percentages: has it a `%` outside of quotes?"""
    return "%" in _QUOTED.sub("", code)
