"""Where everything of a book stands, or will stand, in its workbook: sheets, header rows, columns, rows.

Missing derived columns, and missing fact columns that something is written to, are appended at the right; rows that the
run appended come below the last.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType

import numpy as np
from msgspec import structs

from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import derived_sheets, sheet_schema
from sheetflow.domain.frame import Frame
from sheetflow.domain.schema import CHECK, Column, SheetSchema
from sheetflow.engine.edits import Edits
from sheetflow.ledgers.costs import build_costs
from sheetflow.reading.locate import Layout, find_derived
from sheetflow.workbook import CannotGrow, Workbook
from sheetflow.workbook.cells.cell_references import column_name
from sheetflow.writing.sheet_designs import looks_of, width_of

LINE_ABOVE = 2
"""How many rows above its headers the first line of Issues stands."""


@dataclass(frozen=True)
class Place:
    """One sheet: its name, its header row, its columns by header, and those that were left to the owner."""

    schema: SheetSchema
    name: str
    header_row: int
    columns: Mapping[str, int]
    is_new: bool = False
    yielded: Mapping[str, int] = field(default_factory=dict)

    @classmethod
    def of(
        cls, layout: Layout, added: Mapping[str, int] = MappingProxyType({})
    ) -> Place:
        """A sheet that is in the workbook, with the columns `added` to it."""
        columns = {**layout.columns, **added}
        return cls(
            layout.schema,
            layout.name,
            layout.header_row,
            columns,
            yielded=layout.yielded,
        )

    @property
    def derived(self) -> set[int]:
        """The columns that every run writes anew."""
        return {
            self.columns[c.header]
            for c in self.schema.derived_columns
            if c.header in self.columns
        }

    def cell(self, header: str, row: int) -> str:
        """The address of a cell, or of the row's first column where the sheet has no such column."""
        return f"{column_name(self.column(header))}{row}"

    def column(self, header: str) -> int:
        """The column of a header, or the sheet's first where it has no such column."""
        return self.columns.get(header) or min(self.columns.values())


def place_sheets(
    workbook: Workbook, layouts: Mapping[str, Layout], book: Book, edits: Edits
) -> dict[str, Place]:
    """The place of every sheet of facts that is in the workbook or must come into it; missing columns are added."""
    written = {(change.sheet, change.header) for change in edits.cells}
    for added in edits.rows:
        given = _given_in(book[added.sheet], added.first)
        written |= {(added.sheet, header) for header in given}
    grown = {added.sheet for added in edits.rows}
    places: dict[str, Place] = {}
    currency, known = book.settings.currency, build_costs(book) is not None
    for sheet, frame in book.frames.items():
        layout = layouts.get(sheet)
        if layout is not None:
            places[sheet] = _with_columns(
                workbook, layout, _missing(layout, written, known), currency
            )
        elif sheet in grown:
            places[sheet] = _new_place(frame.schema)
    return places


def place_appended(
    workbook: Workbook, layouts: Mapping[str, Layout], book: Book, edits: Edits
) -> dict[str, Place]:
    """The place of every sheet that gets new rows, with the columns that they need and no derived ones."""
    places = {}
    for added in edits.rows:
        frame = book[added.sheet]
        layout = layouts.get(added.sheet)
        if layout is None:
            places[added.sheet] = _new_place(frame.schema)
        else:
            given = _given_in(frame, added.first)
            missing = [column for column in layout.absent if column.header in given]
            currency = book.settings.currency
            places[added.sheet] = _with_columns(workbook, layout, missing, currency)
    return places


def _new_place(schema: SheetSchema) -> Place:
    """Where a sheet of facts that comes into being has its columns."""
    columns = {header: at for at, header in enumerate(schema.headers, 1)}
    return Place(schema, schema.sheet, 1, columns, is_new=True)


def _given_in(frame: Frame, first: int) -> set[str]:
    """The columns in which a record from position `first` on holds something."""
    headers = [column.header for column in frame.schema.facts]
    return {header for header in headers if frame.given(header)[first:].any()}


def place_checked(
    workbook: Workbook, layouts: Mapping[str, Layout], currency: str
) -> dict[str, Place]:
    """The place of every sheet of facts in the workbook; of the derived columns only Check is added."""
    return {
        sheet: _with_columns(
            workbook, layout, [c for c in layout.absent if c.header == CHECK], currency
        )
        for sheet, layout in layouts.items()
    }


def _missing(
    layout: Layout, written: set[tuple[str, str]], known: bool
) -> list[Column]:
    """The columns to append: derived ones, and facts that something is written to."""
    return [
        column
        for column in layout.absent
        if (column.derived and (known or not column.costed))
        or (layout.schema.sheet, column.header) in written
    ]


def _with_columns(
    workbook: Workbook, layout: Layout, missing: Sequence[Column], currency: str
) -> Place:
    """The sheet with these columns at its right. Where there is no room it does without those that yield."""
    try:
        return Place.of(layout, add_columns(workbook, layout, missing, currency))
    except CannotGrow:
        rest = [column for column in missing if not column.yields]
        if len(rest) == len(missing):
            raise
        return _with_columns(workbook, layout, rest, currency)


def add_columns(
    workbook: Workbook, layout: Layout, columns: Sequence[Column], currency: str
) -> dict[str, int]:
    """Add columns at a sheet's right; gives where each stands. Raises CannotGrow where there is no room for them."""
    if not columns:
        return {}
    headers, widths = (
        [column.header for column in columns],
        [width_of(column) for column in columns],
    )
    looks = [looks_of(layout.schema, currency)[header] for header in headers]
    unlike = Place.of(layout).derived
    added = workbook.add_columns(
        layout.name, layout.header_row, headers, looks, widths, unlike
    )
    return dict(zip(headers, added, strict=True))


def take_in_rows(workbook: Workbook, layouts: Mapping[str, Layout], book: Book) -> None:
    """Let each table reach over the records directly below it: those without an error, to the first that has one."""
    for sheet, layout in layouts.items():
        frame = book[sheet]
        if layout.table_end and len(frame) and int(frame.rows.max()) > layout.table_end:
            readable, last = set(frame.rows[frame.valid].tolist()), layout.table_end
            while last + 1 in readable:
                last += 1
            if last > layout.table_end:
                workbook.extend_table(layout.name, layout.header_row, last)


class DerivedPlaces(Mapping[str, Place]):
    """Where each derived sheet stands, or will be made: each looked for when it is asked for, once.

    Columns that an earlier version did not write are appended at the right; a sheet that was adopted gets its headers
    in row 1.
    """

    def __init__(
        self,
        workbook: Workbook,
        names: Mapping[str, str],
        currency: str,
        costed: bool = True,
    ) -> None:
        """`names` are the workbook's own names of the derived sheets that it has; `costed` says if a cost is known."""
        self._workbook, self._names, self._currency, self._costed = (
            workbook,
            names,
            currency,
            costed,
        )
        self._found: dict[str, Place] = {}

    def __getitem__(self, sheet: str) -> Place:
        if sheet not in self._found:
            self._found[sheet] = self._place(sheet_schema(sheet))
        return self._found[sheet]

    def __iter__(self) -> Iterator[str]:
        return iter(derived_sheets())

    def __len__(self) -> int:
        return len(derived_sheets())

    def _place(self, schema: SheetSchema) -> Place:
        name = self._names.get(schema.sheet)
        layout = (
            find_derived(self._workbook.read(name), schema)
            if name is not None
            else None
        )
        there = layout.columns if layout else {}
        wanted = tuple(
            c
            for c in schema.columns
            if self._costed or not c.costed or c.header in there
        )
        schema = structs.replace(schema, columns=wanted)
        columns = {header: at for at, header in enumerate(schema.headers, 1)}
        if name is None:
            return Place(
                schema, schema.sheet, _first_header_row(schema), columns, is_new=True
            )
        if layout is None:
            top = 1 if self._workbook.read(name).rows else _first_header_row(schema)
            for header, at in columns.items():
                self._workbook.set_cells(
                    name, at, [top], [header], overwrite_formulas=True
                )
            return Place(schema, name, top, columns)
        missing = [column for column in wanted if column.header not in layout.columns]
        return replace(
            _with_columns(self._workbook, layout, missing, self._currency),
            schema=schema,
        )


def _first_header_row(schema: SheetSchema) -> int:
    """Where the headers of a derived sheet stand that we make: below the line on Issues, elsewhere in row 1."""
    return 1 + LINE_ABOVE if schema.sheet == "Issues" else 1


def place_rows(
    workbook: Workbook, places: Mapping[str, Place], book: Book, edits: Edits
) -> Book:
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
