"""Errors in purchases: each is reported once, at its cause."""

from __future__ import annotations

from sheets import Played, after

SUPPLIERS = """
    Supplier  Name
    S-1       Forge and Sons
"""

ORDERS = """
    Purchase order  State   Order date  Supplier
    PO-1            -       2026-02-01  S-1
"""

LINES = """
    Purchase order  SKU    Quantity  Unit cost
    PO-1            A-100  10        7
"""


def bought(**sheets: str) -> Played:
    return after(
        **{
            "suppliers": SUPPLIERS,
            "purchase_orders": ORDERS,
            "purchase_lines": LINES,
            **sheets,
        }
    )


def test_a_receipt_that_cannot_be_read_is_why_too_much_went_back():
    receipts = """
        Purchase order  SKU    Quantity
        PO-1            A-100  four
        PO-1            A-100  -2
    """
    assert bought(receipts=receipts).codes == ["NUM01"]


def test_a_line_of_an_unknown_product_is_why_a_receipt_has_none():
    receipts = """
        Purchase order  SKU    Quantity
        PO-1            A-100  4
    """
    lines = LINES.replace("A-100", "A-10O")
    assert bought(purchase_lines=lines, receipts=receipts).codes == ["SKU01"]


def test_an_error_in_an_order_line_does_not_hide_a_receipt_without_a_line():
    receipts = """
        Purchase order  SKU    Quantity
        PO-1            B-200  4
    """
    order_lines = """
        Order  SKU   Quantity
        SO-1   B-20  1
    """
    once = bought(receipts=receipts, order_lines=order_lines)
    assert once.codes == ["PUR08", "SKU01"]


def test_a_state_that_cannot_be_read_is_why_nothing_can_be_received():
    orders = ORDERS.replace("-     ", "Reqest")
    receipts = """
        Purchase order  SKU    Quantity
        PO-1            A-100  4
    """
    once = bought(purchase_orders=orders, receipts=receipts)
    assert once.codes == ["CHO01"]
