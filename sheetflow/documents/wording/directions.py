"""Texts that run from left to right, and from right to left (Unicode annex 9)."""

from __future__ import annotations

from unicodedata import bidirectional

ISOLATE = "\u2068"
"""Begins a text in the direction of its own first letter."""

END_ISOLATE = "\u2069"


def runs_from_right(text: str) -> bool:
    """Whether any of a text is written from right to left."""
    return not text.isascii() and any(
        bidirectional(character) in ("R", "AL") for character in text
    )
