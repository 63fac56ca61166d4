"""The columns of a kind of document, and how much text fits into them."""

from __future__ import annotations

from typing import NamedTuple

from sheetflow.documents.xlsx.paper_sizes import PIXEL

_PADDING_PIXELS = 5
_DIGIT_PIXELS = 7
"""A column of width w is 7 w + 5 pixels wide, in Arial of 10 points."""

SAFE_FILL = 0.95
"""How much of a column's width text may take: programs set the same type a little differently."""

BOLD_FILL = 0.92
"""How much less bold text fits on a line."""


class Grid(NamedTuple):
    """The widths of the columns in characters, and the column in which facts and sums begin."""

    widths: tuple[float, ...]
    label_column: int

    @property
    def last_column(self) -> int:
        """The last column."""
        return len(self.widths) - 1

    def ems(self, size: float, first: int = 0, after: int | None = None) -> float:
        """How many ems of text in this size fit into the columns from `first` to the one before `after`."""
        return self.points(first, after) / size * SAFE_FILL

    def points(self, first: int = 0, after: int | None = None) -> float:
        """How wide these columns are together, in points, without the padding of the last."""
        columns = self.widths[first:after]
        pixels = sum(columns) * _DIGIT_PIXELS + _PADDING_PIXELS * (len(columns) - 1)
        return pixels * PIXEL
