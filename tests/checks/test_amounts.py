"""Amounts as issued, and rows that name what belongs together (rules.md section 7)."""

from __future__ import annotations

import pytest
from sheets import Played, after, expect

ORDERS = """
    Order  Order date  Customer
    SO-1   2026-02-01  C-1
    SO-2   2026-02-01  C-1
"""
ORDER_LINES = """
    Order  Line  SKU    Quantity
    SO-1   1     A-100  10
    SO-2   1     B-200  10
"""
INVOICE_LINES = """
    Invoice  Order  Line  SKU    Quantity  Unit price
    INV-1    SO-1   1     A-100  1         20
    INV-2    SO-2   1     B-200  1         5
    INV-3    SO-2   1     B-200  1         5
"""


def two_orders(**sheets: str) -> Played:
    """A shop with two orders of one customer."""
    return after(**{"orders": ORDERS, "order_lines": ORDER_LINES, **sheets})


def test_each_order_of_another_customer_than_its_first_wrong_invoice_is_named():
    """INV-1 was voided since, so it does not count."""
    played = two_orders(
        invoices="""
        Invoice  Order  Invoice date  Customer  Voided
        INV-0    SO-1   2026-02-09    C-2       2026-02-10
        INV-1    SO-1   2026-02-10    C-2       -
        INV-2    SO-2   2026-02-11    C-2       -
        INV-3    SO-2   2026-02-12    C-2       -
    """,
        invoice_lines=INVOICE_LINES,
    )
    expect(
        played.issues,
        """
        Code   Sheet   Row  Column    Value  Problem
        AGR03  Orders  1    Customer  C-1    Invoice INV-1 of this order was issued to C-2, not to C-1
        AGR03  Orders  2    Customer  C-1    Invoice INV-2 of this order was issued to C-2, not to C-1
    """,
    )


def test_only_the_order_of_the_wrong_invoice_is_named():
    played = two_orders(
        invoices="""
        Invoice  Order  Invoice date  Customer
        INV-1    SO-1   2026-02-10    C-2
        INV-2    SO-2   2026-02-11    C-1
        INV-3    SO-2   2026-02-12    C-1
    """,
        invoice_lines=INVOICE_LINES,
    )
    expect(
        played.issues,
        """
        Code   Row  Problem
        AGR03  1    Invoice INV-1 of this order was issued to C-2, not to C-1
    """,
    )


def test_an_invoice_of_the_same_customer_or_a_voided_one_is_right():
    played = two_orders(
        invoices="""
        Invoice  Order  Invoice date  Customer  Voided
        INV-1    SO-1   2026-02-10    C-1       -
        INV-2    SO-2   2026-02-11    C-2       2026-02-12
        INV-3    SO-2   2026-02-12    C-1       -
    """,
        invoice_lines=INVOICE_LINES,
    )
    assert played.codes == []


@pytest.mark.parametrize(("order", "other"), [("SO-1", "SO-2"), ("SO-2", "SO-1")])
def test_a_payment_for_another_order_than_its_invoice_is_an_error(order, other):
    number = {"SO-1": "INV-1", "SO-2": "INV-2"}
    played = two_orders(
        invoices="""
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-10
        INV-2    SO-2   2026-02-11
        INV-3    SO-2   2026-02-11
    """,
        invoice_lines=INVOICE_LINES,
        payments=f"""
        Payment  Order    Invoice          Payment date  Amount
        PAY-1    {order}  {number[other]}  2026-02-20    5
        PAY-2    {other}  {number[other]}  2026-02-20    4
        PAY-3    {other}  -                2026-02-20    3
    """,
    )
    expect(
        played.issues.only(Sheet="Payments"),
        f"""
        Code   Row  Column  Value    Problem
        AGR01  1    Order   {order}  This row is for order {order}, but its invoice is for order {other}
    """,
    )


@pytest.mark.parametrize(("sku", "other"), [("A-100", "B-200"), ("B-200", "A-100")])
def test_a_restock_of_another_product_than_its_return_is_an_error(sku, other):
    played = after(
        order_lines=f"""
        Order  Line  SKU      Quantity
        SO-1   1     {other}  5
    """,
        picks=f"""
        Pick  Order  Line  SKU      Location  Picked  Pick date
        PK-1  SO-1   1     {other}  MAIN      5       2026-02-10
    """,
        packing=f"""
        Order  Container  Line  SKU      Quantity
        SO-1   1          1     {other}  5
    """,
        shipments="""
        Shipment  Order  Container  Ship date
        SH-1      SO-1   1          2026-02-11
    """,
        returns=f"""
        Return  Order  Line  SKU      Quantity  Return date  Disposition
        RET-1   SO-1   1     {other}  2         2026-02-20   Restock
    """,
        restocks=f"""
        Restock  Return  SKU      Quantity  Location  Restock date
        RS-1     RET-1   {sku}    1         MAIN      2026-02-21
    """,
    )
    expect(
        played.issues.only(Code="AGR02"),
        f"""
        Code   Sheet     Row  Value  Problem
        AGR02  Restocks  1    {sku}  This restocks {sku}, but the return is of {other}
    """,
    )


def test_amounts_of_voided_rows_are_not_checked():
    played = after(
        invoices="""
        Invoice  Order  Invoice date  Subtotal  Total  Voided
        INV-1    SO-1   2026-02-10    99        98     2026-02-11
        INV-2    SO-1   2026-02-11    20        20     -
    """,
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price  Line total  Voided
        INV-1    SO-1   1     A-100  1         20          20          -
        INV-2    SO-1   1     A-100  1         20          20          -
        INV-2    SO-1   1     A-100  1         20          77          2026-02-11
    """,
    )
    assert played.codes == []


def test_totals_wait_until_every_line_can_be_read():
    """The voided line that cannot be read is not waited for."""
    unreadable = """
        Invoice  Order  Line  SKU    Quantity  Unit price  Voided
        INV-1    SO-1   1     A-100  1         20          -
        INV-1    SO-1   1     A-100  one       20          {voided}
    """
    invoices = """
        Invoice  Order  Invoice date  Subtotal  Total
        INV-1    SO-1   2026-02-10    50        51
    """
    waits = after(invoices=invoices, invoice_lines=unreadable.format(voided="-"))
    assert "AMT02" not in waits.codes
    checked = after(
        invoices=invoices, invoice_lines=unreadable.format(voided="2026-02-11")
    )
    assert "AMT02" in checked.codes


@pytest.mark.parametrize(
    ("subtotal", "total", "found"),
    [
        (25, 25, ["AMT01"]),
        (30, 25, ["AMT01", "AMT02"]),
        (20, 20, ["AMT01"]),
        (24, 20, ["AMT01", "AMT02"]),
        (24, 21, ["AMT01", "AMT02", "AMT03"]),
        (25, 21, ["AMT01", "AMT03"]),
    ],
)
def test_a_total_that_follows_from_a_wrong_amount_is_not_named_too(
    subtotal, total, found
):
    """The line comes to 20 and says 25; a total of either is right once that is."""
    played = after(
        invoices=f"""
        Invoice  Order  Invoice date  Subtotal    Total
        INV-1    SO-1   2026-02-10    {subtotal}  {total}
    """,
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price  Line total
        INV-1    SO-1   1     A-100  1         20          25
    """,
    )
    assert played.codes == found


@pytest.mark.parametrize("freight", [0, 3])
def test_a_tax_at_a_rate_that_is_not_known_is_not_checked(freight):
    """The tax code has no rate before 2027, so neither have the line and the freight."""
    played = after(
        tax_codes="""
        Tax code  From date   Tax 1 %
        VAT       2027-01-01  20
    """,
        invoices=f"""
        Invoice  Order  Invoice date  Freight    Freight tax code  Tax
        INV-1    SO-1   2026-02-10    {freight}  VAT               9
    """,
        invoice_lines=f"""
        Invoice  Order  Line  SKU    Quantity  Unit price  Tax code
        INV-1    SO-1   1     A-100  1         20          {"-" if freight else "VAT"}
    """,
    )
    assert "AMT05" not in played.codes


def test_a_voided_line_without_a_rate_does_not_keep_a_tax_from_being_checked():
    played = after(
        invoices="""
        Invoice  Order  Invoice date  Tax
        INV-1    SO-1   2026-02-10    9
    """,
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price  Tax 1 %  Voided
        INV-1    SO-1   1     A-100  1         20          20       -
        INV-1    SO-1   1     A-100  1         20          -        2026-02-11
    """,
    )
    assert played.codes == ["AMT05"]


def test_a_price_of_0_is_reported_once_the_product_can_be_read():
    lines = """
        Order  Line  SKU    Quantity  Unit price
        SO-1   1     A-100  1         0
        SO-1   2     B-200  1         0
        SO-1   3     B-200  1         0.000001
    """
    assert after(order_lines=lines).codes == ["PRI01", "PRI01"]
    unreadable = after(
        order_lines=lines,
        products="""
        SKU    Name     Price
        A-100  Anvil    twenty
        B-200  Bellows  5
    """,
    )
    expect(
        unreadable.issues.only(Code="PRI01"),
        """
        Row
        2
    """,
    )
