"""Pick: every open suggestion of an order becomes a pick."""

from __future__ import annotations

from sheets import after, again, expect

FEW = """
    Date        Type     SKU    To    Quantity
    2026-01-02  Opening  A-100  MAIN  4
    2026-01-02  Opening  A-100  BACK  3
"""


def test_what_is_free_is_suggested_and_taken():
    played = after("Pick")
    expect(
        played.picks,
        """
        Pick       Order  Line  Location  Suggested  Picked  Pick date
        PK-000001  SO-1   1     MAIN      10         10      2026-03-02
    """,
    )
    expect(
        played.orders,
        """
        Action  Status               Pick  Pack  Ship
        -       Started, Uninvoiced  Full  None  None
    """,
    )
    expect(
        played.products.only(SKU="A-100"),
        """
        On hand  Allocated  Reserved  Available  Picked
        90       0          0         90         10
    """,
    )
    assert played.issues["Code"] == []
    assert again(played).sheets == played.sheets


def test_what_there_is_is_picked_and_the_rest_is_backordered():
    played = after("Pick", stock_moves=FEW)
    expect(
        played.picks,
        """
        Location  Picked
        MAIN      4
        BACK      3
    """,
    )
    expect(
        played.order_lines,
        """
        Picked  Backordered
        7       3
    """,
    )
    assert played.notes == ["picked 7 of 10"]
    assert (played.orders["Action"], played.orders["Pick"], played.codes) == (
        [None],
        ["Part"],
        [],
    )


def test_where_nothing_is_free_the_action_waits_and_says_for_what():
    played = after(
        "Pick",
        stock_moves="""
        Date  Type  SKU  To  Quantity
    """,
    )
    expect(
        played.issues,
        """
        Code   Sheet   Row  Column
        ACT03  Orders  1    Action
    """,
    )
    assert played.undone == ["SO-1 Pick waits: nothing to pick: A-100 has 0 free of 10"]
    assert (played.orders["Action"], played.orders["Check"]) == (["Pick"], ["OK"])
    later = after(None, played, as_of="2026-03-05", stock_moves=FEW)
    assert (later.orders["Action"], later.notes) == ([None], ["picked 7 of 10"])
    assert [str(day) for day in later.picks["Pick date"]] == [
        "2026-03-05",
        "2026-03-05",
    ]


def test_a_typed_suggestion_is_taken_as_picked_and_keeps_its_number():
    played = after(
        "Pick",
        picks="""
        Order  SKU    Location  Suggested  Pick date
        SO-1   A-100  MAIN      6          2026-02-27
    """,
    )
    expect(
        played.picks,
        """
        Pick       Suggested  Picked  Pick date
        PK-000001  6          6       2026-02-27
        PK-000002  4          4       2026-03-02
    """,
    )


def test_a_location_never_gives_more_than_it_holds():
    """Both orders' suggestions fit what is on hand by themselves, not together: the second takes what is left."""
    played = after(
        "Pick",
        stock_moves=FEW,
        orders="""
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        SO-2   2026-02-02  C-1
    """,
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  3
        SO-2   1     A-100  3
    """,
        picks="""
        Pick  Order  Line  SKU    Location  Suggested
        PK-1  SO-1   1     A-100  MAIN      3
        PK-2  SO-2   1     A-100  MAIN      3
    """,
    )
    expect(
        played.picks,
        """
        Pick       Order  Location  Suggested  Picked  Voided
        PK-1       SO-1   MAIN      3          3       -
        PK-2       SO-2   MAIN      3          -       2026-03-02
        PK-000003  SO-2   MAIN      1          1       -
        PK-000004  SO-2   BACK      2          2       -
    """,
    )


def test_a_zero_pick_releases_the_suggestion():
    played = after(
        picks="""
        Pick  Order  Line  SKU    Location  Suggested  Picked
        PK-1  SO-1   1     A-100  MAIN      10         0
    """
    )
    expect(
        played.order_lines,
        """
        Allocated  Picked
        0          0
    """,
    )
    expect(
        played.picks,
        """
        Picked  Pick date
        0       -
    """,
    )


def test_an_order_of_services_has_nothing_to_pick():
    played = after(
        "Pick",
        order_lines="""
        Order  SKU    Quantity
        SO-1   S-900  1
    """,
    )
    assert played.undone == [
        "SO-1 Pick waits: nothing to pick: it has no lines with tracked stock"
    ]
    expect(
        played.orders,
        """
        Status                 Pick  Ship
        Fulfilled, Uninvoiced  -     -
    """,
    )


def test_where_no_shipping_is_required_what_is_picked_has_left():
    played = after(
        "Pick",
        orders="""
        Order  Order date  Customer  Requires shipping
        SO-1   2026-02-01  C-1       No
    """,
    )
    expect(
        played.movements.only(Type="Pick"),
        """
        From  To          Quantity
        MAIN  (customer)  10
    """,
    )
    expect(
        played.orders,
        """
        Status                 Pick  Pack  Ship
        Fulfilled, Uninvoiced  Full  -     -
    """,
    )
    assert played.order_lines["Shipped"] == [10]
