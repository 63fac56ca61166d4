"""What an imported order comes to, by the rules of a run (docs/reference/rules.md, section 2).

It is worked out before anything is written, to find the tax code under which the order comes
to the total that its source states.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NO_TAX = "None"


@dataclass(frozen=True)
class Rate:
    """The rates of one tax code, as fractions."""

    first: Decimal
    second: Decimal
    is_compound: bool

    @property
    def factor(self) -> Decimal:
        """What a price without tax is multiplied by to include it."""
        if self.is_compound:
            return (1 + self.first) * (1 + self.second)
        return 1 + self.first + self.second


@dataclass(frozen=True)
class Rules:
    """How the workbook works out tax."""

    rates: Mapping[str, Rate]
    prices_include_tax: bool
    rounds_each_line: bool
    unit: Decimal

    def rounded(self, value: Decimal) -> Decimal:
        """Money: rounded half away from zero to the currency's smallest unit."""
        return (value / self.unit).quantize(Decimal(1), ROUND_HALF_UP) * self.unit

    def tax(self, base: Decimal, code: str) -> Decimal:
        """The tax on a sum under a tax code."""
        rate = self.rates.get(code)
        if rate is None:
            return Decimal(0)
        if self.prices_include_tax:
            return base - self.rounded(base / rate.factor)
        return self._added_tax(base, rate)

    def _added_tax(self, base: Decimal, rate: Rate) -> Decimal:
        """The tax on a sum without tax."""
        first = self.rounded(base * rate.first)
        second_base = base + first if rate.is_compound else base
        return first + self.rounded(second_base * rate.second)


Part = tuple[Decimal, str]
"""An amount of an order, and its tax code."""


def total_tax(parts: Sequence[Part], rules: Rules) -> Decimal:
    """The tax of an order's lines and freight."""
    taxed = parts if rules.rounds_each_line else list(_by_code(parts))
    return sum((rules.tax(base, code) for base, code in taxed), Decimal(0))


def _by_code(parts: Iterable[Part]) -> Iterator[Part]:
    """The sum under each tax code."""
    sums: defaultdict[str, Decimal] = defaultdict(Decimal)
    for base, code in parts:
        sums[code] += base
    for code, base in sums.items():
        yield base, code


def total_of(parts: Sequence[Part], rules: Rules) -> Decimal:
    """What an order comes to."""
    subtotal = sum((base for base, _ in parts), Decimal(0))
    return subtotal if rules.prices_include_tax else subtotal + total_tax(parts, rules)
