"""The sheet Closed period: one row for each row of the closed period, and one for each sheet that is closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sheetflow.controls.closing.fingerprints import (
    as_texts,
    cell_codes,
    cell_marks,
    row_fingerprints,
)
from sheetflow.controls.closing.rows import booked_days, closed_rows, names_of
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.frame import Frame
from sheetflow.domain.messages import counted_message, message
from sheetflow.domain.numbers import BLANK
from sheetflow.domain.phrases import day
from sheetflow.domain.relations import sealed_sheets
from sheetflow.domain.schema import SheetSchema
from sheetflow.domain.step import Note
from sheetflow.reading.locate import find_derived
from sheetflow.reading.settings import record_of_setting
from sheetflow.workbook.model import Grid, Value

ALL = "(all)"


@dataclass(frozen=True)
class Seal:
    """One closed row: its key, its day, its fingerprint, and the codes of its cells."""

    record: str
    day: int
    fingerprint: str
    cells: str


@dataclass(frozen=True)
class Sealed:
    """The closed rows of one sheet, and the headers of the cells that their codes are for."""

    headers: tuple[str, ...]
    rows: tuple[Seal, ...]


@dataclass(frozen=True)
class Seals:
    """What is closed: up to which day, and the closed rows of each sheet."""

    closing: int
    sheets: Mapping[str, Sealed]

    def __len__(self) -> int:
        return sum(len(sealed.rows) for sealed in self.sheets.values())


def renewed(seals: Seals | None, book: Book) -> Seals | None:
    """The seals after a run; None where no closing date is set.

    Rows sealed before stay as they were, those up to a later closing date are added, those after an earlier one are
    dropped.
    """
    closing = book.settings.closing_date
    if closing == BLANK:
        return None
    if seals is not None and seals.closing == closing:
        return seals
    before = seals.closing if seals else 0
    kept = seals.sheets if seals else {}
    sheets = {
        sheet: _renewed_sheet(book, sheet, kept.get(sheet), before)
        for sheet in sealed_sheets()
    }
    return Seals(closing, sheets)


def _renewed_sheet(book: Book, sheet: str, kept: Sealed | None, before: int) -> Sealed:
    """The closed rows of a sheet: those sealed up to the day `before`, and those after it."""
    if kept is None:
        headers = _sealed_headers(book[sheet].schema)
        return Sealed(headers, tuple(_seal(book, sheet, headers, before + 1)))
    closing = book.settings.closing_date
    old = [seal for seal in kept.rows if seal.day <= closing]
    new = _seal(book, sheet, kept.headers, before + 1)
    return Sealed(kept.headers, (*old, *new))


def _sealed_headers(schema: SheetSchema) -> tuple[str, ...]:
    """The columns of a sheet that are sealed: those that it names, or all facts but those that are filled later too."""
    every = tuple(column.header for column in schema.facts if not column.unsealed)
    return schema.sealed_columns or every


def _seal(
    book: Book, sheet: str, headers: tuple[str, ...], first: int
) -> Iterator[Seal]:
    """Seal the rows of a sheet that are dated from the day `first` up to the closing date."""
    records = closed_rows(book, sheet, first, book.settings.closing_date)
    if not len(records):
        return
    marks = cell_marks(book[sheet], headers, records)
    names = names_of(book[sheet])
    closed = zip(
        [names[record] for record in records.tolist()],
        booked_days(book, sheet)[records].tolist(),
        row_fingerprints(marks),
        as_texts(cell_codes(marks)),
        strict=True,
    )
    for name, dated, fingerprint, codes in closed:
        yield Seal(name, dated, fingerprint, codes)


def closing_note(
    seals: Seals | None, renewed_seals: Seals | None, settings: Frame
) -> list[Note]:
    """What a run did to the closed period, next to the setting: sealed more rows, or opened some again."""
    before = seals.closing if seals else 0
    after = renewed_seals.closing if renewed_seals else 0
    if before == after or not len(settings):
        return []
    return [note_at_date(settings, _what_was_done(before, renewed_seals))]


def _what_was_done(before: int, seals: Seals | None) -> str:
    """What a run did, from the closing date before it, and the seals after it."""
    if seals is None:
        return message("the period to {day} is open again", day=day(before))
    if seals.closing < before:
        return message("the period after {day} is open again", day=day(seals.closing))
    return counted_message(
        len(seals),
        "the period to {day} is closed: {count} row is sealed",
        "the period to {day} is closed: {count} rows are sealed",
        day=day(seals.closing),
    )


def note_at_date(settings: Frame, text: str) -> Note:
    """A note next to the setting."""
    return Note("Settings", _record_near_date(settings), "Value", text)


def _record_near_date(settings: Frame) -> int:
    """The row of the closing date in Settings; the first one where it is not there."""
    return max(record_of_setting(settings, "Closing date"), 0)


def seal_columns(seals: Seals | None) -> dict[str, list[Value]]:
    """The sheet Closed period as columns; without rows where nothing is closed."""
    rows = list(_rows(seals)) if seals else []
    headers = sheet_schema("Closed period").headers
    return {header: [row[at] for row in rows] for at, header in enumerate(headers)}


def _rows(seals: Seals) -> Iterator[tuple[Value, ...]]:
    """The rows of the sheet: for each sheet one for the whole of it, then its closed rows."""
    closing = date.fromordinal(seals.closing)
    for sheet, sealed in seals.sheets.items():
        yield sheet, ALL, closing, None, ", ".join(sealed.headers)
        yield from _sealed_rows(sheet, sealed.rows)


def _sealed_rows(sheet: str, rows: Iterable[Seal]) -> Iterator[tuple[Value, ...]]:
    for seal in rows:
        dated = date.fromordinal(seal.day)
        yield sheet, seal.record, dated, seal.fingerprint, seal.cells


def read_seals(grid: Grid) -> Seals | None:
    """The seals of a workbook; None where nothing is closed."""
    headers: dict[str, tuple[str, ...]] = {}
    rows: dict[str, list[Seal]] = defaultdict(list)
    closing = BLANK
    for sheet, record, dated, fingerprint, cells in _cells(grid):
        if record == ALL:
            headers[str(sheet)] = tuple(str(cells).split(", "))
            closing = _ordinal(dated)
        elif sheet != "":
            seal = Seal(str(record), _ordinal(dated), str(fingerprint), str(cells))
            rows[str(sheet)].append(seal)
    if closing == BLANK:
        return None
    sheets = {
        sheet: Sealed(names, tuple(rows[sheet])) for sheet, names in headers.items()
    }
    return Seals(closing, sheets)


def _cells(grid: Grid) -> Iterator[tuple[object, ...]]:
    """The rows of the sheet Closed period; none where it lacks a column."""
    layout = find_derived(grid, sheet_schema("Closed period"))
    if layout is None or set(layout.schema.headers) - set(layout.columns):
        return iter(())
    columns = [
        grid.column(layout.columns[header])[layout.header_row : layout.last_row]
        for header in layout.schema.headers
    ]
    return zip(*columns, strict=True)


def _ordinal(cell: object) -> int:
    """A day as a number; what is not a date any more is before all others."""
    return cell.toordinal() if isinstance(cell, (date, datetime)) else 1


def seals_digest(seals: Seals) -> str:
    """The SHA-256 of all seals, which the Run log keeps: whoever alters a seal would have to alter the log too."""
    lines = [_line(row) for row in _rows(seals)]
    return sha256("\n".join(lines).encode()).hexdigest()


def _line(row: Sequence[object]) -> str:
    return "\t".join("" if cell is None else str(cell) for cell in row)
