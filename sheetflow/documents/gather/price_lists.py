"""Price lists: the rows of Prices that are in force, by list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

import numpy as np

from sheetflow.documents.gather.parties import customer_party
from sheetflow.documents.gather.source import Rows, Source, decimals, texts_at
from sheetflow.documents.model import Party, PriceList, PriceListLine
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Prices, Products
from sheetflow.domain.numbers import BLANK, IntArray, Mask, take
from sheetflow.ledgers.list_prices import FOREVER, has_price, prices_of_rows


def price_lists(
    source: Source, customers: frozenset[str] | None
) -> tuple[PriceList, ...]:
    """Each price list for anybody; or where customers are named, that of each of them.

    A list without a price that is in force today is left out.
    """
    if customers is None:
        names = dict.fromkeys(source.book.prices.price_list.tolist())
        wanted = [(str(name), Party("")) for name in names if name]
    else:
        wanted = list(_lists_of(source.book, customers))
    made = [_price_list(source, name, buyer) for name, buyer in wanted]
    return tuple(each for each in made if each.lines)


def _lists_of(book: Book, customers: frozenset[str]) -> Iterator[tuple[str, Party]]:
    """The name of each customer's list, the usual one where it has none."""
    frame = book.customers
    for at, code in enumerate(frame.customer.tolist()):
        name = frame.price_list[at] or book.settings.price_list
        if code in customers and name:
            yield str(name), customer_party(frame, at)


def _price_list(source: Source, name: str, buyer: Party) -> PriceList:
    book = source.book
    has_tax = len(book.tax_codes) > 0
    return PriceList(
        number=name,
        date=source.seller.as_of,
        buyer=buyer,
        lines=_lines(book, _rows_in_force(book, name)),
        currency=source.seller.currency,
        prices_include_tax=book.settings.prices_include_tax if has_tax else None,
    )


def _rows_in_force(book: Book, name: str) -> IntArray:
    """The rows of a list that are in force today: by product, then quantity; of several, the latest."""
    prices = book.prices
    product = prices.sku_index
    is_sold = take(book.products.number(Products.active, 1), product, 0) == 1
    last_day = prices.number(Prices.to_date, FOREVER)
    in_force = (prices.number(Prices.from_date) <= book.as_of) & (
        book.as_of <= last_day
    )
    given = has_price(prices, np.arange(len(prices)), _product_has_price(book))
    is_mine = np.equal(prices.price_list, name).astype(bool)
    at = np.flatnonzero(prices.valid & is_mine & is_sold & in_force & given)
    keys = (prices.number(Prices.from_date)[at], prices.from_quantity[at], product[at])
    at = at[np.lexsort(keys)]
    same = (product[at][1:] == product[at][:-1]) & (
        prices.from_quantity[at][1:] == prices.from_quantity[at][:-1]
    )
    is_last = np.append(~same, True)[: len(at)]
    return np.asarray(at[is_last])


def _product_has_price(book: Book) -> Mask:
    found = take(book.products.has_price, book.prices.sku_index, 0)
    return np.asarray(found == 1, dtype=bool)


def _lines(book: Book, at: IntArray) -> tuple[PriceListLine, ...]:
    rows = Rows(book.prices, at)
    products = rows.link("sku")
    product_prices = take(book.products.price, book.prices.sku_index)[at]
    prices = prices_of_rows(book.prices, at, product_prices)
    cells = zip(
        rows.texts("SKU"),
        texts_at(book.products.name, products),
        texts_at(book.products.unit, products),
        rows.numbers("From quantity"),
        decimals(prices),
        _days(book.prices.number(Prices.to_date, BLANK)[at]),
        strict=True,
    )
    return tuple(PriceListLine(*each) for each in cells)


def _days(days: IntArray) -> list[dt.date | None]:
    return [None if day == BLANK else dt.date.fromordinal(day) for day in days.tolist()]
