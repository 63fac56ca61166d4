"""Keys typed in another case: matched where only one key fits, and filled as that key is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np

from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import AnyArray

AMBIGUOUS = ""
"""Several keys differ by case alone, so that none of them is meant for certain."""


def keys_as_written(
    frame: Frame, header: str, known: Mapping[str, int]
) -> AnyArray | None:
    """A column of keys, each as the one key that fits it is written; None where all are known.

    A key that is known as it was typed stays as it is, and so does one that fits none or several.
    """
    typed = frame[header].tolist()
    unknown = set(typed).difference(known)
    unknown.discard(None)
    if not unknown:
        return None
    written = _by_spelling(known)
    fitting = {key: written.get(_folded(key)) or key for key in unknown}
    if all(key == fit for key, fit in fitting.items()):
        return None
    column = np.empty(len(typed), dtype=object)
    column[:] = [fitting.get(key, key) for key in typed]
    return column


def _by_spelling(known: Iterable[str]) -> dict[str, str]:
    """The key by its folded text; `AMBIGUOUS` where several have the same."""
    found: dict[str, str] = {}
    for key in known:
        plain = _folded(key)
        found[plain] = AMBIGUOUS if plain in found else key
    return found


def _folded(key: str) -> str:
    return key.casefold()


def fill_as_written(draft: DraftBook) -> None:
    """Fill the keys that were typed in another case as they are written, in rows without errors."""
    for (sheet, header), column in draft.as_written.items():
        frame = draft[sheet]
        draft.put(frame.fill(header, frame.valid, column))
    draft.as_written.clear()
