"""How much text the cells get from the shared strings: every cell may name a long one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sheetflow.workbook.refusal import RESAVE, RefusedError

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    from numpy.typing import NDArray

MOST_STRINGS = 10_000_000
MOST_TEXT = 320 << 20

_ASSUMED = 4
"""A quarter of the text allowed may be assumed rather than counted, over all sheets: counting takes time."""

_BLOCK = 8 << 20

_END_TAGS = len("</t></si>")
_SHORTEST_CELL = len('<c t="s"><v>1</v></c>')
_ROOT = re.compile(rb"<((?:[\w.\-]+:)?)sst[\s/>]")
_USUAL_INDEX = re.compile(rb' t="s"><v>(\d{1,9})</v>')
_SHARED_CELL = re.compile(rb"""\st\s*=\s*["']s["']""")
_END_OF_CELL = re.compile(rb"</(?:[\w.\-]+:)?c\s*>")
_SHARED_INDEX = re.compile(
    rb"""\st\s*=\s*["']s["'][^<>]*>\s*<(?:[\w.\-]+:)?v[^<>]*>\s*(\d{1,9})\s*<"""
)


class SharedStrings:
    """The sizes of the shared strings, and how much text the sheets so far use.

    Sizes are bytes of XML, without the tags around a text.
    """

    def __init__(self, strings: bytes) -> None:
        """`strings` is sharedStrings.xml in UTF-8; b"" if there is none.

        Raises RefusedError when there are too many.
        """
        self._sizes = _sizes(strings)
        self._longest = int(self._sizes.max(initial=0))
        self._assumed = 0
        self._counted = 0

    def add(self, sheet: bytes) -> None:
        """Take in the text of one more sheet (UTF-8 XML).

        Sheets that can hold little are assumed to hold the most that they can. Beyond a
        quarter of what is allowed, text is counted cell by cell: no sheet is refused for a guess.

        Raises RefusedError when what was counted becomes too much.
        """
        if not self._longest:
            return
        most = len(sheet) // _SHORTEST_CELL * self._longest
        if self._assumed + most <= MOST_TEXT // _ASSUMED:
            self._assumed += most
        else:
            self._count(sheet)

    def _count(self, sheet: bytes) -> None:
        """Count the text of a sheet cell by cell. Raises RefusedError."""
        self._counted += sum(map(self._text_of, _blocks(sheet)))
        if self._counted > MOST_TEXT:
            raise RefusedError(
                f"its cells contain {self._counted >> 20:,} MB of text; "
                "shorten the long texts that many cells repeat"
            )

    def _text_of(self, block: bytes) -> int:
        """The text of the cells in some bytes of a sheet.

        Cells whose string is not known count as the longest one.
        """
        import numpy as np

        cells, numbers = _shared_cells(block)
        indexes = np.fromstring(b" ".join(numbers), dtype=np.int64, sep=" ")
        known = indexes[indexes < len(self._sizes)]
        unknown_cells = max(cells - len(known), 0)
        return int(self._sizes[known].sum()) + unknown_cells * self._longest


def _shared_cells(block: bytes) -> tuple[int, list[bytes]]:
    """How many cells name a string, and the numbers of the strings.

    In a form that no program writes, there are fewer numbers than cells.
    """
    numbers = _USUAL_INDEX.findall(block)
    if len(numbers) == block.count(b'"s"') + block.count(b"'s'"):
        return len(numbers), numbers
    return len(_SHARED_CELL.findall(block)), _SHARED_INDEX.findall(block)


def _blocks(sheet: bytes) -> Iterator[bytes]:
    """A sheet in blocks of whole cells.

    So the cells of a large sheet are never in memory as Python objects all at once.
    """
    start = 0
    while start < len(sheet):
        closing = _END_OF_CELL.search(sheet, start + _BLOCK)
        end = closing.end() if closing else len(sheet)
        yield sheet[start:end]
        start = end


def _sizes(strings: bytes) -> NDArray[np.int64]:
    """The size of each string. Raises RefusedError when there are too many."""
    import numpy as np

    starts, texts = _string_starts(strings)
    ends = np.append(starts[1:], len(strings))
    return np.maximum(ends - texts - _END_TAGS, 1)


def _string_starts(strings: bytes) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where each `<si>` begins, and where its text does.

    Raises RefusedError when there are too many.
    """
    import numpy as np

    prefix = b"<" + _escaped_prefix(strings)
    opening = re.compile(
        prefix + rb"si(?:\s[^>]*)?/?>(?:" + prefix + rb"t(?:\s[^>]*)?>)?"
    )
    spans = []
    for found in opening.finditer(strings):
        spans.append(found.span())
        if len(spans) > MOST_STRINGS:
            raise RefusedError(f"it has more than {MOST_STRINGS:,} texts; {RESAVE}")
    both = np.array(spans, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _escaped_prefix(strings: bytes) -> bytes:
    """The namespace prefix of the root, for a regular expression."""
    root = _ROOT.search(strings)
    return re.escape(root[1]) if root else b""
