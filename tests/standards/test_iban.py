"""IBANs: the check digits must fit, and the country, the length and the format."""

from __future__ import annotations

import pytest

from sheetflow.standards.iban import is_iban


@pytest.mark.parametrize(
    "text",
    [
        "DE89370400440532013000",
        "DE02 1203 0000 0000 2020 51",
        "gb33bukb20201555555555",
        "FR1420041010050500013M02606",
        "NL91ABNA0417164300",
        "NO9386011117947",
        "MT84MALT011000012345MTLCAST001S",
        " CH93 0076 2011 6238 5295 7 ",
    ],
)
def test_what_can_be_right(text: str) -> None:
    assert is_iban(text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("DE89370400440532013001", "its check digits do not fit"),
        ("DE311203000000002020", "a German one has 22 characters"),
        ("ZZ32120300000000202051", "there is no country ZZ"),
        ("GB78123420201555555555", "its bank is not four letters"),
        ("DE89-3704-0044-0532-0130-00", "dashes are not part of one"),
        ("DE８９370400440532013000", "its digits are not ASCII"),
        ("DE", "it has no account"),
        ("", "it is blank"),
    ],
)
def test_what_cannot_be_right(text: str, why: str) -> None:
    assert not is_iban(text), why


def test_the_check_digits_fit_where_country_length_or_format_is_wrong() -> None:
    """So something else than the check digits must find them."""
    for text in (
        "DE311203000000002020",
        "ZZ32120300000000202051",
        "GB78123420201555555555",
    ):
        rotated = text[4:] + text[:4]
        digits = "".join(str(int(character, 36)) for character in rotated)
        assert int(digits) % 97 == 1, text
