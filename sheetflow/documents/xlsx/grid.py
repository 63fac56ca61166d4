"""The columns of a kind of documents, and how much text they hold."""

from __future__ import annotations

from typing import NamedTuple

from sheetflow.documents.xlsx.paper_sizes import PIXEL

_PADDING, _DIGIT = 5, 7
"""A column of width w is 7 w + 5 pixels wide, in Arial of 10 points."""

SURE = 0.95
"""How much of a column is filled: programs set the same type a little differently."""

BOLD = 0.92
"""How much less bold type there is to a line."""


class Grid(NamedTuple):
    """The widths of the columns in characters, and the column in which facts and sums begin."""

    widths: tuple[float, ...]
    labels: int

    @property
    def last(self) -> int:
        """The last column."""
        return len(self.widths) - 1

    def ems(self, size: float, first: int = 0, after: int | None = None) -> float:
        """How wide text in type of this size may be in the columns from `first` to the one before `after`."""
        return self.points(first, after) / size * SURE

    def points(self, first: int = 0, after: int | None = None) -> float:
        """How many points of text these columns hold."""
        columns = self.widths[first:after]
        return (sum(columns) * _DIGIT + _PADDING * (len(columns) - 1)) * PIXEL
