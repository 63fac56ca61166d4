"""Which cells have changed, in a form that is quick to ask and to add to."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sheetflow.workbook.cells.cell_references import Area


class RowSpans:
    """Rows of one column, as stretches that neither touch nor overlap, in order."""

    def __init__(self) -> None:
        self._first: list[int] = []
        self._last: list[int] = []

    def add(self, first: int, last: int) -> None:
        low, high = (
            bisect_left(self._last, first - 1),
            bisect_right(self._first, last + 1),
        )
        if low < high:
            first, last = min(first, self._first[low]), max(last, self._last[high - 1])
        self._first[low:high], self._last[low:high] = [first], [last]

    def overlaps(self, first: int, last: int) -> bool:
        place = bisect_left(self._last, first)
        return place < len(self._last) and self._first[place] <= last


class ChangedCells:
    """The changed cells of a workbook, by sheet and column. Sheets' names count without regard to case."""

    def __init__(self) -> None:
        self._sheets: dict[str, dict[int, RowSpans]] = defaultdict(
            lambda: defaultdict(RowSpans)
        )

    def __bool__(self) -> bool:
        return bool(self._sheets)

    def add_rows(self, sheet: str, column: int, rows: Sequence[int]) -> None:
        """These rows, which ascend, of a column."""
        spans = self._sheets[sheet.casefold()][column]
        if rows[-1] - rows[0] + 1 == len(rows):
            spans.add(rows[0], rows[-1])
            return
        for row in rows:
            spans.add(row, row)

    def add_area(self, sheet: str, area: Area) -> None:
        columns = self._sheets[sheet.casefold()]
        for column in range(area.first_column, area.last_column + 1):
            columns[column].add(area.first_row, area.last_row)

    def overlaps(self, sheet: str, area: Area) -> bool:
        """Has any cell of the area changed?"""
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
