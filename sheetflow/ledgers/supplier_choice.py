"""The choice of suppliers: what each charges for a product in a quantity, and which one to order from.

Of the rows of a supplier for a product, the one with the largest From quantity that the
quantity reaches is used (docs/reference/rules.md, section 10). Quantities and prices are in millionths.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.arrays import no_links
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Sheets, SupplierPrices
from sheetflow.domain.numbers import AnyArray, IntArray, distinct, take


@dataclass(frozen=True)
class Wanted:
    """Products in quantities from suppliers: one value for each in every column."""

    supplier: IntArray
    sku: IntArray
    quantity: AnyArray


@dataclass(frozen=True)
class _Offered:
    """The rows of Supplier prices that count, by supplier, product and From quantity.

    `group` has one number for a supplier and a product.
    """

    rows: IntArray
    group: IntArray
    from_quantity: AnyArray


def price_rows(sheets: Sheets, wanted: Wanted) -> IntArray:
    """The row of Supplier prices for each quantity; -1 where the supplier has none for so few."""
    offered = _offered(sheets)
    group = _group(sheets, wanted.supplier, wanted.sku)
    at = _last_reached(offered, group, wanted.quantity)
    is_own = (group >= 0) & (at >= 0)
    is_own &= take(offered.group, at, -1) == group
    return np.where(is_own, take(offered.rows, at, -1), -1)


def _offered(sheets: Sheets) -> _Offered:
    """The rows that count; those in error offer nothing."""
    prices = sheets.supplier_prices
    group = _group(sheets, prices.supplier_index, prices.sku_index)
    rows = np.flatnonzero(prices.valid & (group >= 0))
    order = np.lexsort((prices.from_quantity[rows], group[rows]))
    rows = rows[order]
    return _Offered(rows, group[rows], prices.from_quantity[rows])


def _group(sheets: Sheets, supplier: IntArray, sku: IntArray) -> IntArray:
    """One number for a supplier and a product, -1 where either is unknown."""
    is_known = (supplier >= 0) & (sku >= 0)
    return np.where(is_known, supplier * len(sheets.products) + sku, -1)


def _last_reached(offered: _Offered, group: IntArray, quantity: AnyArray) -> IntArray:
    """For each quantity, the position of the last offered row that does not come after it; -1 where all do."""
    size = len(offered.rows)
    groups = np.concatenate([offered.group, group])
    quantities = np.concatenate([offered.from_quantity, quantity])
    is_wanted = np.arange(len(groups)) >= size
    together = np.lexsort((is_wanted, quantities, groups))
    at = np.empty(len(groups), dtype=np.int64)
    at[together] = np.cumsum(~is_wanted[together]) - 1
    return at[size:]


def choose_suppliers(book: Book, needed: AnyArray) -> IntArray:
    """The supplier of each product for the quantity that is needed of it; -1 where nobody offers it.

    It is the product's own, else a preferred one, else the cheapest, then the first by code.
    """
    own = book.products.supplier_index
    return np.where(own >= 0, own, _best_offers(book, needed))


def _best_offers(book: Book, needed: AnyArray) -> IntArray:
    """The supplier with the best offer for each product: preferred, for so few, cheapest, first by code."""
    prices = book.supplier_prices
    rows = _offered(book).rows
    supplier = prices.supplier_index[rows]
    sku = prices.sku_index[rows]
    firsts, pair = distinct(sku, supplier)
    offers = Wanted(supplier[firsts], sku[firsts], take(needed, sku[firsts]))
    row = price_rows(book, offers)
    is_preferred = np.zeros(len(firsts), dtype=bool)
    is_preferred[pair[prices.number(SupplierPrices.preferred)[rows] == 1]] = True
    code = _rank_of_codes(book)[offers.supplier]
    price = take(prices[SupplierPrices.price], row)
    best_last = np.lexsort((code, price, row < 0, ~is_preferred, offers.sku))[::-1]
    best = no_links(len(book.products))
    best[offers.sku[best_last]] = offers.supplier[best_last]
    return best


def _rank_of_codes(book: Book) -> IntArray:
    """The position of each supplier in the order of their codes."""
    codes = [str(code) for code in book.suppliers.supplier.tolist()]
    ranks = np.empty(len(codes), dtype=np.int64)
    ranks[sorted(range(len(codes)), key=codes.__getitem__)] = np.arange(len(codes))
    return ranks
