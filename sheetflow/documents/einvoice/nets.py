"""Amounts that include tax, without it.

EN 16931 knows amounts without tax only, and wants them to add up to the cent (BR-CO-10, BR-CO-13, BR-S-08). The
workbook rounds the tax of all amounts under a tax code once, so that the sum of the nets is given: gross less tax. Each
net is the exact one, rounded; where these do not come to the sum, the amounts that rounding moved furthest the other
way give or take one minor unit each. So every net is at most one minor unit from the exact one, and the sum is the
workbook's.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from sheetflow.documents.einvoice.rounding import rounded


def net_amounts(
    gross: Sequence[Decimal], rate: Decimal, net: Decimal, digits: int
) -> list[Decimal]:
    """Amounts without tax that add up to `net`; `rate` is in percent, `digits` are the currency's."""
    exact = [Fraction(amount) / (1 + Fraction(rate) / 100) for amount in gross]
    nets = [rounded(amount, digits) for amount in exact]
    step = Decimal(1).scaleb(-digits)
    missing = int((net - sum(nets, Decimal(0))) / step)
    sign = 1 if missing > 0 else -1
    moved = sorted(
        range(len(nets)), key=lambda at: sign * (Fraction(nets[at]) - exact[at])
    )
    for at in moved[: abs(missing)]:
        nets[at] += sign * step
    return nets
