"""The rates of tax codes, and which of them are in force on a day.

Rates are in millionths: 20 % is 200,000.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from sheetflow.domain.arrays import no_links, sorted_by
from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.frames import TaxCodes
from sheetflow.domain.numbers import IntArray, take
from sheetflow.domain.references import index_of, positions


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
