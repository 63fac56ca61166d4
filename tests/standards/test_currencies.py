"""Currencies: those in use, those withdrawn, and the decimals of each."""

from __future__ import annotations

import pytest
from iso4217 import Currency
from sheets import after, expect

from sheetflow.standards.currencies import (
    FREQUENT,
    WITHDRAWN,
    currencies_in_use,
    is_currency,
    is_in_use,
    minor_digits,
    minor_unit,
)


@pytest.mark.parametrize(
    ("code", "digits"),
    [
        ("USD", 2),
        ("EUR", 2),
        ("XCG", 2),
        ("JPY", 0),
        ("ISK", 0),
        ("KWD", 3),
        ("TND", 3),
        ("CLF", 4),
        ("BGN", 2),
        ("BYR", 0),
    ],
)
def test_minor_units(code: str, digits: int) -> None:
    assert (minor_digits(code), minor_unit(code)) == (digits, 10 ** (6 - digits))
    assert is_currency(code)


def test_the_frequent_currencies_are_as_the_package_has_them() -> None:
    assert {code: Currency(code).exponent for code in FREQUENT} == FREQUENT


def test_what_is_withdrawn_is_not_in_use() -> None:
    assert not WITHDRAWN.keys() & currencies_in_use()
    assert not any(is_in_use(code) for code in ("ANG", "BGN", "HRK"))


@pytest.mark.parametrize("code", ["XAU", "XTS", "XXX", "usd", "EURO", ""])
def test_what_is_not_money_is_not_a_currency(code: str) -> None:
    assert not is_currency(code)
    assert code not in currencies_in_use()
    with pytest.raises(KeyError):
        minor_digits(code)


@pytest.mark.parametrize("code", ["ANG", "BGN", "hrk"])
def test_a_withdrawn_currency_in_settings_is_a_problem_with_its_cell(code: str) -> None:
    played = after(settings=f"Setting  Value\nCurrency  {code}")
    expect(
        played.issues,
        f"""
        Code   Sheet     Row  Column  Value
        CUR01  Settings  1    Value   {code}
    """,
    )


def test_an_old_invoice_keeps_its_withdrawn_currency() -> None:
    played = after(
        settings="Setting  Value\nCurrency  EUR",
        invoices="""
        Invoice   Order  Invoice date  Currency
        INV-0001  SO-1   2025-12-30    bgn
    """,
    )
    assert "CUR01" not in played.codes
    assert played.invoices["Currency"] == ["BGN"]
