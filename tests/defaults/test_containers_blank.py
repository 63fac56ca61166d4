"""Containers of packing rows and shipments that name none (workbook.md; rules.md section 3)."""

from __future__ import annotations

import pytest
from sheets import add, after, again, expect

PICKS = """
    Pick  Order  Line  SKU    Location  Picked  Pick date
    PK-1  SO-1   1     A-100  MAIN      8       2026-02-10
    PK-2  SO-2   1     A-100  MAIN      2       2026-02-10
"""
SHOP = {
    "orders": """
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        SO-2   2026-02-01  C-1
    """,
    "order_lines": """
        Order  Line  SKU    Quantity
        SO-1   1     A-100  8
        SO-1   2     B-200  4
        SO-2   1     A-100  2
    """,
    "picks": PICKS,
}


def test_an_orders_packing_rows_without_a_container_share_a_new_one():
    expect(
        after(
            **{
                **SHOP,
                "picks": PICKS + "    PK-3  SO-1  2  B-200  MAIN  4  2026-02-10",
            },
            packing="""
        Order  Container  SKU    Quantity  Voided
        SO-1   2          A-100  3         -
        SO-1   -          A-100  5         -
        SO-2   -          A-100  2         -
        SO-1   -          B-200  4         -
        SO-1   5          A-100  1         2026-02-11
    """,
        ).packing,
        """
        Order  Container  Line  Quantity
        SO-1   2          1     3
        SO-1   6          1     5
        SO-2   1          1     2
        SO-1   6          2     4
        SO-1   5          -     1
    """,
    )


def test_a_shipment_without_a_container_packs_what_is_loose_and_takes_that():
    played = after(
        **SHOP,
        packing="""
        Order  Container  Line  SKU    Quantity
        SO-1   1          1     A-100  3
    """,
        shipments="""
        Order  Ship date
        SO-1   -
    """,
    )
    expect(
        played.packing,
        """
        Order  Container  Line  SKU    Quantity
        SO-1   1          1     A-100  3
        SO-1   2          1     A-100  5
    """,
    )
    expect(
        played.shipments,
        """
        Shipment   Order  Container  Ship date
        SH-000001  SO-1   2          2026-03-02
    """,
    )
    assert again(played).sheets == played.sheets


def test_with_nothing_loose_it_takes_the_only_container_that_has_not_left():
    expect(
        after(
            **SHOP,
            packing="""
        Order  Container  Line  SKU    Quantity
        SO-1   1          1     A-100  3
        SO-1   2          1     A-100  5
    """,
            shipments="""
        Shipment  Order  Container  Ship date
        SH-1      SO-1   1          2026-02-11
        SH-2      SO-1   -          2026-02-12
    """,
        ).shipments,
        """
        Shipment  Container
        SH-1      1
        SH-2      2
    """,
    )


def test_where_two_wait_or_none_it_is_an_error():
    played = after(
        **SHOP,
        packing="""
        Order  Container  Line  SKU    Quantity
        SO-1   1          1     A-100  3
        SO-1   2          1     A-100  5
    """,
        shipments="""
        Order
        SO-1
    """,
    )
    assert (played.codes, played.on_hold, played.order_lines["Shipped"]) == (
        ["SHP01"],
        ["SO-1"],
        [0, 0, 0],
    )


def test_two_shipments_of_an_order_are_filled_one_after_the_other():
    """The first packs what is loose; for the second the container packed before is the only one left."""
    played = after(
        **SHOP,
        packing="""
        Order  Container  Line  SKU    Quantity
        SO-1   1          1     A-100  3
    """,
        shipments="""
        Order  Ship date
        SO-1   2026-02-11
        SO-2   2026-02-11
        SO-1   2026-02-12
        SO-1   2026-02-13
    """,
    )
    expect(
        played.shipments,
        """
        Order  Container
        SO-1   2
        SO-2   1
        SO-1   1
        SO-1   -
    """,
    )
    assert played.codes == ["SHP01"]


def test_a_new_container_is_numbered_above_one_that_only_shipments_name():
    """To put what is loose into container 1 would say of it that it left twice."""
    played = after(
        **SHOP,
        shipments="""
        Order  Container
        SO-1   -
        SO-1   1
    """,
    )
    expect(
        played.packing,
        """
        Order  Container  Line  Quantity
        SO-1   2          1     8
    """,
    )
    assert "SHP01" not in played.codes


def test_typed_rows_of_packing_become_the_container_that_a_shipment_names():
    played = after(
        **SHOP,
        packing="""
        Order  SKU    Quantity
        SO-1   A-100  8
    """,
        shipments="""
        Order  Container
        SO-1   1
    """,
    )
    expect(
        played.packing,
        """
        Order  Container  Line  Quantity
        SO-1   1          1     8
    """,
    )
    assert played.codes == []


def test_nothing_is_packed_while_a_row_of_the_order_is_in_error():
    """Else the fixed row and the one that the run made would pack the same goods twice."""
    given = {
        **SHOP,
        "shipments": """
        Order
        SO-1
        SO-2
    """,
    }
    packing = """
        Order  Container  Line  SKU    Quantity
        SO-1   1          1     A-100  {}
    """
    waiting = after(**given, packing=packing.format("eight"))
    assert (waiting.codes, waiting.on_hold) == (["NUM01"], ["SO-1"])
    expect(waiting.shipments, "Order  Container\nSO-1   -\nSO-2   1")
    fixed = again(waiting, packing=packing.format("8") + "    SO-2  1  1  A-100  2")
    assert fixed.codes == []
    expect(fixed.shipments, "Order  Container\nSO-1   1\nSO-2   1")


def test_nor_while_a_return_names_no_line_of_the_order():
    played = after(
        **SHOP,
        shipments="Order\nSO-1",
        returns="""
        Return  Order  SKU    Quantity  Disposition  Return date
        RET-1   SO-1   S-900  1         Restock      2026-03-01
    """,
    )
    assert (played.codes, played.on_hold) == (["LIN03"], ["SO-1"])
    expect(played.shipments, "Order  Container\nSO-1   -")


PICKED = """
    Order  SKU    Location  Picked  Pick date
    SO-1   A-100  MAIN      10      2026-02-10
"""
TWO_ORDERS = {
    "orders": """
        Order  Order date  Customer  Action
        SO-1   2026-02-01  C-1       Ship
        SO-2   2026-02-01  C-1       Fulfil
    """,
    "order_lines": """
        Order  Line  SKU    Quantity
        SO-1   1     A-100  10
        SO-2   1     B-200  5
    """,
}


@pytest.mark.parametrize("container", ["-", "1"])
def test_a_fixed_shipment_has_nothing_that_a_run_gave_to_another(container):
    """A clerk's row has an unreadable date. Meanwhile a run ships another order; then the date is fixed."""
    shipment = f"""
        Shipment   Order  Container    Ship date
        SH-000001  SO-1   {container}  {{day}}
    """
    held = after(
        None,
        **TWO_ORDERS,
        picks=PICKED,
        shipments=shipment.format(day="soon"),
    )
    expect(
        held.shipments,
        f"""
        Shipment   Order  Container
        SH-000001  SO-1   {container}
        SH-000002  SO-2   1
    """,
    )
    assert held.packing["Order"] == ["SO-2"], "nothing of SO-1 is packed on hold"
    rows = "        SH-000002  SO-2   1    2026-03-02"
    packing = """
        Order  Container  Line  SKU    Quantity
        SO-2   1          1     B-200  5
        SO-1   1          1     A-100  10
    """
    more = {"packing": packing} if container == "1" else {}
    fixed = again(held, shipments=add(shipment.format(day="2026-03-01"), rows), **more)
    expect(
        fixed.shipments,
        """
        Shipment   Order  Container  Ship date
        SH-000001  SO-1   1          2026-03-01
        SH-000002  SO-2   1          2026-03-02
    """,
    )
    expect(
        fixed.packing,
        """
        Order  Container  SKU    Quantity
        SO-2   1          B-200  5
        SO-1   1          A-100  10
    """,
    )
    assert set(fixed.codes) <= {"ACT03"}


def test_a_shipment_more_than_there_are_containers_is_an_error():
    """The first packs what is unpacked, the second takes the container that waits; the others find nothing."""
    played = after(
        None,
        picks=PICKED,
        packing="""
        Order  Container  Line  SKU    Quantity
        SO-1   1          1     A-100  4
    """,
        shipments="""
        Order
        SO-1
        SO-1
        SO-1
        SO-1
    """,
    )
    expect(
        played.shipments,
        """
        Shipment   Container
        SH-000001  2
        SH-000002  1
        -          -
        -          -
    """,
    )
    assert played.codes == ["SHP01"] * 2
