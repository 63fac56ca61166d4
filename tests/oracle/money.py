"""Line totals and taxes, with prices that include tax or not, on the document or line by line."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from .numbers import rounded

NO_RATES = (Fraction(0), Fraction(0), False)


@dataclass(frozen=True)
class Part:
    """A line total or the freight of a document, and the tax that it bears."""

    amount: Fraction
    code: str | None
    rates: tuple[Fraction, Fraction, bool]


@dataclass(frozen=True)
class Terms:
    """How a document reckons: do prices include tax, is tax rounded a line at a time, how many decimals."""

    inclusive: bool
    by_line: bool
    places: int


def line_total(
    quantity: Fraction, price: Fraction, discounts: list[Fraction], places: int
) -> Fraction:
    total = quantity * price
    for percent in discounts:
        total *= 1 - percent / 100
    return rounded(total, places)


def tax_on(
    base: Fraction, rates: tuple[Fraction, Fraction, bool], terms: Terms
) -> Fraction:
    """Tax 1 and tax 2 on one base, each rounded."""
    first = rates[0] / 100
    second = rates[1] / 100
    compound = rates[2]
    if terms.inclusive:
        factor = (1 + first) * (1 + second) if compound else 1 + first + second
        return base - rounded(base / factor, terms.places)
    tax_1 = rounded(base * first, terms.places)
    return tax_1 + rounded((base + tax_1 if compound else base) * second, terms.places)


def taxes_by_code(parts: list[Part], terms: Terms) -> dict[str | None, Fraction]:
    """The tax of each tax code of a document."""
    out: dict[str | None, Fraction] = {}
    if terms.by_line:
        for part in parts:
            out[part.code] = out.get(part.code, Fraction(0)) + tax_on(
                part.amount, part.rates, terms
            )
        return out
    sums: dict[tuple, Fraction] = {}
    for part in parts:
        key = (part.code, part.rates)
        sums[key] = sums.get(key, Fraction(0)) + part.amount
    for (code, rates), base in sums.items():
        out[code] = out.get(code, Fraction(0)) + tax_on(base, rates, terms)
    return out


def tax_of(parts: list[Part], terms: Terms) -> Fraction:
    return sum(taxes_by_code(parts, terms).values(), Fraction(0))


def total_of(
    subtotal: Fraction, freight: Fraction, tax: Fraction, terms: Terms
) -> Fraction:
    """What the customer pays: the gross is never altered."""
    return subtotal + freight + (Fraction(0) if terms.inclusive else tax)
