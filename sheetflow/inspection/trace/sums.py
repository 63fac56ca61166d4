"""Arithmetic written out: exact, then rounded, in words and as an Excel formula."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_DOWN, Decimal, localcontext
from fractions import Fraction

from sheetflow.domain.frame import PERCENT
from sheetflow.domain.numbers import MICRO
from sheetflow.domain.phrases import money, number


def product(
    quantity: int, price: int, discounts: Sequence[int], unit: int
) -> tuple[str, str]:
    """`3 × 19.99 × (1 − 10 %) = 53.973 → 53.97`, and `ROUND(3*19.99*(1-10%),2)`."""
    exact = Fraction(quantity) * price / MICRO**2
    words, terms = [number(quantity), number(price)], [number(quantity), number(price)]
    for discount in filter(None, discounts):
        exact *= 1 - Fraction(discount, MICRO)
        words.append(f"(1 − {percent(discount)})")
        terms.append(f"(1-{percent_term(discount)})")
    return f"{' × '.join(words)} = {rounding(exact, unit)}", rounded(
        "*".join(terms), unit
    )


def rounding(exact: Fraction, unit: int) -> str:
    """`53.973 → 53.97`, or `53.97` where nothing is rounded; a fraction without an end is cut, and says so by `…`."""
    shown = money(half_away(exact, unit), unit)
    if exact * MICRO == half_away(exact, unit):
        return shown
    with localcontext() as context:
        context.prec = 60
        digits = Decimal(exact.numerator) / Decimal(exact.denominator)
        if Fraction(digits) == exact and len(digits.as_tuple().digits) < 25:
            return f"{digits.normalize():f} → {shown}"
        return f"{digits.quantize(Decimal(1).scaleb(-8), ROUND_DOWN):f}… → {shown}"


def half_away(exact: Fraction, unit: int) -> int:
    """A value rounded to the unit, halves away from zero, in millionths."""
    steps = exact * MICRO / unit
    whole = (2 * abs(steps.numerator) + steps.denominator) // (2 * steps.denominator)
    return (-whole if steps < 0 else whole) * unit


def rounded(term: str, unit: int) -> str:
    """An Excel term, rounded to the unit."""
    return f"ROUND({term},{len(str(MICRO // unit)) - 1})"


def percent(value: int) -> str:
    """`10 %`."""
    return f"{number(value * MICRO // PERCENT)} %"


def percent_term(value: int) -> str:
    """`10%`, as Excel reads it."""
    return f"{number(value * MICRO // PERCENT)}%"
