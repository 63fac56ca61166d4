"""Rules on tax: it is rate × base, on invoices and on credits.

The rules are in docs/reference/rules.md, sections 2 and 7; amounts are in millionths.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from sheetflow.checks.violations import Rule, Violation, amount_at
from sheetflow.domain.arrays import no_rows
from sheetflow.domain.book import Book
from sheetflow.domain.grouping import grouped
from sheetflow.domain.numbers import (
    AnyArray,
    IntArray,
    Mask,
    any_by,
    divide_half_away,
    take,
)
from sheetflow.ledgers.credit_taxes import Invoiced
from sheetflow.ledgers.credited import Credited
from sheetflow.ledgers.credits import typed_credits
from sheetflow.ledgers.invoice_taxes import tax_all_invoices, tax_invoices
from sheetflow.ledgers.lines import Lines

_FINE = 10**12
"""A share of tax is kept in parts of this size."""

_ANY_CODE = -2
"""In place of a tax code: all of an order's."""


def invoice_taxes(book: Book, _lines: Lines) -> Iterator[Violation]:
    """A Tax that is not what the invoice's lines, freight and rates give."""
    wrong = is_tax_wrong(book)
    if wrong.any():
        words = {"should": amount_at(book, _taxes(book))}
        yield Violation("AMT05", "Invoices", "Tax", wrong, words)


def is_tax_wrong(book: Book) -> Mask:
    """The live invoices whose Tax their rows do not give, as far as these can be read."""
    invoices = book.invoices
    differs = invoices.has_tax & (invoices.tax != _taxes(book))
    return np.asarray(differs & invoices.live & ~_has_unknown_rate(book))


def _taxes(book: Book) -> AnyArray:
    """The tax of each invoice, by its rows."""
    return tax_invoices(book).by_document(len(book.invoices))


def _has_unknown_rate(book: Book) -> Mask:
    """The invoices with a line that cannot be read, or something without a tax rate."""
    invoices = book.invoices
    of_freight = (invoices.freight != 0) & ~invoices.has_freight_tax_1_percent
    return np.asarray(of_freight | _has_unknown_line(book))


def _has_unknown_line(book: Book) -> Mask:
    """The invoices with a line that cannot be read or has no tax rate."""
    lines = book.invoice_lines
    unknown = ~lines.valid | ~lines.has_tax_1_percent
    unvoided = unknown & ~lines.has_voided
    return any_by(lines.invoice_index, len(book.invoices), unvoided)


def credited_taxes(book: Book, _lines: Lines) -> Iterator[Violation]:
    """A Credit tax that is no share of the tax that its order was invoiced.

    It may be rounded, and the invoices may have several rates: any share from the lowest to
    the highest is right, give or take the smallest unit of the currency for each part that
    was invoiced at a rate of its own.
    """
    returns = typed_credits(book)
    filled = returns.has_credit_net & returns.has_credit_tax
    rows = np.flatnonzero(returns.live & filled & (returns.line_index >= 0))
    if len(rows):
        yield _outside_limits(book.put(returns), rows)


def _outside_limits(book: Book, rows: IntArray) -> Violation:
    """The returns, of these, whose tax is outside its limits."""
    limits = _tax_limits(book, rows)
    tax = book.returns.credit_tax[rows]
    wrong = no_rows(len(book.returns))
    wrong[rows] = limits.known & ((tax < limits.lowest) | (tax > limits.highest))
    expected = np.zeros(len(wrong), dtype=object)
    expected[rows] = limits.expected
    words = {"should": amount_at(book, expected)}
    return Violation("AMT05", "Returns", "Credit tax", wrong, words)


@dataclass(frozen=True)
class _Limits:
    """The lowest and the highest tax that credits may have, and what it is without rounding on the way.

    `known` is where their order was invoiced at all.
    """

    lowest: AnyArray
    highest: AnyArray
    expected: AnyArray
    known: Mask


def _tax_limits(book: Book, rows: IntArray) -> _Limits:
    """The limits of the tax of these returns."""
    credited = Credited(book)
    shares = _shares_of_returns(book, rows, credited.invoiced)
    tolerance = _tolerance(book, rows, credited.invoiced, shares)
    credit = credited.add(book, rows).astype(object)
    highest = credit * shares.highest
    unit = book.settings.minor_unit
    step = _FINE * unit
    return _Limits(
        lowest=-(-credit * shares.lowest // step) * unit - tolerance,
        highest=highest // step * unit + tolerance,
        expected=divide_half_away(highest, step) * unit,
        known=shares.known,
    )


def _shares_of_returns(book: Book, rows: IntArray, invoiced: Invoiced) -> _Shares:
    """The share of tax in what the orders of these returns were invoiced.

    Under the tax code of the line, unless it was invoiced in parts or an invoice was voided.
    """
    line = book.returns.line_index[rows]
    order = book.returns.order_index[rows]
    several = np.isin(line, list(invoiced.parts))
    any_code = several | _has_voided_invoice(book)[order]
    code = np.where(any_code, _ANY_CODE, invoiced.code_of_line[line])
    return _shares_of_tax(book, order, code)


def _tolerance(
    book: Book, rows: IntArray, invoiced: Invoiced, shares: _Shares
) -> AnyArray:
    """How much the tax of each return may be off: a minor unit for each part that is rounded."""
    line = book.returns.line_index[rows]
    roundings = np.array([len(invoiced.parts_of(own)) for own in line.tolist()])
    unit = book.settings.minor_unit
    return np.where(shares.highest > 0, unit * roundings, 0)


def _has_voided_invoice(book: Book) -> Mask:
    """The orders with an invoice that was voided, which may have had other tax codes."""
    invoices = book.invoices
    return any_by(invoices.order_index, len(book.orders), invoices.has_voided)


@dataclass(frozen=True)
class _Shares:
    """The lowest and the highest share of tax in what was invoiced, in parts of _FINE."""

    lowest: AnyArray
    highest: AnyArray
    known: Mask


def _shares_of_tax(book: Book, orders: IntArray, codes: IntArray) -> _Shares:
    """The share of tax in what these orders were invoiced under these tax codes.

    Invoices that were voided since count too: a credit of one of them stays as it was issued.
    """
    found = grouped(_invoiced_shares(book, orders))
    pairs = list(zip(orders.tolist(), codes.tolist(), strict=True))
    shares = [found.get(pair, [0]) for pair in pairs]
    return _Shares(
        lowest=np.array([min(each) for each in shares], dtype=object),
        highest=np.array([_above(each) for each in shares], dtype=object),
        known=np.array([pair in found for pair in pairs], dtype=bool),
    )


def _invoiced_shares(
    book: Book, orders: IntArray
) -> Iterator[tuple[tuple[int, int], int]]:
    """The share of tax of each tax group that orders were invoiced: by its code, and by any."""
    taxes = tax_all_invoices(book)
    order = take(book.invoices.order_index, taxes.document, -1)
    wanted = np.isin(order, orders) & (taxes.base > 0)
    for at in np.flatnonzero(wanted).tolist():
        share = _FINE * int(taxes.tax[at]) // int(taxes.base[at])
        for code in (int(taxes.code[at]), _ANY_CODE):
            yield (int(order[at]), code), share


def _above(shares: list[int]) -> int:
    """The highest of these shares, which were rounded down; no tax stays none."""
    highest = max(shares)
    return highest + 1 if highest else 0


RULES: tuple[Rule, ...] = (invoice_taxes, credited_taxes)
"""The rules of this module."""
