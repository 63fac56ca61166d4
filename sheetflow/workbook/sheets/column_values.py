"""Values for cells of one column."""

from __future__ import annotations

import datetime as dt
import itertools
from operator import lt
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sheetflow.workbook.model import Value


class ColumnValues(NamedTuple):
    """`values[i]` is for row `rows[i]` of a column."""

    column: int
    rows: Sequence[int]
    values: Sequence[Value]

    def part(self, start: int, end: int) -> ColumnValues:
        """The cells from position `start` to before `end`."""
        return self._replace(rows=self.rows[start:end], values=self.values[start:end])

    def at(self, positions: Iterable[int]) -> ColumnValues:
        """The cells at these positions."""
        chosen = list(positions)
        rows = [self.rows[i] for i in chosen]
        values = [self.values[i] for i in chosen]
        return self._replace(rows=rows, values=values)

    def ordered(self) -> ColumnValues:
        """The cells by ascending row; of two values for one row, the last."""
        assert len(self.rows) == len(self.values), "a value for every row"
        rows = self.rows
        if not isinstance(rows, range | list):
            rows = [int(row) for row in rows]
        if _ascends(rows):
            return self._replace(rows=rows)
        latest = dict(zip(rows, self.values, strict=True))
        ordered = sorted(latest)
        return self._replace(rows=ordered, values=[latest[row] for row in ordered])

    def by_type(self) -> Iterable[tuple[bool, ColumnValues]]:
        """Dates (True) and other values (False) apart, because their styles differ.

        Blanks go with either.
        """
        types = set(map(type, self.values))
        dates = types & {dt.date, dt.datetime}
        if dates and not types <= {*dates, type(None)}:
            return self._dates_apart()
        return [(bool(dates), self)] if self.values else []

    def _dates_apart(self) -> Iterator[tuple[bool, ColumnValues]]:
        apart: dict[bool, tuple[list[int], list[Value]]] = {}
        for row, value in zip(self.rows, self.values, strict=True):
            is_date = isinstance(value, dt.date)
            rows, values = apart.setdefault(is_date, ([], []))
            rows.append(row)
            values.append(value)
        for is_date, (rows, values) in apart.items():
            yield is_date, ColumnValues(self.column, rows, values)


def _ascends(rows: range | list[int]) -> bool:
    if isinstance(rows, range):
        return rows.step > 0 or len(rows) < 2
    return all(map(lt, rows, itertools.islice(rows, 1, None)))
