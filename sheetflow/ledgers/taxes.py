"""Tax: on the items of documents, at the rates and by the rounding that the documents keep.

Amounts are in millionths of the document's currency, rates in millionths (20 % is 200,000).
The rules are in docs/reference/rules.md, section 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sheetflow.domain.arrays import (
    integers,
    no_links,
    sorted_by,
    take_mask,
)
from sheetflow.domain.book import Book, Settings, once_per_book
from sheetflow.domain.frames import Customers, InvoiceLines, Invoices, TaxCodes
from sheetflow.domain.numbers import (
    MICRO,
    NOTHING,
    AnyArray,
    IntArray,
    Mask,
    distinct,
    divide_half_away,
    multiply,
    take,
    total_by,
)
from sheetflow.domain.references import index_of, positions
from sheetflow.ledgers.lines import live_invoice_lines
from sheetflow.standards import currencies


class Rates(NamedTuple):
    """The rates of two taxes; `compound` is 1 where tax 2 is charged on tax 1 too."""

    tax_1: IntArray
    tax_2: IntArray
    compound: IntArray

    def at(self, rows: IntArray) -> Rates:
        """The rates of these rows."""
        return Rates(self.tax_1[rows], self.tax_2[rows], self.compound[rows])

    def joined(self, other: Rates) -> Rates:
        """Both lists of rates as one."""
        return Rates(
            np.concatenate([self.tax_1, other.tax_1]),
            np.concatenate([self.tax_2, other.tax_2]),
            np.concatenate([self.compound, other.compound]),
        )


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
    tax_1 = _one_tax(net, rates.tax_1, terms.minor_unit[document])
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
    included = _tax_included(base, rates, minor_unit)
    on_top = _tax_on_top(base, rates, minor_unit)
    return np.where(terms.inclusive[document], included, on_top)


def _one_tax(base: AnyArray, rate: IntArray, minor_unit: AnyArray) -> AnyArray:
    """One tax on a base without tax, rounded to the minor unit."""
    exact = multiply(base, rate)
    return multiply(divide_half_away(exact, multiply(minor_unit, MICRO)), minor_unit)


def _tax_on_top(base: AnyArray, rates: Rates, minor_unit: AnyArray) -> AnyArray:
    """Tax 1 on the base, and tax 2 on the base or on base and tax 1; each is rounded."""
    tax_1 = _one_tax(base, rates.tax_1, minor_unit)
    base_2 = np.where(rates.compound == 1, base + tax_1, base)
    return tax_1 + _one_tax(base_2, rates.tax_2, minor_unit)


def _tax_included(gross: AnyArray, rates: Rates, minor_unit: AnyArray) -> AnyArray:
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


def code_rates(book: Book, code: IntArray, day: IntArray) -> Rates:
    """The rates of tax codes on these days; 0 for none, and where none is in force."""
    codes = book.tax_codes
    row = rows_in_force(book, code, day)
    return Rates(
        take(codes.tax_1_percent, row),
        take(codes.tax_2_percent, row),
        take(codes.number(TaxCodes.compound), row),
    )


def rows_in_force(book: Book, code: IntArray, day: IntArray) -> IntArray:
    """The row of Tax codes that holds on each day, -1 where none does.

    A tax code is the position of its first row. It may have several rows: the one with the
    latest From date that is not after the day holds.
    """
    dated = _dated_codes(book)
    if not len(dated.rows):
        return no_links(len(code))
    at = np.searchsorted(dated.keys, code * _DAYS + day, side="right") - 1
    row = dated.rows[np.maximum(at, 0)]
    holds = (code >= 0) & (at >= 0) & (dated.first_row[row] == code)
    return np.where(holds, row, -1)


_DAYS = 2**22
"""More days than there are from the year 1 to the year 9999."""


@dataclass(frozen=True)
class _DatedCodes:
    """The readable rows of Tax codes by code, then From date.

    `keys` has the code and the day of each of these `rows` as one number; `first_row` has, for
    each row of the sheet, the first row of its code.
    """

    keys: IntArray
    rows: IntArray
    first_row: IntArray


@once_per_book
def _dated_codes(book: Book) -> _DatedCodes:
    """The rows of Tax codes in the order in which they come into force."""
    codes = book.tax_codes
    first_row = first_rows(codes)
    keys = first_row * _DAYS + codes.number(TaxCodes.from_date)
    rows = np.flatnonzero(codes.valid & codes.has_tax_code)
    rows = sorted_by(rows, keys)
    return _DatedCodes(keys[rows], rows, first_row)


def first_rows(codes: TaxCodes) -> IntArray:
    """For each row of Tax codes, the first row with its code."""
    return positions(codes.tax_code, index_of(codes.tax_code))


def is_exempt(book: Book, order: IntArray) -> Mask:
    """Whether the customer of each order is exempt from tax; not where its row is in error."""
    customers = book.customers
    exempt = customers.valid & (customers.number(Customers.tax_exempt) == 1)
    customer = take(book.orders.customer_index, order, -1)
    return take_mask(exempt, customer)


def minor_units(invoices: Invoices, settings: Settings) -> AnyArray:
    """The minor unit of each invoice's currency, in millionths."""
    codes = invoices.currency.tolist()
    units = {code: currencies.minor_unit(code) for code in set(codes) if code}
    each = [units.get(code, settings.minor_unit) for code in codes]
    return integers(each)


@once_per_book
def invoice_terms(book: Book) -> TaxTerms:
    """How each invoice is taxed, as it keeps it; as Settings say where it is blank."""
    invoices = book.invoices
    default = int(book.settings.prices_include_tax)
    inclusive = invoices.number(Invoices.prices_include_tax, default) == 1
    return TaxTerms(
        inclusive, _rounds_by_line(book), minor_units(invoices, book.settings)
    )


def _rounds_by_line(book: Book) -> Mask:
    """The invoices whose tax is rounded on each line."""
    rounding = book.invoices.tax_rounding
    blank = np.equal(rounding, NOTHING).astype(bool)
    default = book.settings.tax_rounding == "Line"
    return np.asarray((rounding == "Line") | (blank & default))


@once_per_book
def invoice_items(book: Book) -> TaxableItems:
    """The line totals, then the freights of all live invoices, at the rates that they keep."""
    known = book.invoice_lines.invoice_index >= 0
    goods = _invoiced_goods(book, live_invoice_lines(book) & known)
    return goods.joined(_invoiced_freights(book, book.invoices.live))


def _invoiced_goods(book: Book, chosen: Mask) -> TaxableItems:
    """The chosen lines of known invoices."""
    lines = book.invoice_lines
    rows = np.flatnonzero(chosen)
    compound = lines.number(InvoiceLines.compound)
    rates = Rates(lines.tax_1_percent, lines.tax_2_percent, compound)
    return TaxableItems(
        lines.invoice_index[rows],
        lines.tax_index[rows],
        lines.line_total[rows],
        rates.at(rows),
    )


def _invoiced_freights(book: Book, chosen: Mask) -> TaxableItems:
    """The freights of the chosen invoices.

    Untaxed freight (an exempt customer's) has no tax code. Otherwise it would count in the
    base of the code, and returning everything would not credit all of the tax.
    """
    invoices = book.invoices
    rows = np.flatnonzero(chosen & (invoices.freight != 0))
    rates = _freight_rates(invoices).at(rows)
    untaxed = (rates.tax_1 == 0) & (rates.tax_2 == 0)
    code = np.where(untaxed, -1, invoices.tax_index[rows])
    return TaxableItems(rows, code, invoices.freight[rows], rates)


def _freight_rates(invoices: Invoices) -> Rates:
    """The rates that each invoice keeps for its freight."""
    return Rates(
        invoices.freight_tax_1_percent,
        invoices.freight_tax_2_percent,
        invoices.number(Invoices.freight_compound),
    )


@once_per_book
def tax_invoices(book: Book) -> TaxBreakdown:
    """The tax of all live invoices by document and code."""
    return tax_items(invoice_items(book), invoice_terms(book))


def tax_all_invoices(book: Book) -> TaxBreakdown:
    """The tax of all invoices by document and code, voided ones included."""
    invoices = book.invoices
    lines = book.invoice_lines
    if not invoices.has_voided.any():
        return tax_invoices(book)
    goods = _invoiced_goods(book, lines.valid & (lines.invoice_index >= 0))
    items = goods.joined(_invoiced_freights(book, invoices.valid))
    return tax_items(items, invoice_terms(book))
