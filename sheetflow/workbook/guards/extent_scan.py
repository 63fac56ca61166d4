"""The quick scan of a big sheet: at least how far its cells reach, by whole arrays."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Mask = NDArray[np.bool_]
    Positions = NDArray[np.intp]
    Integers = NDArray[np.int64]
    Words = NDArray[np.uint64]

_CHUNK = 1 << 20
_LONGEST_REFERENCE = 16
_LARGE_GRID = 8_000_000
_SHORTEST_CELL = len("<c><v>1</v></c>")


class Extent(NamedTuple):
    """The last row and the last column in use, 1-based; 0 for an empty sheet."""

    row: int
    column: int

    @property
    def cells(self) -> int:
        return self.row * self.column

    def is_sparse(self, size: int) -> bool:
        """Whether a sheet of `size` bytes fills little of a large grid.

        (calamine takes 32 bytes per cell.)
        """
        most_cells = size // _SHORTEST_CELL
        return self.cells > _LARGE_GRID and most_cells < self.cells // 4


def quick_extent(data: bytes) -> Extent | None:
    """At least the extent of every cell, from a sheet in UTF-8.

    None where rows or cells are written in too unusual a way for a scan.
    """
    import numpy as np

    whole = np.frombuffer(data, np.uint8)
    scan = _Scan()
    for start in range(0, len(whole) - _LONGEST_REFERENCE, _CHUNK):
        scan.add(whole[start : start + _CHUNK + _LONGEST_REFERENCE])
        if scan.is_unusual:
            return None
    return scan.extent


@dataclass
class _Scan:
    """What the chunks of a big sheet have shown so far."""

    row: int = 0
    column: int = 0
    tags: int = 0
    references: int = 0
    is_unusual: bool = False

    @property
    def extent(self) -> Extent | None:
        """None where a row or cell does not begin with its reference."""
        if self.tags != self.references:
            return None
        return Extent(self.row, self.column)

    def add(self, chunk: Bytes) -> None:
        """Add one chunk, which ends with the first bytes of the next.

        A tag counts in the chunk in which it begins.
        """
        begins = _begins(chunk)
        self.is_unusual |= _has_declaration(chunk, begins)
        cells, rows = _tag_positions(chunk, begins)
        self.tags += len(cells) + len(rows)
        self._add_references(
            chunk, _with_reference(chunk, cells), _with_reference(chunk, rows)
        )

    def _add_references(self, chunk: Bytes, cells: Positions, rows: Positions) -> None:
        """Add the references at these positions: of cells, and of rows."""
        import numpy as np

        self.references += len(cells) + len(rows)
        numbers = rows
        if len(cells):
            columns, letters = _columns(chunk, cells)
            self.column = max(self.column, int(columns.max()))
            numbers = np.concatenate([cells + letters, rows])
        self.row = max(self.row, self._largest_number(chunk, numbers))

    def _largest_number(self, chunk: Bytes, positions: Positions) -> int:
        """The largest of the numbers that begin at these positions.

        Eight bytes make one big-endian integer: among numbers of equally many digits,
        those integers are in the order of the numbers.
        """
        import numpy as np

        windows = np.ndarray(len(chunk) - 7, ">u8", chunk, strides=(1,))
        text = windows[positions].astype(np.uint64)
        wrong = _not_digits(text)
        self.is_unusual |= bool((wrong >> np.uint64(63)).any())
        return _largest(text, wrong)


def _largest(text: Words, wrong: Words) -> int:
    """The largest number; `wrong` marks the bytes of each that are not digits."""
    import numpy as np

    for digits in range(8, 0, -1):
        long_enough = (wrong >> np.uint64(64 - 8 * digits)) == 0
        if long_enough.any():
            largest = int(text[long_enough].max())
            return int(largest.to_bytes(8, "big")[:digits])
    return 0


def _begins(chunk: Bytes) -> Positions:
    """Where a tag, or its name behind a prefix, may begin in this chunk."""
    import numpy as np

    some = chunk[:-1]
    return np.flatnonzero((some == ord("<")) | (some == ord(":")))


def _has_declaration(chunk: Bytes, begins: Positions) -> bool:
    """Whether a comment or CDATA begins in this chunk."""
    is_declared = (chunk[begins] == ord("<")) & (chunk[begins + 1] == ord("!"))
    return bool(is_declared.any())


def _tag_positions(chunk: Bytes, begins: Positions) -> tuple[Positions, Positions]:
    """Where the attributes of `<c` and of `<row` begin, in this chunk."""
    limit = max(len(chunk) - _LONGEST_REFERENCE, 0)
    begins = begins[: begins.searchsorted(limit)]
    first = chunk[begins + 1]
    cells = begins[first == ord("c")]
    rows = begins[first == ord("r")]
    cells = cells[_ends(chunk[cells + 2])] + len("<c ")
    rows = rows[_is_row(chunk, rows)] + len("<row ")
    return cells, rows


def _ends(after: Bytes) -> Mask:
    """Whether these bytes, each behind a name, end it."""
    ends: Mask = (after <= 0x20) | (after == ord(">")) | (after == ord("/"))
    return ends


def _is_row(chunk: Bytes, begins: Positions) -> Mask:
    """Whether a whole `row` begins there, not a longer name; it has an r already."""
    is_row: Mask = (chunk[begins + 2] == ord("o")) & (chunk[begins + 3] == ord("w"))
    return is_row & _ends(chunk[begins + 4])


def _with_reference(chunk: Bytes, positions: Positions) -> Positions:
    """Where the value of r begins, of the tags whose first attribute is r.

    Nearly every program writes them so.
    """
    quote = chunk[positions + 2]
    is_quote = (quote == ord('"')) | (quote == ord("'"))
    is_r = (chunk[positions] == ord("r")) & (chunk[positions + 1] == ord("="))
    value: Positions = positions[is_r & is_quote] + len('r="')
    return value


def _columns(chunk: Bytes, positions: Positions) -> tuple[Integers, Integers]:
    """(column numbers, how many letters) of the references at these positions."""
    import numpy as np

    columns = np.zeros(len(positions), np.int64)
    letters = np.zeros(len(positions), np.int64)
    goes_on = np.ones(len(positions), bool)
    for offset in range(3):
        letter = (chunk[positions + offset] | 0x20) - np.uint8(ord("a"))
        goes_on &= letter < 26
        if not goes_on.any():
            break
        columns = np.where(goes_on, columns * 26 + letter + 1, columns)
        letters += goes_on
    return columns, letters


def _not_digits(text: Words) -> Words:
    """The high bit of each byte that is not an ASCII digit, for eight bytes at once."""
    import numpy as np

    ones = np.uint64(0x0101010101010101)
    low = text & (ones * np.uint64(0x7F))
    above = low + ones * np.uint64(0x7F - ord("9"))
    below = ~(low + ones * np.uint64(0x80 - ord("0")))
    wrong: Words = (text | above | below) & (ones * np.uint64(0x80))
    return wrong
