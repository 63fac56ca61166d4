"""Codes for units of measure (UN/ECE Recommendations 20 and 21), by the words in unit_codes.toml."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from sheetflow.domain.declarations import load_tables

ONE = "C62"


def unit_code(unit: str) -> tuple[str, str]:
    """The code of a unit, and "" or, where no code fits, the code for one and the unit.

    `box` is XBX; `crate of 12` is C62 (one) and `crate of 12`.
    """
    typed = unit.strip()
    code = _find_code(typed)
    return (code, "") if code else (ONE, typed)


def _find_code(typed: str) -> str:
    code = _code_of_word(typed.casefold().rstrip("."))
    if code:
        return code
    return typed if typed in _all_codes() else ""


def _code_of_word(word: str) -> str:
    """The code of a unit's name in the singular or the plural; "" for no unit."""
    codes = _codes_by_word()
    singular = word.removesuffix("s")
    return codes.get(word) or codes.get(singular) or ""


@cache
def _codes_by_word() -> dict[str, str]:
    path = Path(__file__).with_name("unit_codes.toml")
    words_by_code = load_tables(path, tuple[str, ...])
    return {word: code for code, words in words_by_code.items() for word in words}


@cache
def _all_codes() -> frozenset[str]:
    """Every code, for people who type the code itself."""
    return frozenset(_codes_by_word().values())
