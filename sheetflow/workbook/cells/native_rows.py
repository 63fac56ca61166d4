"""Rows with the cells of column edits in them, all of a sheet at once, in C.

The result is that of `RowWriter` and `planned_rows`, which remain for what is rare: then
`spliced_rows` returns None, and Python writes the sheet or says what is wrong.
"""

from __future__ import annotations

from array import array
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from sheetflow.errors import SheetflowError
from sheetflow.workbook.archive.xml_text import attributes_text
from sheetflow.workbook.cells.column_edits import (
    NO_STYLE,
    ColumnEdit,
    style_attribute,
)
from sheetflow.workbook.cells.row_heights import with_height
from sheetflow.workbook.native import core

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sheetflow.workbook.cells.cell_encoder import CellEncoder
    from sheetflow.workbook.native.functions import Edit, Encoded, RowTexts

_KEEPS_BLANKS = 1
_ONLY_EMPTY = 2
_OVERWRITES_FORMULAS = 4
_RESTYLES = 8
_REMOVES_BLANKS = 16

_CONTENT_KEPT = -3
_LONGEST_STYLE = 5


class RowBytes(NamedTuple):
    """The rows of a sheet: the bytes [start, end) of its XML."""

    data: bytes
    start: int
    end: int


NO_ROWS = RowBytes(b"", 0, 0)


class RowLook(NamedTuple):
    """XML attributes by row: of new rows, and the height of rows that get cells.

    Rows without cells are written only if `keeps_empty`.
    """

    attributes: Mapping[int, str]
    heights: Mapping[int, str]
    keeps_empty: bool = False


def look_of_rows(
    new_rows: Mapping[int, Mapping[str, str]], heights: Mapping[int, float]
) -> RowLook:
    """The look by the attributes of new rows, and the heights of all that get cells."""
    new = dict(new_rows)
    for row, height in heights.items():
        new[row] = with_height(new.get(row, {}), height)
    attributes = {row: attributes_text(some) for row, some in new.items()}
    texts = {row: _height_text(height) for row, height in heights.items()}
    return RowLook(attributes, texts)


def _height_text(height: float) -> str:
    return attributes_text(with_height({}, height))


def spliced_rows(
    rows: RowBytes, edits: list[ColumnEdit], encoder: CellEncoder, look: RowLook
) -> bytes | None:
    """The rows with the edits' cells in them; None where Python has to write them."""
    native = core()
    if native is None or encoder.prefix:
        return None
    filled = [edit for edit in edits if len(edit.rows)]
    if not all(map(_is_usual, filled)):
        return None
    encode = _EditEncoder(encoder)
    try:
        encoded = tuple(map(encode, sorted(filled, key=_column)))
    except SheetflowError:
        return None  # Python names the cell
    attributes = _row_texts(look.attributes)
    heights = _row_texts(look.heights)
    return native.splice(*rows, encoded, attributes, heights, look.keeps_empty)


def _column(edit: ColumnEdit) -> int:
    return edit.column


def _is_usual(edit: ColumnEdit) -> bool:
    """Whether the style of new cells is a plain number, and nothing is encoded yet."""
    style = edit.new_style or "0"
    is_number = style.isascii() and style.isdigit() and len(style) <= _LONGEST_STYLE
    return edit.tails is None and is_number and str(int(style)) == style


class _EditEncoder:
    """Makes of each edit what the functions in C take."""

    def __init__(self, encoder: CellEncoder) -> None:
        self._encoder = encoder
        self._rows: dict[int, tuple[Sequence[int], bytes]] = {}

    def __call__(self, edit: ColumnEdit) -> Edit:
        """Raises SheetflowError for a value that no cell can have."""
        return (
            edit.column,
            edit.letters.encode(),
            self._numbers(edit.rows),
            *self._contents(edit),
            style_attribute(edit.new_style).encode(),
            int(edit.new_style or "0"),
            partial(_attribute_over, edit),
            _options(edit),
        )

    def _numbers(self, rows: Sequence[int]) -> bytes:
        """Row numbers as int64. Edits of one sheet mostly share their rows."""
        known = self._rows.get(id(rows))
        if known is None:
            known = self._rows[id(rows)] = (rows, array("q", rows).tobytes())
        return known[1]

    def _contents(self, edit: ColumnEdit) -> Encoded:
        if edit.values is None:
            count = len(edit.rows)
            kept = array("i", [_CONTENT_KEPT]) * count
            return bytes(8 * count), kept.tobytes(), b""
        return self._encoder.encoded(edit.values)


def _attribute_over(edit: ColumnEdit, style: str) -> bytes:
    return style_attribute(edit.style_over(style)).encode()


def _options(edit: ColumnEdit) -> int:
    options = edit.options
    keeps_blanks = options.keep_blanks and edit.new_style not in NO_STYLE
    chosen = (
        (keeps_blanks, _KEEPS_BLANKS),
        (options.only_empty, _ONLY_EMPTY),
        (options.overwrite_formulas, _OVERWRITES_FORMULAS),
        (options.restyle, _RESTYLES),
        (options.remove_blanks, _REMOVES_BLANKS),
    )
    return sum(flag for is_chosen, flag in chosen if is_chosen)


def _row_texts(texts: Mapping[int, str]) -> RowTexts:
    ordered = sorted(texts.items())
    encoded = [text.encode() for _, text in ordered]
    ends = array("q")
    end = 0
    for text in encoded:
        end += len(text)
        ends.append(end)
    rows = array("q", [row for row, _ in ordered])
    return rows.tobytes(), ends.tobytes(), b"".join(encoded)
