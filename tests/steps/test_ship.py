"""Ship: what is packed leaves the building."""

from __future__ import annotations

from sheets import add, after, again, expect

PICKED = """
    Pick  Order  Line  SKU    Location  Picked  Pick date
    PK-1  SO-1   1     A-100  MAIN      6       2026-02-20
"""
PACKED = """
    Order  Container  Line  SKU    Quantity
    SO-1   1          1     A-100  6
"""


def test_a_container_leaves_once():
    once = after("Ship", picks=PICKED, packing=PACKED)
    expect(
        once.shipments,
        """
        Shipment   Order  Container  Ship date
        SH-000001  SO-1   1          2026-03-02
    """,
    )
    twice = after("Ship", once)
    assert twice.shipments == once.shipments
    assert twice.undone == [
        "SO-1 Ship waits: nothing to ship: nothing is picked, and no container is waiting"
    ]


def test_what_is_loose_is_packed_first_and_every_container_leaves():
    played = after(
        "Ship",
        picks=add(PICKED, "    PK-2  SO-1  1  A-100  MAIN  3  2026-02-21"),
        packing="""
        Order  Container  Line  SKU    Quantity
        SO-1   2          1     A-100  2
        SO-1   10         1     A-100  3
    """,
    )
    expect(
        played.packing,
        """
        Container  Quantity
        2          2
        10         3
        11         4
    """,
    )
    expect(
        played.shipments,
        """
        Shipment   Container
        SH-000001  2
        SH-000002  10
        SH-000003  11
    """,
    )
    expect(
        played.order_lines,
        """
        Picked  Packed  Shipped
        9       9       9
    """,
    )
    assert again(played).sheets == played.sheets


def test_a_shipment_moves_each_packing_row_of_its_container_to_the_customer():
    played = after(
        "Ship",
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  6
        SO-1   2     B-200  1
    """,
        picks=add(PICKED, "    PK-2  SO-1  2  B-200  MAIN  1  2026-02-21"),
    )
    expect(
        played.movements.only(Type="Shipment"),
        """
        Date        SKU    From      To          Quantity  Order  Record
        2026-03-02  A-100  (picked)  (customer)  6         SO-1   SH-000001
        2026-03-02  B-200  (picked)  (customer)  1         SO-1   SH-000001
    """,
    )
    expect(
        played.orders,
        """
        Status                 Pick  Pack  Ship
        Fulfilled, Uninvoiced  Full  Full  Full
    """,
    )


def test_shipments_are_numbered_in_the_order_of_service():
    played = after(
        "Pick, Ship",
        orders="""
        Order  Order date  Customer  Ship by
        SO-1   2026-02-01  C-1       -
        SO-2   2026-02-01  C-1       2026-03-10
    """,
        order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  1
        SO-2   A-100  1
    """,
    )
    expect(
        played.shipments,
        """
        Shipment   Order
        SH-000001  SO-2
        SH-000002  SO-1
    """,
    )


def test_it_is_refused_where_no_shipping_is_required():
    played = after(
        "Ship",
        picks=PICKED,
        orders="""
        Order  Order date  Customer  Requires shipping
        SO-1   2026-02-01  C-1       No
    """,
    )
    assert played.undone == ["SO-1 Ship refused: the order requires no shipping"]


def test_a_voided_shipment_leaves_again():
    played = after(
        "Ship",
        picks=PICKED,
        packing=PACKED,
        shipments="""
        Shipment  Order  Container  Ship date   Voided
        SH-4      SO-1   1          2026-02-22  2026-02-23
    """,
    )
    expect(
        played.shipments,
        """
        Shipment   Container  Voided
        SH-4       1          2026-02-23
        SH-000005  1          -
    """,
    )
