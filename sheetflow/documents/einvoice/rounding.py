"""Rounding as in the workbook: half away from zero."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


def rounded(value: Fraction | Decimal, digits: int) -> Decimal:
    """A number with `digits` decimals: with two, 2.345 is 2.35 and -2.345 is -2.35."""
    if isinstance(value, Decimal):
        return value.quantize(smallest_step(digits), ROUND_HALF_UP, _EXACT)
    return _rounded_fraction(value, digits)


def _rounded_fraction(value: Fraction, digits: int) -> Decimal:
    whole = _half_up(abs(value) * 10**digits)
    return Decimal(whole if value >= 0 else -whole).scaleb(-digits, _EXACT)


def _half_up(value: Fraction) -> int:
    """The nearest whole number; a half is rounded up."""
    doubled = 2 * value.numerator + value.denominator
    return doubled // (2 * value.denominator)


def smallest_step(digits: int) -> Decimal:
    """The smallest amount with `digits` decimals: 0.01 with two."""
    return Decimal(1).scaleb(-digits)
