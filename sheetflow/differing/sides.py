"""One sheet of one of the two workbooks, derived columns too, and what stands in cells that cannot be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from sheetflow.book import Frame, plain_values
from sheetflow.cells import shown
from sheetflow.differing.model import Percent, Value
from sheetflow.differing.texts import text_of
from sheetflow.layout import Layout, find_derived
from sheetflow.numbers import BLANK, IntArray
from sheetflow.reading import RawSheet, read_sheet
from sheetflow.running import Opened
from sheetflow.schema import DERIVED, SheetSchema, sheet_schema
from sheetflow.workbook.model import Grid
from sheetflow.workbook.references import column_name


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

    @cached_property
    def keys(self) -> list[tuple[Value, ...]]:
        """The key of every record; None for a part that is blank."""
        return self.records(self.schema.key)

    def records(self, headers: tuple[str, ...]) -> list[tuple[Value, ...]]:
        """These columns, record by record."""
        everything = np.arange(len(self.frame))
        if not headers:
            return [()] * len(self.frame)
        return list(zip(*(self.values(header, everything) for header in headers), strict=True))

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
        return [odd.get(at, value) for at, value in zip(records.tolist(), values, strict=True)]

    def key_text(self, record: int) -> str:
        """`SO-1`, or of several columns `SO-1 / 1`; empty where the key is still to come."""
        return " / ".join(text_of(part) for part in self.keys[record] if part is not None)

    def cell(self, header: str, record: int) -> str:
        """`C9`; where the sheet has no such column, `row 9`."""
        column, row = self.layout.columns.get(header), self.frame.rows[record]
        return f"{column_name(column)}{row}" if column else f"row {row}"

    @property
    def without_records(self) -> Side:
        """The sheet with nothing in it: what the other workbook has instead of a sheet that it lacks."""
        schema = self.frame.schema
        return Side(self.layout, Frame.empty(schema), {})


def sides(opened: Opened) -> Iterator[tuple[str, Side]]:
    """Every sheet of the contract that has a key, by its name there."""
    for sheet, layout in opened.layouts.items():
        yield sheet, side_of(opened.workbook.read(layout.name), layout)
    for sheet in DERIVED:
        schema = sheet_schema(sheet)
        if sheet in opened.derived and schema.key and sheet not in _KEPT_BY_RUNS:
            grid = opened.workbook.read(opened.derived[sheet])
            found = find_derived(grid, schema)
            if found is not None:
                yield sheet, side_of(grid, found)


_KEPT_BY_RUNS = frozenset({"Run log", "Closed period"})
"""What every run adds to says nothing about the business; `sheetflow verify` is for these."""


def side_of(grid: Grid, layout: Layout) -> Side:
    """A sheet with its derived columns read like facts. `layout` says where they stand."""
    every = replace(layout.schema, columns=tuple(replace(column, derived=False) for column in layout.schema.columns))
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
