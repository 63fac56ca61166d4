"""The rows of a sheet of changes as XML, whole columns at a time.

A comparison may have a hundred thousand rows, for which xlsxwriter takes a minute: it calls a dozen functions for each
cell. It makes the sheet with its header and one row of formats, and this module puts the rows in place of that row.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sheetflow.domain.messages import own_text
from sheetflow.inspection.diff.differences import (
    KIND_WORDS,
    Change,
    Kind,
    Percent,
    Value,
)
from sheetflow.workbook.cells.cell_encoder import LONGEST_TEXT, CellEncoder
from sheetflow.workbook.model import Value as CellValue

Format = tuple[Kind, type]
"""What the format of a cell depends on: the kind of change, and the type of the value."""

LINE = 15
"""The height of a line of text in points."""

HIGHEST_ROW = 400
"""In points; Excel allows 409."""

_FORMATS = re.compile(rb'<row r="2"[^>]*>(.*?)</row>')
_STYLE = re.compile(rb'\ss="([0-9]+)"')
_DIMENSION = re.compile(rb'<dimension ref="[^"]*"/>')


def with_changes(
    sheet: bytes,
    changes: Sequence[Change],
    formats: Iterable[Format],
    widths: Sequence[int],
) -> bytes:
    """The XML of a sheet with a row for each change in place of its row 2, which has one cell of each of `formats`.

    `widths` are those of the columns, in characters.
    """
    found = _FORMATS.search(sheet)
    assert found, "the sheet has a row of formats"
    styles = [number.decode() for number in _STYLE.findall(found[1])]
    rows = "".join(_rows(changes, dict(zip(formats, styles, strict=True)), widths))
    last = f"{'ABCDEF'[len(widths) - 1]}{len(changes) + 1}"
    before = _DIMENSION.sub(
        f'<dimension ref="A1:{last}"/>'.encode(), sheet[: found.start()]
    )
    return b"".join((before, rows.encode(), sheet[found.end() :]))


def _columns(changes: Sequence[Change]) -> list[Sequence[Value]]:
    """The values of the changes' rows by column, in the language of the new workbook."""
    words = {kind: word.translated() for kind, word in KIND_WORDS.items()}
    whole_row = own_text("(whole row)")
    return [
        [change.key for change in changes],
        [change.cell for change in changes],
        [words[change.kind] for change in changes],
        [change.column or whole_row for change in changes],
        [change.before for change in changes],
        [change.after for change in changes],
    ]


def height(value: Value, width: int) -> float:
    """The height in points of a row with this text in a column `width` characters wide."""
    if not isinstance(value, str):
        return LINE
    if len(value) * 11 < width * 10 and "\n" not in value:
        return LINE
    lines = sum(1 + len(line) * 11 // (width * 10) for line in value.split("\n"))
    return min(lines * LINE, HIGHEST_ROW)


def _rows(
    changes: Sequence[Change], styles: Mapping[Format, str], widths: Sequence[int]
) -> Iterator[str]:
    """The rows of these changes, from row 2 on."""
    columns = _columns(changes)
    kinds = [change.kind for change in changes]
    cells = [
        _cells(letter, values, kinds, styles)
        for letter, values in zip("ABCDEF", columns, strict=False)
    ]
    heights = [
        [height(value, width) for value in values]
        for values, width in zip(columns, widths, strict=True)
    ]
    tallest = map(max, zip(*heights, strict=True))
    for row, (points, parts) in enumerate(
        zip(tallest, zip(*cells, strict=True), strict=True), 2
    ):
        given = "" if points == LINE else f' ht="{points:g}" customHeight="1"'
        body = "".join(parts).replace("\0", str(row))
        yield f'<row r="{row}"{given}>{body}</row>'


def _cells(
    letter: str,
    values: Sequence[Value],
    kinds: Sequence[Kind],
    styles: Mapping[Format, str],
) -> Iterator[str]:
    """The cells of a column, with \\0 for the number of the row."""
    tails = CellEncoder().column([_stored(value) for value in values])
    starts = {
        format_: f'<c r="{letter}\0" s="{style}"' for format_, style in styles.items()
    }
    for kind, value, tail in zip(kinds, values, tails, strict=True):
        yield starts[kind, type(value) if value is not None else str] + tail


def _stored(value: Value) -> CellValue:
    """A value as the cell stores it: a percentage as a fraction of 1."""
    if isinstance(value, str):
        return value[:LONGEST_TEXT]
    if isinstance(value, Percent):
        return float(value.number / 100)
    if isinstance(value, Decimal):
        return float(value)
    assert value is None or isinstance(value, date)
    return value
