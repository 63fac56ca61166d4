"""Restock: what came back goes into a location again."""

from __future__ import annotations

import pytest
from sheets import after, again, expect

RETURNS = """
    Return  Order  Line  SKU    Quantity  Return date  Disposition
    RET-1   SO-1   1     A-100  3         2026-03-01   -
    RET-2   SO-1   1     A-100  1         2026-03-01   Discard
    RET-3   SO-1   1     A-100  2         2026-03-01   Restock
"""


def test_every_returned_unit_to_restock_goes_back():
    sent = after("Fulfil")
    played = after(
        "Restock",
        sent,
        returns=RETURNS,
        restocks="""
        Restock  Return  SKU    Location  Quantity  Restock date
        RST-7    RET-3   A-100  BACK      1         2026-03-01
    """,
    )
    expect(
        played.restocks,
        """
        Restock     Return  SKU    Location  Quantity  Restock date
        RST-7       RET-3   A-100  BACK      1         2026-03-01
        RST-000008  RET-1   A-100  MAIN      3         2026-03-02
        RST-000009  RET-3   A-100  MAIN      1         2026-03-02
    """,
    )
    expect(
        played.orders,
        """
        Action  Return  Restock
        -       Part    Full
    """,
    )
    expect(
        played.stock.only(SKU="A-100"),
        """
        Location  On hand
        MAIN      94
        BACK      1
    """,
    )
    assert played.products["To restock"] == [0, 0, 0]
    assert again(played).sheets == played.sheets


@pytest.mark.parametrize(
    ("order", "product", "setting", "place"),
    [
        ("BACK", "MAIN", "MAIN", "BACK"),
        ("-", "BACK", "MAIN", "BACK"),
        ("-", "-", "BACK", "BACK"),
        ("-", "-", "-", "MAIN"),
    ],
)
def test_the_location_is_the_orders_else_the_products_else_that_of_settings(
    order, product, setting, place
):
    played = after(
        "Fulfil, Restock",
        returns="""
        Order  SKU    Quantity  Return date
        SO-1   A-100  1         2026-03-02
    """,
        picks="""
        Order  SKU    Location  Picked
        SO-1   A-100  MAIN      10
    """,
        shipments="""
        Order
        SO-1
    """,
        orders=f"""
        Order  Order date  Customer  Location
        SO-1   2026-02-01  C-1       {order}
    """,
        products=f"""
        SKU    Name     Default location
        A-100  Anvil    {product}
        B-200  Bellows  -
    """,
        settings=f"""
        Setting           Value
        Default location  {setting}
    """,
    )
    assert played.restocks["Location"] == [place]


def test_with_nothing_returned_it_waits():
    played = after("Restock")
    assert played.undone == [
        "SO-1 Restock waits: nothing to restock: no returned goods are left to put back"
    ]


def test_price_cuts_and_discards_are_not_restocked():
    played = after(
        "Restock",
        after("Fulfil, Invoice"),
        returns="""
        Return  Order  SKU    Quantity  Return date  Disposition
        RET-1   SO-1   A-100  1         2026-03-01   Discard
        RET-2   SO-1   A-100  1         2026-03-01   Credit only
    """,
    )
    assert (
        len(played.restocks),
        played.orders["Action"],
        played.orders["Restock"],
    ) == (0, ["Restock"], [None])
    expect(
        played.movements.only(Source="Returns"),
        """
        From        To          Quantity  Record
        (customer)  (returned)  1         RET-1
        (returned)  (scrap)     1         RET-1
    """,
    )
