"""The countries of the world by their two-letter codes (ISO 3166-1 alpha-2)."""

from __future__ import annotations

from functools import cache

ALIASES = {"EL": "GR", "UK": "GB"}
"""Codes that people and tax offices write for a country besides its own."""


@cache
def country_codes() -> frozenset[str]:
    """The codes of all countries.

    Importing pycountry takes 20 ms, so only a workbook with a country does it.
    """
    import pycountry

    return frozenset(country.alpha_2 for country in pycountry.countries)


def is_country(text: str) -> bool:
    """Whether a text is the two-letter code of a country, in capitals or not."""
    code = text.strip().upper()
    return code in ALIASES or code in country_codes()


@cache
def country_by_name(name: str) -> str:
    """The two-letter code of the country of this English name; an empty string where there is none."""
    import pycountry

    try:
        return str(pycountry.countries.lookup(name.strip()).alpha_2)
    except LookupError:
        return ""
