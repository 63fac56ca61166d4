"""The rules between sheets, at their edges (rules.md section 7): what is just allowed, and which row is named."""

from __future__ import annotations

import pytest
from sheets import after, again, expect

PICKS = """
    Pick  Order  Line  SKU    Location  Picked  Pick date
    PK-1  SO-1   1     A-100  MAIN      6       2026-02-10
"""
PACKING = """
    Order  Container  Line  SKU    Quantity
    SO-1   1          1     A-100  6
"""
SHIPMENTS = """
    Shipment  Order  Container  Ship date
    SH-1      SO-1   1          2026-02-11
"""
INVOICES = """
    Invoice  Order  Invoice date
    INV-1    SO-1   2026-02-12
"""
SENT = {"picks": PICKS, "packing": PACKING, "shipments": SHIPMENTS}


def codes(**sheets: str) -> list[str]:
    """What is wrong with the small shop and these sheets."""
    return after(**sheets).codes


def billed(quantity: float) -> dict[str, str]:
    """An invoice of so many of line 1."""
    return {
        "invoices": INVOICES,
        "invoice_lines": f"""
        Invoice  Order  Line  SKU    Quantity  Unit price
        INV-1    SO-1   1     A-100  {quantity}  20
    """,
    }


@pytest.mark.parametrize(("cancelled", "found"), [(4, []), (4.000001, ["QTY01"])])
def test_no_more_is_cancelled_than_is_not_picked(cancelled, found):
    assert (
        codes(
            picks=PICKS,
            order_lines=f"""
        Order  Line  SKU    Quantity  Cancelled quantity
        SO-1   1     A-100  10        {cancelled}
    """,
        )
        == found
    )


def test_picking_more_than_ordered_is_only_a_warning_cancelled_quantity_included():
    over = after(picks=PICKS + "    PK-2  SO-1  1  A-100  MAIN  5  2026-02-10")
    assert (over.codes, over.on_hold) == (["PIK01"], [])
    assert codes(picks=PICKS + "    PK-2  SO-1  1  A-100  MAIN  4  2026-02-10") == []


@pytest.mark.parametrize(
    ("shipped", "invoiced", "found"),
    [(6, 10, []), (6, 10.5, ["INV02"]), (12, 12, ["PIK01"])],
)
def test_no_more_is_invoiced_than_the_larger_of_ordered_and_shipped(
    shipped, invoiced, found
):
    sent = {
        sheet: table.replace("6  ", f"{shipped}  ").replace("6\n", f"{shipped}\n")
        for sheet, table in SENT.items()
    }
    assert codes(**sent, **billed(invoiced)) == found


def test_a_cancelled_quantity_does_not_make_an_invoice_wrong():
    assert (
        codes(
            **billed(10),
            order_lines="""
        Order  Line  SKU    Quantity  Cancelled quantity
        SO-1   1     A-100  10        9
    """,
        )
        == []
    )


@pytest.mark.parametrize(("quantity", "found"), [(6, []), (6.5, ["RET02"])])
def test_no_more_comes_back_than_shipped(quantity, found):
    assert (
        codes(
            **SENT,
            returns=f"""
        Order  SKU    Quantity  Return date
        SO-1   A-100  {quantity}  2026-02-20
    """,
        )
        == found
    )


def test_what_is_picked_and_not_shipped_cannot_come_back():
    assert codes(
        picks=PICKS,
        returns="""
        Order  SKU    Quantity  Return date
        SO-1   A-100  1         2026-02-20
    """,
    ) == ["RET02"]


@pytest.mark.parametrize(
    ("disposition", "quantity", "found"),
    [
        ("Restock", 2, []),
        ("-", 2.5, ["RST01"]),
        ("Discard", 1, ["RST01"]),
        ("Credit only", 1, ["RST01"]),
    ],
)
def test_no_more_is_restocked_than_came_back_for_it(disposition, quantity, found):
    assert (
        codes(
            **SENT,
            **billed(6),
            returns=f"""
        Return  Order  SKU    Quantity  Return date  Disposition
        RET-1   SO-1   A-100  2         2026-02-20   {disposition}
    """,
            restocks=f"""
        Return  SKU    Location  Quantity  Restock date
        RET-1   A-100  MAIN      {quantity}  2026-02-21
    """,
        )
        == found
    )


def test_a_container_that_holds_nothing_live_is_empty():
    assert codes(
        picks=PICKS,
        packing="""
        Order  Container  Line  SKU    Quantity  Voided
        SO-1   1          1     A-100  6         2026-02-11
    """,
        shipments=SHIPMENTS,
    ) == ["SHP03"]


def test_refunds_may_reach_what_was_paid_and_are_named_where_they_pass_it():
    payments = """
        Payment  Order  Payment date  Kind     Amount
        PAY-1    SO-1   2026-02-20    Refund   4
        PAY-2    SO-1   2026-02-20    Refund   6
        PAY-3    SO-1   2026-02-20    Payment  10
    """
    assert codes(payments=payments) == []
    expect(
        after(payments=payments.replace("10\n", "9.99\n")).issues,
        """
        Code   Sheet     Row
        PAY01  Payments  2
    """,
    )


def test_every_amount_as_issued_is_checked_against_its_own_row():
    """2 × 19.99 × 0.9 = 35.982 → 35.98; 20 % of it is 7.196 → 7.20; with 3 freight 46.18."""
    given = {
        "invoices": """
            Invoice  Order  Invoice date  Freight  Subtotal  Tax   Total
            INV-1    SO-1   2026-02-12    3        35.98     7.20  46.18
        """,
        "invoice_lines": """
            Invoice  Order  Line  SKU    Quantity  Unit price  Discount %  Line total  Tax 1 %
            INV-1    SO-1   1     A-100  2         19.99       10          35.98       20
        """,
    }
    assert codes(**given) == []
    assert codes(
        **{**given, "invoices": given["invoices"].replace("46.18", "46.19")}
    ) == ["AMT03"]
    assert codes(
        **{
            **given,
            "invoices": given["invoices"]
            .replace("35.98", "35.97")
            .replace("46.18", "46.19"),
        }
    ) == [
        "AMT02",
        "AMT03",  # two mistakes
    ]
    assert codes(
        **{**given, "invoices": given["invoices"].replace("35.98", "35.99")}
    ) == ["AMT02"]
    assert codes(
        **{**given, "invoice_lines": given["invoice_lines"].replace("35.98", "35.99")}
    ) == ["AMT01"]
    for wrong in ("7.21", "7.19", "0"):
        invoices = given["invoices"].replace("7.20", wrong)
        assert codes(**{**given, "invoices": invoices}) == ["AMT05"]


def test_a_changed_line_makes_the_issued_amounts_disagree_and_they_stay_as_issued():
    issued = after("Invoice ordered")
    changed = after(
        None,
        issued,
        invoice_lines="""
        Invoice     Order  Line  SKU    Quantity  Unit price  Line total
        INV-000001  SO-1   1     A-100  9         20          200
    """,
    )
    assert changed.codes == ["AMT01"]
    assert (changed.invoices["Total"], changed.invoice_lines["Line total"]) == (
        [200],
        [200],
    )


def test_with_prices_that_include_tax_the_total_is_subtotal_and_freight():
    assert (
        codes(
            settings="""
        Setting             Value
        Prices include tax  Yes
    """,
            invoices="""
        Invoice  Order  Invoice date  Freight  Tax   Total
        INV-1    SO-1   2026-02-12    3        1.90  43
    """,
            invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price  Tax 1 %
        INV-1    SO-1   1     A-100  2         20          5
    """,
        )
        == []
    )


@pytest.mark.parametrize("state", ["Quote", "Cancelled"])
def test_any_fact_on_a_quote_or_cancelled_order_is_an_error(state):
    played = after(
        **SENT,
        **billed(6),
        orders=f"""
        Order  State    Order date  Customer
        SO-1   {state}  2026-02-01  C-1
    """,
        returns="""
        Return  Order  SKU    Quantity  Return date
        RET-1   SO-1   A-100  1         2026-02-20
    """,
        restocks="""
        Return  SKU    Location  Quantity  Restock date
        RET-1   A-100  MAIN      1         2026-02-21
    """,
        payments="""
        Order  Payment date  Amount
        SO-1   2026-02-20    5
    """,
    )
    [problem] = played.result.reported
    assert (problem.code, problem.sheet, problem.record) == ("STA01", "Picks", 0)
    assert [sheet for sheet, _, _ in problem.also] == [
        "Packing",
        "Shipments",
        "Invoices",
        "Invoice lines",
        "Payments",
        "Returns",
        "Restocks",
    ]


def test_a_fact_is_a_fact_though_it_breaks_a_rule():
    """Rule errors hold the order, but the row counts: 7 are packed and shipped of 6 picked."""
    played = after(
        "Invoice",
        picks=PICKS,
        packing=PACKING.replace("6\n", "7\n"),
        shipments=SHIPMENTS,
    )
    assert (played.codes, played.on_hold, played.orders["Action"]) == (
        ["PAC01"],
        ["SO-1"],
        ["Invoice"],
    )
    expect(
        played.order_lines,
        """
        Picked  Packed  Shipped
        6       7       7
    """,
    )
    assert again(played).sheets == played.sheets


# --- on hand below 0 -------------------------------------------------------------------------------------------------
FEW = """
    Date        Type     SKU    To    Quantity
    2026-01-02  Opening  A-100  MAIN  8
"""


def test_on_hand_below_zero_is_reported_on_the_last_row_that_takes_it_there():
    """8 − 5 − 4 = −1, + 3 = 2, − 4 = −2: the pick of the 12th takes it below last, not that of the 10th."""
    expect(
        after(
            stock_moves=FEW + "    2026-02-11  Receipt  A-100  MAIN  3",
            order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  20
    """,
            picks="""
        Pick  Order  Line  SKU    Location  Picked  Pick date
        PK-1  SO-1   1     A-100  MAIN      4       2026-02-12
        PK-2  SO-1   1     A-100  MAIN      5       2026-02-09
        PK-3  SO-1   1     A-100  MAIN      4       2026-02-10
        PK-4  SO-1   1     A-100  MAIN      1       2026-02-13
    """,
        ).issues,
        """
        Code   Sheet  Row  Column  Problem
        STK01  Picks  1    Picked  A-100 at MAIN ends at -3: this row takes it below 0
    """,
    )


def test_rows_of_one_date_are_sorted_by_sheet_then_row():
    """A transfer out of MAIN and a pick on the same day: Stock moves comes before Picks."""
    expect(
        after(
            stock_moves="""
        Date        Type      SKU    From  To    Quantity
        2026-01-02  Opening   A-100  -     MAIN  8
        2026-02-10  Transfer  A-100  MAIN  BACK  7
    """,
            picks="""
        Pick  Order  Line  SKU    Location  Picked  Pick date
        PK-1  SO-1   1     A-100  MAIN      2       2026-02-10
    """,
        ).issues,
        """
        Code   Sheet  Row
        STK01  Picks  1
    """,
    )


def test_a_shortage_of_stock_moves_holds_no_order():
    played = after(
        "Pick",
        stock_moves=FEW.replace("A-100", "B-200")
        + "    2026-01-03  Adjustment  B-200  MAIN  -9",
    )
    assert (played.codes, played.on_hold) == (["ACT03", "STK01"], [])


def test_an_earlier_shortage_that_is_made_good_is_a_warning():
    played = after(
        stock_moves=FEW + "    2026-02-20  Receipt  A-100  MAIN  3",
        picks="""
        Pick  Order  Line  SKU    Location  Picked  Pick date
        PK-1  SO-1   1     A-100  MAIN      9       2026-02-10
    """,
    )
    expect(
        played.issues,
        """
        Code   Sheet  Row  Problem
        STK02  Picks  1    A-100 at MAIN was at -1 on 2026-02-10
    """,
    )
    assert played.on_hold == []


def test_within_one_day_the_order_of_things_does_not_matter():
    assert (
        codes(
            stock_moves=FEW + "    2026-02-10  Receipt  A-100  MAIN  3",
            picks="""
        Pick  Order  Line  SKU    Location  Picked  Pick date
        PK-1  SO-1   1     A-100  MAIN      9       2026-02-10
    """,
        )
        == []
    )


def test_nothing_is_said_where_settings_allow_negative_stock():
    assert (
        codes(
            settings="""
        Setting               Value
        Allow negative stock  Yes
    """,
            stock_moves=FEW,
            picks="""
        Pick  Order  Line  SKU    Location  Picked  Pick date
        PK-1  SO-1   1     A-100  MAIN      9       2026-02-10
    """,
        )
        == []
    )


def test_voided_rows_break_no_rule():
    assert (
        codes(
            picks="""
        Order  SKU    Location  Picked  Voided
        SO-1   B-200  NOWHERE   many    2026-02-10
        SO-9   A-100  MAIN      5000    2026-02-10
    """,
            payments="""
        Order  Payment date  Kind    Amount  Voided
        SO-1   -             Refund  -5      2026-02-10
    """,
        )
        == []
    )


def test_what_a_run_wrote_the_next_run_can_read_though_a_discount_is_of_all():
    played = after(
        "Fulfil, Invoice",
        order_lines="""
        Order  SKU    Quantity  Discount %
        SO-1   A-100  10        100
    """,
    )
    expect(
        played.invoices,
        """
        Subtotal  Total  Status
        0         0      Paid
    """,
    )
    assert (again(played).codes, again(played).sheets == played.sheets) == ([], True)


def test_a_discount_above_all_is_an_error_and_nothing_is_invoiced():
    played = after(
        "Fulfil, Invoice",
        order_lines="""
        Order  SKU    Quantity  Discount %
        SO-1   A-100  10        150
    """,
    )
    assert (played.codes, played.on_hold, len(played.invoices)) == (
        ["NUM11"],
        ["SO-1"],
        0,
    )


@pytest.mark.parametrize(("price", "found"), [(999_999, []), (1_000_000, ["NUM09"])])
def test_quantity_times_unit_price_stays_below_a_million_millions(price, found):
    line = "Order  Line  SKU    Quantity  Unit price\nSO-1   1     A-100  1000000   "
    assert after(order_lines=f"{line}{price}").codes == found
    invoiced = after(
        order_lines=f"{line}1",
        invoices="""
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-10
    """,
        invoice_lines=f"""
        Invoice  Order  Line  SKU    Quantity  Unit price
        INV-1    SO-1   1     A-100  1000000   {price}
    """,
    )
    assert invoiced.codes == found
