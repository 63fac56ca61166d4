"""Units of measure as codes of UN/ECE Recommendations 20 and 21; units.toml holds the words."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path

ONE = "C62"


def unit_code(word: str) -> tuple[str, str]:
    """The code of a unit, and the word itself where no code says the same: `box` is XBX, `crate of 12` is C62 (one)."""
    plain = word.strip().casefold().rstrip(".")
    known = _codes()
    code = (
        known.get(plain)
        or known.get(plain.removesuffix("s"))
        or (word.strip() if word.strip() in _all() else "")
    )
    return (code, "") if code else (ONE, word.strip())


@cache
def _codes() -> dict[str, str]:
    tables = tomllib.loads(
        Path(__file__).with_name("units.toml").read_text(encoding="utf-8")
    )
    return {word: code for code, words in tables.items() for word in words}


@cache
def _all() -> frozenset[str]:
    """The codes themselves, for those who write them."""
    return frozenset(_codes().values())
