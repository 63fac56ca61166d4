"""List prices: what the price list of a line's customer says for its product, quantity and date.

Of the rows of a list for a product, the one with the largest From quantity that the line
reaches is used; of several, the one with the latest From date (trade.md, section 2). Prices
are in millionths.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.book import Settings
from sheetflow.domain.frames import Orders, Prices, Sheets
from sheetflow.domain.numbers import (
    BLANK,
    MICRO,
    NOTHING,
    AnyArray,
    IntArray,
    Mask,
    divide_half_away,
    multiply,
    take,
    take_text,
)

FOREVER = np.iinfo(np.int64).max
"""The last day of a price without a To date."""


@dataclass(frozen=True)
class ListPrices:
    """What price lists say of each order line.

    `row` is the row of Prices that is used, -1 where a list has none. The price is `unknown`
    where a row in error may be the one.
    """

    row: IntArray
    unknown: Mask


@dataclass(frozen=True)
class Cells:
    """What prices are looked up by: a list and a product (one number), a quantity and a day."""

    group: IntArray
    quantity: IntArray
    day: IntArray


def find_list_prices(sheets: Sheets, settings: Settings, as_of: int) -> ListPrices:
    """The row of Prices for each order line without a price.

    `as_of` is the day of orders without a date.
    """
    lines = sheets.order_lines
    found = np.full(len(lines), -1, dtype=np.int64)
    unknown = np.zeros(len(lines), dtype=bool)
    if not len(sheets.prices):
        return ListPrices(found, unknown)
    blank = np.flatnonzero(lines.valid & ~lines.has_unit_price)
    lists = _list_numbers(sheets.prices)
    names = _lists_of_lines(sheets, settings, blank)
    numbers = _numbers_of(names, lists)
    products = lines.sku_index[blank]
    wanted = Cells(
        _group(numbers, products, len(sheets.products)),
        lines.quantity[blank],
        take(sheets.orders.number(Orders.order_date, as_of), lines.order_index[blank]),
    )
    found[blank] = _rows_in_force(sheets.prices, _offered(sheets, lists), wanted)
    unknown[blank] = _may_be_in_error(sheets.prices, lists, numbers, products)
    unknown[blank] |= _is_list_unknown(sheets, settings, blank)
    return ListPrices(found, unknown)


def prices_of_rows(prices: Prices, row: IntArray, product_prices: IntArray) -> IntArray:
    """The price in each of these rows of Prices; `product_prices` are those of the products.

    It is the row's own, or the product's less the row's discount, rounded to six decimals.
    """
    own = take(prices[Prices.price], row)
    discount = take(prices.discount_percent, row)
    after = multiply(product_prices, MICRO - discount)
    reduced = divide_half_away(after, MICRO)
    return np.asarray(np.where(own == BLANK, reduced, own))


def has_price(prices: Prices, row: IntArray, product_has_price: Mask) -> Mask:
    """Which of these rows of Prices give a price: a discount does not without the product's."""
    own = take(prices.has_price, row, 0) == 1
    return np.asarray((row >= 0) & (own | product_has_price))


def _list_numbers(prices: Prices) -> dict[str, int]:
    """A number for each price list by its name."""
    names = dict.fromkeys(prices.price_list.tolist())
    return {name: at for at, name in enumerate(names) if name is not None}


def _numbers_of(names: AnyArray, lists: dict[str, int]) -> IntArray:
    return np.array([lists.get(name, -1) for name in names.tolist()], dtype=np.int64)


def _lists_of_lines(sheets: Sheets, settings: Settings, lines: IntArray) -> AnyArray:
    """The price list of each of these lines: the customer's, else the one of Settings."""
    order = sheets.order_lines.order_index[lines]
    customer = take(sheets.orders.customer_index, order, -1)
    own = take_text(sheets.customers.price_list, customer)
    has_own = np.not_equal(own, NOTHING).astype(bool)
    own[~has_own] = settings.price_list or None
    return own


def _is_list_unknown(sheets: Sheets, settings: Settings, lines: IntArray) -> Mask:
    """The lines whose order, customer or Settings are in error: any list may be meant."""
    order = sheets.order_lines.order_index[lines]
    customer = take(sheets.orders.customer_index, order, -1)
    is_known = take(sheets.orders.valid, order) == 1
    is_known &= take(sheets.customers.valid, customer) == 1
    return np.asarray(~is_known | settings.has_error)


def _group(numbers: IntArray, products: IntArray, size: int) -> IntArray:
    """One number for a list and a product, -1 where either is unknown."""
    is_known = (numbers >= 0) & (products >= 0)
    return np.where(is_known, numbers * size + products, -1)


def _offered(sheets: Sheets, lists: dict[str, int]) -> Cells:
    """What the rows of Prices are looked up by; rows in error offer nothing."""
    prices = sheets.prices
    numbers = _numbers_of(prices.price_list, lists)
    group = _group(numbers, prices.sku_index, len(sheets.products))
    return Cells(
        np.where(prices.valid, group, -1),
        prices.from_quantity,
        prices.number(Prices.from_date),
    )


def _rows_in_force(prices: Prices, offered: Cells, wanted: Cells) -> IntArray:
    """The row for each line: down from the last one that it reaches, the first in force on its day."""
    order, at = last_reached(offered, wanted)
    last_day = prices.number(Prices.to_date, FOREVER)
    found = np.full(len(at), -1, dtype=np.int64)
    left = np.flatnonzero((at >= 0) & (wanted.group >= 0))
    while len(left):
        row = order[at[left]]
        left = left[offered.group[row] == wanted.group[left]]
        row = order[at[left]]
        day = wanted.day[left]
        in_force = (offered.day[row] <= day) & (day <= last_day[row])
        found[left[in_force]] = row[in_force]
        left = left[~in_force]
        at[left] -= 1
        left = left[at[left] >= 0]
    return found


def last_reached(offered: Cells, wanted: Cells) -> tuple[IntArray, IntArray]:
    """The rows by group, quantity and day; and for each line its place there.

    That is the last row that does not come after the line; -1 where all do.
    """
    group = np.concatenate([offered.group, wanted.group])
    quantity = np.concatenate([offered.quantity, wanted.quantity])
    is_line = np.arange(len(group)) >= len(offered.group)
    day = np.concatenate([offered.day, np.full(len(wanted.group), FOREVER)])
    together = np.lexsort((is_line, day, quantity, group))
    rows_before = np.cumsum(~is_line[together]) - 1
    at = np.empty(len(group), dtype=np.int64)
    at[together] = rows_before
    return together[~is_line[together]], at[len(offered.group) :]


def _may_be_in_error(
    prices: Prices, lists: dict[str, int], numbers: IntArray, products: IntArray
) -> Mask:
    """The lines whose list and product a row in error has, as far as it can be read."""
    wrong = np.flatnonzero(~prices.valid)
    if not len(wrong):
        return np.zeros(len(numbers), dtype=bool)
    of_list = _numbers_of(prices.price_list[wrong], lists)
    of_product = prices.sku_index[wrong]
    pairs = set(zip(of_list.tolist(), of_product.tolist(), strict=True))
    lines = zip(numbers.tolist(), products.tolist(), strict=True)
    found = [
        number >= 0
        and not pairs.isdisjoint(
            {(number, product), (number, -1), (-1, product), (-1, -1)}
        )
        for number, product in lines
    ]
    return np.array(found, dtype=bool)
