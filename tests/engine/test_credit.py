"""Credit: orders wait while their customer is on hold, owes too much or pays too late (rules.md section 3)."""

from __future__ import annotations

import pytest
from sheets import Played, after, again, expect

CUSTOMERS = """
    Customer  Name  Credit limit
    C-1       Mill  100
    C-2       Cafe  -
"""
ORDERS = """
    Order  Order date  Customer  Ship by     Release
    SO-1   2026-02-01  C-1       2026-03-09  -
    SO-2   2026-02-02  C-1       2026-03-08  -
    SO-3   2026-02-03  C-2       -           -
"""
LINES = """
    Order  SKU    Quantity
    SO-1   A-100  2
    SO-2   A-100  4
    SO-3   A-100  10
"""


def requested(action: str, **sheets: str) -> Played:
    """The workbook after a run in which every order requests an action."""
    given = {"customers": CUSTOMERS, "orders": ORDERS, "order_lines": LINES}
    return after(action, **{**given, **sheets})


def test_orders_are_judged_in_the_order_of_service_each_with_those_before_it():
    """SO-2 (80.00) ships first; with SO-1 (40.00) the customer would owe 120.00."""
    once = requested("Fulfil")
    expect(
        once.shipments,
        """
        Order
        SO-2
        SO-3
        """,
    )
    assert once.undone == [
        "SO-1 Fulfil waits: customer C-1 would owe 120.00, 20.00 above the credit limit of 100.00"
    ]
    expect(
        once.customers,
        """
        Customer  Balance  Open orders  Credit left
        C-1       0        120          -20
        C-2       0        200          -
        """,
    )
    assert again(once).sheets == once.sheets


def test_what_is_invoiced_and_paid_counts():
    """100.00 are invoiced, 40.00 of them paid: 60.00 and the 40.00 of the open order are within the limit."""
    once = requested(
        "Fulfil, Invoice",
        orders=ORDERS.replace("SO-2   2026-02-02  C-1 ", "SO-2   2026-02-02  C-2 "),
        order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  5
        """,
        payments="""
        Order  Payment date  Amount
        SO-1   2026-03-01    40
        """,
    )
    expect(
        once.customers.only(Customer="C-1"),
        "Balance  Open orders  Credit left\n60  0  40",
    )


@pytest.mark.parametrize(
    ("column", "more"),
    [
        ("Yes", {}),
        (
            "-",
            {
                "payments": """
        Order  Payment date  Amount
        SO-1   2026-03-01    40
        """
            },
        ),
    ],
)
def test_an_order_that_is_released_or_paid_in_full_goes_on(
    column: str, more: dict[str, str]
):
    orders = ORDERS.replace("2026-03-09  -", f"2026-03-09  {column}")
    held = CUSTOMERS.replace("limit", "limit  Hold").replace("100\n", "100  Yes\n")
    once = requested("Fulfil", orders=orders, customers=held, **more)
    assert once.shipments["Order"] == ["SO-1", "SO-3"]
    [waiting] = once.undone
    assert waiting == "SO-2 Fulfil waits: customer C-1 is on hold"


def test_nothing_is_undone_and_the_other_actions_are_done():
    """What was suggested before the customer was put on hold stays, and the order can be cancelled."""
    once = requested("Suggest", customers=CUSTOMERS.replace("100", "-"))
    held = CUSTOMERS.replace("limit", "limit  Hold").replace("100\n", "-  Yes\n")
    waiting = after("Pick", once, customers=held)
    assert waiting.picks["Picked"] == [None, None, 10]
    cancelled = after("Pick, Cancel", once, customers=held)
    assert cancelled.orders["State"] == ["Cancelled", "Cancelled", None]


def test_a_limit_of_zero_allows_nothing_on_credit():
    once = requested("Suggest", customers=CUSTOMERS.replace("100", "0"))
    assert once.picks["Order"] == ["SO-3"]
    assert "would owe 80.00, 80.00 above the credit limit of 0.00" in once.undone[1]


def test_an_invoice_too_long_overdue_stops_the_customers_orders():
    given = {
        "customers": CUSTOMERS.replace("100", "-"),
        "settings": """
        Setting              Value
        Overdue hold (days)  7
        Terms (days)         14
        """,
    }
    once = requested("Fulfil, Invoice", as_of="2026-03-02", **given)
    new = """
        Order  Order date  Customer  Ship by     Action
        SO-1   2026-02-01  C-1       2026-03-09  -
        SO-2   2026-02-02  C-1       2026-03-08  -
        SO-3   2026-02-03  C-2       -           -
        SO-4   2026-03-20  C-1       -           Suggest
    """
    lines = """
        Order  Line  SKU    Quantity  Unit price
        SO-1   1     A-100  2         20
        SO-2   1     A-100  4         20
        SO-3   1     A-100  10        20
        SO-4   1     A-100  1         20
    """
    in_time = after(None, once, as_of="2026-03-23", orders=new, order_lines=lines)
    assert in_time.undone == []
    late = after(None, once, as_of="2026-03-24", orders=new, order_lines=lines)
    assert late.undone == [
        "SO-4 Suggest waits: invoice INV-000001 of customer C-1 is 8 days past due, with 80.00 unpaid"
    ]


def test_a_quote_is_judged_as_the_order_that_it_becomes():
    """SQ-1 (60.00) may become an order; SQ-2 (60.00) may not, and counts for nothing after it; SO-3 (40.00) may go."""
    once = after(
        customers=CUSTOMERS,
        orders="""
        Order  State  Order date  Customer  Action
        SQ-1   Quote  2026-02-01  C-1       Confirm
        SQ-2   Quote  2026-02-02  C-1       Confirm
        SO-3   Order  2026-02-03  C-1       Suggest
        SQ-4   Quote  2026-02-04  C-1       -
        """,
        order_lines="""
        Order  SKU    Quantity
        SQ-1   A-100  3
        SQ-2   A-100  3
        SO-3   A-100  2
        SQ-4   A-100  9
        """,
    )
    assert once.orders["State"] == ["Order", "Quote", "Order", "Quote"]
    assert once.picks["Order"] == ["SO-3"]
    [waiting] = once.undone
    assert waiting.startswith("SQ-2 Confirm waits: customer C-1 would owe 120.00")
