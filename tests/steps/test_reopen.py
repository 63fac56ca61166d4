"""Re-open: all that happened to an order is voided; the original order alone is left."""

from __future__ import annotations

from sheets import after, again, expect

SHEETS = (
    "picks",
    "packing",
    "shipments",
    "invoices",
    "invoice_lines",
    "payments",
    "returns",
    "restocks",
)


def whole():
    """An order through everything: fulfilled, invoiced, paid, partly returned and restocked."""
    sent = after(
        "Fulfil, Invoice",
        order_lines="""
        Order  Line  SKU    Quantity  Cancelled quantity
        SO-1   1     A-100  10        2
    """,
    )
    return after(
        "Restock",
        sent,
        payments="""
        Payment  Order  Payment date  Kind     Amount
        PAY-1    SO-1   2026-03-02    Payment  160
        PAY-2    SO-1   2026-03-02    Refund   15
    """,
        returns="""
        Return  Order  SKU    Quantity  Return date
        RET-1   SO-1   A-100  1         2026-03-02
    """,
    )


def test_every_live_row_is_voided_and_the_order_is_as_it_was():
    played = after("Re-open", whole())
    for sheet in SHEETS:
        assert {str(day) for day in getattr(played, sheet)["Voided"]} == {
            "2026-03-02"
        }, sheet
    expect(
        played.orders,
        """
        Action  Status                   Pick  Invoice  Invoiced  Credited  Paid  Balance
        -       Unfulfilled, Uninvoiced  None  None     0         0         0     0
    """,
    )
    assert played.order_lines["Cancelled quantity"] == [None]
    assert again(played).sheets == played.sheets


def test_the_line_of_another_order_on_an_invoice_stays():
    """Its invoice has the number of the first one: what a person typed for another order is not voided."""
    played = after(
        "Re-open",
        orders="""
        Order  Order date  Customer  Action
        SO-1   2026-02-01  C-1       Re-open
        SO-2   2026-02-01  C-1       -
    """,
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  10
        SO-2   1     A-100  10
    """,
        invoices="""
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-10
        INV-1    SO-2   2026-02-11
    """,
        invoice_lines="""
        Invoice  Order  SKU    Quantity  Unit price
        INV-1    SO-1   A-100  1         20
        INV-1    SO-2   A-100  1         20
    """,
    )
    expect(
        played.invoice_lines,
        """
        Order  Voided
        SO-1   2026-03-02
        SO-2   -
    """,
    )


def test_a_warning_of_a_cell_that_was_cleared_goes_with_it():
    """Else the next run would find one thing less in a workbook that nobody touched."""
    lines = """
        Order  Line  SKU    Quantity  Cancelled quantity
        SO-1   1     A-100  10        '2'
    """
    assert after(order_lines=lines).codes == ["NUM02"]
    played = after("Re-open", order_lines=lines)
    assert played.codes == []
    assert again(played).codes == []


def test_the_stock_is_restored():
    played = after("Re-open", whole())
    expect(
        played.stock,
        """
        SKU    Location  On hand  Free
        A-100  MAIN      100      100
        B-200  MAIN      100      100
    """,
    )


def test_voided_money_is_named():
    assert after("Re-open", whole()).notes == [
        "payment PAY-1 of 160.00 was voided: if it was really received, enter it again",
        "refund PAY-2 of 15.00 was voided: if it was really paid back, enter it again",
    ]


def test_a_cancelled_order_is_an_order_again():
    played = after(
        "Re-open",
        orders="""
        Order  State      Order date  Customer
        SO-1   Cancelled  2026-02-01  C-1
    """,
    )
    expect(
        played.orders,
        """
        State  Action  Status
        Order  -       Unfulfilled, Uninvoiced
    """,
    )


def test_it_runs_in_spite_of_rule_errors_and_ends_them():
    played = after(
        "Re-open",
        shipments="""
        Shipment  Order  Container  Ship date
        SH-1      SO-1   9          2026-02-20
    """,
    )
    expect(
        played.shipments,
        """
        Shipment  Voided
        SH-1      2026-03-02
    """,
    )
    assert (played.on_hold, played.codes) == ([], [])


def test_it_empties_the_action_cell_before_and_after_it():
    played = after("Pack, Re-open, Pick", after("Pick"))
    assert played.orders["Action"] == [None]
    assert len(played.packing.only(Voided="-")) == 0
    assert len(played.picks.only(Voided="-")) == 0


def test_it_is_refused_where_a_row_to_void_is_dated_on_or_before_the_closing_date():
    for closing, refused in (("2026-02-19", False), ("2026-02-20", True)):
        played = after(
            "Re-open",
            settings=f"""
            Setting       Value
            Closing date  {closing}
        """,
            payments="""
            Payment  Order  Payment date  Amount
            PAY-1    SO-1   2026-02-20    5
        """,
        )
        reason = "SO-1 Re-open refused: a row in Payments is dated on or before the closing date 2026-02-20"
        assert played.undone == ([reason] if refused else [])
        assert (played.payments["Voided"] == [None]) is refused


def test_it_is_refused_for_a_quote():
    played = after(
        "Re-open",
        orders="""
        Order  State  Order date  Customer
        SO-1   Quote  2026-02-01  C-1
    """,
    )
    assert played.undone == ["SO-1 Re-open refused: it is a quote"]


def test_with_nothing_that_happened_it_waits():
    assert after("Re-open").undone == [
        "SO-1 Re-open waits: nothing to re-open: nothing has happened to it"
    ]
