"""Tax: on the items of documents, at the rates and by the rounding that the documents keep.

Amounts are in millionths of the document's currency, rates in millionths (20 % is 200,000).
The rules are in docs/reference/rules.md, section 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.arrays import take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Customers
from sheetflow.domain.numbers import (
    MICRO,
    AnyArray,
    IntArray,
    Mask,
    distinct,
    divide_half_away,
    multiply,
    take,
    total_by,
)
from sheetflow.ledgers.tax_rates import Rates


@dataclass(frozen=True)
class TaxableItems:
    """Line totals and freights, each on a document under a tax code (a position, -1 for none)."""

    document: IntArray
    code: IntArray
    amount: AnyArray
    rates: Rates

    def at(self, rows: IntArray) -> TaxableItems:
        """These of the items."""
        return TaxableItems(
            self.document[rows],
            self.code[rows],
            self.amount[rows],
            self.rates.at(rows),
        )

    def joined(self, other: TaxableItems) -> TaxableItems:
        """Both lists of items as one."""
        return TaxableItems(
            np.concatenate([self.document, other.document]),
            np.concatenate([self.code, other.code]),
            np.concatenate([self.amount, other.amount]),
            self.rates.joined(other.rates),
        )


@dataclass(frozen=True)
class TaxTerms:
    """How each document is taxed.

    `inclusive`: its prices include tax; `by_line`: tax is rounded on each line; `minor_unit`
    of its currency, in millionths.
    """

    inclusive: Mask
    by_line: Mask
    minor_unit: AnyArray


@dataclass(frozen=True)
class TaxBreakdown:
    """The tax of each group of items that is rounded as one.

    `base` includes the tax where prices do; `tax_1` is the part of `tax` that is tax 1.
    """

    document: IntArray
    code: IntArray
    base: AnyArray
    tax: AnyArray
    tax_1: AnyArray
    rates: Rates

    def by_document(self, size: int) -> AnyArray:
        """The tax of each of `size` documents."""
        return total_by(self.document, self.tax, size)


def tax_items(items: TaxableItems, terms: TaxTerms) -> TaxBreakdown:
    """Tax per document and tax code, rounded once on the sum under it.

    Documents that round by line have the tax of each item by itself.
    """
    first, groups = tax_groups(items, terms)
    base = total_by(groups, items.amount, len(first))
    document = items.document[first]
    rates = items.rates.at(first)
    tax = _tax(base, rates, terms, document)
    net = np.where(terms.inclusive[document], base - tax, base)
    tax_1 = one_tax(net, rates.tax_1, terms.minor_unit[document])
    tax_1 = np.where(rates.tax_2 == 0, tax, tax_1)
    return TaxBreakdown(document, items.code[first], base, tax, tax_1, rates)


def tax_groups(items: TaxableItems, terms: TaxTerms) -> tuple[IntArray, IntArray]:
    """Which items are taxed as one: the first item of each group, and the group of each item."""
    each = np.arange(len(items.document))
    alone = np.where(terms.by_line[items.document], each, -1)
    return distinct(items.document, items.code, *items.rates, alone)


def _tax(base: AnyArray, rates: Rates, terms: TaxTerms, document: IntArray) -> AnyArray:
    """Both taxes on the base of each group, by the terms of its document."""
    minor_unit = terms.minor_unit[document]
    included = tax_included(base, rates, minor_unit)
    on_top = _tax_on_top(base, rates, minor_unit)
    return np.where(terms.inclusive[document], included, on_top)


def one_tax(base: AnyArray, rate: IntArray, minor_unit: AnyArray) -> AnyArray:
    """One tax on a base without tax, rounded to the minor unit."""
    exact = multiply(base, rate)
    return multiply(divide_half_away(exact, multiply(minor_unit, MICRO)), minor_unit)


def _tax_on_top(base: AnyArray, rates: Rates, minor_unit: AnyArray) -> AnyArray:
    """Tax 1 on the base, and tax 2 on the base or on base and tax 1; each is rounded."""
    tax_1 = one_tax(base, rates.tax_1, minor_unit)
    base_2 = np.where(rates.compound == 1, base + tax_1, base)
    return tax_1 + one_tax(base_2, rates.tax_2, minor_unit)


def tax_included(gross: AnyArray, rates: Rates, minor_unit: AnyArray) -> AnyArray:
    """Gross less net, where net is gross ÷ (1 + tax rates), rounded to the minor unit.

    The gross amount stays as it is.
    """
    factor = _gross_factor(rates)
    divisor = np.where(factor <= 0, MICRO * MICRO, factor)
    units = multiply(gross // minor_unit, np.array(MICRO * MICRO, dtype=object))
    net = multiply(divide_half_away(units, divisor), minor_unit)
    return np.asarray(gross - net)


def _gross_factor(rates: Rates) -> AnyArray:
    """1 + r1 + r2, or (1 + r1)(1 + r2) where tax 2 is on tax 1, in millionths of millionths."""
    plain = multiply(MICRO + rates.tax_1 + rates.tax_2, MICRO)
    compound = multiply(MICRO + rates.tax_1, MICRO + rates.tax_2)
    return np.where(rates.compound == 1, compound, plain)


def is_exempt(book: Book, order: IntArray) -> Mask:
    """Whether the customer of each order is exempt from tax; not where its row is in error."""
    customers = book.customers
    exempt = customers.valid & (customers.number(Customers.tax_exempt) == 1)
    customer = take(book.orders.customer_index, order, -1)
    return take_mask(exempt, customer)
