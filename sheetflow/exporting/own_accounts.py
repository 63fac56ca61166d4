"""What invoices post on accounts of products and of tax codes, instead of those of Settings."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import NamedTuple

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import MICRO, AnyArray
from sheetflow.exporting.accounts import Account, Chart
from sheetflow.exporting.invoices import net_and_tax
from sheetflow.ledgers.invoice_taxes import invoice_items
from sheetflow.ledgers.lines import live_invoice_lines

Sums = dict[int, dict[Account, Decimal]]
"""Amounts by the position of the invoice, then by account."""


class OwnPostings(NamedTuple):
    """The sales and the tax of each invoice that go to accounts of their own."""

    sales: Sums
    taxes: Sums


def own_postings(book: Book, chart: Chart) -> OwnPostings:
    """What invoices post on accounts of their products and tax codes."""
    own = chart.own
    if not own.sales and not own.taxes:
        return OwnPostings({}, {})
    items = invoice_items(book)
    nets, taxes = net_and_tax(book)
    skus = _skus(book)
    codes = _texts(book.tax_codes.tax_code, items.code)
    sales = [chart.sales_of(sku) for sku in skus]
    of_tax = [chart.tax_of(code) for code in codes]
    return OwnPostings(
        _sums(items.document[: len(skus)], sales, nets, chart["Sales account"]),
        _sums(items.document, of_tax, taxes, chart["Tax account"]),
    )


def _skus(book: Book) -> list[str]:
    """The product of each invoiced item that is no freight."""
    lines = book.invoice_lines
    counted = live_invoice_lines(book) & (lines.invoice_index >= 0)
    return _texts(book.products.sku, lines.sku_index[np.flatnonzero(counted)])


def _texts(column: AnyArray, at: AnyArray) -> list[str]:
    """The texts at these positions; "" below 0."""
    return [column[each] or "" if each >= 0 else "" for each in at.tolist()]


def _sums(
    document: AnyArray, accounts: list[Account], amounts: AnyArray, usual: Account
) -> Sums:
    """The sums of each document by account, without those of the usual one."""
    found: Sums = defaultdict(lambda: defaultdict(Decimal))
    rows = zip(document.tolist(), accounts, amounts.tolist(), strict=False)
    for at, account, amount in rows:
        if account != usual:
            found[at][account] += Decimal(amount) / MICRO
    return found
