"""Amounts with tax included, converted to amounts without tax that add up.

EN 16931 has only amounts without tax, and they must add up to the cent (BR-CO-10,
BR-CO-13, BR-S-08). The workbook rounds the tax of all amounts under one tax code once,
so the sum of their net amounts is given: gross less tax. Each net amount is therefore
the exact one, rounded. Where these do not add up to the given sum, the amounts that
rounding moved furthest in the wrong direction change by one minor unit each. So every
net amount is within one minor unit of the exact one, and the sum is the workbook's.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from sheetflow.documents.einvoice.rounding import rounded, smallest_step
from sheetflow.documents.einvoice.tax_breakdown import ZERO, TaxKey, tax_key
from sheetflow.documents.model import Priced
from sheetflow.domain.grouping import grouped


def net_amounts(
    gross: Sequence[Decimal], rate: Decimal, net_total: Decimal, digits: int
) -> list[Decimal]:
    """Amounts without tax that add up to `net_total`.

    `rate` is in percent; `digits` is the number of decimals of the currency.
    """
    factor = 1 + Fraction(rate) / 100
    exact = [Fraction(amount) / factor for amount in gross]
    nets = [rounded(amount, digits) for amount in exact]
    step = smallest_step(digits)
    steps_missing = int((net_total - sum(nets, ZERO)) / step)
    sign = 1 if steps_missing > 0 else -1
    order = _by_rounding_error(nets, exact, sign)
    for index in order[: abs(steps_missing)]:
        nets[index] += sign * step
    return nets


def _by_rounding_error(
    nets: Sequence[Decimal], exact: Sequence[Fraction], sign: int
) -> list[int]:
    """Indexes in the order in which the amounts change by one step of this sign."""

    def error(index: int) -> Fraction:
        return sign * (Fraction(nets[index]) - exact[index])

    return sorted(range(len(nets)), key=error)


def document_nets(money: Priced, digits: int) -> list[Decimal]:
    """The amounts without tax of a document's lines, and that of its freight last."""
    amounts = [*(line.total for line in money.lines), money.freight]
    if not money.prices_include_tax:
        return amounts
    net_totals = {tax_key(tax): tax.net for tax in money.taxes}
    nets = list(amounts)
    for key, indexes in _indexes_by_key(money).items():
        gross = [amounts[index] for index in indexes]
        net_total = net_totals.get(key, sum(gross, ZERO))
        _, rates = key
        found = net_amounts(gross, rates[0], net_total, digits)
        for index, net in zip(indexes, found, strict=True):
            nets[index] = net
    return nets


def _indexes_by_key(money: Priced) -> dict[TaxKey, list[int]]:
    """The indexes of the amounts that are taxed together."""
    return grouped((key, index) for index, key in enumerate(_tax_keys(money)))


def _tax_keys(money: Priced) -> list[TaxKey]:
    """What each line, and last the freight, is taxed under."""
    lines = [(line.tax_code, line.rates) for line in money.lines]
    return [*lines, _freight_key(money)]


def _freight_key(money: Priced) -> TaxKey:
    """The key of the freight. Without tax, it is under no code (see ledgers.taxes)."""
    if not any(money.freight_rates):
        return "", (ZERO,)
    return money.freight_tax_code, money.freight_rates
