"""How far the cells of a sheet reach: told from the cells themselves, never from <dimension>."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.workbook.refusal import RESAVE, RefusedError, shown

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    from numpy.typing import NDArray

    Bytes = NDArray[np.uint8]
    Places = NDArray[np.intp]

LAST_ROW, LAST_COLUMN = 1_048_576, 16_384
MOST_CELLS, MOST_CELLS_IN_ALL = 30_000_000, 60_000_000

_LARGE_GRID, _SHORTEST_CELL = 8_000_000, len("<c><v>1</v></c>")
_LARGEST_EXACT = 8 << 10
_LARGEST_SLOW = 128 << 20
_QUOTED = rb"""(?:[^<>"']|"[^"]*"|'[^']*')*?"""
_ROW_OR_CELL = re.compile(rb"<(?:[\w.\-]+:)?(row|c)(\s" + _QUOTED + rb")?(/?)>(\s*</)?")
_R = re.compile(
    rb"""(?:\s+(?!r[\s=])[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s+r\s*=\s*["']([^"']*)"""
)
_REFERENCE = re.compile(rb"([A-Za-z]{1,3})([0-9]{1,7})")
_HIDDEN = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_CHUNK = 1 << 20
_LONGEST_REFERENCE = 16


class Extent(NamedTuple):
    """The last row and the last column in use, 1-based; 0 for an empty sheet."""

    row: int
    column: int

    @property
    def cells(self) -> int:
        return self.row * self.column

    def is_sparse(self, size: int) -> bool:
        """Whether a sheet of `size` bytes fills little of a large grid (calamine takes 32 bytes a cell)."""
        return self.cells > _LARGE_GRID and size // _SHORTEST_CELL < self.cells // 4


def check_extent(sheet: str, data: bytes) -> Extent:
    """At least the extent of a sheet (UTF-8 XML). Raises RefusedError when its grid is beyond the limit."""
    if len(data) > _LARGEST_EXACT:
        bound = _bound(data)
        if (
            bound
            and bound.row <= LAST_ROW
            and bound.column <= LAST_COLUMN
            and bound.cells <= MOST_CELLS
        ):
            return bound
        if len(data) > _LARGEST_SLOW:
            raise RefusedError(
                f"the sheet {shown(sheet)} is too large for the form that it is in; {RESAVE}"
            )
    found = exact_extent(sheet, data)
    if found.cells > MOST_CELLS:
        raise RefusedError(
            f"the sheet {shown(sheet)} reaches to row {found.row:,} and column {found.column:,}, more than"
            f" {MOST_CELLS:,} cells; delete the stray cells far below and to the right, and save it"
        )
    return found


def check_extents(extents: dict[str, Extent], read: Callable[[str], bytes]) -> None:
    """Raises RefusedError when the grids of all sheets together are beyond the limit.

    `read` gives a sheet's XML in UTF-8: where the bounds alone say so, the large sheets are looked at again, exactly.
    """
    if sum(extent.cells for extent in extents.values()) <= MOST_CELLS_IN_ALL:
        return
    for sheet, extent in extents.items():
        if (
            extent.cells > MOST_CELLS_IN_ALL // len(extents)
            and len(data := read(sheet)) <= _LARGEST_SLOW
        ):
            extents[sheet] = exact_extent(sheet, data)
    total = sum(extent.cells for extent in extents.values())
    if total > MOST_CELLS_IN_ALL:
        raise RefusedError(
            f"its sheets reach over {total:,} cells, more than {MOST_CELLS_IN_ALL:,};"
            " delete the stray cells far below and to the right, and save it"
        )


def exact_extent(sheet: str, data: bytes) -> Extent:
    """The extent of the cells that hold something, each looked at: rows and cells may lack their reference.

    Raises RefusedError for a reference that Excel does not have.
    """
    row = column = last_row = last_column = 0
    hides = b"<!" in data or data.find(b"<?", 1) >= 0
    visible = _HIDDEN.sub(b"", data) if hides else data
    for kind, attributes, closed, blank in _ROW_OR_CELL.findall(visible):
        reference = _R.match(attributes)
        if kind == b"row":
            row, column = _row_number(sheet, reference[1]) if reference else row + 1, 0
            continue
        row, column = (
            _position(sheet, reference[1]) if reference else (max(row, 1), column + 1)
        )
        if not (closed or blank):
            last_row, last_column = max(last_row, row), max(last_column, column)
    return Extent(last_row, last_column)


def _row_number(sheet: str, text: bytes) -> int:
    if not re.fullmatch(rb"[0-9]{1,7}", text) or not 0 < int(text) <= LAST_ROW:
        raise _no_such(sheet, "row", text)
    return int(text)


def _position(sheet: str, text: bytes) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(text)
    if not found:
        raise _no_such(sheet, "cell", text)
    column = 0
    for letter in found[1].upper():
        column = column * 26 + letter - 64
    row = int(found[2])
    if not (0 < row <= LAST_ROW and column <= LAST_COLUMN):
        raise _no_such(sheet, "cell", text)
    return row, column


def _no_such(sheet: str, what: str, text: bytes) -> RefusedError:
    named = shown(text.decode(errors="replace"))
    return RefusedError(
        f"the sheet {shown(sheet)} has a {what} {named}, which Excel does not have; {RESAVE}"
    )


# ------------------------------------------------------------------ the quick bound of a big sheet


class _Seen:
    """What the chunks of a big sheet have shown so far."""

    def __init__(self) -> None:
        self.row = self.column = self.tags = self.references = 0
        self.unusual = False


def _bound(data: bytes) -> Extent | None:
    """At least the extent of every cell, or None where the form of a row or cell is too unusual to tell."""
    import numpy as np

    whole, seen = np.frombuffer(data, np.uint8), _Seen()
    for at in range(0, len(whole) - _LONGEST_REFERENCE, _CHUNK):
        _look(whole[at : at + _CHUNK + _LONGEST_REFERENCE], seen)
        if seen.unusual:
            return None
    if seen.tags != seen.references:
        return None
    return Extent(seen.row, seen.column)


def _look(chunk: Bytes, seen: _Seen) -> None:
    """Take in one chunk, which ends with the first bytes of the next: a tag counts where it begins."""
    import numpy as np

    ends = (chunk[1:] <= 0x20) | (chunk[1:] == ord(">")) | (chunk[1:] == ord("/"))
    opens = chunk[:-1] == ord("<")
    seen.unusual |= bool((opens & (chunk[1:] == ord("!"))).any())
    begins = opens | (chunk[:-1] == ord(":"))
    limit = max(len(chunk) - _LONGEST_REFERENCE, 0)
    cell = begins[:-1] & (chunk[1:-1] == ord("c")) & ends[1:]
    row = (
        begins[:-3]
        & (chunk[1:-3] == ord("r"))
        & (chunk[2:-2] == ord("o"))
        & (chunk[3:-1] == ord("w"))
    )
    row &= ends[3:]
    starts = (np.flatnonzero(cell[:limit]) + 3, np.flatnonzero(row[:limit]) + 5)
    seen.tags += len(starts[0]) + len(starts[1])
    _references(chunk, *starts, seen)


def _references(chunk: Bytes, cells: Places, rows: Places, seen: _Seen) -> None:
    """Take in the references of tags whose first attribute is r, as nearly every program writes them."""
    import numpy as np

    cells, rows = _with_reference(chunk, cells), _with_reference(chunk, rows)
    seen.references += len(cells) + len(rows)
    numbers = rows
    if len(cells):
        column, letters = _columns(chunk, cells)
        seen.column = max(seen.column, int(column.max()))
        numbers = np.concatenate([cells + letters, rows])
    seen.row = max(seen.row, _largest_number(chunk, numbers, seen))


def _with_reference(chunk: Bytes, at: Places) -> Places:
    """Where the value of r begins, of those tags that go on with r=" or r='."""
    quote = chunk[at + 2]
    found = (
        (chunk[at] == ord("r"))
        & (chunk[at + 1] == ord("="))
        & ((quote == 0x22) | (quote == 0x27))
    )
    value: Places = at[found] + 3
    return value


def _columns(chunk: Bytes, at: Places) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(column numbers, how many letters) of the references at these places."""
    import numpy as np

    column, letters = np.zeros(len(at), np.int64), np.zeros(len(at), np.int64)
    more = np.ones(len(at), bool)
    for place in range(3):
        letter = (chunk[at + place] | 0x20) - np.uint8(ord("a"))
        more &= letter < 26
        if not more.any():
            break
        column = np.where(more, column * 26 + letter + 1, column)
        letters += more
    return column, letters


def _largest_number(chunk: Bytes, at: Places, seen: _Seen) -> int:
    """The largest of the numbers that begin at these places.

    Eight bytes as one big-endian integer: among numbers of equally many digits, its order is theirs.
    """
    import numpy as np

    text = np.ndarray(len(chunk) - 7, ">u8", chunk, strides=(1,))[at].astype(np.uint64)
    wrong = _not_digits(text)
    seen.unusual |= bool((wrong >> np.uint64(63)).any())
    for digits in range(8, 0, -1):
        long_enough = (wrong >> np.uint64(64 - 8 * digits)) == 0
        if long_enough.any():
            largest = int(text[long_enough].max())
            return int(largest.to_bytes(8, "big")[:digits])
    return 0


def _not_digits(text: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """The high bit of each byte that is not an ASCII digit, for eight bytes at once."""
    import numpy as np

    ones = np.uint64(0x0101010101010101)
    low = text & (ones * np.uint64(0x7F))
    above = low + ones * np.uint64(0x7F - ord("9"))
    below = ~(low + ones * np.uint64(0x80 - ord("0")))
    wrong: NDArray[np.uint64] = (text | above | below) & (ones * np.uint64(0x80))
    return wrong
