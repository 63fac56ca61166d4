"""The sheet Closed period: one row for each row of the closed period, and one for each sheet that is closed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256

from sheetflow.controls.closing.fingerprints import (
    as_texts,
    cell_codes,
    cell_marks,
    row_fingerprints,
)
from sheetflow.controls.closing.rows import closed_rows, days_of, names_of
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import BLANK
from sheetflow.domain.phrases import day
from sheetflow.domain.relations import sealed_sheets
from sheetflow.domain.schema import loose
from sheetflow.domain.step import Note
from sheetflow.reading.locate import find_derived
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
    """The closed rows of one sheet, and the headers whose cells their codes tell of."""

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
    """The seals after a run: rows sealed before stay as they were, those up to a later closing date are added,
    those after an earlier one are dropped. None where no closing date is set.
    """
    closing = book.settings.closing_date
    if closing == BLANK:
        return None
    if seals is not None and seals.closing == closing:
        return seals
    before = seals.closing if seals else 0
    kept = seals.sheets if seals else {}
    return Seals(
        closing,
        {
            sheet: _renewed(book, sheet, kept.get(sheet), before)
            for sheet in sealed_sheets()
        },
    )


def _renewed(book: Book, sheet: str, kept: Sealed | None, before: int) -> Sealed:
    closing = book.settings.closing_date
    old = [seal for seal in kept.rows if seal.day <= closing] if kept else []
    headers = (
        kept.headers
        if kept
        else tuple(column.header for column in book[sheet].schema.facts)
    )
    return Sealed(headers, (*old, *_seal(book, sheet, headers, before + 1)))


def _seal(
    book: Book, sheet: str, headers: tuple[str, ...], first: int
) -> Iterator[Seal]:
    """Seal the rows of a sheet that are dated from `first` up to the closing date."""
    records = closed_rows(book, sheet, first, book.settings.closing_date)
    if not len(records):
        return
    marks, names = cell_marks(book[sheet], headers, records), names_of(book[sheet])
    days = days_of(book, sheet)[records].tolist()
    texts = zip(row_fingerprints(marks), as_texts(cell_codes(marks)), strict=True)
    for record, dated, (fingerprint, cells) in zip(
        records.tolist(), days, texts, strict=True
    ):
        yield Seal(names[record], dated, fingerprint, cells)


def closing_note(seals: Seals | None, now: Seals | None, settings: Frame) -> list[Note]:
    """What a run did to the closed period, beside the setting: sealed more rows, or opened some again."""
    before, after = (found.closing if found else 0 for found in (seals, now))
    if before == after:
        return []
    if now is not None and after > before:
        said = f"the period to {day(after)} is closed: {len(now):,} rows are sealed"
    else:
        said = f"the period {f'after {day(after)}' if after else f'to {day(before)}'} is open again"
    return [note_at_date(settings, said)] if len(settings) else []


def note_at_date(settings: Frame, said: str) -> Note:
    """A note beside the setting."""
    names = [loose(name) if name else "" for name in settings["Setting"].tolist()]
    return Note(
        "Settings",
        names.index("closing date") if "closing date" in names else 0,
        "Value",
        said,
    )


def seal_columns(seals: Seals | None) -> dict[str, list[Value]]:
    """The sheet Closed period as columns; without rows where nothing is closed."""
    rows = list(_rows(seals)) if seals else []
    return {
        header: [row[at] for row in rows]
        for at, header in enumerate(sheet_schema("Closed period").headers)
    }


def _rows(seals: Seals) -> Iterator[tuple[Value, ...]]:
    for sheet, sealed in seals.sheets.items():
        yield (
            sheet,
            ALL,
            date.fromordinal(seals.closing),
            None,
            ", ".join(sealed.headers),
        )
        for seal in sealed.rows:
            yield (
                sheet,
                seal.record,
                date.fromordinal(seal.day),
                seal.fingerprint,
                seal.cells,
            )


def read_seals(grid: Grid) -> Seals | None:
    """The seals that a workbook keeps; None where nothing is closed."""
    layout = find_derived(grid, sheet_schema("Closed period"))
    if layout is None or set(layout.schema.headers) - set(layout.columns):
        return None
    columns = [
        grid.column(layout.columns[h])[layout.header_row : layout.last_row]
        for h in layout.schema.headers
    ]
    headers: dict[str, tuple[str, ...]] = {}
    rows: dict[str, list[Seal]] = {}
    closing = BLANK
    for sheet, record, dated, fingerprint, cells in zip(*columns, strict=True):
        if record == ALL:
            headers[str(sheet)], closing = (
                tuple(str(cells).split(", ")),
                _ordinal(dated),
            )
        elif sheet != "":
            seal = Seal(str(record), _ordinal(dated), str(fingerprint), str(cells))
            rows.setdefault(str(sheet), []).append(seal)
    if closing == BLANK:
        return None
    return Seals(
        closing,
        {
            sheet: Sealed(names, tuple(rows.get(sheet, ())))
            for sheet, names in headers.items()
        },
    )


def _ordinal(cell: object) -> int:
    """A day as it is held; one that is no date any more is before all others."""
    return cell.toordinal() if isinstance(cell, (date, datetime)) else 1


def seals_digest(seals: Seals) -> str:
    """The SHA-256 of all seals, which the Run log keeps: who alters a seal would have to alter the log too."""
    lines = [
        "\t".join("" if cell is None else str(cell) for cell in row)
        for row in _rows(seals)
    ]
    return sha256("\n".join(lines).encode()).hexdigest()
