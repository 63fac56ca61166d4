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
from sheetflow.controls.closing.rows import closed_rows, days_of, names_of
from sheetflow.controls.closing.seals import Seal, Sealed, Seals
from sheetflow.domain.book import Book
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
    return [
        problem
        for sheet, sealed in seals.sheets.items()
        if sheet in sealed_sheets()
        for problem in _of_sheet(book, sheet, sealed, last)
    ]


def _of_sheet(book: Book, sheet: str, sealed: Sealed, last: int) -> Iterator[Problem]:
    names = names_of(book[sheet])
    positions = {name: at for at, name in enumerate(names)}
    rows = [seal for seal in sealed.rows if seal.day <= last]
    there = [seal for seal in rows if seal.record in positions]
    records = np.array([positions[seal.record] for seal in there], dtype=np.int64)
    yield from _changed(book, sheet, sealed.headers, there, records)
    for seal in rows:
        if seal.record not in positions:
            words = {"record": seal.record, "day": day(seal.day), "closing": day(last)}
            yield Problem("CLO02", sheet, -1, "", seal.record, words)
    known = {seal.record for seal in rows}
    for record in closed_rows(book, sheet, 1, last).tolist():
        if names[record] not in known:
            yield _added(book, sheet, record, last)


def _added(book: Book, sheet: str, record: int, last: int) -> Problem:
    schema = book[sheet].schema
    column = next(
        (column.header for column in schema.facts if column.kind == "date"),
        schema.key[0],
    )
    words = {"day": day(days_of(book, sheet)[record]), "closing": day(last)}
    value = value_text(book[sheet], column, record)
    return Problem(
        "CLO03",
        sheet,
        record,
        column,
        value,
        words,
        int(order_links(book, sheet)[record]),
    )


def _changed(
    book: Book,
    sheet: str,
    headers: tuple[str, ...],
    rows: list[Seal],
    records: IntArray,
) -> Iterator[Problem]:
    """The rows whose cells are others than when they were sealed; blanks may be filled."""
    known = [header for header in headers if header in book[sheet].columns]
    sealed = codes_from([seal.cells for seal in rows], len(headers))
    if len(known) < len(headers):
        sealed = sealed[:, [header in known for header in headers]]
    marks = cell_marks(book[sheet], known, records)
    marks = np.where(_may_fill(book, sheet, known) & (sealed == 0), np.uint64(0), marks)
    now = _fingerprints(marks, rows)
    differs = np.not_equal(cell_codes(marks), sealed)
    for at, seal in enumerate(rows):
        if now[at] != seal.fingerprint:
            columns = [
                header
                for header, other in zip(known, differs[at].tolist(), strict=True)
                if other
            ]
            yield _changed_row(book, sheet, int(records[at]), columns, seal)


def _fingerprints(marks: AnyArray, rows: list[Seal]) -> list[str]:
    """The fingerprint of each row as it is now, of the kind that its seal keeps."""
    now = row_fingerprints(marks)
    if not any(is_summed(seal.fingerprint) for seal in rows):
        return now
    before = summed_fingerprints(marks)
    return [
        before[at] if is_summed(seal.fingerprint) else now[at]
        for at, seal in enumerate(rows)
    ]


def _may_fill(book: Book, sheet: str, headers: list[str]) -> Mask:
    schema = book[sheet].schema
    return np.array(
        [bool(schema.column(header).filled) for header in headers], dtype=bool
    )


def _changed_row(
    book: Book, sheet: str, record: int, columns: list[str], seal: Seal
) -> Problem:
    frame = book[sheet]
    column = columns[0] if columns else frame.schema.key[0]
    words = {"record": seal.record, "day": day(seal.day), "what": _what(columns)}
    value = value_text(frame, column, record)
    return Problem(
        "CLO01",
        sheet,
        record,
        column,
        value,
        words,
        int(order_links(book, sheet)[record]),
    )


def _what(columns: list[str]) -> str:
    """What was done to a row."""
    if columns == ["Voided"]:
        return "Voided was changed"
    named = " and ".join(filter(None, (", ".join(columns[:-1]), *columns[-1:])))
    return (
        f"{named} {'was' if len(columns) == 1 else 'were'} changed"
        if columns
        else "it was changed"
    )
