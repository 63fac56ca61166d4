"""Tax: of the items of documents, under the codes, rates and rounding that the documents keep (rules.md section 2)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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
from sheetflow.ledgers.lines import live_invoice_lines
from sheetflow.standards.currencies import minor_unit


@dataclass(frozen=True)
class Items:
    """What bears tax: line totals and freights, each on a document under a tax code (a position, -1 for none).

    `amount` is in millionths of the currency; rates are in millionths (20 % is 200,000).
    """

    document: IntArray
    code: IntArray
    amount: AnyArray
    rate_1: IntArray
    rate_2: IntArray
    compound: IntArray

    def joined(self, other: Items) -> Items:
        """Both lists of items as one."""
        parts = ("document", "code", "amount", "rate_1", "rate_2", "compound")
        return Items(
            *(
                np.concatenate([getattr(self, part), getattr(other, part)])
                for part in parts
            )
        )


@dataclass(frozen=True)
class Terms:
    """How each document is taxed: whether its prices hold the tax,
    whether tax is rounded on each line, its minor unit.
    """

    inclusive: Mask
    by_line: Mask
    step: AnyArray


@dataclass(frozen=True)
class Taxed:
    """The tax of each group of items that is rounded as one:
    document, tax code, base (gross where prices hold the tax), tax, the first tax of it, and both rates.
    """

    document: IntArray
    code: IntArray
    base: AnyArray
    tax: AnyArray
    first: AnyArray
    rate_1: IntArray
    rate_2: IntArray

    def by_document(self, size: int) -> AnyArray:
        """The tax of each document."""
        return total_by(self.document, self.tax, size)


def tax_items(items: Items, terms: Terms) -> Taxed:
    """Tax per document and tax code, once on the sum under it, or on each item where the document rounds by line."""
    heads, groups = tax_groups(items, terms)
    base = total_by(groups, items.amount, len(heads))
    document = items.document[heads]
    rates = (items.rate_1[heads], items.rate_2[heads], items.compound[heads] == 1)
    step = terms.step[document]
    tax = np.where(
        terms.inclusive[document],
        _tax_inside(base, rates, step),
        _tax_on_top(base, rates, step),
    )
    net = np.where(terms.inclusive[document], base - tax, base)
    first = np.where(rates[1] == 0, tax, _share(net, rates[0], step))
    return Taxed(document, items.code[heads], base, tax, first, rates[0], rates[1])


def tax_groups(items: Items, terms: Terms) -> tuple[IntArray, IntArray]:
    """Which items are taxed as one: the first item of each group, and the group of each item."""
    alone = np.where(terms.by_line[items.document], np.arange(len(items.document)), -1)
    return distinct(
        items.document, items.code, items.rate_1, items.rate_2, items.compound, alone
    )


def _share(base: AnyArray, rate: IntArray, step: AnyArray) -> AnyArray:
    """One tax on a base without tax, rounded."""
    return multiply(divide_half_away(multiply(base, rate), multiply(step, MICRO)), step)


def _tax_on_top(
    base: AnyArray, rates: tuple[IntArray, IntArray, Mask], step: AnyArray
) -> AnyArray:
    """Tax 1 on the base, tax 2 on the base or on base and tax 1, each rounded."""
    rate_1, rate_2, compound = rates
    tax_1 = _share(base, rate_1, step)
    second = np.where(compound, base + tax_1, base)
    return tax_1 + _share(second, rate_2, step)


def _tax_inside(
    gross: AnyArray, rates: tuple[IntArray, IntArray, Mask], step: AnyArray
) -> AnyArray:
    """Gross less net, where net = gross ÷ (1 + r1 + r2), or ÷ (1 + r1)(1 + r2) where tax 2 is on tax 1;
    the gross is never altered.
    """
    rate_1, rate_2, compound = rates
    factor = np.where(
        compound,
        multiply(MICRO + rate_1, MICRO + rate_2),
        multiply(MICRO + rate_1 + rate_2, MICRO),
    )
    safe = np.where(factor <= 0, MICRO * MICRO, factor)
    net = multiply(
        divide_half_away(
            multiply(gross // step, np.array(MICRO * MICRO, dtype=object)), safe
        ),
        step,
    )
    return np.asarray(gross - net)


def code_rates(book: Book, code: IntArray) -> tuple[IntArray, IntArray, IntArray]:
    """The present rates of tax codes: tax 1, tax 2 (in millionths), compound; 0 for none and for a row in error."""
    codes = book.tax_codes
    code = np.where(take(codes.valid, code, 0) == 1, code, -1)
    first, second = (
        take(codes.tax_1_percent, code),
        take(codes.tax_2_percent, code),
    )
    return first, second, take(codes.number(TaxCodes.compound), code)


def is_exempt(book: Book, order: IntArray) -> Mask:
    """Whether the customer of each order is exempt from tax; a customer's row in error says nothing."""
    customers, customer = (
        book.customers,
        take(book.orders.customer_index, order, -1),
    )
    return np.asarray(
        take(
            customers.valid & (customers.number(Customers.tax_exempt) == 1), customer, 0
        )
        == 1
    )


def minor_units(invoices: Invoices, settings: Settings) -> AnyArray:
    """The minor unit of each invoice's currency, in millionths."""
    units = {
        code: minor_unit(code) if code else settings.minor_unit
        for code in set(invoices.currency.tolist())
    }
    return np.array(
        [units[code] for code in invoices.currency.tolist()], dtype=np.int64
    )


def invoice_terms(book: Book) -> Terms:
    """How each invoice is taxed, as it keeps it."""
    invoices, settings = book.invoices, book.settings
    inclusive = (
        invoices.number(Invoices.prices_include_tax, int(settings.prices_include_tax))
        == 1
    )
    rounding = invoices.tax_rounding
    unset = np.equal(rounding, NOTHING).astype(bool)
    by_line = (rounding == "Line") | (unset & (settings.tax_rounding == "Line"))
    return Terms(inclusive, by_line, minor_units(invoices, settings))


def invoice_items(book: Book) -> Items:
    """The line totals and freights of all live invoices, at the rates that they keep."""
    lines, invoices = book.invoice_lines, book.invoices
    at = np.flatnonzero(live_invoice_lines(book) & (lines.invoice_index >= 0))
    rates = (
        lines.tax_1_percent[at],
        lines.tax_2_percent[at],
        lines.number(InvoiceLines.compound)[at],
    )
    goods = Items(
        lines.invoice_index[at],
        lines.tax_index[at],
        lines.line_total[at],
        *rates,
    )
    by = np.flatnonzero(invoices.live & (invoices.freight != 0))
    freight_rates = (
        invoices.freight_tax_1_percent[by],
        invoices.freight_tax_2_percent[by],
    )
    # Freight that bears no tax (an exempt customer's) shares no tax: else returning all would not credit all of it.
    untaxed = (freight_rates[0] == 0) & (freight_rates[1] == 0)
    freight = Items(
        by,
        np.where(untaxed, -1, invoices.tax_index[by]),
        invoices.freight[by],
        *freight_rates,
        invoices.number(Invoices.freight_compound)[by],
    )
    return goods.joined(freight)


@once_per_book
def tax_invoices(book: Book) -> Taxed:
    """The tax of all live invoices by document and code."""
    return tax_items(invoice_items(book), invoice_terms(book))
