"""The price and the discounts of a line, such that they lead to its amount exactly.

The workbook rounds a line once, after both discounts. EN 16931 rounds quantity × price, and each allowance: the last
allowance is what is left. Where a line has no discount and its price without tax does not lead to its amount (prices
that include tax), the price is written with the decimals that do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from sheetflow.documents.einvoice.model import Change
from sheetflow.documents.einvoice.rounding import rounded

_MOST_DECIMALS = 20

DISCOUNT, SURCHARGE = "Discount", "Surcharge"
_CODES = {DISCOUNT: "95"}
"""UNTDID 5189: 95 is a discount."""


def fitting_price(net: Decimal, quantity: Decimal, digits: int) -> Decimal:
    """The price with the fewest decimals with which quantity × price, rounded, is this amount."""
    for decimals in range(digits, _MOST_DECIMALS):
        price = rounded(Fraction(net) / Fraction(quantity), decimals)
        if rounded(quantity * price, digits) == net:
            return price
    raise AssertionError(f"no price for {net} with a quantity of {quantity}")


def discounts(
    base: Decimal, net: Decimal, percents: Sequence[Decimal], digits: int
) -> tuple[Change, ...]:
    """The steps from quantity × price to the amount, one for each percentage; a negative one is a surcharge."""
    found, left = [], base
    for at, percent in enumerate(percents):
        is_last = at == len(percents) - 1
        cut = left - net if is_last else rounded(left * percent / 100, digits)
        if cut:
            found.append(_step(left, cut, percent, digits))
        left -= cut
    return tuple(found)


def _step(base: Decimal, cut: Decimal, percent: Decimal, digits: int) -> Change:
    """One allowance or charge; it tells its percentage where that, rounded, comes to it or within one minor unit."""
    reason = DISCOUNT if cut > 0 else SURCHARGE
    off = abs(cut - rounded(base * percent / 100, digits))
    tells = off <= Decimal(1).scaleb(-digits) and (percent > 0) == (cut > 0)
    step = Change(reason, abs(cut), is_charge=cut < 0, code=_CODES.get(reason, ""))
    return replace(step, base=base, percent=abs(percent)) if tells else step
