"""Supplier prices: what a supplier's rows say of a product and a quantity.

Of the rows of a supplier for a product, the one with the largest From quantity that the
quantity reaches is used (docs/reference/rules.md, section 10).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.arrays import no_links, no_rows
from sheetflow.domain.frames import Products, Sheets, SupplierPrices, Suppliers
from sheetflow.domain.numbers import BLANK, AnyArray, IntArray, Mask, take, take_text
from sheetflow.ledgers.list_prices import Cells, last_reached


@dataclass(frozen=True)
class Offers:
    """What suppliers offer for some products, each at a quantity.

    `supplier` and `sku` are positions; `row` is the row of Supplier prices that is used, -1 where
    there is none. An offer is `unknown` where a row in error may be the one.
    """

    supplier: IntArray
    sku: IntArray
    row: IntArray
    unknown: Mask


def find_offers(
    sheets: Sheets, supplier: IntArray, sku: IntArray, quantity: AnyArray
) -> Offers:
    """The offer of each of these suppliers for a product, at a quantity in millionths."""
    prices = sheets.supplier_prices
    group = _groups(sheets, supplier, sku)
    own = _groups(sheets, prices.supplier_index, prices.sku_index)
    offered = np.where(prices.valid, own, -1)
    row = _last_rows(prices, offered, group, quantity)
    unknown = _is_unknown(sheets, Offers(supplier, sku, row, no_rows(len(row))))
    return Offers(supplier, sku, row, unknown)


def _groups(sheets: Sheets, supplier: IntArray, sku: IntArray) -> IntArray:
    """One number for a supplier and a product, -1 where either is unknown."""
    is_known = (supplier >= 0) & (sku >= 0)
    return np.where(is_known, supplier * len(sheets.products) + sku, -1)


def _last_rows(
    prices: SupplierPrices, offered: IntArray, group: IntArray, quantity: AnyArray
) -> IntArray:
    """The row for each group: the last one that the quantity reaches, -1 for none."""
    if not len(prices) or not len(group):
        return no_links(len(group))
    rows = Cells(offered, prices.from_quantity, np.zeros_like(offered))
    wanted = Cells(group, quantity, np.zeros_like(group))
    order, at = last_reached(rows, wanted)
    row = order[np.maximum(at, 0)]
    is_found = (at >= 0) & (group >= 0) & (offered[row] == group)
    return np.where(is_found, row, -1)


def _is_unknown(sheets: Sheets, offers: Offers) -> Mask:
    """Where a row in error has this supplier and this product, as far as it can be read.

    A row whose key a row above has already does not count: that one is used. Nor does a row of
    an unknown supplier where this supplier has a correct row.
    """
    prices = sheets.supplier_prices
    rows = _rows_in_doubt(sheets)
    if not len(rows):
        return no_rows(len(offers.row))
    of_supplier = prices.supplier_index[rows]
    of_sku = prices.sku_index[rows]
    no_supplier = of_supplier < 0
    no_sku = of_sku < 0
    own = _groups(sheets, of_supplier, of_sku)
    of_own = np.isin(_groups(sheets, offers.supplier, offers.sku), own[own >= 0])
    of_own |= np.isin(offers.supplier, of_supplier[no_sku & ~no_supplier])
    of_nobody = np.isin(offers.sku, of_sku[no_supplier & ~no_sku])
    of_nobody |= (no_supplier & no_sku).any()
    return np.asarray(of_own | (of_nobody & (offers.row < 0)))


def _rows_in_doubt(sheets: Sheets) -> IntArray:
    """The rows in error, without those whose only error is that they repeat the key of a row that counts."""
    prices = sheets.supplier_prices
    wrong = np.flatnonzero(~prices.valid)
    if not len(wrong):
        return wrong
    groups = _groups(sheets, prices.supplier_index, prices.sku_index)
    keys = list(zip(groups.tolist(), prices.from_quantity.tolist(), strict=True))
    counted = {keys[row] for row in np.flatnonzero(prices.valid).tolist()}
    unread = _with_other_errors(prices)
    is_repeated = np.array(
        [keys[row] in counted and row not in unread for row in wrong.tolist()]
    )
    return np.asarray(wrong[~is_repeated | (groups[wrong] < 0)])


def _with_other_errors(prices: SupplierPrices) -> set[int]:
    """The rows with an error in another cell than that of a repeated key."""
    own = prices.schema.key[-1]
    return {
        record
        for header, records in prices.in_error.items()
        if header != own
        for record in records
    }


def unit_costs(sheets: Sheets, offers: Offers) -> IntArray:
    """The supplier's price, else the product's Cost; BLANK where there is neither."""
    price = take(sheets.supplier_prices[SupplierPrices.price], offers.row, BLANK)
    products = sheets.products
    own = np.where(products.valid, products[Products.cost], BLANK)
    cost = take(own, offers.sku, BLANK)
    found = np.where(price == BLANK, cost, price)
    return np.where(offers.unknown, BLANK, found)


def lead_times(sheets: Sheets, offers: Offers) -> IntArray:
    """The days from the order to the goods, BLANK where they are not known."""
    prices = sheets.supplier_prices
    suppliers = sheets.suppliers
    of_price = take(prices[SupplierPrices.lead_time_days], offers.row, BLANK)
    own = np.where(suppliers.valid, suppliers[Suppliers.lead_time_days], BLANK)
    of_supplier = take(own, offers.supplier, BLANK)
    return np.where(of_price == BLANK, of_supplier, of_price)


def supplier_skus(sheets: Sheets, offers: Offers) -> AnyArray:
    """The supplier's own code, None where the row that is used has none."""
    row = np.where(offers.unknown, -1, offers.row)
    return take_text(sheets.supplier_prices.supplier_sku, row)
