"""Keys typed in another case: matched where only one key fits, and filled as that key is written."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

import numpy as np

from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import AnyArray

AMBIGUOUS = ""
"""Several keys differ by case alone, so that none of them is meant for certain."""

SEPARATOR = "\0"
"""What no key has in it, as no cell can."""


def keys_as_written(
    frame: Frame, header: str, known: Mapping[str, int]
) -> AnyArray | None:
    """A column of keys, each as the one key that fits it is written; None where all are known.

    A key that is known as it was typed stays as it is, and so does one that fits none or several.
    """
    typed = frame[header].tolist()
    unknown = list(set(typed).difference(known) - {None})
    folded = _folded(unknown)
    written = _by_spelling(list(known), set(folded))
    if not written:
        return None
    pairs = zip(unknown, folded, strict=True)
    fitting = {key: written.get(plain) or key for key, plain in pairs}
    if all(key == fit for key, fit in fitting.items()):
        return None
    column = np.empty(len(typed), dtype=object)
    column[:] = [fitting.get(key, key) for key in typed]
    return column


def _by_spelling(known: Sequence[str], wanted: Collection[str]) -> dict[str, str]:
    """The key by its folded text, of those wanted; `AMBIGUOUS` where several have the same."""
    found: dict[str, str] = {}
    if not wanted:
        return found
    for plain, key in zip(_folded(known), known, strict=True):
        if plain in wanted:
            found[plain] = AMBIGUOUS if plain in found else key
    return found


def _folded(keys: Sequence[str]) -> list[str]:
    """Keys without regard to case, all at once: there may be very many that nobody knows."""
    folded = SEPARATOR.join(keys).casefold().split(SEPARATOR)
    if len(folded) == len(keys):
        return folded
    return [key.casefold() for key in keys]


def fill_as_written(draft: DraftBook) -> None:
    """Fill the keys that were typed in another case as they are written, in rows without errors."""
    for (sheet, header), column in draft.as_written.items():
        frame = draft[sheet]
        draft.put(frame.fill(header, frame.valid, column))
    draft.as_written.clear()
