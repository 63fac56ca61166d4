"""Confirm: a quote becomes an order with a number of its own."""

from __future__ import annotations

from sheets import after, again, expect

QUOTES = """
    Order      State  Order date  Customer  Quote expiry  Action
    SO-7       -      2026-02-01  C-1       -             -
    SQ-000001  Quote  2026-02-01  C-1       2026-03-02    Confirm
    SQ-000002  Quote  2026-02-01  C-1       2026-03-01    Confirm
    SQ-000003  Quote  2026-02-01  C-1       -             -
    OFFER-9    Quote  2026-02-01  C-1       -             Confirm
"""
LINES = """
    Order      SKU    Quantity
    SO-7       A-100  1
    SQ-000001  A-100  2
    SQ-000002  A-100  3
    SQ-000003  A-100  4
    OFFER-9    A-100  5
"""


def test_a_quote_takes_the_next_order_number_and_keeps_its_own_in_quote():
    played = after(orders=QUOTES, order_lines=LINES)
    expect(
        played.orders,
        """
        Order      State  Quote      Action   Status
        SO-7       -      -          -        Unfulfilled, Uninvoiced
        SO-000008  Order  SQ-000001  -        Unfulfilled, Uninvoiced
        SQ-000002  Quote  -          Confirm  Quote, Expired
        SQ-000003  Quote  -          -        Quote
        OFFER-9    Order  -          -        Unfulfilled, Uninvoiced
    """,
    )
    assert played.order_lines["Order"] == [
        "SO-7",
        "SO-000008",
        "SQ-000002",
        "SQ-000003",
        "OFFER-9",
    ]


def test_an_expired_quote_is_refused_and_stays():
    played = after(orders=QUOTES, order_lines=LINES)
    assert played.undone == [
        "SQ-000002 Confirm refused: the quote expired on 2026-03-01"
    ]
    assert played.on_hold == ["SQ-000002"]
    assert again(played).sheets == played.sheets


def test_an_expired_quote_is_confirmed_where_settings_allow_it():
    played = after(
        orders=QUOTES,
        order_lines=LINES,
        settings="""
        Setting               Value
        Allow expired quotes  Yes
    """,
    )
    assert played.orders.only(Quote="SQ-000002")["Order"] == ["SO-000009"]
    assert played.on_hold == []


def test_the_prefixes_are_those_of_settings():
    played = after(
        "Confirm",
        settings="""
        Setting       Value
        Quote prefix  Q
        Order prefix  R-
    """,
        orders="""
        Order  State      Order date  Customer
        R-41   Cancelled  2026-02-01  C-1
        Q7     Quote      2026-02-01  C-1
    """,
        order_lines="""
        Order  SKU    Quantity
        R-41   A-100  1
        Q7     A-100  1
    """,
    )
    expect(
        played.orders,
        """
        Order     State      Quote
        R-41      Cancelled  -
        R-000042  Order      Q7
    """,
    )


def test_quotes_are_numbered_in_the_order_of_service():
    played = after(
        "Confirm",
        orders="""
        Order  State  Order date  Customer  Ship by
        SQ-1   Quote  2026-02-02  C-1       -
        SQ-2   Quote  2026-02-01  C-1       -
        SQ-3   Quote  2026-02-03  C-1       2026-04-01
    """,
        order_lines="""
        Order  SKU    Quantity
        SQ-1   A-100  1
        SQ-2   A-100  1
        SQ-3   A-100  1
    """,
    )
    expect(
        played.orders,
        """
        Quote  Order
        SQ-1   SO-000003
        SQ-2   SO-000002
        SQ-3   SO-000001
    """,
    )


def test_a_quote_that_becomes_an_order_does_the_rest_of_its_actions():
    played = after(
        "Confirm, Pick",
        orders="""
        Order  State  Order date  Customer
        SQ-1   Quote  2026-02-01  C-1
    """,
        order_lines="""
        Order  SKU    Quantity
        SQ-1   A-100  3
    """,
    )
    expect(
        played.picks,
        """
        Order      Picked
        SO-000001  3
    """,
    )
    assert played.orders["Action"] == [None]


def test_an_order_that_is_not_a_quote_waits():
    played = after("Confirm")
    assert played.undone == [
        "SO-1 Confirm waits: nothing to confirm: it is not a quote"
    ]
    assert (played.on_hold, played.orders["Action"]) == ([], ["Confirm"])


def test_what_is_bought_for_a_quote_is_bought_for_its_order():
    """Purchase lines in error too: they do not put the quote on hold."""
    played = after(
        orders=QUOTES,
        order_lines=LINES,
        suppliers="Supplier  Name\nS-1  Forge",
        purchase_orders="Purchase order  Order date  Supplier\nPO-1  2026-02-01  S-1",
        purchase_lines="""
            Purchase order  SKU    Quantity  For order
            PO-1            A-100  2         SQ-000001
            PO-9            A-100  2         SQ-000001
            PO-1            A-100  2         SQ-000003
        """,
    )
    assert played.purchase_lines["For order"] == [
        "SO-000008",
        "SO-000008",
        "SQ-000003",
    ]
    assert again(played).codes == played.codes
