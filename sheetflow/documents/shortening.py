"""Very long texts cut to what a person would print, so that a document never takes minutes.

A cell may hold 32,767 characters: some pages of text where a document has room for a line.
The workbook and electronic invoices keep them whole.
"""

from __future__ import annotations

from dataclasses import fields, is_dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, TypeVar

from sheetflow.domain.phrases import shortened

T = TypeVar("T")

MAX_LENGTH = 1_000
"""How many characters of a name, a description or a line of an address are printed."""

MAX_LENGTHS = {
    "notes": 4_000,
    "footer": 4_000,
    "exemption": 4_000,
    "quote_text": 4_000,
    "order_text": 4_000,
    "invoice_text": 4_000,
}
"""How many of texts that may be paragraphs, by the field of the document."""

MAX_LINES = 20
"""How many lines of an address are printed."""

_WITHOUT_TEXT = (int, Decimal, date, type(None))

OF_LINES = ("address", "ship_to", "details")
"""The fields that are the lines of one text."""


def shorten(record: T) -> T:
    """Documents, or a part of one; the same object where none of its texts is too long."""
    changes: dict[str, Any] = {}
    kind: type = type(record)
    for name in _field_names(kind):
        value = getattr(record, name)
        shorter = _shorter_field(name, value)
        if shorter is not value:
            changes[name] = shorter
    return replace(record, **changes) if changes else record  # type: ignore[type-var]


@cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def _shorter_field(name: str, value: Any) -> Any:
    """A field's value; the same object where nothing is cut."""
    if name in OF_LINES and len(value) > MAX_LINES:
        value = (*value[: MAX_LINES - 1], "…")
    return _shorter(value, MAX_LENGTHS.get(name, MAX_LENGTH))


def _shorter(value: Any, length: int) -> Any:
    if isinstance(value, str):
        return value if len(value) <= length else shortened(value, length)
    if isinstance(value, _WITHOUT_TEXT):
        return value
    if type(value) is tuple:
        return _shorter_parts(value, length)
    return shorten(value) if is_dataclass(value) else value


def _shorter_parts(parts: tuple[Any, ...], length: int) -> tuple[Any, ...]:
    shorter = tuple(_shorter(part, length) for part in parts)
    is_same = all(new is old for new, old in zip(shorter, parts, strict=True))
    return parts if is_same else shorter
