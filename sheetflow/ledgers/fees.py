"""The tax in restocking fees: what customers keep paying of a credit includes it.

The rules are in docs/reference/rules.md, section 6, Credits.
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.arrays import take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Returns
from sheetflow.domain.numbers import AnyArray, IntArray, Mask
from sheetflow.ledgers.tax_rates import Rates, code_rates
from sheetflow.ledgers.taxes import tax_included


def fill_fee_taxes(book: Book, on_hold: Mask) -> Book:
    """Fill the blank Fee tax of returns that are credited; `on_hold` has one value for each order."""
    returns = book.returns
    is_free = take_mask(~on_hold, returns.order_index)
    has_code = returns.has_fee & (returns.fee_tax_index >= 0)
    wanted = returns.live & is_free & has_code & returns.has_credit_date
    wanted &= ~returns.has_fee_tax
    if not wanted.any():
        return book
    return book.put(returns.fill(Returns.fee_tax, wanted, _taxes(book)))


def _taxes(book: Book) -> AnyArray:
    """The tax in the fee of each return, at the rates of the day of its credit."""
    every = np.arange(len(book.returns))
    unit = np.full(len(every), book.settings.minor_unit)
    return tax_included(book.returns.fee, fee_rates(book, every), unit)


def fee_rates(book: Book, rows: IntArray) -> Rates:
    """The rates in the fees of these returns; 0 where a fee has no tax code."""
    returns = book.returns
    return code_rates(book, returns.fee_tax_index[rows], returns.credit_date[rows])
