"""Which country a text names: by its ISO 3166-1 code, or by its name in one of several languages."""

from __future__ import annotations

from collections.abc import Iterator
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

_OTHER_NAMES = ALIASES | {
    "GREAT BRITAIN": "GB",
    "ENGLAND": "GB",
    "SCOTLAND": "GB",
    "WALES": "GB",
    "USA": "US",
}
"""What people also write for a country."""


def country_code(text: str) -> str:
    """The ISO 3166-1 alpha-2 code of a country, "" where the text names none.

    `DE`, `Germany` and `Deutschland` are all DE.
    """
    name = _normalized(text)
    if name in country_codes():
        return name
    return _OTHER_NAMES.get(name) or _codes_by_name().get(name, "")


@cache
def _codes_by_name() -> dict[str, str]:
    """Codes by the names of their countries; an earlier language takes precedence."""
    codes: dict[str, str] = {}
    for language in LANGUAGES:
        for code, name in _names_in(language):
            codes.setdefault(name, code)
    return codes


def _names_in(language: str) -> Iterator[tuple[str, str]]:
    """Each country's code and its name in a language. CLDR has other territories too."""
    territories = Locale.parse(language).territories
    for code, name in territories.items():
        if code in country_codes():
            yield str(code), _normalized(str(name))


def _normalized(name: str) -> str:
    """A name in capitals, without full stops and repeated spaces."""
    return " ".join(name.replace(".", "").upper().split())
