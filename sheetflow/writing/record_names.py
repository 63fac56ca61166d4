"""What a message calls a record: by its order, container, invoice …, as the business does, not by its row."""

from __future__ import annotations

from sheetflow.domain.frame import Frame
from sheetflow.domain.references import value_text
from sheetflow.domain.schema import SheetSchema

_CONTEXT = ("Order", "Container")
"""Columns that say what a numbered record belongs to: a pick's order, a shipment's container."""

_WITHOUT_KEY = ("Order", "SKU")
"""What a record is known by before it has a number."""


SHORTEST = 2
"""A key of so few characters may be in a text by chance."""


def record_name(frame: Frame, record: int, named: SheetSchema) -> str:
    """`Order SO-1, line 2`, `Shipment SH-1, order SO-1, container 1`; empty where nothing names it.

    A row without a key, an order and a SKU is known by what it must have: `Payment date 2026-03-02, amount 7`.
    `named` has the workbook's own names of the columns.
    """
    schema = frame.schema
    if schema.settings:
        return ""
    values = _values(frame, record, (*schema.key, *_CONTEXT))
    if not values.keys() & set(schema.key):
        values = _values(frame, record, _WITHOUT_KEY)
    if not values:
        values = _values(frame, record, schema.required_headers)
    parts = [
        f"{_inside(header, named.title_of(header))} {value}"
        for header, value in values.items()
    ]
    text = ", ".join(parts)
    return text[:1].upper() + text[1:]


def _values(frame: Frame, record: int, headers: tuple[str, ...]) -> dict[str, str]:
    """The cells of a record that are not blank, by their headers."""
    present = [header for header in headers if header in frame.columns]
    texts = {header: value_text(frame, header, record) for header in present}
    return {header: text for header, text in texts.items() if text}


def _inside(header: str, title: str) -> str:
    """A column's name inside a sentence; names of another language keep their capitals."""
    return title if title != header or title.isupper() else title.lower()


def is_named(name: str, text: str) -> bool:
    """Whether a text has the record's own key, which is the first in its name; a short one may be anything."""
    key = name.split(", ")[0].split(" ", 1)[-1]
    return len(key) > SHORTEST and _has_word(text, key)


def _has_word(text: str, word: str) -> bool:
    """Whether a text has a word that is no part of a longer one.

    Without a regular expression: every row has its own word, and compiling takes longest.
    """
    at = text.find(word)
    while at >= 0:
        before = text[at - 1 : at] if at else ""
        after = text[at + len(word) : at + len(word) + 1]
        if not _is_part(before) and not _is_part(after):
            return True
        at = text.find(word, at + 1)
    return False


def _is_part(character: str) -> bool:
    """Whether a character belongs to a word."""
    return character.isalnum() or character == "_"
