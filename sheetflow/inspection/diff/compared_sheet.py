"""One sheet of one of the two workbooks, with derived columns and unreadable cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from msgspec import structs

from sheetflow.domain.frame import Frame, plain_values
from sheetflow.domain.numbers import BLANK, AnyArray, IntArray, Mask
from sheetflow.domain.schema import Column, SheetSchema
from sheetflow.inspection.diff.differences import Percent, Value
from sheetflow.inspection.diff.value_text import text_of
from sheetflow.reading.cells import shown
from sheetflow.reading.locate import Layout
from sheetflow.reading.sheets import RawSheet, read_sheet
from sheetflow.reading.text_conventions import NO_LOCALE, TextConventions
from sheetflow.workbook.cells.cell_references import column_name
from sheetflow.workbook.model import Grid

Unreadable = Mapping[str, Mapping[int, str]]
"""By header and record, the entries that are no values of their column's type."""


@dataclass(frozen=True)
class ComparedSheet:
    """The records of a sheet. `unreadable` has the entries that the frame cannot."""

    layout: Layout
    frame: Frame
    unreadable: Unreadable

    @property
    def schema(self) -> SheetSchema:
        """The sheet's declaration."""
        return self.layout.schema

    def entries(self, header: str) -> AnyArray:
        """A column as it is compared: typed values, unreadable cells as entered."""
        unreadable = self.unreadable.get(header)
        if not unreadable:
            return self.frame[header]
        mixed = self.frame[header].astype(object)
        mixed[list(unreadable)] = list(unreadable.values())
        return mixed

    def given(self, header: str) -> Mask:
        """The records where something was entered, readable or not."""
        given = self.frame.given(header)
        given[list(self.unreadable.get(header, ()))] = True
        return given

    def values(self, header: str, records: IntArray) -> list[Value]:
        """A column at these records, as values that people know.

        Percentages are marked as such; unreadable cells are as entered.
        """
        column = self.schema.column(header)
        plain = plain_values(column, self.frame[header][records])
        values: list[Value] = plain
        if column.kind == "percent":
            values = [None if value is None else Percent(value) for value in plain]
        unreadable = self.unreadable.get(header)
        if not unreadable:
            return values
        pairs = zip(records.tolist(), values, strict=True)
        return [unreadable.get(record, value) for record, value in pairs]

    def key_texts(self, records: IntArray) -> list[str]:
        """`SO-1`, or `SO-1 / 1` for a key of two columns; empty before it is given."""
        headers = [*self.schema.key, *filter(None, [self.schema.dated])]
        parts = [map(text_of, self.values(header, records)) for header in headers]
        return [" / ".join(filter(None, key)) for key in zip(*parts, strict=True)]

    def cells(self, header: str, records: IntArray) -> list[str]:
        """`C9`; `row 9` if the sheet has no such column."""
        column = self.layout.columns.get(header)
        before = column_name(column) if column else "row "
        return [f"{before}{row}" for row in self.frame.rows[records].tolist()]

    @property
    def without_records(self) -> ComparedSheet:
        """The sheet without rows, for the other workbook if it has no such sheet."""
        return ComparedSheet(self.layout, Frame.empty(self.frame.schema), {})


def compared_sheet(
    grid: Grid, layout: Layout, conventions: TextConventions = NO_LOCALE
) -> ComparedSheet:
    """Read a sheet, its derived columns as if they were facts.

    `conventions` say what numbers and dates mean that are stored as text.
    """
    raw = read_sheet(grid, _without_derived(layout), conventions)
    return ComparedSheet(layout, raw.frame, _unreadable(raw))


def _without_derived(layout: Layout) -> Layout:
    """The layout of a sheet whose columns are all facts."""
    columns = _as_facts(layout.schema.columns)
    schema = structs.replace(layout.schema, columns=columns)
    return replace(layout, schema=schema)


def _as_facts(columns: Sequence[Column]) -> tuple[Column, ...]:
    return tuple(structs.replace(column, derived=False) for column in columns)


def _unreadable(raw: RawSheet) -> Unreadable:
    """The entries that are no values of their column's type."""
    found: dict[str, dict[int, str]] = {}
    for problem in raw.problems:
        header = problem.column
        record = problem.record
        if record < 0 or header not in raw.raw:
            continue
        if _is_blank(raw.frame[header][record]):
            entry = shown(raw.raw[header][record])
            found.setdefault(header, {})[record] = entry
    return found


def _is_blank(typed: object) -> bool:
    """Whether a value of a frame means that there is none."""
    return typed is None or (not isinstance(typed, str) and typed == BLANK)
