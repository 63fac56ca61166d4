"""What is filled in purchases: dates, costs, the supplier's code, locations, lines (rules.md section 10)."""

from __future__ import annotations

import pytest
from sheets import Played, after, again, expect

SUPPLIERS = """
    Supplier  Name            Lead time (days)
    S-1       Forge and Sons  7
    S-2       Harbour Metals  -
"""

PRODUCTS = """
    SKU    Name     Cost  Default location
    A-100  Anvil    9     -
    B-200  Bellows  3     BACK
    C-300  Chain    -     -
"""

PRICES = """
    Supplier  SKU    From quantity  Supplier SKU  Price  Lead time (days)
    S-1       A-100  -              FS-1          8      -
    S-1       A-100  10             -             7.5    21
    S-2       A-100  5              HM-77         6      -
"""


def bought(orders: str, lines: str, **sheets: str) -> Played:
    """The workbook after a run over these purchase orders and lines."""
    return after(
        products=PRODUCTS,
        suppliers=SUPPLIERS,
        supplier_prices=PRICES,
        purchase_orders=orders,
        purchase_lines=lines,
        **sheets,
    )


def test_the_cost_is_the_supplier_s_price_for_the_quantity_else_the_product_s():
    once = bought(
        """
        Purchase order  Order date  Supplier
        PO-000001       2026-03-01  S-1
        PO-000002       2026-03-01  S-2
        """,
        """
        Purchase order  SKU    Quantity  Unit cost
        PO-000001       A-100  9.5       -
        PO-000001       A-100  10        -
        PO-000001       A-100  10        7
        PO-000002       A-100  4         -
        PO-000002       A-100  5         -
        PO-000002       C-300  5         -
        """,
    )
    expect(
        once.purchase_lines,
        """
        Purchase order  Line  SKU    Supplier SKU  Description  Quantity  Unit cost
        PO-000001       1     A-100  FS-1          Anvil        9.5       8
        PO-000001       2     A-100  -             Anvil        10        7.5
        PO-000001       3     A-100  -             Anvil        10        7
        PO-000002       1     A-100  -             Anvil        4         9
        PO-000002       2     A-100  HM-77         Anvil        5         6
        PO-000002       3     C-300  -             Chain        5         -
        """,
    )
    assert again(once).sheets == once.sheets


def test_the_expected_date_is_that_of_the_longest_lead_time():
    once = bought(
        """
        Purchase order  Order date  Supplier  Expected date
        -               2026-03-01  S-1       -
        -               2026-03-01  S-1       -
        -               2026-03-01  S-1       2026-04-01
        -               2026-03-01  S-2       -
        -               -           S-1       -
        """,
        """
        Purchase order  SKU    Quantity
        PO-000001       A-100  1
        PO-000002       A-100  1
        PO-000002       A-100  10
        PO-000004       A-100  10
        """,
    )
    expect(
        once.purchase_orders,
        """
        Purchase order  Order date  Supplier  Expected date
        PO-000001       2026-03-01  S-1       2026-03-08
        PO-000002       2026-03-01  S-1       2026-03-22
        PO-000003       2026-03-01  S-1       2026-04-01
        PO-000004       2026-03-01  S-2       -
        PO-000005       2026-03-02  S-1       -
        """,
    )


def test_nothing_is_filled_from_a_row_in_error():
    once = after(
        products=PRODUCTS,
        suppliers=SUPPLIERS,
        supplier_prices="""
            Supplier  SKU    From quantity  Price
            S-1       A-100  -              8
            S-1       A-100  10             dear
        """,
        purchase_orders="""
            Purchase order  Order date  Supplier
            PO-000001       2026-03-01  S-1
        """,
        purchase_lines="""
            Purchase order  SKU    Quantity
            PO-000001       A-100  20
            PO-000001       B-200  20
        """,
    )
    assert once.purchase_lines["Unit cost"] == [None, 3]
    assert once.purchase_orders["Expected date"] == [None]


@pytest.mark.parametrize(
    ("wrong", "costs"),
    [
        ("S-1  A-100", [None, 3, 9, 3]),
        ("S-9  A-100", [None, 3, None, 3]),
        ("S-1  Z-900", [None, None, 9, 3]),
        ("S-9  Z-900", [None, None, None, None]),
    ],
)
def test_a_price_in_error_leaves_blank_what_it_may_be_the_price_of(
    wrong: str, costs: list[object]
):
    """A supplier or a product that is unknown may be any."""
    once = after(
        products=PRODUCTS,
        suppliers=SUPPLIERS,
        supplier_prices=f"Supplier  SKU  Price\n{wrong}  dear",
        purchase_orders="""
            Purchase order  Order date  Supplier
            PO-000001       2026-03-01  S-1
            PO-000002       2026-03-01  S-2
        """,
        purchase_lines="""
            Purchase order  SKU    Quantity
            PO-000001       A-100  20
            PO-000001       B-200  20
            PO-000002       A-100  20
            PO-000002       B-200  20
        """,
    )
    assert once.purchase_lines["Unit cost"] == costs


def test_a_row_of_an_unknown_supplier_does_not_touch_a_correct_one():
    """Where S-1 has no correct row, the row of nobody may be that of S-1."""
    once = after(
        products=PRODUCTS,
        suppliers=SUPPLIERS,
        supplier_prices="""
            Supplier  SKU    From quantity  Price
            S-1       A-100  -              8
            GLAS      A-100  -              2
            GLAS      B-200  -              2
        """,
        purchase_orders="""
            Purchase order  Order date  Supplier
            PO-000001       2026-03-01  S-1
        """,
        purchase_lines="""
            Purchase order  SKU    Quantity
            PO-000001       A-100  20
            PO-000001       B-200  20
        """,
    )
    assert once.purchase_lines["Unit cost"] == [8, None]


RECEIVED = {
    "orders": """
        Purchase order  Order date  Supplier  Location
        PO-000001       2026-03-01  S-1       -
        PO-000002       2026-03-01  S-1       BACK
    """,
    "lines": """
        Purchase order  SKU    Quantity  Unit cost  Discount %
        PO-000001       A-100  10        7.5        10
        PO-000001       B-200  10        3          -
        PO-000001       A-100  5         0.333333   50
        PO-000002       A-100  5         8          -
    """,
}


def test_a_receipt_goes_where_its_purchase_order_or_product_says():
    once = bought(
        **RECEIVED,
        receipts="""
            Purchase order  SKU    Quantity  Location
            PO-000001       B-200  4         -
            PO-000001       A-100  4         -
            PO-000002       A-100  4         -
            PO-000002       A-100  1         MAIN
        """,
    )
    expect(
        once.receipts,
        """
        Receipt    Purchase order  Line  SKU    Location  Quantity  Receipt date  Unit cost
        RC-000001  PO-000001       2     B-200  BACK      4         2026-03-02    3
        RC-000002  PO-000001       1     A-100  MAIN      4         2026-03-02    6.75
        RC-000003  PO-000002       1     A-100  BACK      4         2026-03-02    8
        RC-000004  PO-000002       1     A-100  MAIN      1         2026-03-02    8
        """,
    )


def test_the_line_is_the_first_with_something_outstanding_and_of_what_was_sent_back_received():
    once = bought(
        **RECEIVED,
        receipts="""
            Purchase order  SKU    Quantity
            PO-000001       A-100  10
            PO-000001       A-100  5
            PO-000001       A-100  -10
            PO-000001       A-100  -2
        """,
    )
    assert once.receipts["Line"] == ["1", "3", "1", "3"]
    assert once.receipts["Unit cost"][1] == once.receipts["Unit cost"][3]
    assert str(once.receipts["Unit cost"][1]) == "0.166667"


def test_goods_without_any_location_need_one():
    once = bought(
        **{**RECEIVED, "orders": RECEIVED["orders"].replace("BACK", "-   ")},
        locations="""
            Location  Pickable
            DOCK      No
        """,
        stock_moves="Date  Type  SKU  To  Quantity",
        receipts="""
            Purchase order  SKU    Quantity
            PO-000001       A-100  10
        """,
    )
    assert "Location is missing" in once.issues["Problem"]
