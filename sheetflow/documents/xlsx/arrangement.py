"""Columns that are empty in a whole file are left out: their room goes to the description.

The sheet keeps as many columns: those that are left out follow the description, whose cells run over them. So what is
above and below the table stays where it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sheetflow.documents.xlsx.grid import Grid
from sheetflow.documents.xlsx.layout import GROUP_TAG, Cell, Row


@dataclass(frozen=True)
class Arrangement:
    """Which columns of a table are left out, and the column of its descriptions."""

    omitted: frozenset[int] = frozenset()
    description: int = 1

    def order(self, count: int) -> list[int]:
        """The columns in the order in which they are on the sheet."""
        before = range(self.description + 1)
        after = range(self.description + 1, count)
        shown = [column for column in after if column not in self.omitted]
        return [*before, *sorted(self.omitted), *shown]

    def grid(self, grid: Grid) -> Grid:
        """The columns with their widths, as they are on the sheet."""
        order = self.order(len(grid.widths))
        return grid._replace(widths=tuple(grid.widths[column] for column in order))

    def description_ems(self, grid: Grid, size: float) -> float:
        """How many ems of text in this size fit on a line of a description."""
        first = self.description
        after = first + 1 + len(self.omitted)
        return self.grid(grid).ems(size, first, after)

    def rows(self, rows: Iterable[Row], grid: Grid) -> list[Row]:
        """The rows of a table as they are on the sheet."""
        if not self.omitted:
            return list(rows)
        order = self.order(len(grid.widths))
        positions = {column: at for at, column in enumerate(order)}
        return [
            row if row.tag == GROUP_TAG else self._row(row, positions) for row in rows
        ]

    def _row(self, row: Row, positions: dict[int, int]) -> Row:
        cells = [self._cell(cell, positions) for cell in row.cells]
        kept = [cell for cell in cells if cell is not None]
        return row._replace(cells=tuple(kept))

    def _cell(self, cell: Cell, positions: dict[int, int]) -> Cell | None:
        """A cell where it is on the sheet; None in a column that the description runs over."""
        if cell.column in self.omitted:
            return None
        extra = len(self.omitted) if cell.column == self.description else 0
        return cell._replace(column=positions[cell.column], extra_columns=extra)


def empty_columns(columns: Sequence[tuple[int, bool]]) -> frozenset[int]:
    """The columns of which it is true that they are empty."""
    return frozenset(column for column, is_empty in columns if is_empty)


ALL_COLUMNS = Arrangement()
"""Nothing is left out."""
