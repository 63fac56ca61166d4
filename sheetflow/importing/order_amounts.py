"""The amounts of an order, as its source states them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from sheetflow.importing.imported_orders import NO_MONEY, ImportedLine

CENT = Decimal("0.01")


@dataclass(frozen=True)
class OrderAmounts:
    """The lines of an order, and the amounts that are stated for all of it."""

    lines: list[ImportedLine]
    discount: Decimal
    shipping: Decimal
    tax: Decimal
    stated_total: Decimal | None
    tax_is_included: bool | None

    @property
    def total(self) -> Decimal:
        """The total that the source states, else that of the parts."""
        if self.stated_total is not None:
            return self.stated_total
        before_tax = _sum_of(self.lines) - self.discount + self.shipping
        return before_tax if self.tax_is_included else before_tax + self.tax


def _sum_of(lines: Sequence[ImportedLine]) -> Decimal:
    """What lines come to, less their discounts, each to the cent."""
    amounts = [
        (line.amount - line.discount).quantize(CENT, ROUND_HALF_UP) for line in lines
    ]
    return sum(amounts, NO_MONEY)
