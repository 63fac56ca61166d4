"""The functions in C, as Python sees them: see the folder native/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Encoded = tuple[bytes, bytes, bytes]
"""For each cell an int64 and an int32, and the texts of all cells: see columns.h."""

Edit = tuple[
    int, bytes, bytes, bytes, bytes, bytes, bytes, int, "Callable[[str], bytes]", int
]
"""Column, letters, rows, the three of Encoded, attribute and number of the style of new
cells, the attribute for an old style, and the options."""

RowTexts = tuple[bytes, bytes, bytes]
"""Rows and where the text of each ends (int64), and the texts."""


Reader = tuple[
    list[str],
    bytes,
    "Mapping[float, object]",
    "Callable[[bytes], str]",
    "Callable[[bytes], object]",
    object,
]
"""The shared strings, a byte per style (1 if it shows dates), the date of a number, what
escaped text and an error's code mean, and the value of blank cells."""


class Scan(Protocol):
    """The cells of a sheet, rows and columns counted from 1.

    `start` and `end` are those of `<sheetData>` in the bytes; `height` and `width` leave
    out what is blank.
    """

    start: int
    end: int
    last_row: int
    last_column: int
    height: int
    width: int
    formulas: int
    errors: int

    def column(
        self, column: int, first: int, last: int, reader: Reader, /
    ) -> list[object]:
        """The cells of a column in the rows from first to last."""

    def rows(self, first: int, last: int, reader: Reader, /) -> list[list[object]]:
        """The cells of the rows from first to last."""

    def styles(self, column: int, /) -> list[tuple[int, int]]:
        """The row and the style of each cell of a column that has a style."""

    def first_style(self, column: int, row: int, /) -> int:
        """The style of the first cell of a column with one, from a row on, else 0."""

    def most_shared(self) -> int:
        """The largest number of a shared string, -1 without any."""

    def has_odd_dates(self, dates: bytes, most: float, /) -> bool:
        """Whether a cell that shows a date is not a whole number from 0 to `most`.

        `dates` has a byte per style: 1 if it shows dates.
        """


class Core(Protocol):
    """The module `_core`."""

    def encode(
        self,
        values: list[Any],
        before: bytes,
        before_lines: bytes,
        after: bytes,
        ask: Callable[[Any], str],
        /,
    ) -> Encoded:
        """The values of a column as the content of cells.

        `before` and `after` are around a text, `before_lines` and `after` around one of
        several lines; `ask` encodes what is rare.
        """

    def scan(self, data: bytes, /) -> Scan | None:
        """The cells of a sheet's XML; None where it is written in an unusual way."""

    def splice(
        self,
        data: bytes,
        start: int,
        end: int,
        edits: tuple[Edit, ...],
        attributes: RowTexts,
        heights: RowTexts,
        keeps_empty: bool,
        /,
    ) -> bytes | None:
        """The rows in the bytes [start, end) with the edits in them.

        `edits` are by column. None for rows that are written in an unusual way.
        """
