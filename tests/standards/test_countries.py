"""Countries by their two-letter codes."""

from __future__ import annotations

import pytest

from sheetflow.standards.countries import ALIASES, country_codes, is_country


@pytest.mark.parametrize("text", ["DE", "us", " CW ", "SS", "UK", "EL"])
def test_what_is_a_country(text: str) -> None:
    assert is_country(text)


@pytest.mark.parametrize("text", ["ZZ", "AN", "SU", "XX", "EU", "DEU", "Germany", ""])
def test_what_is_not(text: str) -> None:
    assert not is_country(text)


def test_an_alias_is_the_code_of_no_other_country() -> None:
    assert not ALIASES.keys() & country_codes()
    assert set(ALIASES.values()) <= country_codes()
