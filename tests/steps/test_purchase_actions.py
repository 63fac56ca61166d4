"""The actions of purchase orders: Receive, Close, Cancel, Re-open (rules.md section 10)."""

from __future__ import annotations

import pytest
from sheets import Played, after, again, expect

SUPPLIERS = """
    Supplier  Name
    S-1       Forge and Sons
    S-2       Harbour Metals
"""

LINES = """
    Purchase order  SKU    Quantity  Unit cost  Discount %
    PO-1            A-100  10        7          10
    PO-1            B-200  4         3          -
    PO-2            A-100  5         8          -
"""


def bought(purchases: str, lines: str = LINES, **sheets: str) -> Played:
    """The workbook after a run, with nothing on hand before."""
    nothing = {"stock_moves": "Date  Type  SKU  To  Quantity"}
    return after(
        suppliers=SUPPLIERS,
        purchase_orders=purchases,
        purchase_lines=lines,
        **{**nothing, **sheets},
    )


def purchase(action: str, state: str = "-") -> str:
    """One purchase order with an action."""
    return f"""
        Purchase order  State  Order date  Supplier  Action
        PO-1            {state}  2026-02-01  S-1       {action}
    """


PO1 = "\n".join(LINES.splitlines()[:4])
PART = """
    Receipt    Purchase order  SKU    Quantity  Receipt date
    RC-000001  PO-1            A-100  6         2026-02-10
"""


def test_receive_brings_what_is_outstanding():
    once = bought(purchase("Receive"), PO1, receipts=PART)
    expect(
        once.receipts,
        """
        Receipt    Purchase order  Line  SKU    Location  Quantity  Receipt date  Unit cost
        RC-000001  PO-1            1     A-100  MAIN      6         2026-02-10    6.3
        RC-000002  PO-1            1     A-100  MAIN      4         2026-03-02    6.3
        RC-000003  PO-1            2     B-200  MAIN      4         2026-03-02    3
        """,
    )
    assert once.purchase_orders["Status"] == ["Received"]
    assert once.purchase_orders["Action"] == [None]
    assert again(once).sheets == once.sheets


def test_purchase_orders_are_served_by_expected_date_then_order_date_then_row():
    once = bought(
        """
        Purchase order  Order date  Supplier  Expected date  Action
        PO-1            2026-02-02  S-1       -              Receive
        PO-2            2026-02-01  S-1       -              Receive
        PO-3            2026-02-05  S-2       2026-03-01     Receive
        """,
        """
        Purchase order  SKU    Quantity
        PO-1            A-100  1
        PO-2            A-100  2
        PO-3            A-100  3
        """,
    )
    assert once.receipts["Quantity"] == [3, 2, 1]
    assert once.receipts["Receipt"] == ["RC-000001", "RC-000002", "RC-000003"]


def test_what_arrives_today_leaves_today():
    once = bought(
        purchase("Receive"),
        PO1,
        orders="""
            Order  Order date  Customer  Action
            SO-1   2026-02-01  C-1       Fulfil
        """,
    )
    assert once.orders["Status"] == ["Fulfilled, Uninvoiced"]


def test_close_cancels_what_is_outstanding():
    once = bought(purchase("Close"), PO1, receipts=PART)
    expect(
        once.purchase_lines,
        """
        SKU    Quantity  Cancelled quantity  Received  Outstanding
        A-100  10        4                   6         0
        B-200  4         4                   0         0
        """,
    )
    assert again(once).sheets == once.sheets


def test_cancel_is_refused_once_something_came():
    once = bought(purchase("Cancel"), PO1)
    assert once.purchase_orders["State"] == ["Cancelled"]
    assert again(once).sheets == once.sheets
    twice = bought(purchase("Cancel"), PO1, receipts=PART)
    assert twice.purchase_orders["State"] == [None]
    assert twice.issues["Problem"] == [
        "Cancel of PO-1 was refused: it has rows in Receipts; use Re-open first"
    ]
    assert "refused" in str(twice.purchase_orders["Check"][0])


def test_re_open_leaves_only_what_was_ordered():
    lines = PO1.replace("Discount %", "Cancelled quantity")
    lines = lines.replace("7          10", "7          4 ")
    once = bought(purchase("Re-open"), lines, receipts=PART)
    expect(
        once.receipts,
        """
        Receipt    Quantity  Voided
        RC-000001  6         2026-03-02
        """,
    )
    assert once.purchase_lines["Cancelled quantity"] == [None, None]
    assert once.purchase_orders["Status"] == ["Ordered"]
    cancelled = bought(purchase("Re-open", "Cancelled"), PO1)
    assert cancelled.purchase_orders["State"] == ["Order"]


CLOSED = """
    Setting       Value
    Closing date  2026-02-15
"""


def test_a_receipt_in_a_closed_period_is_not_voided():
    once = bought(purchase("Re-open"), PO1, receipts=PART, settings=CLOSED)
    assert once.issues["Problem"] == [
        "Re-open of PO-1 was refused: a row in Receipts is dated on or before the closing date 2026-02-15"
    ]
    assert once.receipts["Voided"] == [None]


@pytest.mark.parametrize(
    ("action", "state", "why"),
    [
        ("Receive", "Request", "it is a request; change its State to Order first"),
        ("Re-open", "Request", "it is a request"),
        ("Close", "Cancelled", "it is cancelled; use Re-open first"),
    ],
)
def test_some_actions_are_refused_in_some_states(action: str, state: str, why: str):
    once = bought(purchase(action, state), PO1)
    assert once.issues["Problem"] == [f"{action} of PO-1 was refused: {why}"]


def test_an_action_with_nothing_to_do_waits():
    once = bought(purchase("Receive"), "Purchase order  SKU  Quantity")
    assert once.issues["Code"] == ["ACT03"]
    assert once.purchase_orders["Action"] == ["Receive"]


def test_several_actions_come_one_after_the_other():
    once = bought(
        """
        Purchase order  Order date  Supplier  Action
        PO-1            2026-02-01  S-1       Close, Receive
        PO-2            2026-02-01  S-1       Receive, Cancel
        """
    )
    assert once.purchase_orders["Action"] == ["Receive", "Cancel"]
    assert once.receipts["Purchase order"] == ["PO-2"]


def test_an_error_holds_its_own_purchase_order_alone():
    once = bought(
        """
        Purchase order  Order date  Supplier  Action
        PO-1            2026-02-01  S-1       Receive
        PO-2            2026-02-01  S-1       Recieve
        PO-3            2026-02-01  S-9       Receive
        """,
        """
        Purchase order  SKU    Quantity
        PO-1            A-100  1
        PO-1            A-100  none
        PO-2            A-100  2
        PO-3            A-100  2
        """,
    )
    assert once.receipts["Quantity"] == []
    checks = [str(text) for text in once.purchase_orders["Check"]]
    assert 'There is no action "Recieve". Did you mean Receive?' in checks[1]
    assert 'There is no supplier "S-9"' in checks[2]
    assert once.on_hold == []


def test_a_bad_setting_holds_all_purchase_orders():
    settings = """
        Setting      Value
        Landed cost  Sometimes
    """
    once = bought(purchase("Receive"), PO1, settings=settings)
    assert once.receipts["Quantity"] == []


def test_a_purchase_order_in_error_without_a_number_does_nothing():
    once = bought(
        """
        Purchase order  Order date  Supplier  Action
        -               soon        S-1       Receive
        """,
        "Purchase order  SKU  Quantity",
    )
    assert once.purchase_orders["Check"] != ["OK"]
    assert once.codes == ["DAT01"]
