"""Currencies and their minor units (ISO 4217).

The package iso4217 carries the currencies in use as their maintenance agency
publishes them (list one). What is not money (gold, codes for testing) has no minor
unit there, and is not a currency here.
"""

from __future__ import annotations

from collections.abc import Set
from functools import cache

DECIMALS = 6
"""Amounts are stored in millionths."""

FREQUENT = {
    "AUD": 2,
    "CAD": 2,
    "CHF": 2,
    "CNY": 2,
    "CZK": 2,
    "DKK": 2,
    "EUR": 2,
    "GBP": 2,
    "INR": 2,
    "JPY": 0,
    "NOK": 2,
    "NZD": 2,
    "PLN": 2,
    "SEK": 2,
    "USD": 2,
}
"""The decimals of the currencies of most workbooks, as the package has them.

A run in one of them does not import the package: a small run is all start-up.
"""

WITHDRAWN = {
    "ANG": 2,
    "BGN": 2,
    "BYR": 0,
    "CUC": 2,
    "EEK": 2,
    "HRK": 2,
    "LTL": 2,
    "LVL": 2,
    "MRO": 2,
    "SLL": 2,
    "STD": 2,
    "VEF": 2,
    "ZMK": 2,
    "ZWL": 2,
}
"""The decimals of currencies that were withdrawn since 2011: old invoices keep theirs.

The list of withdrawn currencies (list three) has no minor units; these are from the
last list one that had the currency.
"""


def currencies_in_use() -> Set[str]:
    """The three-letter codes of all currencies in use."""
    return _digits().keys()


def is_in_use(code: str) -> bool:
    """Whether a currency is legal tender today."""
    return code in FREQUENT or code in _digits()


def is_currency(code: str) -> bool:
    """Whether a currency is in use, or was until lately."""
    return code in FREQUENT or code in WITHDRAWN or code in _digits()


def minor_digits(code: str) -> int:
    """How many decimals amounts in a currency have: USD 2, JPY 0, KWD 3.

    Raises KeyError where the code is not a currency's.
    """
    if code in FREQUENT:
        return FREQUENT[code]
    digits = _digits().get(code)
    return WITHDRAWN[code] if digits is None else digits


def minor_unit(code: str) -> int:
    """The smallest amount in a currency, in millionths. Raises KeyError as above."""
    return int(10 ** (DECIMALS - minor_digits(code)))


@cache
def _digits() -> dict[str, int]:
    """The decimals of every currency in use, by its code."""
    from iso4217 import Currency

    exponents = {currency.value: currency.exponent for currency in Currency}
    return {code: digits for code, digits in exponents.items() if digits is not None}
