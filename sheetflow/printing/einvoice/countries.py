"""What country a text names: its two letters, or its name in English, in its own language, or in a neighbour's."""

from __future__ import annotations

from functools import cache

from babel import Locale

LANGUAGES = ("en", "de", "fr", "es", "it", "nl", "pt", "pl", "sv", "da", "nb", "fi", "cs", "hu", "ro", "el")
"""The languages in which people write the last line of an address."""

_ALSO = {"UK": "GB", "GREAT BRITAIN": "GB", "ENGLAND": "GB", "SCOTLAND": "GB", "WALES": "GB", "USA": "US", "EL": "GR"}
"""What people write for a country beyond its names."""


def country_code(text: str) -> str:
    """The ISO 3166-1 code of a country, "" where the text is none: `DE` and `Germany` and `Deutschland` are DE."""
    word = " ".join(text.replace(".", "").upper().split())
    if word in _ALSO:
        return _ALSO[word]
    return word if word in _codes() else _names().get(word, "")


@cache
def _codes() -> frozenset[str]:
    """The codes of countries: two letters, without the ranges that ISO 3166 leaves to its users."""
    found = map(str, Locale.parse("en").territories)
    return frozenset(code for code in found if len(code) == 2 and code.isalpha() and code not in _NO_COUNTRY)


@cache
def _names() -> dict[str, str]:
    """Codes by the names of the countries; English names go before others."""
    found: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in _codes():
                found.setdefault(" ".join(str(name).replace(".", "").upper().split()), str(code))
    return found


_NO_COUNTRY = frozenset("AC CP CQ DG EA EU EZ IC QO TA UN XA XB XK ZZ".split())  # noqa: SIM905
"""Codes of CLDR that are no countries of ISO 3166-1."""
