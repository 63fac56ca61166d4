"""The Action cell: the order of service, what is retried, refused and on hold (rules.md sections 1 and 3)."""

from __future__ import annotations

import pytest
from sheets import after, again, expect

TWO_ORDERS = """
    Order  Order date  Customer  Action
    SO-1   2026-02-01  C-1       Fulfil
    SO-2   2026-02-01  C-2       Fulfil
"""
LINES = """
    Order  SKU    Quantity
    SO-1   A-100  10
    SO-2   A-100  10
"""
TEN = """
    Date        Type     SKU    To    Quantity
    2026-01-02  Opening  A-100  MAIN  10
"""


def test_orders_are_served_by_ship_by_then_order_date_then_row():
    played = after(
        "Pick",
        stock_moves=TEN,
        orders="""
        Order  Order date  Customer  Ship by
        SO-1   2026-02-01  C-1       -
        SO-2   2026-01-01  C-1       -
        SO-3   2026-02-20  C-1       2026-04-02
        SO-4   2026-02-20  C-1       2026-04-01
        SO-5   2026-01-01  C-1       -
    """,
        order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  4
        SO-2   A-100  4
        SO-3   A-100  3
        SO-4   A-100  3
        SO-5   A-100  4
    """,
    )
    expect(
        played.picks,
        """
        Pick       Order  Picked
        PK-000001  SO-4   3
        PK-000002  SO-3   3
        PK-000003  SO-2   4
    """,
    )
    expect(
        played.order_lines,
        """
        Order  Backordered
        SO-1   4
        SO-2   0
        SO-3   0
        SO-4   0
        SO-5   4
    """,
    )


def test_several_actions_are_done_in_their_order():
    played = after("Pick, Pack")
    assert (len(played.picks), len(played.packing), len(played.shipments)) == (1, 1, 0)
    assert played.orders["Action"] == [None]


def test_an_action_that_needs_a_later_one_is_tried_again_in_the_same_run():
    played = after("Ship, Invoice, Pick")
    expect(
        played.orders,
        """
        Action  Status
        -       Fulfilled, Invoiced
    """,
    )


def test_an_order_that_waits_gets_what_a_later_order_gives_back():
    """SO-2 holds all of the stock; its Close frees 6 of it in the pass in which SO-1 has waited already."""
    played = after(
        stock_moves=TEN,
        orders="""
        Order  Order date  Customer  Action
        SO-1   2026-02-01  C-1       Pick
        SO-2   2026-02-02  C-2       Close
    """,
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  10
        SO-2   1     A-100  10
    """,
        picks="""
        Pick  Order  Line  SKU    Location  Suggested  Picked  Pick date
        PK-1  SO-2   1     A-100  MAIN      4          4       2026-02-20
        PK-2  SO-2   1     A-100  MAIN      6          -       -
    """,
    )
    expect(
        played.picks,
        """
        Pick       Order  Picked  Voided
        PK-1       SO-2   4       -
        PK-2       SO-2   -       2026-03-02
        PK-000003  SO-1   6       -
    """,
    )
    assert again(played).sheets == played.sheets


def test_what_could_not_be_done_stays_while_the_rest_is_done():
    played = after("Restock, Pick, Confirm")
    assert played.orders["Action"] == ["Restock, Confirm"]
    assert len(played.picks) == 1
    assert [line.split(" waits")[0] for line in played.undone] == [
        "SO-1 Restock",
        "SO-1 Confirm",
    ]


def test_a_refused_action_does_not_stop_the_others_and_is_a_rule_error():
    played = after("Close, Invoice ordered")
    assert (played.orders["Action"], len(played.invoices), played.codes) == (
        ["Close"],
        1,
        ["ACT02"],
    )
    assert (played.on_hold, again(played).sheets == played.sheets) == (["SO-1"], True)


@pytest.mark.parametrize(
    "action",
    [
        "Suggest",
        "Pick",
        "Pack",
        "Ship",
        "Fulfil",
        "Invoice",
        "Invoice ordered",
        "Invoice shipped",
        "Restock",
        "Close",
    ],
)
def test_a_quote_and_a_cancelled_order_refuse_every_action_but_three(action):
    played = after(
        action,
        orders="""
        Order  State      Order date  Customer
        SO-1   Quote      2026-02-01  C-1
        SO-2   Cancelled  2026-02-01  C-1
    """,
        order_lines=LINES,
    )
    assert played.undone == [
        f"SO-1 {action} refused: it is a quote; use Confirm first",
        f"SO-2 {action} refused: it is cancelled; use Re-open first",
    ]
    assert played.orders["Action"] == [action, action]


def test_actions_match_without_regard_to_case_and_spaces():
    played = after(
        orders="""
        Order  Order date  Customer  Action
        SO-1   2026-02-01  C-1       pick ,INVOICE ordered
    """
    )
    assert (len(played.picks), len(played.invoices), played.orders["Action"]) == (
        1,
        1,
        [None],
    )


def test_an_unknown_action_holds_the_order_and_names_the_nearest():
    played = after("Pick, Invoise")
    expect(
        played.issues,
        """
        Code   Sheet   Row  Column
        ACT01  Orders  1    Action
    """,
    )
    assert "Invoice" in played.issues["Problem"][0]
    assert (played.orders["Action"], len(played.picks)) == (["Pick, Invoise"], 0)


def test_an_error_holds_its_order_and_every_other_order_goes_on():
    played = after(
        orders=TWO_ORDERS,
        order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  ten
        SO-1   B-200  2
        SO-2   A-100  10
    """,
    )
    assert (played.on_hold, played.orders["Action"]) == (["SO-1"], ["Fulfil", None])
    expect(
        played.orders,
        """
        Order  Inventory status  Subtotal
        SO-1   Unfulfilled       10
        SO-2   Fulfilled         200
    """,
    )


def test_a_bad_row_of_customers_or_products_holds_every_order_that_names_it():
    customer = after(
        orders=TWO_ORDERS,
        order_lines=LINES,
        customers="""
        Customer  Name   Terms (days)
        C-1       Mill   soon
        C-2       Cafe   -
    """,
    )
    assert (customer.on_hold, customer.orders["Action"]) == (["SO-1"], ["Fulfil", None])
    product = after(
        orders=TWO_ORDERS,
        order_lines=LINES,
        products="""
        SKU    Name     Price
        A-100  Anvil    dear
        B-200  Bellows  5
    """,
    )
    assert (product.on_hold, product.orders["Action"]) == (
        ["SO-1", "SO-2"],
        ["Fulfil", "Fulfil"],
    )


def test_an_action_run_on_or_before_the_closing_date_is_refused():
    reason = (
        "SO-1 Pick refused: the run's date is on or before the closing date 2026-03-02"
    )
    for closing, undone in (("2026-03-01", []), ("2026-03-02", [reason])):
        played = after(
            "Pick",
            settings=f"""
            Setting       Value
            Closing date  {closing}
        """,
        )
        assert played.undone == undone
        assert len(played.picks) == (0 if undone else 1)


def test_blanks_are_filled_and_typed_rows_accepted_before_the_closing_date():
    played = after(
        settings="""
        Setting       Value
        Closing date  2026-12-31
    """,
        payments="""
        Order  Payment date  Amount
        SO-1   2026-02-20    5
    """,
    )
    assert (played.payments["Payment"], played.codes) == (["PAY-000001"], [])


@pytest.mark.parametrize("action", ["Suggest, Cancel", "Pick, Re-open"])
def test_what_an_order_gives_back_itself_is_there_for_the_next(action):
    played = after(
        stock_moves=TEN,
        orders=f"""
        Order  Order date  Customer  Action
        SO-1   2026-02-01  C-1       {action}
        SO-2   2026-02-02  C-2       Suggest
    """,
        order_lines=LINES,
    )
    expect(
        played.picks.only(Voided="-"),
        """
        Order  Suggested
        SO-2   10
    """,
    )
