"""The numbers of new rows: a prefix and six digits, one more than the highest in use (rules.md section 2)."""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Settings
from sheetflow.domain.frame import Frame
from sheetflow.domain.frames import Shipments
from sheetflow.domain.numbers import NOTHING, AnyArray, Mask
from sheetflow.standards.gs1 import make_sscc, serial_of, serials, sscc_digits


def prefix_of(frame: Frame, settings: Settings) -> str:
    """The prefix of a sheet's own numbers: declared, or set in Settings (Invoices)."""
    return (
        settings.invoice_prefix
        if frame.schema.sheet == "Invoices"
        else frame.schema.prefix
    )


def highest(keys: AnyArray, prefix: str) -> int:
    """The highest number in use with this prefix, voided ones included; 0 where there is none."""
    start = len(prefix)
    digits = [key[start:] for key in keys.tolist() if key and key.startswith(prefix)]
    return max(
        (int(text) for text in digits if text.isascii() and text.isdigit()), default=0
    )


def next_numbers(keys: AnyArray, prefix: str, count: int) -> AnyArray:
    """The next `count` numbers after the highest in use."""
    first = highest(keys, prefix) + 1
    numbers = np.empty(count, dtype=object)
    numbers[:] = [f"{prefix}{number:06d}" for number in range(first, first + count)]
    return numbers


def whole_numbers(keys: AnyArray) -> AnyArray:
    """Keys that count 1, 2, 3 … (lines, containers) as numbers; 0 for a blank or another text."""
    known = {
        key: int(key) if key and key.isascii() and key.isdigit() else 0
        for key in set(keys.tolist())
    }
    return np.array([known[key] for key in keys.tolist()], dtype=np.int64)


def number_texts(numbers: AnyArray) -> AnyArray:
    """Numbers as the text of keys."""
    texts = np.empty(len(numbers), dtype=object)
    texts[:] = list(map(str, numbers.tolist()))
    return texts


def fill_numbers(frame: Frame, settings: Settings, where: Mask | None = None) -> Frame:
    """The frame with a number in every live row (or row under `where`) that has none, in the order of the rows."""
    key = frame.schema.key[0]
    blank = (frame.live if where is None else where) & ~frame.given(key)
    if not blank.any():
        return frame
    numbers = np.full(len(frame), None, dtype=object)
    numbers[blank] = next_numbers(
        frame[key], prefix_of(frame, settings), int(blank.sum())
    )
    return frame.fill(key, blank, numbers)


def fill_ssccs(
    shipments: Shipments, settings: Settings, where: Mask | None = None
) -> Shipments:
    """Shipments with an SSCC in every live row (or row under `where`) that has none, where Settings hold a GS1 prefix.

    The serial number is one more than the highest in use under the prefix, voided rows included. A row for which no
    number is left stays blank.
    """
    prefix = settings.gs1_prefix
    blank = (shipments.live if where is None else where) & ~shipments.has_sscc
    if not prefix or not blank.any():
        return shipments
    first = _highest_serial(shipments.sscc, prefix) + 1
    at = np.flatnonzero(blank)[: max(serials(prefix) - first, 0)]
    codes = np.full(len(shipments), None, dtype=object)
    codes[at] = [make_sscc(prefix, serial) for serial in range(first, first + len(at))]
    return shipments.fill(
        Shipments.sscc, np.not_equal(codes, NOTHING).astype(bool), codes
    )


def _highest_serial(texts: AnyArray, prefix: str) -> int:
    """The highest serial number in use under this prefix, whatever its check digit; 0 where there is none."""
    known = [
        digits for text in texts.tolist() if text and (digits := sscc_digits(text))
    ]
    return max((0, *(serial_of(digits, prefix) for digits in known)))
