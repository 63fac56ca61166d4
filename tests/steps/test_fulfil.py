"""Fulfil: pick, pack and ship in one go."""

from __future__ import annotations

from sheets import after, again, expect

ORDERS = """
    Order  Order date  Customer  Requires shipping  Action
    SO-1   2026-02-01  C-1       -                  Fulfil
    SO-2   2026-02-02  C-1       No                 Fulfil
    SO-3   2026-02-03  C-1       -                  Fulfil
    SO-4   2026-02-04  C-1       -                  Fulfil
"""
LINES = """
    Order  SKU    Quantity
    SO-1   A-100  40
    SO-2   A-100  50
    SO-3   A-100  25
    SO-4   A-100  1
"""


def test_every_order_goes_as_far_as_the_stock_allows():
    played = after(orders=ORDERS, order_lines=LINES)
    expect(
        played.orders,
        """
        Order  Action  Inventory status  Pick  Pack  Ship
        SO-1   -       Fulfilled         Full  Full  Full
        SO-2   -       Fulfilled         Full  -     -
        SO-3   -       Started           Part  Part  Part
        SO-4   Fulfil  Unfulfilled       None  None  None
    """,
    )
    expect(
        played.shipments,
        """
        Order  Container
        SO-1   1
        SO-3   1
    """,
    )
    assert played.notes == ["picked 10 of 25"]
    assert played.undone == [
        "SO-4 Fulfil waits: nothing to pick: A-100 has 0 free of 1"
    ]
    assert again(played).sheets == played.sheets


def test_what_was_picked_before_is_shipped_though_nothing_more_is_free():
    played = after(
        "Fulfil",
        stock_moves="""
        Date        Type     SKU    To    Quantity
        2026-01-02  Opening  A-100  MAIN  6
    """,
        picks="""
        Pick  Order  Line  SKU    Location  Picked  Pick date
        PK-1  SO-1   1     A-100  MAIN      6       2026-02-20
    """,
    )
    expect(
        played.order_lines,
        """
        Picked  Shipped  Backordered
        6       6        4
    """,
    )
    assert played.orders["Action"] == [None]
