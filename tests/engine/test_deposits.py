"""Deposits: what an order asks for in advance, and what waits for it (rules.md section 3)."""

from __future__ import annotations

import pytest
from sheets import Played, after, again, expect

ORDERS = """
    Order  Order date  Customer  Deposit %  Deposit
    SO-1   2026-02-01  C-1       30         -
    SO-2   2026-02-02  C-1       -          50
    SO-3   2026-02-03  C-2       -          -
"""
LINES = """
    Order  SKU    Quantity
    SO-1   A-100  5
    SO-2   A-100  4
    SO-3   A-100  1
"""
WAITS = """
    Setting              Value
    Ship before deposit  No
"""


def requested(action: str | None, **sheets: str) -> Played:
    """The workbook after a run in which every order requests an action."""
    return after(action, **{"orders": ORDERS, "order_lines": LINES, **sheets})


def test_ship_and_fulfil_wait_for_the_deposit_where_settings_say_so():
    """SO-1 asks for 30 % of 100.00, SO-2 for 50.00; 20.00 of SO-1 are paid, and all of SO-2."""
    once = requested(
        "Pick, Ship",
        settings=WAITS,
        payments="""
        Order  Payment date  Amount
        SO-1   2026-03-01    20
        SO-2   2026-03-01    50
        """,
    )
    expect(once.shipments, "Order\nSO-2\nSO-3")
    assert once.undone == ["SO-1 Ship waits: 10.00 of the deposit of 30.00 is missing"]
    expect(
        once.orders,
        """
        Order  Pick  Ship  Pay   Action
        SO-1   Full  None  None  Ship
        SO-2   Full  Full  Part  -
        SO-3   Full  Full  None  -
        """,
    )
    assert again(once).sheets == once.sheets


def test_fulfil_picks_nothing_before_the_deposit():
    once = requested("Fulfil", settings=WAITS)
    assert once.picks["Order"] == ["SO-3"]
    assert [text.split(":")[0] for text in once.undone] == [
        "SO-1 Fulfil waits",
        "SO-2 Fulfil waits",
    ]


@pytest.mark.parametrize(
    "settings", ["Setting  Value\nCurrency  USD", WAITS.replace("No", "Yes")]
)
def test_nothing_waits_without_the_setting(settings: str):
    once = requested("Fulfil", settings=settings)
    assert once.shipments["Order"] == ["SO-1", "SO-2", "SO-3"]


def test_a_deposit_is_never_more_than_the_total():
    """SO-2 costs 80.00: once they are paid, it ships, and it is asked for no more."""
    once = requested(
        "Fulfil",
        settings=WAITS,
        orders=ORDERS.replace("50\n", "500\n"),
        payments="""
        Order  Payment date  Amount
        SO-2   2026-03-01    80
        """,
    )
    assert once.shipments["Order"] == ["SO-2", "SO-3"]
    expect(once.orders.only(Order="SO-2"), "Pay  Payment status\nFull  Paid")


def test_an_order_with_a_share_and_an_amount_is_on_hold():
    once = requested("Fulfil", orders=ORDERS.replace("30         -", "30         5"))
    assert once.shipments["Order"] == ["SO-2", "SO-3"]
