"""Fingerprints of rows: BLAKE2b of the values of their cells.

Each cell with a value gives 64 bits, from its value and its header; a row's fingerprint is the hash of those
of its cells, in order. It shows that a row was changed. Altering the fingerprints as well is found by the Run log (see
seals.py).
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np

from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import AnyArray, IntArray

BYTES = 8
"""Of a cell."""

ROW_BYTES = 16
"""Of the fingerprint of a row."""


def cell_marks(frame: Frame, headers: Sequence[str], records: IntArray) -> AnyArray:
    """64 bits of each cell: records × headers as uint64, 0 for a blank cell."""
    columns = [_column_marks(frame, header, records) for header in headers]
    if not columns:
        return np.zeros((len(records), 0), dtype=np.uint64)
    return np.stack(columns, axis=1)


def _column_marks(frame: Frame, header: str, records: IntArray) -> AnyArray:
    """64 bits of each cell of a column."""
    marks = _value_marks(frame[header][records])
    marks = _mixed(marks ^ np.uint64(_mark(header)))
    not_blank = np.maximum(marks, np.uint64(1))
    return np.where(frame.given(header)[records], not_blank, np.uint64(0))


def _value_marks(values: AnyArray) -> AnyArray:
    if values.dtype == object:
        return _text_marks(values.tolist())
    return values.astype(np.int64).view(np.uint64)


def _text_marks(texts: list[object]) -> AnyArray:
    marks = {text: _mark(str(text)) for text in set(texts)}
    return np.array([marks[text] for text in texts], dtype=np.uint64)


def _mark(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=BYTES).digest(), "big")


def _mixed(values: AnyArray) -> AnyArray:
    """Every bit of the result depends on every bit of the value (the finaliser of splitmix64)."""
    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return np.asarray(values ^ (values >> np.uint64(31)))


def row_fingerprints(marks: AnyArray) -> list[str]:
    """The fingerprint of each row, from the 64 bits of its cells: 32 hexadecimal digits."""
    rows = np.ascontiguousarray(marks, dtype=">u8")
    return [blake2b(row.tobytes(), digest_size=ROW_BYTES).hexdigest() for row in rows]


def summed_fingerprints(marks: AnyArray) -> list[str]:
    """The fingerprint of each row as earlier versions made it: of the sum of its cells, 16 hexadecimal digits."""
    return as_texts(_mixed(marks.sum(axis=1, dtype=np.uint64)))


def is_summed(fingerprint: str) -> bool:
    """Whether a seal keeps a fingerprint of the earlier kind."""
    return len(fingerprint) < 2 * ROW_BYTES


def cell_codes(marks: AnyArray) -> AnyArray:
    """One byte of each cell, 0 for a blank one: they show which cells of a changed row were changed."""
    codes = np.maximum(marks >> np.uint64(56), np.uint64(1))
    return np.where(marks == 0, 0, codes).astype(np.uint8)


def as_texts(values: AnyArray) -> list[str]:
    """Rows of bytes, or numbers of 64 bits, as hexadecimal texts."""
    is_rows = values.ndim == 2
    width = 2 * (values.shape[1] if is_rows else BYTES)
    if not width:
        return [""] * len(values)
    data = values if is_rows else values.astype(">u8")
    text = data.tobytes().hex()
    return [text[at : at + width] for at in range(0, len(text), width)]


def codes_from(texts: Sequence[str], columns: int) -> AnyArray:
    """The codes of cells back from their texts: rows × columns.

    A text that is not one of ours is read as blank cells.
    """
    width = 2 * columns
    blank = "0" * width
    plain = [text if len(text) == width and _is_hex(text) else blank for text in texts]
    codes = np.frombuffer(bytes.fromhex("".join(plain)), dtype=np.uint8)
    return codes.reshape(len(texts), columns)


def _is_hex(text: str) -> bool:
    return not set(text) - set("0123456789abcdef")
