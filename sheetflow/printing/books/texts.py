"""How wide text is, and where it breaks, without a font at hand: by classes of letters.

Widths are in ems (the size of the type), after Arial's metrics; a little more than true, so that nothing is clipped.
"""

from __future__ import annotations

from functools import lru_cache
from unicodedata import east_asian_width

_NARROW = frozenset("ijlftrI.,:;'|!()[]/\\ -")
_BROAD = frozenset("mwMWABCDEFGHKNOPQRSUVXY%@&—–…")


@lru_cache(maxsize=4096)
def _letter(letter: str) -> float:
    if letter in _NARROW:
        return 0.34
    if letter in _BROAD:
        return 0.79
    return 1.02 if east_asian_width(letter) in "WF" else 0.57


@lru_cache(maxsize=4096)
def width_of(text: str) -> float:
    """The width of one line."""
    return sum(map(_letter, text))


def wrap(text: str, most: float) -> list[str]:
    """Text in lines of at most `most` ems: broken at spaces, and within a word only where it is too long alone."""
    found: list[str] = []
    for paragraph in text.splitlines():
        found += _wrap_paragraph(paragraph, most)
    return found or [""]


def _wrap_paragraph(text: str, most: float) -> list[str]:
    if width_of(text) <= most:
        return [text]
    lines, line = [], ""
    for word in text.split():
        for part in _parts(word, most):
            joined = f"{line} {part}" if line else part
            if width_of(joined) > most:
                lines.append(line)
                joined = part
            line = joined
    return [*lines, line]


def _parts(word: str, most: float) -> list[str]:
    """A word in pieces that fit; CJK text, which has no spaces, may break after any letter."""
    if width_of(word) <= most:
        return [word]
    pieces, piece = [], ""
    for letter in word:
        if piece and width_of(piece + letter) > most:
            pieces.append(piece)
            piece = ""
        piece += letter
    return [*pieces, piece]
