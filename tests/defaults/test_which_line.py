"""Line: filled where Order and SKU name one order line, else the first that has something open (rules.md section 2)."""

from __future__ import annotations

from sheets import after, expect

LINES = """
    Order  Line  SKU    Quantity
    SO-1   1     B-200  3
    SO-1   2     A-100  4
    SO-1   3     A-100  6
    SO-1   4     A-100  5
"""
STOCK = """
    Date        Type     SKU    To    Quantity
    2026-01-02  Opening  A-100  MAIN  100
    2026-01-02  Opening  B-200  MAIN  100
"""
SENT = {
    "picks": """
        Pick  Order  Line  SKU    Location  Picked  Pick date
        PK-1  SO-1   2     A-100  MAIN      4       2026-02-10
        PK-2  SO-1   3     A-100  MAIN      6       2026-02-10
        PK-3  SO-1   4     A-100  MAIN      5       2026-02-10
    """,
    "packing": """
        Order  Container  Line  SKU    Quantity
        SO-1   1          3     A-100  6
        SO-1   1          4     A-100  5
        SO-1   2          2     A-100  4
    """,
    "shipments": """
        Shipment  Order  Container  Ship date
        SH-1      SO-1   1          2026-02-11
    """,
}


def test_picks_take_the_first_line_that_has_something_left_to_pick():
    """Row by row: 4 fill line 2, 5 leave 1 on line 3, 2 go there too (it is open), 5 fill line 4, 1 finds none."""
    played = after(
        order_lines=LINES,
        stock_moves=STOCK,
        picks="""
        Order  SKU    Location  Suggested  Picked  Pick date
        SO-1   B-200  MAIN      1          -       -
        SO-1   A-100  MAIN      4          -       -
        SO-1   A-100  MAIN      9          5       2026-02-10
        SO-1   A-100  MAIN      2          -       -
        SO-1   A-100  MAIN      -          5       2026-02-10
        SO-1   A-100  MAIN      1          -       -
    """,
    )
    assert played.picks["Line"] == ["1", "2", "3", "3", "4", "4"]
    assert played.notes == ["no line of A-100 has anything open: taken from the last"]


def test_packing_rows_take_what_is_picked_and_unpacked():
    played = after(
        order_lines=LINES,
        picks=SENT["picks"],
        packing="""
        Order  Container  SKU    Quantity
        SO-1   1          A-100  4
        SO-1   1          A-100  6
        SO-1   2          A-100  5
    """,
    )
    assert played.packing["Line"] == ["2", "3", "4"]


def test_returns_take_what_shipped():
    """Line 2 is packed and has not left; line 3 shipped 6, line 4 shipped 5."""
    played = after(
        order_lines=LINES,
        **SENT,
        returns="""
        Order  SKU    Quantity  Return date
        SO-1   A-100  6         2026-02-20
        SO-1   A-100  1         2026-02-20
    """,
    )
    assert played.returns["Line"] == ["3", "4"]
    assert (played.notes, played.codes) == ([], [])


def test_returns_take_what_was_picked_where_no_shipping_is_required():
    played = after(
        order_lines=LINES,
        picks=SENT["picks"],
        settings="""
        Setting            Value
        Requires shipping  No
    """,
        returns="""
        Order  SKU    Quantity  Return date
        SO-1   A-100  4         2026-02-20
        SO-1   A-100  1         2026-02-20
    """,
    )
    assert (played.returns["Line"], played.notes) == (["2", "3"], [])


def test_a_return_finds_what_a_shipment_without_a_container_sends_off():
    played = after(
        order_lines=LINES,
        picks=SENT["picks"],
        shipments="""
        Order  Ship date
        SO-1   2026-02-11
    """,
        returns="""
        Order  SKU    Quantity  Return date
        SO-1   A-100  4         2026-02-20
    """,
    )
    assert (played.returns["Line"], played.notes) == (["2"], [])


def test_price_cuts_take_what_is_invoiced_and_not_credited():
    played = after(
        order_lines=LINES,
        invoices="""
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-12
    """,
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price
        INV-1    SO-1   3     A-100  2         20
        INV-1    SO-1   4     A-100  2         20
    """,
        returns="""
        Order  SKU    Quantity  Return date  Disposition
        SO-1   A-100  2         2026-02-20   Credit only
        SO-1   A-100  1         2026-02-20   Credit only
    """,
    )
    assert (played.returns["Line"], played.notes) == (["3", "4"], [])


def test_invoice_lines_take_what_no_live_invoice_has():
    played = after(
        order_lines=LINES,
        invoices="""
        Invoice  Order  Invoice date  Voided
        INV-1    SO-1   2026-02-12    2026-02-13
        INV-2    SO-1   2026-02-12    -
    """,
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price
        INV-1    SO-1   2     A-100  4         20
        INV-2    SO-1   -     A-100  4         20
        INV-2    SO-1   -     A-100  1         20
    """,
    )
    assert played.invoice_lines["Line"] == ["2", "2", "3"]


def test_a_row_that_names_no_line_is_an_error():
    expect(
        after(
            order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  1
    """,
            picks="""
        Order  Line  SKU    Location  Picked
        SO-1   -     B-200  MAIN      1
        SO-1   2     A-100  MAIN      1
        SO-1   1     B-200  MAIN      1
    """,
        ).issues,
        """
        Code   Sheet  Row  Column
        LIN01  Picks  2    Line
        LIN02  Picks  3    Line
        LIN03  Picks  1    SKU
    """,
    )


def test_a_row_of_an_unknown_order_or_product_is_one_problem_only():
    expect(
        after(
            picks="""
        Order  SKU    Location  Picked
        SO-9   A-100  MAIN      1
        SO-1   A-999  MAIN      1
    """
        ).issues,
        """
        Code   Sheet  Row  Column
        SKU01  Picks  2    SKU
        ORD01  Picks  1    Order
    """,
    )


def test_a_line_with_the_number_of_one_above_is_never_chosen():
    """It is in error and counts for nothing: what names it means the line above, also when it is read again."""
    played = after(
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  4
        SO-1   1     A-100  6
        """,
        stock_moves=STOCK,
        picks="""
        Order  SKU    Location  Picked  Pick date
        SO-1   A-100  MAIN      4       2026-02-10
        SO-1   A-100  MAIN      1       2026-02-10
        """,
    )
    assert played.picks["Line"] == ["1", "1"]
    assert played.order_lines["Picked"] == [5, 0]
    assert "KEY02" in str(played.codes)
