"""Purchases, where they are blank: dates, costs, the supplier's code, where goods are received.

Rules: docs/reference/rules.md, section 10.
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.arrays import take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.frames import Products, PurchaseLines, PurchaseOrders, Receipts
from sheetflow.domain.numbers import (
    BLANK,
    MICRO,
    NOTHING,
    AnyArray,
    IntArray,
    Mask,
    any_by,
    divide_half_away,
    multiply,
    take,
    take_text,
)
from sheetflow.ledgers.supplier_prices import (
    Offers,
    find_offers,
    lead_times,
    supplier_skus,
    unit_costs,
)


def fill_purchases(draft: DraftBook, blank: Book) -> None:
    """Fill the blanks of Purchase orders and Purchase lines; `blank` has the date."""
    if not len(draft.purchase_orders):
        return
    draft.put(_with_order_dates(draft.purchase_orders, blank.as_of))
    offers = _offers(draft)
    draft.put(_with_names(draft))
    draft.put(_with_costs(draft, offers))
    draft.put(_with_supplier_skus(draft, offers))
    draft.put(_with_expected_dates(draft, offers))


def _with_order_dates(orders: PurchaseOrders, as_of: int) -> PurchaseOrders:
    """Purchase orders without a date were ordered today."""
    undated = orders.valid & ~orders.has_order_date
    return orders.fill(PurchaseOrders.order_date, undated, as_of)


def _offers(draft: DraftBook) -> Offers:
    """What the supplier of each purchase line offers for it."""
    lines = draft.purchase_lines
    order = lines.purchase_order_index
    supplier = take(draft.purchase_orders.supplier_index, order, -1)
    return find_offers(draft, supplier, lines.sku_index, lines.quantity)


def _with_names(draft: DraftBook) -> PurchaseLines:
    """Purchase lines with the product's name as description."""
    lines = draft.purchase_lines
    products = draft.products
    is_named = take_mask(products.valid & products.has_name, lines.sku_index)
    where = lines.valid & is_named & ~lines.has_description
    names = take_text(products.name, lines.sku_index)
    return lines.fill(PurchaseLines.description, where, names)


def _with_costs(draft: DraftBook, offers: Offers) -> PurchaseLines:
    """Purchase lines with the supplier's price, else the product's Cost."""
    lines = draft.purchase_lines
    costs = unit_costs(draft, offers)
    where = _is_known(draft, offers) & (costs != BLANK) & ~lines.has_unit_cost
    return lines.fill(PurchaseLines.unit_cost, where, costs)


def _with_supplier_skus(draft: DraftBook, offers: Offers) -> PurchaseLines:
    """Purchase lines with the supplier's own code."""
    lines = draft.purchase_lines
    codes = supplier_skus(draft, offers)
    is_there = np.not_equal(codes, NOTHING).astype(bool)
    where = _is_known(draft, offers) & is_there & ~lines.has_supplier_sku
    return lines.fill(PurchaseLines.supplier_sku, where, codes)


def _is_known(draft: DraftBook, offers: Offers) -> Mask:
    """The purchase lines without error, whose order, supplier and offer are known."""
    lines = draft.purchase_lines
    order_valid = take_mask(draft.purchase_orders.valid, lines.purchase_order_index)
    supplier_valid = take_mask(draft.suppliers.valid, offers.supplier)
    return np.asarray(lines.valid & order_valid & supplier_valid & ~offers.unknown)


def _with_expected_dates(draft: DraftBook, offers: Offers) -> PurchaseOrders:
    """Purchase orders with the order date and the longest lead time of their lines.

    Nothing is filled while a line is in error, or where no lead time is known.
    """
    orders = draft.purchase_orders
    lines = draft.purchase_lines
    order = lines.purchase_order_index
    longest = _longest(order, lead_times(draft, offers), len(orders))
    in_doubt = any_by(order, len(orders), ~_is_known(draft, offers))
    where = orders.valid & ~orders.has_expected_date & orders.has_order_date
    where &= ~in_doubt & (longest != BLANK)
    expected = np.where(where, orders.order_date + longest, 0)
    return orders.fill(PurchaseOrders.expected_date, where, expected)


def _longest(groups: IntArray, days: IntArray, size: int) -> IntArray:
    """The longest of the days in each group, BLANK where there are none."""
    longest = np.full(size, BLANK, dtype=np.int64)
    inside = groups >= 0
    np.maximum.at(longest, groups[inside], days[inside])
    return longest


# -- receipts


def fill_receipts(draft: DraftBook, blank: Book) -> None:
    """Fill the blanks of Receipts, whose Lines are known by now; `blank` has settings and date."""
    if not len(draft.receipts):
        return
    receipts = draft.receipts
    undated = receipts.live & ~receipts.has_receipt_date
    draft.put(receipts.fill(Receipts.receipt_date, undated, blank.as_of))
    draft.put(_with_locations(draft, blank))
    draft.put(_with_receipt_costs(draft))
    if not blank.settings.has_error:
        _report_without_location(draft)


def _with_locations(draft: DraftBook, blank: Book) -> Receipts:
    """Receipts with the purchase order's location, else the product's, else that of Settings."""
    receipts = draft.receipts
    location = receiving_location(
        draft, blank, receipts.purchase_order_index, receipts.sku_index
    )
    where = receipts.live & ~receipts.has_location & (location >= 0)
    linked = np.where(where, location, receipts.location_index)
    codes = take_text(blank.warehouse.codes, location)
    return receipts.linked(location=linked).fill(Receipts.location, where, codes)


def receiving_location(
    sheets: DraftBook | Book, blank: Book, order: IntArray, sku: IntArray
) -> IntArray:
    """Where goods of purchase orders are received, -1 where nothing says so."""
    own = take(sheets.purchase_orders.location_index, order, -1)
    of_product = take(sheets.products.location_index, sku, -1)
    settings = blank.settings
    default = -1 if settings.has_error else settings.default_location
    found = np.where(own >= 0, own, of_product)
    return np.where(found >= 0, found, default)


def _with_receipt_costs(draft: DraftBook) -> Receipts:
    """Receipts with the unit cost of their purchase line, less its discount."""
    receipts = draft.receipts
    lines = draft.purchase_lines
    line = receipts.purchase_line_index
    is_known = take_mask(lines.valid & lines.has_unit_cost, line)
    costs = take(net_unit_costs(lines), line)
    where = receipts.live & is_known & ~receipts.has_unit_cost
    return receipts.fill(Receipts.unit_cost, where, costs)


def net_unit_costs(lines: PurchaseLines) -> AnyArray:
    """The unit cost of each purchase line less its discount, rounded to six decimals."""
    reduced = multiply(lines.unit_cost, MICRO - lines.discount_percent)
    return divide_half_away(reduced, MICRO)


def _report_without_location(draft: DraftBook) -> None:
    """Goods whose stock is tracked need a location."""
    receipts = draft.receipts
    products = draft.products
    is_tracked = products.number(Products.track_stock, 1) == 1
    needs_one = receipts.live & take_mask(is_tracked, receipts.sku_index)
    nowhere = needs_one & ~receipts.has_location
    draft.report(receipts.SHEET, nowhere, "REQ01", Receipts.location.header)
