"""Numbers: exact fractions, rounded half away from zero, read at fifteen significant digits."""

from __future__ import annotations

import functools
import math
import re
from decimal import Decimal
from fractions import Fraction

MINOR_UNITS = {"JPY": 0, "KRW": 0, "KWD": 3, "BHD": 3}
NUMBER_TEXT = re.compile(r"[-+]?(\d+\.?\d*|\.\d+)")
AMBIGUOUS_TEXT = re.compile(r"[-+]?[1-9]\d{0,2}\.\d{3}")
"""What is more than a thousand in one country and less than ten in another."""


def places_of(currency: str) -> int:
    """How many decimals the currency's minor unit has."""
    return MINOR_UNITS.get(currency, 2)


def rounded(value: Fraction, places: int) -> Fraction:
    """`value` to so many decimals, half away from zero."""
    top = abs(value.numerator) * 10**places
    bottom = value.denominator
    whole = (2 * top + bottom) // (2 * bottom)
    return Fraction(whole if value >= 0 else -whole, 10**places)


def finer_than(value: Fraction, places: int) -> bool:
    return 10**places % value.denominator != 0


def exact(value: object) -> Fraction | None:
    """A number as a person typed it, or text that is plainly one; None where it is not a number."""
    if isinstance(value, bool):
        return None
    if isinstance(value, float):
        return Fraction(f"{value:.15g}") if math.isfinite(value) else None
    if isinstance(value, int | Fraction):
        return Fraction(value)
    if isinstance(value, Decimal):
        return Fraction(value) if value.is_finite() else None
    if isinstance(value, str) and AMBIGUOUS_TEXT.fullmatch(value.strip()):
        return None
    if isinstance(value, str) and NUMBER_TEXT.fullmatch(value.strip()):
        return Fraction(value.strip())
    return None


@functools.cache
def as_decimal(value: Fraction) -> Decimal:
    """The same number as a decimal; every number that is stored has a finite one."""
    places = 0
    while finer_than(value, places):
        places += 1
        assert places < 40, value
    digits = int(value * 10**places)
    return (
        Decimal(f"{digits}e-{places}").normalize() + 0
        if abs(digits) < 10**27
        else Decimal(digits).scaleb(-places)
    )
