"""How much text the cells get from the shared strings: every cell may name a long one."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from sheetflow.workbook.refusal import RESAVE, RefusedError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

MOST_STRINGS = 10_000_000
MOST_TEXT = 320 << 20

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

    Sizes are bytes of XML, without the tags around a text. Counting takes time: sheets
    are assumed to have the most that fits into so many bytes, as long as that is allowed.
    """

    def __init__(self, strings: bytes) -> None:
        """`strings` is sharedStrings.xml in UTF-8; b"" if there is none.

        Raises RefusedError when there are too many.
        """
        self._sizes = _sizes(strings)
        self._longest = int(self._sizes.max(initial=0))
        self._assumed: dict[str, int] = {}
        self._counted = 0

    def add(self, name: str, sheet: bytes) -> None:
        """Take in the text of one more sheet (UTF-8 XML).

        Raises RefusedError when what was counted becomes too much.
        """
        most = len(sheet) // _SHORTEST_CELL * self._longest
        if self._total + most <= MOST_TEXT:
            self._assumed[name] = most
        else:
            self._count(sheet)

    def finish(self, read: Callable[[str], bytes]) -> None:
        """Count sheets that were only assumed, as long as all together seem too much.

        `read` gives a sheet's XML in UTF-8. Raises RefusedError as `add` does: no
        workbook is refused for what was only assumed.
        """
        while self._assumed and self._total > MOST_TEXT:
            name, _ = self._assumed.popitem()
            self._count(read(name))

    @property
    def _total(self) -> int:
        """At least the text of the sheets so far."""
        return self._counted + sum(self._assumed.values())

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
    if len(numbers) == _count_quoted(block, b"s"):
        return len(numbers), numbers
    return len(_SHARED_CELL.findall(block)), _SHARED_INDEX.findall(block)


def _count_quoted(block: bytes, value: bytes) -> int:
    """How often a value is between quotes, of either kind."""
    count = block.count(b'"%s"' % value)
    if b"'" in block:  # a search for one byte takes no time
        count += block.count(b"'%s'" % value)
    return count


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
    first = islice(opening.finditer(strings), MOST_STRINGS + 1)
    spans = [found.span() for found in first]
    if len(spans) > MOST_STRINGS:
        raise RefusedError(f"it has more than {MOST_STRINGS:,} texts; {RESAVE}")
    both = np.array(spans, dtype=np.int64).reshape(-1, 2)
    return both[:, 0], both[:, 1]


def _escaped_prefix(strings: bytes) -> bytes:
    """The namespace prefix of the root, for a regular expression."""
    root = _ROOT.search(strings)
    return re.escape(root[1]) if root else b""
