"""The tax in the fees of a credit note."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import numpy as np

from sheetflow.documents.gather.priced import code_label, tax_shares
from sheetflow.documents.gather.source import text_of
from sheetflow.documents.model import TaxLine
from sheetflow.domain.book import Book
from sheetflow.domain.grouping import grouped
from sheetflow.domain.numbers import MICRO, IntArray
from sheetflow.ledgers.fees import fee_rates
from sheetflow.ledgers.taxes import one_tax


def fee_tax_lines(book: Book, returns: IntArray) -> tuple[TaxLine, ...]:
    """What the fees of these returns are without tax, and the tax in them, by tax code and rates."""
    at = returns[book.returns.fee_tax_index[returns] >= 0]
    at = at[book.returns.has_fee[at]]
    if not len(at):
        return ()
    rates = fee_rates(book, at)
    codes = book.returns.fee_tax_index[at].tolist()
    keys = zip(codes, rates.tax_1.tolist(), rates.tax_2.tolist(), strict=True)
    found = grouped(zip(keys, at.tolist(), strict=True))
    return tuple(_tax_line(book, key, mine) for key, mine in found.items())


def _tax_line(book: Book, key: tuple[int, int, int], returns: Sequence[int]) -> TaxLine:
    code, rate_1, rate_2 = key
    frame = book.returns
    tax = sum(int(frame.fee_tax[at]) for at in returns)
    net = sum(int(frame.fee[at]) for at in returns) - tax
    first = tax if not rate_2 else _first_tax(book, net, rate_1)
    amounts = (Decimal(first) / MICRO, Decimal(tax - first) / MICRO)
    shares = tax_shares(book, code, (rate_1, rate_2), amounts)
    label, name = code_label(book, code)
    category = text_of(book.tax_codes.vat_category, code)
    net_amount = Decimal(net) / MICRO
    tax_amount = Decimal(tax) / MICRO
    return TaxLine(label, name, net_amount, tax_amount, shares, category)


def _first_tax(book: Book, net: int, rate: int) -> int:
    unit = np.array([book.settings.minor_unit])
    return int(one_tax(np.array([net]), np.array([rate]), unit)[0])
