"""Order lines: number, description, price, discount and tax code, where blank."""

from __future__ import annotations

import numpy as np

from sheetflow.checks.keys import check_composite_key
from sheetflow.domain.draft_book import DraftBook
from sheetflow.domain.frames import Customers, OrderLines
from sheetflow.domain.number_series import fill_counters, whole_numbers
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, rank_by, take, take_text
from sheetflow.domain.references import customer_of

NO_TAX_CODE = "None"


def fill_order_lines(draft: DraftBook) -> None:
    """Fill the blanks of Order lines from Products and Customers; a bad row of either fills nothing."""
    draft.put(fill_counters(draft.order_lines))
    check_composite_key(draft, OrderLines.SHEET)
    lines, products = draft.order_lines, draft.products
    sku = lines.sku_index
    from_product = lines.valid & (take(products.valid, sku, 0) == 1)
    for header, source in (("Description", "Name"), ("Unit price", "Price")):
        column = (
            take_text(products[source], sku)
            if header == "Description"
            else take(products[source], sku)
        )
        known = take(products.given(source), sku, 0) == 1
        lines = lines.fill(header, from_product & known & ~lines.given(header), column)
    customers, customer = (
        draft.customers,
        customer_of(draft.orders, lines.order_index),
    )
    from_customer = (
        lines.valid
        & (take(customers.valid, customer, 0) == 1)
        & (take(draft.orders.valid, lines.order_index, 0) == 1)
    )
    discount = take(customers.discount_percent, customer)
    lines = lines.fill(
        OrderLines.discount_percent,
        from_customer & ~lines.has_discount_percent,
        discount,
    )
    exempt = take(customers.number(Customers.tax_exempt), customer) == 1
    blank = from_customer & from_product & ~lines.has_tax_code
    code, tax = _tax_of_product(draft, sku, exempt)
    draft.put(
        lines.fill(OrderLines.tax_code, blank, code).linked(
            tax=np.where(blank, tax, lines.tax_index)
        )
    )


def numbers_within(order: IntArray, keys: AnyArray, blank: Mask) -> IntArray:
    """For the rows under `blank`: the numbers after the highest of their order, in the order of the rows."""
    size = int(order.max(initial=-1)) + 1
    top = np.zeros(size + 1, dtype=np.int64)
    np.maximum.at(top, order, whole_numbers(keys))
    numbers = np.zeros(len(order), dtype=np.int64)
    numbers[blank] = top[order[blank]] + 1 + rank_by(order[blank])
    return numbers


def _tax_of_product(
    draft: DraftBook, sku: IntArray, exempt: Mask
) -> tuple[AnyArray, IntArray]:
    """The tax code that a line takes from its product, as text and as link:
    `None` where there is none or the customer is exempt.
    """
    code = take_text(draft.products.tax_code, sku)
    tax = np.where(exempt, -1, take(draft.products.tax_index, sku, -1))
    return np.where(tax < 0, NO_TAX_CODE, code), tax
