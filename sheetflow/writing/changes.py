"""The sheet Changes: every fact that a run filled or wrote, and what it did that a person should know.

Above them is what people typed since the run before (typed_changes.py).

There is one row for each filled or rewritten cell, and one for each appended record. Where a run changed more than
`ALL` of them, more than `MOST` cells of one column, or records of one sheet, are one row that says how many and which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frame import Frame, plain_values
from sheetflow.domain.messages import OwnWord, counted_message, message, own_decimal
from sheetflow.domain.numbers import AnyArray, IntArray
from sheetflow.domain.phrases import shortened
from sheetflow.domain.schema import Column
from sheetflow.domain.step import Note
from sheetflow.engine.edits import CellsChanged, Edits, RowsAdded, keys_of
from sheetflow.workbook import Value
from sheetflow.workbook.cells.cell_encoder import LONGEST_TEXT

ALL = 100_000
MOST = 5_000
SEE_DIFF = message(
    "to list them all, run sheetflow diff with the workbook before the run"
)
HEADERS = ("Run", "Sheet", "Key", "Column", "Before", "After", "By")
Row = tuple[str, str, str, str, str, str]
"""A row of Changes without the number of the run: sheet, key, column, before, after, by."""

RUN = message("run")
TYPED = message("typed")
"""Who changed a fact: the run, or a person since the run before."""


def change_rows(edits: Edits, notes: Iterable[Note], book: Book) -> list[Row]:
    """The rows of Changes."""
    rows: list[Row] = []
    most = ALL if len(edits) <= ALL else MOST
    for change in edits.cells:
        rows += _changed_cells(change, book[change.sheet], most)
    for added in edits.rows:
        rows += _added_rows(added, book[added.sheet], most)
    for note in notes:
        rows.append(_note_row(note, book))
    return rows


def change_columns(rows: list[Row], run: int) -> dict[str, list[Value]]:
    """The sheet Changes as columns."""
    columns: dict[str, list[Value]] = {"Run": [run] * len(rows)}
    for at, header in enumerate(HEADERS[1:]):
        columns[header] = [row[at] or None for row in rows]
    return columns


def _note_row(note: Note, book: Book) -> Row:
    [key] = keys_of(book[note.sheet], np.array([note.record]))
    return note.sheet, key, note.column, "", note.text, RUN


def _changed_cells(change: CellsChanged, frame: Frame, most: int) -> list[Row]:
    """One row per cell, or one for all where there are more than `most`."""
    count = len(change.records)
    if count > most:
        keys = first_and_last_key(frame, change.records)
        text = counted_message(
            count,
            "{count} row filled or changed; {hint}",
            "{count} rows filled or changed; {hint}",
            hint=SEE_DIFF,
        )
        return [(change.sheet, keys, change.header, "", text, RUN)]
    column = frame.schema.column(change.header)
    before = _texts_of(column, change.before, shown_text)
    after = _texts_of(column, change.after, shown_text)
    cells = zip(keys_of(frame, change.records), before, after, strict=True)
    return [
        (change.sheet, key, change.header, old, new, RUN) for key, old, new in cells
    ]


def _added_rows(added: RowsAdded, frame: Frame, most: int) -> list[Row]:
    """One row per record, or one for all where there are more than `most`."""
    records = np.arange(added.first, added.first + added.count)
    if added.count > most:
        keys = first_and_last_key(frame, records)
        text = counted_message(
            added.count,
            "{count} row added; {hint}",
            "{count} rows added; {hint}",
            hint=SEE_DIFF,
        )
        return [(added.sheet, keys, message("(new rows)"), "", text, RUN)]
    return [
        (added.sheet, key, message("(new row)"), "", text, RUN)
        for key, text in zip(
            keys_of(frame, records), record_texts(frame, records), strict=True
        )
    ]


def record_texts(frame: Frame, records: IntArray) -> list[str]:
    """The values of each record in one text: `SKU A-100; Quantity 2`."""
    columns = _given_columns(frame, records)
    values = [frame[column.header][records] for column in columns]
    named = [_texts_of(*each, _named) for each in zip(columns, values, strict=True)]
    texts = _joined(named)
    if all(column.own is None for column in columns):
        return texts
    own = [_texts_of(*each, _named_own) for each in zip(columns, values, strict=True)]
    return list(map(_word, texts, _joined(own)))


def _texts_of(
    column: Column, values: AnyArray, text_of: Callable[[Column, Any], str]
) -> list[str]:
    """A column's values as texts; each distinct one is worked out once."""
    listed = values.tolist()
    distinct = list(dict.fromkeys(listed))
    plain = plain_values(column, np.array(distinct, dtype=values.dtype))
    texts = [text_of(column, value) for value in plain]
    known = dict(zip(distinct, texts, strict=True))
    return list(map(known.__getitem__, listed))


def _named(column: Column, value: Any) -> str:
    """A value with the name of its column; nothing for a blank."""
    return "" if value is None else f"{column.header} {value_text(value)}"


def _named_own(column: Column, value: Any) -> str:
    """As `_named`, in the workbook's own words."""
    if value is None:
        return ""
    return f"{column.title} {column.own_word(value_text(value))}"


def _joined(columns: Sequence[Sequence[str]]) -> list[str]:
    """The texts of each record, as far as they fit into a cell: one of them alone may fill it."""
    rows = zip(*columns, strict=True)
    return [shortened("; ".join(filter(None, row)), LONGEST_TEXT) for row in rows]


def _given_columns(frame: Frame, records: IntArray) -> list[Column]:
    """The columns, less the key, in which any of these records has a value."""
    return [
        column
        for column in frame.schema.facts
        if column.header not in frame.schema.key
        and frame.given(column.header)[records].any()
    ]


def first_and_last_key(frame: Frame, records: IntArray) -> str:
    return " … ".join(keys_of(frame, records[[0, -1]]))


def shown_text(column: Column, value: Any) -> str:
    """A value as text, which can be shown with the workbook's own words."""
    text = value_text(value)
    if column.is_number:
        return _word(text, own_decimal(text))
    return _word(text, column.own_word(text))


def _word(text: str, own: str) -> str:
    """A text that the workbook may write otherwise."""
    return text if text == own else OwnWord(text, own)


def value_text(value: Any) -> str:
    if value is None:
        return ""
    return f"{value.normalize():f}" if hasattr(value, "normalize") else str(value)
