"""Containers: what is not packed yet, what is packed, and the numbers of new ones."""

from __future__ import annotations

from sheets import after, expect

from sheetflow.ledgers.containers import highest_container, unpacked, unshipped

PICKS = """
    Order  Line  SKU    Location  Picked  Pick date
    SO-1   1     A-100  MAIN      8       2026-02-10
"""


def test_loose_is_what_is_picked_and_not_packed():
    played = after(
        picks=PICKS,
        packing="""
        Order  Container  Line  SKU    Quantity  Voided
        SO-1   1          1     A-100  5         -
        SO-1   2          1     A-100  2         2026-02-11
    """,
    )
    assert unpacked(played.book).quantity.tolist() == [3_000_000]


def test_nothing_is_loose_where_no_shipping_is_required_or_more_is_packed_than_picked():
    given = {
        "picks": PICKS,
        "packing": """
        Order  Container  Line  SKU    Quantity
        SO-1   1          1     A-100  9
    """,
    }
    assert unpacked(after(**given).book).quantity.tolist() == [0]
    assert unpacked(
        after(
            picks=PICKS,
            settings="""
        Setting            Value
        Requires shipping  No
    """,
        ).book
    ).quantity.tolist() == [0]


def test_unshipped_containers_are_sorted_by_number_and_not_empty():
    played = after(
        picks=PICKS,
        packing="""
        Order  Container  Line  SKU    Quantity
        SO-1   10         1     A-100  1
        SO-1   9          1     A-100  2
        SO-1   8          1     A-100  0
        SO-1   7          1     A-100  3
    """,
        shipments="""
        Order  Container  Ship date
        SO-1   7          2026-02-11
    """,
    )
    _, containers, _ = unshipped(played.book)
    assert containers.tolist() == ["9", "10"]
    assert highest_container(played.book).tolist() == [10]


def test_a_voided_shipment_keeps_its_containers_number_taken():
    played = after(
        "Pack",
        picks=PICKS,
        shipments="""
        Shipment  Order  Container  Ship date   Voided
        SH-1      SO-1   4          2026-02-11  2026-02-12
    """,
    )
    expect(
        played.packing,
        """
        Container  Quantity
        5          8
    """,
    )
