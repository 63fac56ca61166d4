"""The functions in C, as Python sees them: see the folder native/."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable

Encoded = tuple[bytes, bytes, bytes]
"""For each cell an int64 and an int32, and the texts of all cells: see columns.h."""

Edit = tuple[
    int, bytes, bytes, bytes, bytes, bytes, bytes, int, "Callable[[str], bytes]", int
]
"""Column, letters, rows, the three of Encoded, attribute and number of the style of new
cells, the attribute for an old style, and the options."""

RowTexts = tuple[bytes, bytes, bytes]
"""Rows and where the text of each ends (int64), and the texts."""


class Core(Protocol):
    """The module `_core`."""

    def encode(
        self,
        values: list[Any],
        before: bytes,
        after: bytes,
        ask: Callable[[Any], str],
        /,
    ) -> Encoded:
        """The values of a column as the content of cells.

        `before` and `after` are around a text; `ask` encodes what is rare.
        """

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
