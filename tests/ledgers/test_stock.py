"""Stock: on hand, allocated, free, and the totals of products (rules.md section 5)."""

from __future__ import annotations

from sheets import after, expect

LOCATIONS = """
    Location  Priority  Pickable
    MAIN      1         -
    BACK      2         -
    QUARRY    3         No
"""
MOVES = """
    Date        Type     SKU    To      Quantity
    2026-01-02  Opening  A-100  MAIN    10
    2026-01-02  Opening  A-100  QUARRY  40
    2026-01-02  Opening  B-200  BACK    5
"""
ORDERS = """
    Order  State      Order date  Customer
    SO-1   -          2026-02-01  C-1
    SO-2   Order      2026-02-02  C-1
    SO-3   Quote      2026-02-03  C-1
    SO-4   Cancelled  2026-02-04  C-1
"""
LINES = """
    Order  Line  SKU    Quantity  Cancelled quantity
    SO-1   1     A-100  8         -
    SO-1   2     A-100  3         1
    SO-2   1     A-100  6         -
    SO-2   2     B-200  2         -
    SO-3   1     A-100  100       -
    SO-4   1     A-100  100       -
"""
PICKS = """
    Pick  Order  Line  SKU    Location  Suggested  Picked
    PK-1  SO-1   1     A-100  MAIN      3          3
    PK-2  SO-1   1     A-100  MAIN      2          -
    PK-3  SO-2   2     B-200  BACK      3          3
"""


def test_the_totals_of_products():
    """A-100: 50 − 3 picked on hand; (8 − 3) + 2 + 6 = 13 reserved; 7 pickable − 13 available."""
    played = after(
        locations=LOCATIONS,
        stock_moves=MOVES,
        orders=ORDERS,
        order_lines=LINES,
        picks=PICKS,
    )
    expect(
        played.products,
        """
        SKU    On hand  Allocated  Reserved  Available  Picked  To restock
        A-100  47       2          13        -6         3       0
        B-200  2        0          0         2          3       0
        S-900  0        0          0         0          0       0
    """,
    )
    assert "PIK01" in played.codes


def test_every_sku_and_location_that_a_movement_touched_is_listed():
    played = after(
        locations=LOCATIONS,
        stock_moves=MOVES + "    2026-01-03  Transfer  B-200  MAIN  0",
        orders=ORDERS,
        order_lines=LINES,
        picks=PICKS,
    )
    expect(
        played.stock,
        """
        SKU    Name     Location  On hand  Allocated  Free
        A-100  Anvil    MAIN      7        2          5
        A-100  Anvil    QUARRY    40       0          40
        B-200  Bellows  BACK      2        0          2
    """,
    )


def test_backordered_is_what_free_pickable_stock_does_not_cover_in_the_order_of_service():
    """5 free in MAIN: line 1 of SO-1 has 2 allocated and needs 3, line 2 takes the other 2, SO-2 finds none."""
    played = after(
        locations=LOCATIONS,
        stock_moves=MOVES,
        orders=ORDERS,
        order_lines=LINES,
        picks=PICKS,
    )
    expect(
        played.order_lines,
        """
        Order  Line  Allocated  Picked  Backordered
        SO-1   1     2          3       0
        SO-1   2     0          0       0
        SO-2   1     0          0       6
        SO-2   2     0          3       0
        SO-3   1     0          0       0
        SO-4   1     0          0       0
    """,
    )


def test_without_a_locations_sheet_any_place_that_stock_products_or_settings_name_is_pickable():
    played = after(
        "Pick",
        locations="""
        Location
    """,
        products="""
        SKU    Name   Price  Default location
        A-100  Anvil  20     SHELF
    """,
        settings="""
        Setting           Value
        Default location  DOCK
    """,
        stock_moves="""
        Date        Type      SKU    From  To    Quantity
        2026-01-02  Opening   A-100  -     YARD  6
        2026-01-02  Transfer  A-100  YARD  BARN  4
    """,
    )
    assert played.codes == []
    expect(
        played.picks,
        """
        Location  Picked
        BARN      4
        YARD      2
    """,
    )
    assert sorted(played.book.warehouse.codes) == ["BARN", "DOCK", "SHELF", "YARD"]


def test_a_location_whose_row_is_in_error_is_known_but_not_picked_from():
    played = after(
        "Pick",
        locations="""
        Location  Priority  Pickable
        MAIN      first     -
        BACK      2         -
    """,
    )
    assert (played.codes, len(played.picks)) == (["ACT03", "NUM01"], 0)


def test_what_is_returned_waits_to_be_restocked():
    played = after(
        None,
        after("Fulfil"),
        returns="""
        Return  Order  SKU    Quantity  Return date  Disposition
        RET-1   SO-1   A-100  3         2026-03-02   Restock
        RET-2   SO-1   A-100  2         2026-03-02   Discard
    """,
    )
    expect(
        played.products.only(SKU="A-100"),
        """
        On hand  Reserved  Available  Picked  To restock
        90       0         90         0       3
    """,
    )
