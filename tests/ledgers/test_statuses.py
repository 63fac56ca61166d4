"""Statuses and progress of orders (rules.md section 6)."""

from __future__ import annotations

import pytest
from sheets import add, after, expect

SENT = {
    "picks": """
        Order  Line  SKU    Location  Picked  Pick date
        SO-1   1     A-100  MAIN      10      2026-02-10
    """,
    "packing": """
        Order  Container  Line  SKU    Quantity
        SO-1   1          1     A-100  10
    """,
    "shipments": """
        Order  Container  Ship date
        SO-1   1          2026-02-11
    """,
}
INVOICE = """
    Invoice  Order  Invoice date
    INV-1    SO-1   2026-02-12
"""


def paid_status(
    billed: int, *payments: tuple[str, str], total: int = 10
) -> tuple[object, object]:
    """Payment status and Pay of an order of 200 (or less) of which `billed` units at 20 are invoiced."""
    invoices = {
        "invoices": INVOICE,
        "invoice_lines": f"""
            Invoice  Order  SKU    Quantity  Unit price
            INV-1    SO-1   A-100  {billed}  20
        """,
    }
    rows = "\n".join(
        f"    SO-1  2026-02-20  {kind}  {amount}" for kind, amount in payments
    )
    played = after(
        order_lines=f"""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  {total}
    """,
        payments=add("    Order  Payment date  Kind  Amount", rows),
        **(invoices if billed else {}),
    )
    return played.orders["Payment status"][0], played.orders["Pay"][0]


@pytest.mark.parametrize(
    ("billed", "payments", "expected"),
    [
        (0, [], ("Uninvoiced", "None")),
        (0, [("Payment", "10"), ("Refund", "10")], ("Uninvoiced", "None")),
        (0, [("Payment", "10")], ("Partial", "Part")),
        (0, [("Payment", "200")], ("Paid", "Full")),
        (0, [("Payment", "200.01")], ("Owing", "Full")),
        (4, [], ("Invoiced", "None")),
        (4, [("Payment", "80")], ("Partial", "Part")),
        (4, [("Payment", "200")], ("Paid", "Full")),
        (10, [("Payment", "199.99")], ("Partial", "Part")),
        (10, [("Payment", "200")], ("Paid", "Full")),
        (10, [("Payment", "250"), ("Refund", "49")], ("Owing", "Full")),
    ],
)
def test_payment_status(billed, payments, expected):
    assert paid_status(billed, *payments) == expected


def test_more_invoiced_than_ordered_is_expected_to_be_paid():
    """Picked and shipped 12 for 10, all invoiced: 240 are expected, not 200."""
    played = after(
        "Invoice",
        picks="""
        Order  Line  SKU    Location  Picked  Pick date
        SO-1   1     A-100  MAIN      12      2026-02-10
    """,
        shipments="""
        Order  Ship date
        SO-1   2026-02-11
    """,
        payments="""
        Order  Payment date  Amount
        SO-1   2026-02-20    200
    """,
    )
    expect(
        played.orders,
        """
        Total  Invoiced  Paid  Balance  Payment status
        200    240       200   40       Partial
    """,
    )


def test_more_invoiced_than_ordered_is_expected_though_a_line_is_not_invoiced_yet():
    """Line 1 was invoiced at 30 instead of 20: 300 are expected, though line 2 takes the order to 205 only."""
    played = after(
        order_lines="""
        Order  Line  SKU    Quantity  Unit price
        SO-1   1     A-100  10        20
        SO-1   2     B-200  1         5
    """,
        invoices="""
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-10
    """,
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price
        INV-1    SO-1   1     A-100  10        30
    """,
        payments="""
        Order  Payment date  Amount
        SO-1   2026-02-20    300
    """,
    )
    expect(
        played.orders,
        """
        Total  Invoiced  Paid  Balance  Invoice  Payment status
        205    300       300   0        Part     Paid
    """,
    )


def test_what_came_back_uncredited_counts_as_invoiced():
    """10 shipped, 4 back before any invoice, 6 invoiced and paid: nothing is left to invoice."""
    back = after(
        "Invoice",
        returns="""
        Order  SKU    Quantity  Return date
        SO-1   A-100  4         2026-02-20
    """,
        **SENT,
    )
    played = after(
        None,
        back,
        payments="""
        Order  Payment date  Amount
        SO-1   2026-02-20    120
    """,
    )
    expect(
        played.orders,
        """
        Status           Invoice  Pay   Return  Restock  Invoiced  Paid
        Fulfilled, Paid  Full     Full  Part    None     120       120
    """,
    )


@pytest.mark.parametrize(
    ("lines", "status", "lights"),
    [
        ("SO-1  1  A-100  10  -", "Fulfilled", ("Full", "Full", "Full")),
        ("SO-1  1  A-100  12  -", "Started", ("Part", "Part", "Part")),
        ("SO-1  1  A-100  12  2", "Fulfilled", ("Full", "Full", "Full")),
        (
            "SO-1  1  A-100  10  -\n        SO-1  2  B-200  1  -",
            "Started",
            ("Part", "Part", "Part"),
        ),
        (
            "SO-1  1  A-100  10  -\n        SO-1  2  S-900  1  -",
            "Fulfilled",
            ("Full", "Full", "Full"),
        ),
        ("SO-1  1  A-100  8  -", "Fulfilled", ("Full", "Full", "Full")),
    ],
)
def test_inventory_status_goes_by_what_shipped_of_tracked_lines(lines, status, lights):
    played = after(
        order_lines=f"""
        Order  Line  SKU  Quantity  Cancelled quantity
        {lines}
    """,
        **SENT,
    )
    orders = played.orders
    assert orders["Inventory status"] == [status]
    assert (orders["Pick"][0], orders["Pack"][0], orders["Ship"][0]) == lights


def test_picked_and_not_shipped_is_started():
    expect(
        after(picks=SENT["picks"], packing=SENT["packing"]).orders,
        """
        Status               Pick  Pack  Ship
        Started, Uninvoiced  Full  Full  None
    """,
    )


def test_a_return_does_not_undo_the_inventory_status():
    played = after(
        returns="""
        Order  SKU    Quantity  Return date  Disposition
        SO-1   A-100  10        2026-02-20   Discard
    """,
        **SENT,
    )
    expect(
        played.orders,
        """
        Inventory status  Ship  Return  Restock
        Fulfilled         Full  Full    -
    """,
    )


@pytest.mark.parametrize(
    ("returned", "restocked", "lights"),
    [
        ("3", None, ("Part", "None")),
        ("10", "4", ("Full", "Part")),
        ("3", "3", ("Part", "Full")),
    ],
)
def test_return_and_restock(returned, restocked, lights):
    restocks = (
        "" if restocked is None else f"RET-1  A-100  MAIN  {restocked}  2026-02-21"
    )
    played = after(
        returns=f"""
        Return  Order  SKU    Quantity  Return date
        RET-1   SO-1   A-100  {returned}  2026-02-20
    """,
        restocks=f"""
        Return  SKU  Location  Quantity  Restock date
        {restocks}
    """,
        **SENT,
    )
    assert (played.orders["Return"][0], played.orders["Restock"][0]) == lights


def test_an_order_without_readable_lines_is_unfulfilled_and_one_of_services_fulfilled():
    played = after(
        orders="""
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        SO-2   2026-02-01  C-1
        SO-3   2026-02-01  C-1
    """,
        order_lines="""
        Order  SKU    Quantity
        SO-2   S-900  1
        SO-3   A-100  ten
    """,
    )
    expect(
        played.orders,
        """
        Order  Status                   Pick  Pack  Ship  Invoice  Pay   Return  Restock
        SO-1   Unfulfilled, Uninvoiced  -     -     -     -        None  -       -
        SO-2   Fulfilled, Uninvoiced    -     -     -     None     None  -       -
        SO-3   Unfulfilled, Uninvoiced  -     -     -     -        None  -       -
    """,
    )


def test_a_quote_and_a_cancelled_order_have_their_state_in_all_three_and_no_lights():
    played = after(
        as_of="2026-03-02",
        orders="""
        Order  State      Order date  Customer  Quote expiry
        SQ-1   Quote      2026-02-01  C-1       2026-03-02
        SQ-2   Quote      2026-02-01  C-1       2026-03-01
        SO-3   Cancelled  2026-02-01  C-1       -
    """,
        order_lines="""
        Order  SKU    Quantity
        SQ-1   A-100  1
        SQ-2   A-100  1
        SO-3   A-100  1
    """,
    )
    expect(
        played.orders,
        """
        Order  Status          Inventory status  Payment status  Pick  Pack  Ship  Invoice  Pay  Total
        SQ-1   Quote           Quote             Quote           -     -     -     -        -    20
        SQ-2   Quote, Expired  Quote             Quote           -     -     -     -        -    20
        SO-3   Cancelled       Cancelled         Cancelled       -     -     -     -        -    20
    """,
    )


FREIGHT = """
    Order  Order date  Customer  Freight
    SO-1   2026-02-01  C-1       {freight}
"""


@pytest.mark.parametrize("freight", ["free", "-5", "5.001"])
def test_an_order_whose_freight_is_unknown_has_no_total(freight: str):
    """Tax and Total would leave it out, and so would what says how much of it is paid."""
    played = after(
        None,
        orders=FREIGHT.format(freight=freight),
        payments="""
        Order  Payment date  Amount
        SO-1   2026-02-20    50
    """,
    )
    expect(
        played.orders,
        """
        Status       Payment status  Pay  Subtotal  Tax  Total  Paid  Balance
        Unfulfilled  -               -    200       -    -      50    -50
    """,
    )


def test_a_freight_that_is_read_stays_in_a_total_whose_row_has_another_error():
    orders = FREIGHT.format(freight="5").replace("2026-02-01", "soon")
    expect(
        after(None, orders=orders).orders,
        """
        Status                   Subtotal  Tax  Total
        Unfulfilled, Uninvoiced  200       0    205
    """,
    )


def test_once_all_is_invoiced_an_unknown_freight_leaves_the_payment_status_known():
    """Nothing is left to invoice, so what was invoiced is what is expected."""
    issued = after(
        None,
        invoices=INVOICE,
        invoice_lines="""
        Invoice  Order  SKU    Quantity  Unit price
        INV-1    SO-1   A-100  10        20
    """,
    )
    played = after(
        None,
        issued,
        orders=FREIGHT.format(freight="free"),
        payments="""
        Order  Payment date  Amount
        SO-1   2026-02-20    50
    """,
    )
    expect(
        played.orders,
        """
        Status                Pay   Total  Invoiced
        Unfulfilled, Partial  Part  -      200
    """,
    )


@pytest.mark.parametrize(
    ("paid", "status"), [(99, "Partial"), (100, "Paid"), (101, "Owing")]
)
def test_what_was_credited_is_not_expected_to_be_paid(paid, status):
    """Ten at 20 were invoiced and five credited: 100 is left."""
    played = after(
        invoices="""
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-12
    """,
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price
        INV-1    SO-1   1     A-100  10        20
    """,
        returns="""
        Return  Order  SKU    Quantity  Return date  Disposition
        RET-1   SO-1   A-100  5         2026-02-20   Credit only
    """,
        payments=f"""
        Payment  Order  Payment date  Amount
        PAY-1    SO-1   2026-02-25    {paid}
    """,
    )
    assert played.orders["Payment status"] == [status]


def test_only_lines_that_were_sent_are_waited_for_to_come_back():
    """Line 2 was not shipped and a service never is: the return of line 1 is whole."""
    played = after(
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  2
        SO-1   2     B-200  2
        SO-1   3     S-900  2
    """,
        picks="""
        Pick  Order  Line  SKU    Location  Picked  Pick date
        PK-1  SO-1   1     A-100  MAIN      2       2026-02-10
    """,
        packing="""
        Order  Container  Line  SKU    Quantity
        SO-1   1          1     A-100  2
    """,
        shipments="""
        Shipment  Order  Container  Ship date
        SH-1      SO-1   1          2026-02-11
    """,
        returns="""
        Return  Order  SKU    Quantity  Return date  Disposition
        RET-1   SO-1   A-100  2         2026-02-20   Discard
    """,
    )
    assert played.orders["Return"] == ["Full"]
