"""The price and the discounts of a line, chosen so that they lead to its amount exactly.

The workbook rounds a line once, after both discounts. EN 16931 rounds quantity × price,
and then each allowance: the last allowance is whatever is left. A line without a
discount may have a price without tax that does not lead to its amount (when prices
include tax). Its price is then written with as many decimals as it takes.

Peppol and XRechnung calculate lines and percentages to two cents, whatever the currency
(R040, R120). Where rounding to a currency without cents goes further, the price has more
decimals too, and the percentage is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from sheetflow.documents.einvoice.en16931 import AllowanceCharge
from sheetflow.documents.einvoice.rounding import rounded, smallest_step

_MAX_DECIMALS = 20
_CENTS = 2
_SLACK = Decimal("0.02")

DISCOUNT = "Discount"
SURCHARGE = "Surcharge"
_REASON_CODES = {DISCOUNT: "95"}
"""UNTDID 5189: 95 is a discount."""


def fitting_price(net: Decimal, quantity: Decimal, digits: int) -> Decimal:
    """The price with the fewest decimals for which quantity × price, rounded to cents or less, is `net`."""
    finest = max(digits, _CENTS)
    exact = Fraction(net) / Fraction(quantity)
    for decimals in range(digits, _MAX_DECIMALS):
        price = rounded(exact, decimals)
        if rounded(quantity * price, finest) == net:
            return price
    raise AssertionError(f"no price for {net} with a quantity of {quantity}")


def leads_to(amount: Decimal, exact: Decimal) -> bool:
    """Whether a receiver who calculates `exact` takes the amount for it."""
    return abs(amount - exact) <= _SLACK


def discount_steps(
    base: Decimal, net: Decimal, percents: Sequence[Decimal], digits: int
) -> tuple[AllowanceCharge, ...]:
    """The steps from quantity × price (`base`) to `net`: one for each percentage.

    A negative percentage is a surcharge. A step of 0 is left out.
    """
    steps: list[AllowanceCharge] = []
    remaining = base
    last = len(percents) - 1
    for index, percent in enumerate(percents):
        is_last = index == last
        reduction = remaining - net if is_last else _share(remaining, percent, digits)
        if reduction:
            steps.append(_step(remaining, reduction, percent, digits))
        remaining -= reduction
    return tuple(steps)


def _step(
    base: Decimal, reduction: Decimal, percent: Decimal, digits: int
) -> AllowanceCharge:
    """An allowance, or a charge for a negative `reduction`.

    It states its percentage only if that leads to the amount, to one minor unit.
    """
    step = _without_percent(reduction)
    difference = abs(reduction - _share(base, percent, digits))
    is_near = difference <= smallest_step(digits) and _same_sign(percent, reduction)
    if is_near and leads_to(reduction, base * percent / 100):
        return replace(step, base=base, percent=abs(percent))
    return step


def _same_sign(percent: Decimal, reduction: Decimal) -> bool:
    return (percent > 0) == (reduction > 0)


def _share(amount: Decimal, percent: Decimal, digits: int) -> Decimal:
    return rounded(amount * percent / 100, digits)


def _without_percent(reduction: Decimal) -> AllowanceCharge:
    reason = DISCOUNT if reduction > 0 else SURCHARGE
    code = _REASON_CODES.get(reason, "")
    is_charge = reduction < 0
    return AllowanceCharge(reason, abs(reduction), is_charge, reason_code=code)
