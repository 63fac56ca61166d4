"""How far the cells of a sheet reach, from the cells themselves, never <dimension>."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from sheetflow.workbook.guards.extent_scan import Extent, quick_extent
from sheetflow.workbook.refusal import RESAVE, RefusedError, printable

if TYPE_CHECKING:
    from collections.abc import Callable

    from sheetflow.workbook.native.functions import Scan

LAST_ROW = 1_048_576
LAST_COLUMN = 16_384
MOST_CELLS = 30_000_000
MOST_CELLS_IN_ALL = 60_000_000

_LARGEST_EXACT = 8 << 10
_LARGEST_SLOW = 128 << 20
_QUOTED = rb"""(?:[^<>"']|"[^"]*"|'[^']*')*?"""
_ROW_OR_CELL = re.compile(rb"<(?:[\w.\-]+:)?(row|c)(\s" + _QUOTED + rb")?(/?)>(\s*</)?")
_R = re.compile(
    rb"""(?:\s+(?!r[\s=])[^\s=]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s+r\s*=\s*["']([^"']*)"""
)
_REFERENCE = re.compile(rb"([A-Za-z]{1,3})([0-9]{1,7})")
_DIGITS = re.compile(rb"[0-9]{1,7}")
_HIDDEN = re.compile(rb"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>", re.DOTALL)
_STRAY = "delete the stray cells far below and to the right, then save it"


def check_extent(sheet: str, data: bytes, scan: Scan | None = None) -> Extent:
    """At least the extent of a sheet (UTF-8 XML); `scan` is what C has read of it.

    Raises RefusedError when its grid is beyond the limit.
    """
    bound = _allowed_bound(data, scan) if len(data) > _LARGEST_EXACT else None
    return bound or _allowed_extent(sheet, data)


def _allowed_extent(sheet: str, data: bytes) -> Extent:
    """The exact extent. Raises RefusedError when it is beyond the limit, or unknown."""
    _check_readable(sheet, data)
    found = exact_extent(sheet, data)
    if found.cells > MOST_CELLS:
        raise _too_far(sheet, found)
    return found


def _check_readable(sheet: str, data: bytes) -> None:
    """Raises RefusedError for a sheet that would take too long to read."""
    if len(data) > _LARGEST_SLOW:
        problem = "is too large to read in the way it was written"
        raise RefusedError(f"the sheet {printable(sheet)} {problem}; {RESAVE}")


def _too_far(sheet: str, extent: Extent) -> RefusedError:
    corner = f"row {extent.row:,} and column {extent.column:,}"
    return RefusedError(
        f"the sheet {printable(sheet)} extends to {corner}, "
        f"more than {MOST_CELLS:,} cells; {_STRAY}"
    )


def _allowed_bound(data: bytes, scan: Scan | None) -> Extent | None:
    """The extent by a quick scan; None where it is unknown or beyond a limit."""
    if scan:
        bound: Extent | None = Extent(scan.last_row, scan.last_column)
    else:
        bound = quick_extent(data)
    if bound is None or bound.cells > MOST_CELLS:
        return None
    return bound if _is_within_sheet(bound) else None


def _is_within_sheet(extent: Extent) -> bool:
    return extent.row <= LAST_ROW and extent.column <= LAST_COLUMN


def check_extents(extents: dict[str, Extent], read: Callable[[str], bytes]) -> None:
    """Raises RefusedError when the grids of all sheets together are beyond the limit.

    `read` gives a sheet's XML in UTF-8. Where the bounds alone are beyond the limit,
    the large sheets are measured exactly, and `extents` gets the result.
    """
    if _total(extents) <= MOST_CELLS_IN_ALL:
        return
    _measure_large(extents, read)
    total = _total(extents)
    if total > MOST_CELLS_IN_ALL:
        raise RefusedError(
            f"its sheets extend over {total:,} cells, more than {MOST_CELLS_IN_ALL:,}; "
            f"{_STRAY}"
        )


def _measure_large(extents: dict[str, Extent], read: Callable[[str], bytes]) -> None:
    """Replace the bounds of the large sheets by their exact extents."""
    large = MOST_CELLS_IN_ALL // len(extents)
    for sheet, extent in extents.items():
        if extent.cells <= large:
            continue
        data = read(sheet)
        if len(data) <= _LARGEST_SLOW:
            extents[sheet] = exact_extent(sheet, data)


def _total(extents: dict[str, Extent]) -> int:
    return sum(extent.cells for extent in extents.values())


def exact_extent(sheet: str, data: bytes) -> Extent:
    """The extent of the cells with content, from every cell.

    Rows and cells may lack their reference. Raises RefusedError for a reference that
    Excel does not have.
    """
    row = column = last_row = last_column = 0
    for kind, attributes, closed, blank in _ROW_OR_CELL.findall(_visible(data)):
        reference = _R.match(attributes)
        if kind == b"row":
            row = _row_number(sheet, reference[1]) if reference else row + 1
            column = 0
            continue
        if reference:
            row, column = _position(sheet, reference[1])
        else:
            row = max(row, 1)
            column += 1
        if not (closed or blank):
            last_row = max(last_row, row)
            last_column = max(last_column, column)
    return Extent(last_row, last_column)


def _visible(data: bytes) -> bytes:
    """The sheet without comments, CDATA and processing instructions."""
    may_hide = b"<!" in data or data.find(b"<?", 1) >= 0
    return _HIDDEN.sub(b"", data) if may_hide else data


def _row_number(sheet: str, text: bytes) -> int:
    if not _DIGITS.fullmatch(text) or not 0 < int(text) <= LAST_ROW:
        raise _no_such(sheet, "row", text)
    return int(text)


def _position(sheet: str, text: bytes) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(text)
    if not found:
        raise _no_such(sheet, "cell", text)
    row = int(found[2])
    column = _column_number(found[1])
    if not (0 < row <= LAST_ROW and column <= LAST_COLUMN):
        raise _no_such(sheet, "cell", text)
    return row, column


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + letter - 64
    return number


def _no_such(sheet: str, what: str, text: bytes) -> RefusedError:
    reference = printable(text.decode(errors="replace"))
    return RefusedError(
        f"the sheet {printable(sheet)} has a {what} {reference}, "
        f"which Excel does not have; {RESAVE}"
    )
