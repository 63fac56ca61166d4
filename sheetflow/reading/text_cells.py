"""Columns of texts, keys and choices."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import cast

from sheetflow.reading.cells import (
    Fault,
    Read,
    faults_at,
    is_blank,
    key_text,
    object_array,
    shown,
    unreadable,
)

LONGEST_TEXT = 32_767
LONGEST_KEY = 255
"""How many characters Excel keeps in a cell, and how many its look-ups compare."""

_PLAIN = {str, float, int}


def read_text(cells: Sequence[object]) -> Read:
    """A column of texts: str, or None where blank."""
    return _read_texts(cells, LONGEST_TEXT)


def _read_texts(cells: Sequence[object], most: int) -> Read:
    """A column of texts, without those of more than `most` characters."""
    texts, faults = _read_any_text(cells)
    listed = texts.tolist()
    if max(map(len, filter(None, listed)), default=0) <= most:
        return texts, faults
    for at, text in enumerate(listed):
        if text and len(text) > most:
            words = {"length": f"{len(text):,}", "most": f"{most:,}"}
            faults.append(Fault(at, "TXT02", words))
            texts[at] = None
    return texts, faults


def _read_any_text(cells: Sequence[object]) -> Read:
    """A column of keys or texts of any length."""
    kinds = set(map(type, cells))
    if kinds <= {str}:
        texts = cast(Sequence[str], cells)
        stripped = {text: text.strip() or None for text in set(texts)}
        return object_array(list(map(stripped.__getitem__, texts))), []
    if kinds <= _PLAIN:
        known = {cell: _plain_text(cell) for cell in set(cells)}
        return object_array([known[cell] for cell in cells]), []
    return _read_odd_text(cells)


def _plain_text(cell: object) -> str | None:
    return None if is_blank(cell) else key_text(cell)


def _read_odd_text(cells: Sequence[object]) -> Read:
    """A column in which a cell is neither text nor a number."""
    texts: list[str | None] = []
    faults: list[Fault] = []
    for at, cell in enumerate(cells):
        text = shown(cell) if isinstance(cell, date) else _plain_text(cell)
        texts.append(text)
        if text is None and not is_blank(cell):
            faults.append(unreadable(cell, "TXT01").at(at))
    return object_array(texts), faults


def read_keys(cells: Sequence[object]) -> Read:
    """A column of keys: as text. A date cannot be a key: Excel makes one of `1-2`."""
    keys, faults = _read_texts(cells, LONGEST_KEY)
    if set(map(type, cells)) <= _PLAIN:
        return keys, faults
    dates = [at for at, cell in enumerate(cells) if isinstance(cell, (date, datetime))]
    keys[dates] = None
    return keys, faults + faults_at(dates, "KEY03")


def read_choices(
    cells: Sequence[object], choices: Sequence[str], shown: Sequence[str] = ()
) -> Read:
    """A column of choices, in the spelling of the contract; `shown` is how a message lists them."""
    texts, faults = read_text(cells)
    typed = set(texts.tolist()) - {None}
    known = _in_contract_spelling(typed, choices)
    wrong = typed - set(known)
    if wrong:
        words = {"choices": ", ".join(shown or choices)}
        at_wrong = [at for at, text in enumerate(texts) if text in wrong]
        faults += [Fault(at, "CHO01", dict(words)) for at in at_wrong]
    return object_array([known.get(text) for text in texts]), faults


def _in_contract_spelling(
    typed: Iterable[str], choices: Sequence[str]
) -> dict[str, str]:
    """The choice that each of these texts means, without those that mean none."""
    spelled = {choice.casefold(): choice for choice in choices}
    return {
        text: spelled[text.casefold()] for text in typed if text.casefold() in spelled
    }
