"""What country a text names: its two letters, or its name in English, in its own language, or in a neighbour's."""

from __future__ import annotations

from functools import cache

from babel import Locale

from sheetflow.standards.countries import ALIASES, country_codes

LANGUAGES = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "nl",
    "pt",
    "pl",
    "sv",
    "da",
    "nb",
    "fi",
    "cs",
    "hu",
    "ro",
    "el",
)
"""The languages in which people write the last line of an address."""

_ALSO = ALIASES | {
    "GREAT BRITAIN": "GB",
    "ENGLAND": "GB",
    "SCOTLAND": "GB",
    "WALES": "GB",
    "USA": "US",
}
"""What people write for a country beyond its names."""


def country_code(text: str) -> str:
    """The ISO 3166-1 code of a country, "" where the text is none: `DE` and `Germany` and `Deutschland` are DE."""
    word = " ".join(text.replace(".", "").upper().split())
    if word in _ALSO:
        return _ALSO[word]
    return word if word in country_codes() else _names().get(word, "")


@cache
def _names() -> dict[str, str]:
    """Codes by the names of the countries; English names go before others."""
    found: dict[str, str] = {}
    codes = country_codes()
    for language in LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code in codes:
                found.setdefault(
                    " ".join(str(name).replace(".", "").upper().split()), str(code)
                )
    return found
