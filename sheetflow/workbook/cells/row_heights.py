"""How high a row must be to show its wrapped text whole.

Programs fit rows to their text only now and then.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from itertools import zip_longest
from typing import TYPE_CHECKING

from sheetflow.workbook.model import Link, Value

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

LINE = 15.0
"""Points that one line of 11 point text takes."""
HIGHEST = 409.0
"""Points: Excel has no higher row."""

_FREE = 0.95
"""The part of a column's width that is free for text."""

# The widths of characters in digits, rather too much than too little: a workbook may be
# shown in another font.
_MOST_WORDS = 10_000
_SPACE = 0.5
_SMALL = 0.9
_DIGIT = 1.0
_CAPITAL = 1.25
_WIDE = 2.0


def row_heights(columns: Iterable[tuple[float, Sequence[Value]]]) -> list[float]:
    """The height of each row in points, 0 where one line is enough.

    `columns` are the wrapped ones, each with its width (in digits, as Excel counts) and
    its values.
    """
    counted = [[_lines(value, width) for value in values] for width, values in columns]
    lines = (max(row) for row in zip_longest(*counted, fillvalue=1))
    return [min(HIGHEST, LINE * count) if count > 1 else 0.0 for count in lines]


def with_height(attributes: Mapping[str, str], height: float) -> dict[str, str]:
    """A row's attributes with this height in points; 0 is the height of one line."""
    kept = {
        name: value
        for name, value in attributes.items()
        if name not in ("ht", "customHeight")
    }
    return {**kept, "ht": f"{height:g}", "customHeight": "1"} if height else kept


def _lines(value: Value, width: float) -> int:
    text = value.text if isinstance(value, Link) else value
    if not isinstance(text, str):
        return 1
    room = max(1.0, width * _FREE)
    return sum(_wrapped_lines(line, room) for line in text.split("\n"))


def _wrapped_lines(line: str, room: float) -> int:
    """How many lines one becomes.

    It is broken between words, and within a word that is longer than a line.
    """
    if len(line) * (_CAPITAL if line.isascii() else _WIDE) <= room:
        return 1
    lines = 1
    used = 0.0
    for word in line.split(" "):
        width = _word_width(word)
        if used and used + _SPACE + width > room:
            lines += 1
            used = 0.0
        used += width + (_SPACE if used else 0)
        lines += int(used // room)
        used %= room
    return lines


@lru_cache(_MOST_WORDS)
def _word_width(word: str) -> float:
    """Messages repeat their words, so each is measured once."""
    return sum(map(_width, word))


def _width(character: str) -> float:
    if not character.isascii():
        is_wide = unicodedata.east_asian_width(character) in "WF"
        return _WIDE if is_wide else _CAPITAL
    if character.isupper():
        return _CAPITAL
    return _DIGIT if character.isdigit() else _SMALL
