"""How much text the cells get from the shared strings: every cell may name a long one."""

from __future__ import annotations

import re

from sheetflow.workbook.refusal import RESAVE, RefusedError

MOST_STRINGS = 10_000_000
MOST_TEXT = 320 << 20

_TAGS = len("<si><t></t></si>")
_SHORTEST_CELL = len('<c t="s"><v>1</v></c>')
_ROOT = re.compile(rb"<((?:[\w.\-]+:)?)sst[\s/>]")
_SHARED_CELL = re.compile(rb"""\st\s*=\s*["']s["']""")
_SHARED_INDEX = re.compile(
    rb"""\st\s*=\s*["']s["'][^<>]*>\s*<(?:[\w.\-]+:)?v[^<>]*>\s*(\d{1,9})\s*<"""
)


class SharedStrings:
    """The sizes of the shared strings, and how much text the sheets so far use.

    Sizes are bytes of XML, without the tags around the plainest text.
    """

    def __init__(self, strings: bytes) -> None:
        """`strings` is sharedStrings.xml in UTF-8; b"" where there is none.

        Raises RefusedError when there are too many.
        """
        self._sizes = _sizes(strings)
        self._longest = max(self._sizes, default=0)
        self._used = 0

    def add(self, sheet: bytes) -> None:
        """Count the text of one more sheet (UTF-8 XML).

        Raises RefusedError when it becomes too much.
        """
        self._used += self._text_of(sheet)
        if self._used > MOST_TEXT:
            raise RefusedError(
                f"its cells contain {self._used >> 20:,} MB of text; "
                "shorten the long texts that many cells repeat"
            )

    def _text_of(self, sheet: bytes) -> int:
        """At least the bytes of text in its cells.

        A bound while that is good enough, else counted cell by cell.
        """
        left = MOST_TEXT - self._used
        most_cells = len(sheet) // _SHORTEST_CELL
        if most_cells * self._longest <= left:
            return most_cells * self._longest
        cells = len(_SHARED_CELL.findall(sheet))
        if cells * self._longest <= left:
            return cells * self._longest
        return self._exact_text_of(sheet, cells)

    def _exact_text_of(self, sheet: bytes, cells: int) -> int:
        """Cells whose string is not known count as the longest one."""
        sizes = self._sizes
        count = len(sizes)
        longest = self._longest
        indexes = [int(index) for index in _SHARED_INDEX.findall(sheet)]
        known = sum(sizes[index] if index < count else longest for index in indexes)
        unknown_cells = max(cells - len(indexes), 0)
        return known + unknown_cells * longest


def _sizes(strings: bytes) -> list[int]:
    """The size of each string. Raises RefusedError when there are too many."""
    starts = _string_starts(strings)
    if len(starts) > MOST_STRINGS:
        raise RefusedError(f"it has more than {MOST_STRINGS:,} texts; {RESAVE}")
    ends = [*starts[1:], len(strings)]
    sizes = zip(starts, ends, strict=False)
    return [max(end - start - _TAGS, 1) for start, end in sizes]


def _string_starts(strings: bytes) -> list[int]:
    """Where each `<si>` begins."""
    tag = re.compile(b"<" + _escaped_prefix(strings) + rb"si[\s/>]")
    return [found.start() for found in tag.finditer(strings)]


def _escaped_prefix(strings: bytes) -> bytes:
    """The namespace prefix of the root, for a regular expression."""
    root = _ROOT.search(strings)
    return re.escape(root[1]) if root else b""
