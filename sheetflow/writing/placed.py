"""Where everything of a book stands, or will stand, in its workbook: sheets, header rows, columns, rows.

Missing derived columns, and missing fact columns that something is written to, are appended at the right; rows that the
run appended come below the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from sheetflow.book import Book
from sheetflow.edits import Edits
from sheetflow.layout import Layout, find_derived
from sheetflow.ledgers.costs import build_costs
from sheetflow.schema import DERIVED, Column, SheetSchema, sheet_schema
from sheetflow.template import look_of
from sheetflow.workbook import Workbook
from sheetflow.workbook.references import column_name


@dataclass(frozen=True)
class Place:
    """One sheet: its name, header row, columns by header, and the Excel row of each record of its frame."""

    schema: SheetSchema
    name: str
    header_row: int
    columns: Mapping[str, int]
    is_new: bool = False

    def cell(self, header: str, row: int) -> str:
        """The address of a cell, or of the row's first column where the sheet has no such column."""
        return f"{column_name(self.column(header))}{row}"

    def column(self, header: str) -> int:
        """The column of a header, or the sheet's first where it has no such column."""
        return self.columns.get(header) or min(self.columns.values())


def place_sheets(workbook: Workbook, layouts: Mapping[str, Layout], book: Book, edits: Edits) -> dict[str, Place]:
    """The place of every sheet of facts that is in the workbook or must come into it; missing columns are added."""
    written = {(change.sheet, change.header) for change in edits.cells}
    for added in edits.rows:
        frame = book[added.sheet]
        written |= {(added.sheet, c.header) for c in frame.schema.facts if frame.given(c.header)[added.first :].any()}
    grown = {added.sheet for added in edits.rows}
    places: dict[str, Place] = {}
    currency, known = book.settings.currency, build_costs(book) is not None
    for sheet, frame in book.frames.items():
        layout = layouts.get(sheet)
        if layout is not None:
            places[sheet] = _with_columns(workbook, layout, _missing(layout, frame.schema, written, known), currency)
        elif sheet in grown:
            columns = {header: at for at, header in enumerate(frame.schema.headers, 1)}
            places[sheet] = Place(frame.schema, sheet, 1, columns, is_new=True)
    return places


def _missing(layout: Layout, schema: SheetSchema, written: set[tuple[str, str]], known: bool) -> list[Column]:
    """The columns to append: derived ones, and facts that something is written to."""
    absent = [column for column in schema.columns if column.header not in layout.columns]
    return [
        column
        for column in absent
        if (column.derived and (known or not column.costed)) or (schema.sheet, column.header) in written
    ]


def _with_columns(workbook: Workbook, layout: Layout, missing: Sequence[Column], currency: str) -> Place:
    columns = dict(layout.columns)
    if missing:
        looks = [look_of(column, currency) for column in missing]
        headers, widths = [column.header for column in missing], [column.width for column in missing]
        added = workbook.add_columns(layout.name, layout.header_row, headers, looks, widths)
        columns.update(zip(headers, added, strict=True))
    return Place(layout.schema, layout.name, layout.header_row, columns)


def take_in_rows(workbook: Workbook, layouts: Mapping[str, Layout], book: Book) -> None:
    """Let each table reach over the records directly below it: those without an error, to the first that has one."""
    for sheet, layout in layouts.items():
        frame = book[sheet]
        if layout.table_end and len(frame) and int(frame.rows.max()) > layout.table_end:
            readable, last = set(frame.rows[frame.valid].tolist()), layout.table_end
            while last + 1 in readable:
                last += 1
            if last > layout.table_end:
                workbook.take_in(layout.name, layout.header_row, last)


class DerivedPlaces(Mapping[str, Place]):
    """Where each derived sheet stands, or will be made: each looked for when it is asked for, once.

    Columns that an earlier version did not write are appended at the right; an empty sheet, or one that was adopted,
    gets its headers in row 1.
    """

    def __init__(self, workbook: Workbook, names: Mapping[str, str], currency: str, costed: bool = True) -> None:
        """`names` are the workbook's own names of the derived sheets that it has; `costed` says if a cost is known."""
        self._workbook, self._names, self._currency, self._costed = workbook, names, currency, costed
        self._found: dict[str, Place] = {}

    def __getitem__(self, sheet: str) -> Place:
        if sheet not in self._found:
            self._found[sheet] = self._place(sheet_schema(sheet))
        return self._found[sheet]

    def __iter__(self) -> Iterator[str]:
        return iter(DERIVED)

    def __len__(self) -> int:
        return len(DERIVED)

    def _place(self, schema: SheetSchema) -> Place:
        name = self._names.get(schema.sheet)
        layout = find_derived(self._workbook.read(name), schema) if name is not None else None
        there = layout.columns if layout else {}
        wanted = tuple(c for c in schema.columns if self._costed or not c.costed or c.header in there)
        schema = replace(schema, columns=wanted)
        columns = {header: at for at, header in enumerate(schema.headers, 1)}
        if name is None:
            return Place(schema, schema.sheet, 1, columns, is_new=True)
        if layout is None:
            for header, at in columns.items():
                self._workbook.set_cells(name, at, [1], [header], overwrite_formulas=True)
            return Place(schema, name, 1, columns)
        missing = [column for column in wanted if column.header not in layout.columns]
        return replace(_with_columns(self._workbook, layout, missing, self._currency), schema=schema)


def place_rows(workbook: Workbook, places: Mapping[str, Place], book: Book, edits: Edits) -> Book:
    """The book with the Excel row of every record that the run appended."""
    for added in edits.rows:
        frame, place = book[added.sheet], places[added.sheet]
        first = (
            place.header_row + 1
            if place.is_new
            else workbook.next_row(place.name, place.header_row, place.columns.values())
        )
        rows = frame.rows.copy()
        rows[added.first :] = np.arange(first, first + added.count)
        book = book.put(replace(frame, rows=rows))
    return book
