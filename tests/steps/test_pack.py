"""Pack: all that is picked and unpacked goes into one new container."""

from __future__ import annotations

from sheets import after, again, expect

TWO_LINES = """
    Order  Line  SKU    Quantity
    SO-1   1     A-100  10
    SO-1   2     B-200  4
"""
PICKED = """
    Pick  Order  Line  SKU    Location  Picked  Pick date
    PK-1  SO-1   1     A-100  MAIN      6       2026-02-20
    PK-2  SO-1   2     B-200  MAIN      4       2026-02-20
"""


def test_all_that_is_loose_goes_into_one_container():
    played = after("Pack", order_lines=TWO_LINES, picks=PICKED)
    expect(
        played.packing,
        """
        Order  Container  Line  SKU    Quantity
        SO-1   1          1     A-100  6
        SO-1   1          2     B-200  4
    """,
    )
    expect(
        played.orders,
        """
        Action  Pick  Pack  Ship
        -       Part  Part  None
    """,
    )
    assert again(played).sheets == played.sheets


def test_only_what_is_not_packed_yet_is_packed_above_the_highest_container_voided_ones_included():
    played = after(
        "Pack",
        order_lines=TWO_LINES,
        picks=PICKED,
        packing="""
        Order  Container  Line  SKU    Quantity  Voided
        SO-1   2          1     A-100  5         -
        SO-1   7          2     B-200  4         2026-02-25
    """,
    )
    expect(
        played.packing,
        """
        Container  Line  Quantity  Voided
        2          1     5         -
        7          2     4         2026-02-25
        8          1     1         -
        8          2     4         -
    """,
    )


def test_packing_moves_no_stock():
    before = after(order_lines=TWO_LINES, picks=PICKED)
    played = after("Pack", order_lines=TWO_LINES, picks=PICKED)
    assert played.movements == before.movements
    assert played.products["Picked"] == [6, 4, 0]


def test_with_nothing_picked_it_waits():
    played = after("Pack")
    assert played.undone == [
        "SO-1 Pack waits: nothing to pack: nothing is picked and not packed yet"
    ]
    assert (played.on_hold, played.orders["Action"]) == ([], ["Pack"])


def test_it_is_refused_where_no_shipping_is_required():
    played = after(
        "Pack",
        settings="""
        Setting            Value
        Requires shipping  No
    """,
        picks="""
        Pick  Order  Line  SKU    Location  Picked
        PK-1  SO-1   1     A-100  MAIN      6
    """,
    )
    assert played.undone == ["SO-1 Pack refused: the order requires no shipping"]
    assert (played.on_hold, len(played.packing)) == (["SO-1"], 0)
