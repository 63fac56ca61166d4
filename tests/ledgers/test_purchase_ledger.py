"""What is received, outstanding and on order, and what receipts do to stock and its value (rules.md section 10)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sheets import Played, after, again, expect

from sheetflow.domain.numbers import MICRO
from sheetflow.ledgers.as_of import facts_as_of
from sheetflow.ledgers.purchases import on_order

SUPPLIERS = """
    Supplier  Name
    S-1       Forge and Sons
    S-2       Harbour Metals
"""


def bought(orders: str, lines: str, receipts: str = "", **sheets: str) -> Played:
    """The workbook after a run, with nothing on hand before."""
    if receipts:
        sheets["receipts"] = receipts
    nothing = {"stock_moves": "Date  Type  SKU  To  Quantity"}
    return after(
        suppliers=SUPPLIERS,
        purchase_orders=orders,
        purchase_lines=lines,
        **{**nothing, **sheets},
    )


ORDERS = """
    Purchase order  State      Order date  Supplier  Expected date  Freight
    PO-1            -          2026-02-01  S-1       2026-03-02     12
    PO-2            Order      2026-02-01  S-1       2026-03-01     -
    PO-3            Request    2026-02-01  S-2       2026-03-01     -
    PO-4            Cancelled  2026-02-01  S-2       2026-03-01     -
    PO-5            -          2026-02-01  S-2       2026-03-01     -
    PO-6            -          2026-02-01  S-2       -              -
    PO-7            -          2026-02-01  S-2       -              -
"""

LINES = """
    Purchase order  SKU    Quantity  Unit cost  Discount %  Cancelled quantity  Expected date
    PO-1            A-100  10        7.5        10          2                   -
    PO-1            B-200  5         3          -           -                   -
    PO-2            A-100  4         7          -           -                   -
    PO-3            A-100  1         7          -           -                   -
    PO-4            A-100  2         7          -           -                   -
    PO-5            A-100  3         7          -           -                   -
    PO-6            A-100  3         7          -           -                   2026-03-01
"""

RECEIPTS = """
    Purchase order  Line  SKU    Quantity  Location
    PO-1            1     A-100  5         MAIN
    PO-1            1     A-100  -1        MAIN
    PO-1            2     B-200  6         BACK
    PO-5            1     A-100  3         MAIN
"""


def test_lines_say_what_is_received_and_outstanding():
    once = bought(ORDERS, LINES, RECEIPTS)
    expect(
        once.purchase_lines,
        """
        Purchase order  Line  Received  Outstanding  Line total
        PO-1            1     4         4            54
        PO-1            2     6         0            15
        PO-2            1     0         4            28
        PO-3            1     0         1            7
        PO-4            1     0         2            14
        PO-5            1     3         0            21
        PO-6            1     0         3            21
        """,
    )
    assert again(once).sheets == once.sheets


def test_purchase_orders_say_the_first_status_that_holds():
    once = bought(ORDERS, LINES, RECEIPTS)
    expect(
        once.purchase_orders,
        """
        Purchase order  Status         Receive  Subtotal  Total  Outstanding (value)
        PO-1            Part received  Part     69        81     27
        PO-2            Late           None     28        28     28
        PO-3            Request        -        7         7      0
        PO-4            Cancelled      -        14        14     0
        PO-5            Received       Full     21        21     0
        PO-6            Late           None     21        21     21
        PO-7            Received       -        0         0      0
        """,
    )


def test_products_and_suppliers_say_what_is_on_order():
    once = bought(ORDERS, LINES, RECEIPTS)
    expect(
        once.suppliers,
        """
        Supplier  On order (value)  Late (purchase orders)
        S-1       55                1
        S-2       21                1
        """,
    )
    expect(
        once.products,
        """
        SKU    On hand  Reserved  Available  On order  Forecast
        A-100  7        10        -3         11        8
        B-200  6        0         6          0         6
        S-900  0        0         0          0         0
        """,
    )


def test_receipts_come_from_the_supplier_and_go_back():
    once = bought(ORDERS, LINES, RECEIPTS)
    expect(
        once.movements,
        """
        Date        SKU    From        To          Quantity  Type     Source    Record
        2026-03-02  A-100  (supplier)  MAIN        5         Receipt  Receipts  RC-000001
        2026-03-02  A-100  MAIN        (supplier)  1         Receipt  Receipts  RC-000002
        2026-03-02  B-200  (supplier)  BACK        6         Receipt  Receipts  RC-000003
        2026-03-02  A-100  (supplier)  MAIN        3         Receipt  Receipts  RC-000004
        """,
    )


ORDERED = """
    Purchase order  Order date  Supplier  Freight
    PO-1            2026-02-01  S-1       10
"""

TWO = """
    Purchase order  SKU    Quantity  Unit cost
    PO-1            A-100  3         10
    PO-1            B-200  7         10
"""

IN_PARTS = """
    Purchase order  SKU    Quantity
    PO-1            A-100  1
    PO-1            B-200  7
    PO-1            A-100  1
    PO-1            A-100  1
"""

LANDED = """
    Setting      Value
    Landed cost  By value
"""


def values(once: Played) -> list[str]:
    return [str(value) for value in once.movements["Value"]]


def test_freight_is_no_part_of_the_cost_unless_settings_say_so():
    once = bought(ORDERED, TWO, IN_PARTS)
    assert values(once) == ["10", "70", "10", "10"]


def test_landed_freight_is_shared_by_value_and_adds_up():
    """Freight 10 on goods of 100: after goods of 10, 80, 90 and 100 it is 1, 8, 9 and 10."""
    once = bought(ORDERED, TWO, IN_PARTS, settings=LANDED)
    assert values(once) == ["11", "77", "11", "11"]
    thirds = TWO.replace("7         10", "6         1.01")
    once = bought(ORDERED, thirds, IN_PARTS.replace("7", "6"), settings=LANDED)
    assert values(once) == ["12.77", "7.74", "12.78", "12.77"]
    assert sum(once.movements["Value"]) == Decimal("36.06") + 10


def test_what_is_cancelled_does_not_move_the_freight_of_what_came():
    """A-100 is worth 30 of 100, whether the rest comes or not."""
    came = """
        Purchase order  SKU    Quantity
        PO-1            A-100  3
    """
    once = bought(ORDERED, TWO, came, settings=LANDED)
    assert values(once) == ["33"]
    closed = """
        Purchase order  SKU    Quantity  Unit cost  Cancelled quantity
        PO-1            A-100  3         10         -
        PO-1            B-200  7         10         7
    """
    assert values(bought(ORDERED, closed, came, settings=LANDED)) == ["33"]


def test_what_comes_beyond_the_order_carries_no_freight():
    """Goods of 120 came of 100: those beyond carry nothing."""
    came = """
        Purchase order  SKU    Quantity
        PO-1            A-100  3
        PO-1            B-200  8
        PO-1            B-200  1
    """
    once = bought(ORDERED, TWO, came, settings=LANDED)
    assert values(once) == ["33", "87", "10"]


FLOW = """
    Purchase order  Line  SKU    Quantity  Receipt date  Unit cost
    PO-1            1     A-100  2         2026-02-01    10
    PO-1            1     A-100  2         2026-02-02    20
    PO-1            1     A-100  -1        2026-02-03    -
"""


@pytest.mark.parametrize(("costing", "gone"), [("Average", "15"), ("FIFO", "10")])
def test_what_is_sent_back_leaves_as_all_goods_do(costing: str, gone: str) -> None:
    settings = f"""
        Setting  Value
        Costing  {costing}
    """
    once = bought(ORDERED, TWO, FLOW, settings=settings)
    assert values(once) == ["20", "40", gone]


def test_what_arrived_later_does_not_count_as_of_a_day():
    receipts = """
        Purchase order  SKU    Quantity  Receipt date
        PO-1            A-100  1         2026-02-10
        PO-1            A-100  1         2026-02-20
    """
    orders = """
        Purchase order  Order date  Supplier
        PO-1            2026-02-01  S-1
        PO-2            2026-02-20  S-1
    """
    lines = """
        Purchase order  SKU    Quantity
        PO-1            A-100  3
        PO-2            A-100  5
    """
    book = bought(orders, lines, receipts).book
    then = facts_as_of(book, date(2026, 2, 15).toordinal())
    units = [int(on_order(each)[0]) // MICRO for each in (book, then)]
    assert units == [1 + 5, 2]
