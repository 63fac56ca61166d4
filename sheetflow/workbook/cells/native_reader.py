"""The cells of a sheet from its scan in C: made only where somebody looks at them.

What comes out is what `PlainReader` and calamine read.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, overload

from sheetflow.workbook.archive.xml_text import plain_text
from sheetflow.workbook.cells.plain_reader import from_serial, unescaped
from sheetflow.workbook.model import CellError

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator

    from sheetflow.workbook.native.functions import Reader, Scan

_BLANK = ""
_LATEST_DATE = 2_900_000
"""Days that both of Excel's calendars have."""

_BLOCK = 1024


class ScannedRows(Sequence[list[object]]):
    """The rows of a sheet from row 1 on, each as long as the widest."""

    def __init__(self, scan: Scan, reader: Reader) -> None:
        self._scan = scan
        self._reader = reader

    def __len__(self) -> int:
        return self._scan.height

    @property
    def width(self) -> int:
        """How many cells each row has."""
        return self._scan.width

    @overload
    def __getitem__(self, index: int) -> list[object]: ...
    @overload
    def __getitem__(self, index: slice) -> list[list[object]]: ...
    def __getitem__(self, index: int | slice) -> list[object] | list[list[object]]:
        if isinstance(index, slice):
            chosen = range(len(self))[index]
            if chosen.step == 1:
                return self._scan.rows(chosen.start + 1, chosen.stop, self._reader)
            return [self[i] for i in chosen]
        number = range(len(self))[index] + 1
        return self._scan.rows(number, number, self._reader)[0]

    def __iter__(self) -> Iterator[list[object]]:
        for start in range(0, len(self), _BLOCK):
            yield from self[start : start + _BLOCK]

    def __eq__(self, other: object) -> bool:
        """As the list of all rows compares."""
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def column(self, column: int, first: int, last: int) -> list[object]:
        """The cells of a column in the rows from first to last, which exist."""
        return self._scan.column(column, first, last, self._reader)


def can_read(scan: Scan, reader: Reader) -> bool:
    """Whether cells mean the same here as to calamine, which decides in doubt.

    It rounds times of day in its own way, and has values for negative dates.
    """
    strings, dates, *_ = reader
    has_strings = scan.most_shared() < len(strings)
    return has_strings and not scan.has_odd_dates(dates, _LATEST_DATE)


def reader_of(
    strings: list[str], date_styles: Collection[str], date1904: bool
) -> Reader:
    """What the values of a workbook's cells depend on besides the cells."""
    shows_dates = bytearray(1 + max(map(int, date_styles), default=0))
    for style in date_styles:
        shows_dates[int(style)] = 1
    dates = _Dates(lambda number: from_serial(number, date1904))
    texts = list(map(unescaped, strings))
    return texts, bytes(shows_dates), dates, _text, _error, _BLANK


class _Dates(dict[float, object]):
    """The dates of numbers, each worked out once."""

    def __init__(self, date_of: Callable[[float], object]) -> None:
        self._date_of = date_of

    def __missing__(self, number: float) -> object:
        date = self[number] = self._date_of(number)
        return date


def _text(raw: bytes) -> str:
    return unescaped(plain_text(raw))


def _error(raw: bytes) -> CellError:
    return CellError(raw.decode())
