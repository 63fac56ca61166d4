"""Order lines: number, description, price, discount and tax code, where blank."""

from __future__ import annotations

import numpy as np

from sheetflow.checks.keys import check_composite_key
from sheetflow.domain.arrays import take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.frames import Customers, OrderLines, Products
from sheetflow.domain.number_series import fill_counters
from sheetflow.domain.numbers import IntArray, Mask, take, take_text
from sheetflow.domain.references import customer_of
from sheetflow.ledgers.list_prices import (
    find_list_prices,
    has_price,
    prices_of_rows,
)

NO_TAX_CODE = "None"


def fill_order_lines(draft: DraftBook, blank: Book) -> None:
    """Fill the blanks of Order lines from Products, Prices and Customers; `blank` has the settings and the date.

    A row in error of either fills nothing.
    """
    draft.put(fill_counters(draft.order_lines))
    check_composite_key(draft, OrderLines.SHEET)
    draft.put(_with_names(draft))
    draft.put(_with_prices(draft, blank))
    draft.put(_with_discounts(draft))
    draft.put(_with_tax_codes(draft))


def _with_names(draft: DraftBook) -> OrderLines:
    """Order lines with the product's name as description."""
    lines = draft.order_lines
    products = draft.products
    named = _has_product(draft) & take_mask(products.has_name, lines.sku_index)
    names = take_text(products.name, lines.sku_index)
    return lines.fill(OrderLines.description, named & ~lines.has_description, names)


def _with_prices(draft: DraftBook, blank: Book) -> OrderLines:
    """Order lines with the price of the customer's list, else the product's."""
    lines = draft.order_lines
    products = draft.products
    priced = take_mask(products.has_price, lines.sku_index)
    prices = take(products[Products.price], lines.sku_index)
    listed = find_list_prices(draft, blank.settings, blank.as_of)
    has_list_price = has_price(draft.prices, listed.row, priced)
    of_list = prices_of_rows(draft.prices, listed.row, prices)
    where = _has_product(draft) & (priced | has_list_price) & ~lines.has_unit_price
    found = np.where(has_list_price, of_list, prices)
    return lines.fill(OrderLines.unit_price, where & ~listed.unknown, found)


def _with_discounts(draft: DraftBook) -> OrderLines:
    """Order lines with the customer's discount."""
    lines = draft.order_lines
    discounts = draft.customers.discount_percent
    blank = _has_customer(draft) & ~lines.has_discount_percent
    own = take(discounts, _customer(draft))
    return lines.fill(OrderLines.discount_percent, blank, own)


def _with_tax_codes(draft: DraftBook) -> OrderLines:
    """Order lines with the product's tax code, linked to it.

    It is the word None where the product has no tax code or the customer is exempt.
    """
    lines = draft.order_lines
    blank = _has_customer(draft) & _has_product(draft) & ~lines.has_tax_code
    exempt = take_mask(draft.customers.number(Customers.tax_exempt), _customer(draft))
    of_product = take(draft.products.tax_index, lines.sku_index, -1)
    tax = np.where(exempt, -1, of_product)
    code = take_text(draft.products.tax_code, lines.sku_index)
    code = np.where(tax < 0, NO_TAX_CODE, code)
    linked = lines.linked(tax=np.where(blank, tax, lines.tax_index))
    return linked.fill(OrderLines.tax_code, blank, code)


def _has_product(draft: DraftBook) -> Mask:
    """The order lines whose own row and whose product's are without error."""
    lines = draft.order_lines
    product_valid = take_mask(draft.products.valid, lines.sku_index)
    return np.asarray(lines.valid & product_valid)


def _has_customer(draft: DraftBook) -> Mask:
    """The order lines whose own row, whose order's and whose customer's are without error."""
    customer_valid = take_mask(draft.customers.valid, _customer(draft))
    return np.asarray(_has_order(draft) & customer_valid)


def _has_order(draft: DraftBook) -> Mask:
    """The order lines whose own row and whose order's are without error."""
    lines = draft.order_lines
    order_valid = take_mask(draft.orders.valid, lines.order_index)
    return np.asarray(lines.valid & order_valid)


def _customer(draft: DraftBook) -> IntArray:
    """The customer of each order line, -1 where it is unknown."""
    return customer_of(draft.orders, draft.order_lines.order_index)
