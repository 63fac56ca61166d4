"""How much text the cells get from the shared strings: one long string may be named by every cell."""

from __future__ import annotations

import re

from sheetflow.workbook.refusal import RESAVE, RefusedError

MOST_STRINGS = 10_000_000
MOST_TEXT = 320 << 20
_MARKUP = len("<si><t></t></si>")

_ROOT = re.compile(rb"<((?:[\w.\-]+:)?)sst[\s/>]")
_SHARED = re.compile(
    rb"""\st\s*=\s*["']s["'][^<>]*>\s*<(?:[\w.\-]+:)?v[^<>]*>\s*(\d{1,9})\s*<"""
)
_SHARED_CELL = re.compile(rb"""\st\s*=\s*["']s["']""")
_SHORTEST_CELL = len('<c t="s"><v>1</v></c>')


class SharedTexts:
    """The sizes of the shared strings, and how much text the sheets looked at so far name.

    Sizes are bytes of XML, less the tags around the plainest text.
    """

    def __init__(self, strings: bytes) -> None:
        """Raises RefusedError when the strings are too many."""
        root = _ROOT.search(strings)
        tag = re.compile(b"<" + re.escape(root[1] if root else b"") + rb"si[\s/>]")
        places = [found.start() for found in tag.finditer(strings)]
        if len(places) > MOST_STRINGS:
            raise RefusedError(f"it holds more than {MOST_STRINGS:,} texts; {RESAVE}")
        ends = [*places[1:], len(strings)]
        self._sizes = [
            max(end - start - _MARKUP, 1)
            for start, end in zip(places, ends, strict=False)
        ]
        self._longest = max(self._sizes, default=0)
        self._named = 0

    def add(self, sheet: bytes) -> None:
        """Count the text of one more sheet (UTF-8 XML). Raises RefusedError when it becomes too much."""
        self._named += self._text_of(sheet)
        if self._named > MOST_TEXT:
            size = f"{self._named >> 20:,} MB"
            raise RefusedError(
                f"its cells hold {size} of text; shorten the long texts that they repeat"
            )

    def _text_of(self, sheet: bytes) -> int:
        """At least the bytes of text in its cells: a bound while that suffices, else counted by cell."""
        left = MOST_TEXT - self._named
        if (bound := len(sheet) // _SHORTEST_CELL * self._longest) <= left:
            return bound
        cells = len(_SHARED_CELL.findall(sheet))
        if cells * self._longest <= left:
            return cells * self._longest
        named = [int(index) for index in _SHARED.findall(sheet)]
        count, sizes = len(self._sizes), self._sizes
        known = sum(sizes[index] if index < count else self._longest for index in named)
        return known + max(cells - len(named), 0) * self._longest
