"""What credits take off taxes, by the tax code and component of what they credit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, IntArray, share_of, take, total_by
from sheetflow.ledgers.credit_taxes import invoiced_lines
from sheetflow.ledgers.fees import fee_rates
from sheetflow.ledgers.invoice_taxes import tax_invoices
from sheetflow.ledgers.lines import live_invoice_lines
from sheetflow.ledgers.taxes import one_tax
from sheetflow.reports.names import texts
from sheetflow.reports.sale_rows import credit_days
from sheetflow.reports.source import PART, Source
from sheetflow.reports.tax_parts import NO_TAX, Part, names_of_taxes, tax_rows


class _Credits(NamedTuple):
    """The returns (positions) that credit money, and the invoice line of each; -1 for none."""

    at: IntArray
    line: IntArray


def credit_parts(source: Source, book: Book) -> list[pd.DataFrame]:
    """The tax of credits, a row for each component."""
    returns = book.returns
    credits_any = (returns.credit_net != 0) | (returns.credit_tax != 0)
    at = np.flatnonzero(returns.live & credits_any)
    credits = _Credits(at, take(_first_invoice_lines(book), returns.line_index[at], -1))
    found = []
    for part in _credit_components(book, credits):
        has_it = (part.rate != 0) | (part.tax != 0)
        if part.number == 1:
            has_it |= returns.credit_net[at] != 0
        rows = np.flatnonzero(has_it)
        found.append(_credit_rows(source, book, credits.at[rows], part, rows))
    return [*found, *_fee_rows(source, book)]


def _fee_rows(source: Source, book: Book) -> Iterator[pd.DataFrame]:
    """The tax in fees, which credits do not give back: a row for each component, below 0."""
    returns = book.returns
    at = np.flatnonzero(returns.live & (returns.fee_tax != 0))
    if not len(at):
        return
    rates = fee_rates(book, at)
    unit = np.full(len(at), book.settings.minor_unit)
    net = returns.fee[at] - returns.fee_tax[at]
    tax_1 = np.where(
        rates.tax_2 == 0, returns.fee_tax[at], one_tax(net, rates.tax_1, unit)
    )
    code = returns.fee_tax_index[at]
    first, second = names_of_taxes(book, code, returns.credit_date[at])
    parts = (
        Part(1, first, rates.tax_1, tax_1),
        Part(2, second, rates.tax_2, returns.fee_tax[at] - tax_1),
    )
    for part in parts:
        rows = np.flatnonzero(part.rate != 0)
        yield _fee_part(source, book, at[rows], part, rows)


def _fee_part(
    source: Source, book: Book, at: IntArray, part: Part, rows: IntArray
) -> pd.DataFrame:
    returns = book.returns
    days = (credit_days(book)[at], source.void_days("Returns")[at])
    found = tax_rows(book, "Returns", at, returns.order_index[at], days)
    cells: dict[str, Any] = {
        PART: f"fee/{part.number}",
        "Document": texts(returns.credit_note, at),
        "Tax code": texts(book.tax_codes.tax_code, returns.fee_tax_index[at]),
        "Component": part.name[rows],
        "Rate %": part.rate[rows],
        "Credited taxable": returns.fee_tax[at] - returns.fee[at],
        "Credited tax": -part.tax[rows],
    }
    return found.assign(**cells)


def _credit_rows(
    source: Source, book: Book, at: IntArray, part: Part, rows: IntArray
) -> pd.DataFrame:
    returns = book.returns
    days = (credit_days(book)[at], source.void_days("Returns")[at])
    code = take(invoiced_lines(book).code_of_line, returns.line_index[at], -1)
    found = tax_rows(book, "Returns", at, returns.order_index[at], days)
    cells: dict[str, Any] = {
        PART: f"credit/{part.number}",
        "Document": texts(returns.credit_note, at),
        "Tax code": texts(book.tax_codes.tax_code, code),
        "Component": part.name[rows],
        "Rate %": part.rate[rows],
        "Credited taxable": returns.credit_net[at],
        "Credited tax": part.tax[rows],
    }
    return found.assign(**cells)


def _first_invoice_lines(book: Book) -> IntArray:
    """The first live invoice line of each order line, -1 for none."""
    lines = book.invoice_lines
    found = np.full(len(book.order_lines), -1, dtype=np.int64)
    counted = live_invoice_lines(book) & (lines.invoice_index >= 0)
    rows = np.flatnonzero(counted & (lines.line_index >= 0))[::-1]
    found[lines.line_index[rows]] = rows
    return found


def _credit_components(book: Book, credits: _Credits) -> tuple[Part, Part]:
    """Both components of the tax of credits, in the proportion in which they were invoiced."""
    lines = book.invoice_lines
    rate_1 = take(lines.tax_1_percent, credits.line)
    rate_2 = take(lines.tax_2_percent, credits.line)
    invoice = take(lines.invoice_index, credits.line, -1)
    code = take(lines.tax_index, credits.line, -1)
    day = take(book.invoices.invoice_date, invoice, book.as_of)
    first, second = names_of_taxes(book, code, day)
    credited = book.returns.credit_tax[credits.at]
    tax_1 = np.where(rate_2 == 0, credited, _first_tax(book, credits, credited))
    untaxed = (rate_1 == 0) & (rate_2 == 0)
    first = np.where(untaxed, NO_TAX, first)
    return Part(1, first, rate_1, tax_1), Part(2, second, rate_2, credited - tax_1)


def _first_tax(book: Book, credits: _Credits, credited: AnyArray) -> AnyArray:
    """The share of the first tax in credited tax: that of the order under the same code."""
    groups = tax_invoices(book)
    size = len(book.tax_codes) + 1
    order = take(book.invoices.order_index, groups.document, -1)
    invoiced = np.where(order < 0, -1, order * size + groups.code + 1)
    cells = len(book.orders) * size
    tax_1 = total_by(invoiced, groups.tax_1, cells)
    whole = total_by(invoiced, groups.tax, cells)
    code = take(book.invoice_lines.tax_index, credits.line, -1)
    mine = book.returns.order_index[credits.at] * size + code + 1
    unit = book.settings.minor_unit
    return share_of(credited, take(tax_1, mine), take(whole, mine), unit)
