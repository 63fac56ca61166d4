"""Rounding as the workbook rounds: half away from zero."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

_EXACT = Context(prec=60, rounding=ROUND_HALF_UP)


def rounded(value: Fraction | Decimal, digits: int) -> Decimal:
    """A number with so many decimals: 2.345 with two is 2.35, -2.345 is -2.35."""
    if isinstance(value, Decimal):
        return value.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP, _EXACT)
    scaled = abs(value) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(whole if value >= 0 else -whole).scaleb(-digits, _EXACT)
