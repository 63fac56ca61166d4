"""What was changed in a closed period: cells, removed rows, added rows; each names the row (rule errors)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.controls.closing.fingerprints import (
    cell_codes,
    cell_marks,
    codes_from,
    is_summed,
    row_fingerprints,
    summed_fingerprints,
)
from sheetflow.controls.closing.rows import booked_days, closed_rows, names_of
from sheetflow.controls.closing.seals import Seal, Sealed, Seals
from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame
from sheetflow.domain.messages import counted_message, listed, message
from sheetflow.domain.numbers import BLANK, AnyArray, IntArray, Mask
from sheetflow.domain.phrases import day
from sheetflow.domain.problems import Problem
from sheetflow.domain.references import value_text
from sheetflow.domain.relations import sealed_sheets
from sheetflow.ledgers.facts import order_links


def closed_problems(book: Book, seals: Seals) -> list[Problem]:
    """Every change to a row that is sealed, up to the closing date as it is now: an earlier one opened the rest."""
    closing = book.settings.closing_date
    if closing == BLANK:
        return []
    last = min(closing, seals.closing)
    return list(_problems_until(book, seals, last))


def _problems_until(book: Book, seals: Seals, last: int) -> Iterator[Problem]:
    """Every change to a row that is sealed and dated up to a day."""
    for sheet, sealed in seals.sheets.items():
        if sheet in sealed_sheets():
            yield from _of_sheet(book, sheet, sealed, last)


def _of_sheet(book: Book, sheet: str, sealed: Sealed, last: int) -> Iterator[Problem]:
    """The changes to the rows of a sheet that are dated up to the day `last`."""
    names = names_of(book[sheet])
    positions = {name: at for at, name in enumerate(names)}
    rows = [seal for seal in sealed.rows if seal.day <= last]
    present = [seal for seal in rows if seal.record in positions]
    records = np.array([positions[seal.record] for seal in present], dtype=np.int64)
    yield from _changed(book, sheet, sealed.headers, present, records)
    for seal in rows:
        if seal.record not in positions:
            yield _removed(sheet, seal, last)
    if book[sheet].schema.sealed_columns:
        return
    known = {seal.record for seal in rows}
    for record in closed_rows(book, sheet, 1, last).tolist():
        if names[record] not in known:
            yield _added(book, sheet, record, last)


def _removed(sheet: str, seal: Seal, last: int) -> Problem:
    words = {"record": seal.record, "day": day(seal.day), "closing": day(last)}
    return Problem("CLO02", sheet, -1, "", seal.record, words)


def _added(book: Book, sheet: str, record: int, last: int) -> Problem:
    booked = int(booked_days(book, sheet)[record])
    words = {"day": day(booked), "closing": day(last)}
    header = _dated_header(book[sheet], record, booked)
    return _at_cell(book, (sheet, record, header), "CLO03", words)


def _dated_header(frame: Frame, record: int, booked: int) -> str:
    """The column with the day on which a row is booked; its key where it has none of its own."""
    dates = [column.header for column in frame.schema.facts if column.kind == "date"]
    same = [header for header in dates if int(frame[header][record]) == booked]
    return same[0] if same else frame.schema.key[0]


def _at_cell(
    book: Book, cell: tuple[str, int, str], code: str, words: dict[str, str]
) -> Problem:
    """A problem at a cell (sheet, record, header)."""
    sheet, record, header = cell
    value = value_text(book[sheet], header, record)
    order = int(order_links(book, sheet)[record])
    return Problem(code, sheet, record, header, value, words, order)


def _changed(
    book: Book,
    sheet: str,
    headers: tuple[str, ...],
    rows: list[Seal],
    records: IntArray,
) -> Iterator[Problem]:
    """The rows whose cells differ from when they were sealed; blanks may be filled."""
    known = [header for header in headers if header in book[sheet].columns]
    sealed = _sealed_codes(rows, headers, known)
    marks = cell_marks(book[sheet], known, records)
    was_filled = _may_fill(book, sheet, known) & (sealed == 0)
    marks = np.where(was_filled, np.uint64(0), marks)
    fingerprints = _fingerprints(marks, rows)
    differs = np.not_equal(cell_codes(marks), sealed)
    for at, seal in enumerate(rows):
        if fingerprints[at] != seal.fingerprint:
            changed = [known[column] for column in np.flatnonzero(differs[at])]
            yield _changed_row(book, sheet, int(records[at]), changed, seal)


def _sealed_codes(
    rows: list[Seal], headers: tuple[str, ...], known: list[str]
) -> AnyArray:
    """The codes of the cells when they were sealed, in the columns that are still `known`."""
    sealed = codes_from([seal.cells for seal in rows], len(headers))
    if len(known) == len(headers):
        return sealed
    return sealed[:, [header in known for header in headers]]


def _fingerprints(marks: AnyArray, rows: list[Seal]) -> list[str]:
    """The fingerprint of each row as it is now, of the kind that its seal keeps."""
    now = row_fingerprints(marks)
    summed = [is_summed(seal.fingerprint) for seal in rows]
    if not any(summed):
        return now
    before = summed_fingerprints(marks)
    return [before[at] if old else now[at] for at, old in enumerate(summed)]


def _may_fill(book: Book, sheet: str, headers: list[str]) -> Mask:
    schema = book[sheet].schema
    return np.array(
        [bool(schema.column(header).filled) for header in headers], dtype=bool
    )


def _changed_row(
    book: Book, sheet: str, record: int, headers: list[str], seal: Seal
) -> Problem:
    header = headers[0] if headers else book[sheet].schema.key[0]
    words = {
        "record": seal.record,
        "day": day(seal.day),
        "what": _what_changed([book[sheet].schema.title_of(each) for each in headers]),
    }
    return _at_cell(book, (sheet, record, header), "CLO01", words)


def _what_changed(headers: list[str]) -> str:
    """`Quantity was changed`; `it was changed` where it is not known which cells were."""
    if not headers:
        return message("it was changed")
    return counted_message(
        len(headers),
        "{columns} was changed",
        "{columns} were changed",
        columns=listed(headers, len(headers)),
    )
