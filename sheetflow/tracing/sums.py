"""The arithmetic of a line and of a tax, written out: exact, then rounded."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal, localcontext

from sheetflow.book import PERCENT
from sheetflow.ledgers.taxes import Taxed
from sheetflow.numbers import MICRO
from sheetflow.wording import money, number


def product(quantity: int, price: int, discounts: list[int], unit: int) -> str:
    """`3 × 19.99 × (1 − 10 %) = 53.973 → 53.97`."""
    with localcontext() as context:
        context.prec = 60
        exact = Decimal(quantity) * Decimal(price) / MICRO**2
        for discount in discounts:
            exact *= 1 - Decimal(discount) / MICRO
        words = [number(quantity), number(price), *(f"(1 − {percent(each)})" for each in discounts if each)]
        return f"{' × '.join(words)} = {rounding(exact, unit)}"


def rounding(exact: Decimal, unit: int) -> str:
    """`53.973 → 53.97`, or `53.97` where nothing is rounded."""
    step = Decimal(unit) / MICRO
    rounded = (exact / step).quantize(Decimal(1), ROUND_HALF_UP) * step
    shown = money(int(rounded * MICRO), unit)
    return shown if exact == rounded else f"{exact.normalize():f} → {shown}"


def percent(value: int) -> str:
    """`10 %`."""
    return f"{number(value * MICRO // PERCENT)} %"


def tax_words(taxed: Taxed, at: int, inclusive: bool, unit: int) -> str:
    """How the tax of one group came about."""
    base, rate_1, rate_2 = int(taxed.base[at]), int(taxed.rate_1[at]), int(taxed.rate_2[at])
    shown = number(base)
    if inclusive:
        rates = percent(rate_1) + (f" and {percent(rate_2)}" if rate_2 else "")
        return f"held in {shown} at {rates}"
    exact = Decimal(base) * rate_1 / MICRO**2
    if not rate_2:
        return f"{shown} × {percent(rate_1)} = {rounding(exact, unit)}"
    first, second = int(taxed.first[at]), int(taxed.tax[at] - taxed.first[at])
    return f"{shown} at {percent(rate_1)} → {money(first, unit)}, at {percent(rate_2)} → {money(second, unit)}"
