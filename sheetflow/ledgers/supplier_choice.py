"""The supplier to order a product from (docs/reference/rules.md, section 10).

It is the product's own, else a preferred one of Supplier prices, else the cheapest for the
quantity that is needed, then the first by code.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.arrays import no_links
from sheetflow.domain.book import Book
from sheetflow.domain.frames import SupplierPrices
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, distinct, take
from sheetflow.ledgers.supplier_prices import find_offers


@dataclass(frozen=True)
class _Offers:
    """One value for each supplier of each product in every column; `price` is 0 where `is_out_of_reach`.

    An offer is out of reach where the supplier has no price for so few.
    """

    sku: IntArray
    supplier: IntArray
    price: AnyArray
    is_out_of_reach: Mask
    is_preferred: Mask


def choose_suppliers(book: Book, needed: AnyArray) -> IntArray:
    """The supplier of each product for the quantity that is needed of it; -1 where nobody offers it."""
    own = book.products.supplier_index
    return np.where(own >= 0, own, _best_suppliers(book, needed))


def _best_suppliers(book: Book, needed: AnyArray) -> IntArray:
    """The supplier with the best offer for each product."""
    offers = _offers(book, needed)
    code = _rank_of_codes(book)[offers.supplier]
    last_to_first = (
        code,
        offers.price,
        offers.is_out_of_reach,
        ~offers.is_preferred,
        offers.sku,
    )
    best_last = np.lexsort(last_to_first)[::-1]
    best = no_links(len(book.products))
    best[offers.sku[best_last]] = offers.supplier[best_last]
    return best


def _offers(book: Book, needed: AnyArray) -> _Offers:
    """What each supplier charges for what is needed of each product that it has."""
    prices = book.supplier_prices
    counts = prices.valid & (prices.supplier_index >= 0) & (prices.sku_index >= 0)
    rows = np.flatnonzero(counts)
    firsts, pair = distinct(prices.sku_index[rows], prices.supplier_index[rows])
    sku = prices.sku_index[rows[firsts]]
    supplier = prices.supplier_index[rows[firsts]]
    row = find_offers(book, supplier, sku, take(needed, sku)).row
    is_preferred = np.zeros(len(firsts), dtype=bool)
    is_preferred[pair[prices.number(SupplierPrices.preferred)[rows] == 1]] = True
    price = take(prices[SupplierPrices.price], row)
    return _Offers(sku, supplier, price, row < 0, is_preferred)


def _rank_of_codes(book: Book) -> IntArray:
    """The position of each supplier in the order of their codes."""
    codes = [str(code) for code in book.suppliers.supplier.tolist()]
    ranks = np.empty(len(codes), dtype=np.int64)
    ranks[sorted(range(len(codes)), key=codes.__getitem__)] = np.arange(len(codes))
    return ranks
