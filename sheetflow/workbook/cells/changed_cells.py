"""Which cells have changed, in a form that is quick to search and to add to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheetflow.workbook.cells.cell_references import Area


class RowSpans:
    """Rows of one column, as spans in order that neither touch nor overlap."""

    def __init__(self) -> None:
        self._first: list[int] = []
        self._last: list[int] = []

    def add(self, first: int, last: int) -> None:
        """Add the rows first..last; spans that they touch become one with them."""
        low = bisect_left(self._last, first - 1)
        high = bisect_right(self._first, last + 1)
        if low < high:
            first = min(first, self._first[low])
            last = max(last, self._last[high - 1])
        self._first[low:high] = [first]
        self._last[low:high] = [last]

    def overlaps(self, first: int, last: int) -> bool:
        """Whether any of the rows first..last is in a span."""
        index = bisect_left(self._last, first)
        return index < len(self._last) and self._first[index] <= last


class ChangedCells:
    """The changed cells of a workbook, by sheet (without regard to case) and column."""

    def __init__(self) -> None:
        self._sheets: dict[str, dict[int, RowSpans]] = defaultdict(
            lambda: defaultdict(RowSpans)
        )

    def __bool__(self) -> bool:
        return bool(self._sheets)

    def add_rows(self, sheet: str, column: int, rows: Sequence[int]) -> None:
        """Add these rows, which ascend, of a column."""
        spans = self._sheets[sheet.casefold()][column]
        first = rows[0]
        last = rows[-1]
        if last - first + 1 == len(rows):
            spans.add(first, last)
            return
        for row in rows:
            spans.add(row, row)

    def add_area(self, sheet: str, area: Area) -> None:
        columns = self._sheets[sheet.casefold()]
        for column in range(area.first_column, area.last_column + 1):
            columns[column].add(area.first_row, area.last_row)

    def overlaps(self, sheet: str, area: Area) -> bool:
        """Whether any cell of the area has changed."""
        columns = self._sheets.get(sheet.casefold())
        if not columns:
            return False
        if area.first_column == area.last_column:
            spans = columns.get(area.first_column)
            return spans is not None and spans.overlaps(area.first_row, area.last_row)
        return any(
            area.first_column <= column <= area.last_column
            and spans.overlaps(area.first_row, area.last_row)
            for column, spans in columns.items()
        )
