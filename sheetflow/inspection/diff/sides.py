"""One sheet of one of the two workbooks, derived columns too, and what stands in cells that cannot be read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sheetflow.domain.book import Frame, plain_values
from sheetflow.domain.numbers import BLANK, AnyArray, IntArray, Mask
from sheetflow.domain.schema import SheetSchema
from sheetflow.inspection.diff.model import Percent, Value
from sheetflow.inspection.diff.texts import text_of
from sheetflow.reading.cells import shown
from sheetflow.reading.locate import Layout
from sheetflow.reading.sheets import RawSheet, read_sheet
from sheetflow.workbook.cells.cell_references import column_name
from sheetflow.workbook.model import Grid


@dataclass(frozen=True)
class Side:
    """The records of a sheet; `unread` holds, by header and record, the cells whose entry the typed column cannot."""

    layout: Layout
    frame: Frame
    unread: Mapping[str, Mapping[int, str]]

    @property
    def schema(self) -> SheetSchema:
        """The sheet's declaration."""
        return self.layout.schema

    def entries(self, header: str) -> AnyArray:
        """A whole column as it is compared: typed, and what cannot be read as it was entered."""
        odd = self.unread.get(header)
        if not odd:
            return self.frame[header]
        mixed = self.frame[header].astype(object)
        mixed[list(odd)] = list(odd.values())
        return mixed

    def given(self, header: str) -> Mask:
        """Where something was entered, readable or not."""
        given = self.frame.given(header)
        given[list(self.unread.get(header, ()))] = True
        return given

    def values(self, header: str, records: IntArray) -> list[Value]:
        """A column at these records, as values that people know: percentages are named, odd cells are as entered."""
        column = self.schema.column(header)
        plain = plain_values(column, self.frame[header][records])
        values: list[Value] = plain
        if column.kind == "percent":
            values = [None if value is None else Percent(value) for value in plain]
        odd = self.unread.get(header)
        if not odd:
            return values
        return [
            odd.get(at, value)
            for at, value in zip(records.tolist(), values, strict=True)
        ]

    def key_texts(self, records: IntArray) -> list[str]:
        """`SO-1`, or of several columns `SO-1 / 1`; empty where the key is still to come."""
        parts = [
            map(text_of, self.values(header, records)) for header in self.schema.key
        ]
        return [" / ".join(filter(None, key)) for key in zip(*parts, strict=True)]

    def cells(self, header: str, records: IntArray) -> list[str]:
        """`C9`; where the sheet has no such column, `row 9`."""
        column = self.layout.columns.get(header)
        before = column_name(column) if column else "row "
        return [f"{before}{row}" for row in self.frame.rows[records].tolist()]

    @property
    def without_records(self) -> Side:
        """The sheet with nothing in it: what the other workbook has instead of a sheet that it lacks."""
        schema = self.frame.schema
        return Side(self.layout, Frame.empty(schema), {})


def side_of(grid: Grid, layout: Layout) -> Side:
    """A sheet with its derived columns read like facts. `layout` says where they stand."""
    every = replace(
        layout.schema,
        columns=tuple(
            replace(column, derived=False) for column in layout.schema.columns
        ),
    )
    read = read_sheet(grid, replace(layout, schema=every))
    return Side(layout, read.frame, _unread(read))


def _unread(read: RawSheet) -> dict[str, dict[int, str]]:
    """The entries that were no value of their column's kind."""
    found: dict[str, dict[int, str]] = {}
    for problem in read.problems:
        if problem.record >= 0 and problem.column in read.raw:
            typed = read.frame[problem.column][problem.record]
            if typed is None or (not isinstance(typed, str) and typed == BLANK):
                entry = shown(read.raw[problem.column][problem.record])
                found.setdefault(problem.column, {})[problem.record] = entry
    return found
