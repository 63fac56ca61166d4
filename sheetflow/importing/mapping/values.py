"""What the values of a column speak for: dates, numbers, keys, yes and no."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from sheetflow.domain.languages import words_of
from sheetflow.domain.schema import Column, loose
from sheetflow.importing.values import day, is_slashed, number

YES_NO = frozenset(
    {
        "yes",
        "no",
        "y",
        "n",
        "true",
        "false",
        "ja",
        "nein",
        "oui",
        "non",
        "sí",
        "sì",
        "nee",
        "sim",
        "não",
    }
)

Share = tuple[int, int]
"""How many of how many values fit."""


def fitting(values: Sequence[object], column: Column) -> Share:
    """How many of the values a column of the contract could hold."""
    texts = [cell for cell in values if cell is not None]
    return sum(_fits(cell, column) for cell in texts), len(texts)


def _fits(cell: object, column: Column) -> bool:
    if column.kind == "date":
        return _is_date(cell)
    if column.is_number:
        return _is_number(cell)
    if column.kind == "yes-no":
        return isinstance(cell, bool) or str(cell).strip().casefold() in YES_NO
    if column.kind == "choice":
        return loose(str(cell)) in _words(column)
    if column.kind == "key":
        return not _is_date(cell) and len(str(cell)) <= LONGEST_KEY
    return not isinstance(cell, (int, float, date)) and not _is_date(cell)


LONGEST_KEY = 60
"""A text that is longer is hardly a key."""


def _words(column: Column) -> set[str]:
    meant = set(column.own.meant) if column.own else set()
    return meant | {loose(word) for word in words_of(column)}


def _is_date(cell: object) -> bool:
    if isinstance(cell, (date, datetime)):
        return True
    if not isinstance(cell, str) or cell.isdigit():
        return False
    return is_slashed(cell) or day(cell) is not None


def _is_number(cell: object) -> bool:
    if isinstance(cell, str):
        return _is_amount(cell)
    return isinstance(cell, (int, float)) and not isinstance(cell, bool)


def _is_amount(text: str) -> bool:
    """Whether a text is a number, with no more letters than a currency has."""
    if sum(map(str.isalpha, text)) > MOST_LETTERS:
        return False
    return not _is_date(text) and number(text) is not None


MOST_LETTERS = 3
"""How many letters an amount may have: those of its currency."""


def found_in(keys: Sequence[str], known: Collection[str]) -> Share:
    """How many of these values, as keys are compared, are keys of another sheet."""
    return sum(key in known for key in keys), len(keys)


def key_of(cell: object) -> str:
    """A value as keys are compared."""
    text = f"{cell:.15g}" if isinstance(cell, float) else str(cell)
    return text.strip().casefold()
