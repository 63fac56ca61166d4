"""Calculations written out: exact, then rounded, in words and as an Excel formula."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal, localcontext
from fractions import Fraction

from sheetflow.domain.frame import PERCENT
from sheetflow.domain.numbers import MICRO
from sheetflow.domain.phrases import money, number

DIGITS = 60
"""How many digits a fraction is calculated to."""

MOST_DIGITS = 24
"""How many digits of a result are shown; of a longer one, DECIMALS."""

DECIMALS = Decimal("1e-8")


@dataclass(frozen=True)
class Calculation:
    """How a figure was calculated, in words and as an Excel formula; `result` in millionths."""

    result: int
    words: str
    formula: str


def line_total(
    quantity: int, price: int, discounts: Sequence[int], unit: int
) -> Calculation:
    """`3 × 19.99 × (1 − 10 %) = 53.973 → 53.97`, and `ROUND(3*19.99*(1-10%),2)`."""
    given = [discount for discount in discounts if discount]
    exact = Fraction(quantity) * price / MICRO**2
    for discount in given:
        exact *= 1 - Fraction(discount, MICRO)
    factors = [number(quantity), number(price)]
    words = [*factors, *(f"(1 − {percent(discount)})" for discount in given)]
    terms = [*factors, *(f"(1-{excel_percent(discount)})" for discount in given)]
    return Calculation(
        result=round_half_away(exact, unit),
        words=f"{' × '.join(words)} = {rounding(exact, unit)}",
        formula=excel_round("*".join(terms), unit),
    )


def rounding(exact: Fraction, unit: int) -> str:
    """`53.973 → 53.97`, or `53.97` where nothing is rounded."""
    rounded = round_half_away(exact, unit)
    shown = money(rounded, unit)
    if exact * MICRO == rounded:
        return shown
    return f"{_digits(exact)} → {shown}"


def _digits(exact: Fraction) -> str:
    """`53.973`; a fraction with too many digits is cut and ends in `…`."""
    with localcontext() as context:
        context.prec = DIGITS
        value = Decimal(exact.numerator) / Decimal(exact.denominator)
        is_exact = Fraction(value) == exact
        if is_exact and len(value.as_tuple().digits) <= MOST_DIGITS:
            return f"{value.normalize():f}"
        return f"{value.quantize(DECIMALS, ROUND_DOWN):f}…"


def round_half_away(exact: Fraction, unit: int) -> int:
    """A value rounded to the unit, halves away from zero, in millionths."""
    steps = exact * MICRO / unit
    doubled = 2 * abs(steps.numerator) + steps.denominator
    whole = doubled // (2 * steps.denominator)
    return (-whole if steps < 0 else whole) * unit


def excel_round(term: str, unit: int) -> str:
    """An Excel term, rounded to the unit."""
    decimals = len(str(MICRO // unit)) - 1
    return f"ROUND({term},{decimals})"


def percent(value: int) -> str:
    """`10 %`."""
    return f"{number(value * MICRO // PERCENT)} %"


def excel_percent(value: int) -> str:
    """`10%`, as Excel reads it."""
    return f"{number(value * MICRO // PERCENT)}%"
