"""The sheet Changes: every fact that a run filled or wrote, and what it did that a person should know.

Each filled or rewritten cell is a row, each appended record is one. Only where a run changed more than `ALL` of them,
more than `MOST` cells of one column, or records of one sheet, are a single row that says how many and which.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame, plain_values
from sheetflow.domain.numbers import IntArray
from sheetflow.domain.step import Note
from sheetflow.engine.edits import CellsChanged, Edits, RowsAdded, keys_of
from sheetflow.workbook import Value

ALL, MOST = 100_000, 5_000
SEE = "sheetflow diff, with the workbook before the run, lists each"
HEADERS = ("Run", "Sheet", "Key", "Column", "Before", "After")
Row = tuple[str, str, str, str, str]


def change_rows(edits: Edits, notes: Iterable[Note], book: Book) -> list[Row]:
    """The rows of Changes without the number of the run: sheet, key, column, before, after."""
    rows: list[Row] = []
    most = ALL if len(edits) <= ALL else MOST
    for change in edits.cells:
        rows += _cells(change, book[change.sheet], most)
    for added in edits.rows:
        rows += _added(added, book[added.sheet], most)
    for note in notes:
        key = keys_of(book[note.sheet], np.array([note.record]))[0]
        rows.append((note.sheet, key, note.column, "", note.text))
    return rows


def change_columns(rows: list[Row], run: int) -> dict[str, list[Value]]:
    """The sheet Changes as columns."""
    columns: dict[str, list[Value]] = {"Run": [run] * len(rows)}
    for at, header in enumerate(HEADERS[1:]):
        columns[header] = [row[at] or None for row in rows]
    return columns


def _cells(change: CellsChanged, frame: Frame, most: int) -> list[Row]:
    column = frame.schema.column(change.header)
    if len(change.records) > most:
        said = f"written in {len(change.records):,} rows; {SEE}"
        return [(change.sheet, _ends(frame, change.records), change.header, "", said)]
    before, after = (
        map(_text, plain_values(column, values))
        for values in (change.before, change.after)
    )
    keys = keys_of(frame, change.records)
    return [
        (change.sheet, key, change.header, old, new)
        for key, old, new in zip(keys, before, after, strict=True)
    ]


def _added(added: RowsAdded, frame: Frame, most: int) -> list[Row]:
    records = np.arange(added.first, added.first + added.count)
    if added.count > most:
        return [
            (
                added.sheet,
                _ends(frame, records),
                "(new rows)",
                "",
                f"{added.count:,} rows added; {SEE}",
            )
        ]
    keys = keys_of(frame, records)
    given = [
        column
        for column in frame.schema.facts
        if column.header not in frame.schema.key
        and frame.given(column.header)[records].any()
    ]
    values = [plain_values(column, frame[column.header][records]) for column in given]
    texts = [
        "; ".join(
            f"{c.header} {_text(v)}"
            for c, v in zip(given, row, strict=True)
            if v is not None
        )
        for row in zip(*values, strict=True)
    ]
    return [
        (added.sheet, key, "(new row)", "", text)
        for key, text in zip(keys, texts, strict=True)
    ]


def _ends(frame: Frame, records: IntArray) -> str:
    """The first and the last key of many."""
    return " … ".join(keys_of(frame, records[[0, -1]]))


def _text(value: object) -> str:
    if value is None:
        return ""
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)
