"""Facts into the workbook: cells that were filled or rewritten, rows that were appended,
sheets that must come into being.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.schema import Column
from sheetflow.engine.edits import Edits
from sheetflow.workbook import Value, Workbook
from sheetflow.writing.placed import Place
from sheetflow.writing.sheet_designs import look_of, sheet_design
from sheetflow.writing.values import cell_values, hundredths

Derived = Mapping[str, Mapping[str, list[Value]]]
Numbers = Mapping[str, Mapping[str, float]]


def write_facts(
    workbook: Workbook,
    places: Mapping[str, Place],
    book: Book,
    edits: Edits,
    numbers: Numbers,
) -> None:
    """Write what changed in the facts. `numbers` are, by sheet, the keys that their owner typed as numbers."""
    for change in edits.cells:
        frame, place = book[change.sheet], places[change.sheet]
        column = frame.schema.column(change.header)
        rows = frame.rows[change.records].tolist()
        values = cell_values(column, change.after, numbers.get(column.references))
        if column.kind == "percent":
            values = _in_percent(workbook, place, column.header, rows, values)
        look = look_of(column, book.settings.currency)
        workbook.set_cells(place.name, place.columns[change.header], rows, values, look)
    for added in edits.rows:
        if not places[added.sheet].is_new:
            _append(
                workbook,
                places[added.sheet],
                book[added.sheet],
                added.first,
                book,
                numbers,
            )


def _in_percent(
    workbook: Workbook,
    place: Place,
    header: str,
    rows: Sequence[int],
    values: list[Value],
) -> list[Value]:
    """Into a cell that is formatted in percent a hundredth is written."""
    formatted = (
        workbook.read(place.name).percent_rows(place.columns[header])
        if header in place.columns
        else set()
    )
    if not formatted:
        return values
    small = hundredths(values)
    return [
        part if row in formatted else value
        for row, value, part in zip(rows, values, small, strict=True)
    ]


def _append(
    workbook: Workbook,
    place: Place,
    frame: Frame,
    first: int,
    book: Book,
    numbers: Numbers,
) -> None:
    """Rows below the last, in its style."""
    columns: dict[int, list[Value]] = {}
    looks = {}
    fresh = np.arange(first, len(frame))
    above = int(frame.rows[first]) - 1
    for column in frame.schema.facts:
        if column.header in place.columns and frame.given(column.header)[fresh].any():
            at = place.columns[column.header]
            values = cell_values(
                column, frame[column.header][fresh], numbers.get(column.references)
            )
            if column.kind == "percent" and above in workbook.read(
                place.name
            ).percent_rows(at):
                values = hundredths(values)
            columns[at], looks[at] = values, look_of(column, book.settings.currency)
    rows = workbook.append_rows(place.name, place.header_row, columns, looks)
    assert rows.start == frame.rows[first], "rows were appended elsewhere than foreseen"


def write_new_sheets(
    workbook: Workbook,
    places: Mapping[str, Place],
    book: Book,
    derived: Derived,
    key_ranges: Mapping[str, str],
) -> None:
    """Sheets that a row must be written to and that the workbook lacks, with their derived columns."""
    for sheet, place in places.items():
        if place.is_new:
            cells = [
                _column(book[sheet], column, derived.get(sheet, {}))
                for column in place.schema.columns
            ]
            design = sheet_design(place.schema, book.settings.currency, key_ranges)
            workbook.add_sheet(replace(design, cells=cells))


def _column(
    frame: Frame, column: Column, derived: Mapping[str, list[Value]]
) -> list[Value]:
    """The cells of a column; a derived one is blank where nothing was derived."""
    if column.derived:
        return derived.get(column.header, [None] * len(frame))
    return cell_values(column, frame[column.header])
