"""Order: a purchase order of what Reorder suggests for a supplier.

Reads   reorder                        what to order of each product, and from whom
        supplier prices, suppliers     costs, codes, lead times, the Minimum order
Writes  purchase orders                one for each supplier
        purchase lines                 one for each product, in the order of Products
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.arrays import stable_order
from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.frames import PurchaseLines, PurchaseOrders
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import (
    BLANK,
    AnyArray,
    IntArray,
    Mask,
    any_by,
    matches,
    total_by,
)
from sheetflow.domain.phrases import money
from sheetflow.domain.step import Outcome, Step, nothing_refused
from sheetflow.ledgers.reorder import Reorder, build_reorder, stock_ledgers
from sheetflow.ledgers.supplier_prices import (
    Offers,
    find_offers,
    lead_times,
    supplier_skus,
    unit_costs,
)


@dataclass(frozen=True)
class Orderable:
    """What may be ordered now: what the suggestions of each supplier come to, and what is missing to the Minimum order.

    Both are in millionths. `has_any` is whether anything is suggested of the supplier.
    """

    reorder: Reorder
    has_any: Mask
    value: AnyArray
    missing: AnyArray

    def ready(self, suppliers: IntArray) -> IntArray:
        """Those of these suppliers of whom something is suggested, and enough."""
        is_ready = self.has_any & (self.missing <= 0)
        return suppliers[is_ready[suppliers]]


@once_per_book
def find_orderable(book: Book) -> Orderable:
    """What may be ordered of each supplier now."""
    reorder = build_reorder(book, stock_ledgers(book))
    size = len(book.suppliers)
    has_any = any_by(reorder.supplier, size, reorder.suggested > 0)
    value = total_by(reorder.supplier, reorder.value, size)
    missing = book.suppliers.minimum_order - value
    return Orderable(reorder, has_any, value, missing)


@dataclass(frozen=True)
class _NewLines:
    """The purchase lines to write: their products, what is offered for them, and their purchase orders.

    `order` counts the new purchase orders from 0.
    """

    product: IntArray
    offers: Offers
    order: IntArray


def order(book: Book, suppliers: IntArray) -> Outcome:
    """Order what is suggested of these suppliers, where it comes to their Minimum order."""
    orderable = find_orderable(book)
    ready = orderable.ready(suppliers)
    if not len(ready):
        return Outcome(book, ready)
    return Outcome(_ordered(book, orderable.reorder, ready), ready)


def _ordered(book: Book, reorder: Reorder, suppliers: IntArray) -> Book:
    """Order what is suggested of these suppliers, in ascending order; the new rows have no numbers yet."""
    product = _suggested(book, reorder, suppliers)
    supplier = reorder.supplier[product]
    offers = find_offers(book, supplier, product, reorder.suggested[product])
    lines = _NewLines(product, offers, np.searchsorted(suppliers, supplier))
    orders = _with_orders(book, suppliers, lines)
    return book.put(orders).put(_with_lines(book, reorder, lines))


def _with_orders(book: Book, suppliers: IntArray, lines: _NewLines) -> PurchaseOrders:
    """Purchase orders with a new one for each supplier."""
    values = {
        "State": "Order",
        "Order date": book.as_of,
        "Supplier": book.suppliers.supplier[suppliers],
        "Expected date": _expected(book, lines, len(suppliers)),
    }
    size = len(suppliers)
    return book.purchase_orders.extended(size, values, {"supplier": suppliers})


def _with_lines(book: Book, reorder: Reorder, lines: _NewLines) -> PurchaseLines:
    """Purchase lines with a new one for each product."""
    product = lines.product
    values = {
        "SKU": book.products.sku[product],
        "Supplier SKU": supplier_skus(book, lines.offers),
        "Description": book.products.name[product],
        "Quantity": reorder.suggested[product],
        "Unit cost": unit_costs(book, lines.offers),
    }
    first = len(book.purchase_orders)
    links = {"purchase_order": first + lines.order, "sku": product}
    return book.purchase_lines.extended(len(product), values, links)


def _suggested(book: Book, reorder: Reorder, suppliers: IntArray) -> IntArray:
    """The products to order of these suppliers: supplier after supplier, in the order of Products."""
    chosen = matches(reorder.supplier, suppliers, len(book.suppliers))
    rows = np.flatnonzero(chosen & (reorder.suggested > 0))
    return rows[stable_order(reorder.supplier[rows])]


def _expected(book: Book, lines: _NewLines, size: int) -> IntArray:
    """The run's date and the longest lead time of each order's lines; BLANK where none is known.

    A price in doubt has a lead time in doubt.
    """
    longest = np.full(size, BLANK, dtype=np.int64)
    np.maximum.at(longest, lines.order, lead_times(book, lines.offers))
    in_doubt = any_by(lines.order, size, lines.offers.unknown)
    is_unknown = (longest == BLANK) | in_doubt
    return np.where(is_unknown, BLANK, book.as_of + longest)


def waits_for(book: Book, supplier: int) -> str:
    """Why nothing was ordered of a supplier."""
    orderable = find_orderable(book)
    if not orderable.has_any[supplier]:
        return message("nothing to order: [Reorder] suggests nothing of this supplier")
    return message(
        "[Reorder] suggests goods for {value}, {missing} less than the [Minimum order] of {least}",
        value=_amount(book, orderable.value[supplier]),
        missing=_amount(book, orderable.missing[supplier]),
        least=_amount(book, book.suppliers.minimum_order[supplier]),
    )


def _amount(book: Book, millionths: int) -> str:
    return money(int(millionths), book.settings.minor_unit)


STEP = Step(
    name="Order",
    does="Makes a purchase order of what Reorder suggests for a supplier.",
    writes=("Purchase orders", "Purchase lines"),
    parts=(order,),
    refuses=nothing_refused,
    waits_for=waits_for,
    waits_as="ACT05",
    in_spite_of_rule_errors=True,
)
