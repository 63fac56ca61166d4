"""A panel of the dashboard: a heading, a small table of live figures, and a chart over it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sheetflow.domain.messages import in_own_language
from sheetflow.workbook.cells.cell_references import Area
from sheetflow.workbook.cells.page_layout import (
    CellStyle,
    ChartDesign,
    PageCell,
    Series,
)
from sheetflow.workbook.model import Value
from sheetflow.writing.dashboard import styles

LEFT = 2
RIGHT = 9
"""The first columns of the panels on the left and on the right."""

WIDTH = 6
"""How many columns a panel has."""

HELPER = 16
"""A hidden column, right of everything, with the positions in Products of the products that are short."""

FIGURES = 4
TOP = 8
CHARTS = 15
BOTTOM = 28
"""The first rows of the key figures, of the upper panels, of their charts, and of the lower panels."""

THIRD = 39
"""The first row of the panels below the lower ones, which few workbooks have."""

LAST = THIRD + 10
"""The last row of those panels."""

CHART_ROWS = 12


@dataclass
class Panel:
    """Cells that belong together: if the owner moved or reworded any of its texts, all of it is theirs."""

    cells: list[PageCell] = field(default_factory=list)
    charts: list[ChartDesign] = field(default_factory=list)
    may_be_added: bool = False
    """Whether it is added to a dashboard that was made without it, where its cells are empty."""

    def put(self, row: int, column: int, value: Value, style: CellStyle) -> None:
        """Add a cell."""
        self.cells.append(PageCell(row, column, value, style))

    def fill(self, row: int, first: int, last: int, style: CellStyle) -> None:
        """Style the empty cells of a row."""
        taken = {cell.column for cell in self.cells if cell.row == row}
        for column in range(first, last + 1):
            if column not in taken:
                self.put(row, column, None, style)

    def head(self, row: int, column: int, title: str, remark: Value) -> None:
        """Add the heading, and what it means at the right end of its row."""
        self.put(row, column, title, styles.HEADING)
        self.put(row, column + WIDTH - 1, remark, styles.right(styles.REMARK))

    def headers(self, row: int, column: int, texts: Sequence[str]) -> None:
        """Add the headers of the panel's table; the first, over names, is left-aligned."""
        first, *others = texts
        self.put(row, column, first, styles.HEADER)
        for at, text in enumerate(others, column + 1):
            self.put(row, at, text, styles.right(styles.HEADER))
        self.fill(row, column, column + WIDTH - 1, styles.HEADER)

    def chart(self, chart: ChartDesign) -> None:
        """Add a chart."""
        self.charts.append(chart)


def chart_area(column: int) -> Area:
    """The area of the chart below an upper panel."""
    return Area(CHARTS, column, CHARTS + CHART_ROWS - 1, column + WIDTH - 1)


def bars_beside(
    title: str, first: int, last: int, column: int, colour: str
) -> ChartDesign:
    """Bare bars at the right of a panel: one next to each row, as long as the figure in its fourth column."""
    figures = Area(first, column + 3, last, column + 3)
    return ChartDesign(
        in_own_language(title),
        Area(first, column + 4, last, column + 5),
        Area(first, column, last, column),
        (Series(figures, colour),),
        horizontal=True,
        bare=True,
    )
