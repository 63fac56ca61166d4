"""Numbers of new rows, dates and terms that are filled where blank (workbook.md; rules.md section 2)."""

from __future__ import annotations

import pytest
from sheets import after, again, expect


@pytest.mark.parametrize(
    ("sheet", "table", "key", "numbers"),
    [
        (
            "stock_moves",
            """
            Move  Date        Type     SKU    To    Quantity
            -     2026-01-02  Receipt  A-100  MAIN  1
        """,
            "Move",
            ["MV-000001"],
        ),
        (
            "picks",
            """
            Pick  Order  SKU    Location  Suggested
            PK-7  SO-1   A-100  MAIN      1
            -     SO-1   A-100  MAIN      2
        """,
            "Pick",
            ["PK-7", "PK-000008"],
        ),
        (
            "payments",
            """
            Payment     Order  Payment date  Amount  Voided
            -           SO-1   2026-02-01    1       -
            PAY-000012  SO-1   2026-02-01    1       2026-02-02
            cheque      SO-1   2026-02-01    1       -
            -           SO-1   2026-02-01    1       -
        """,
            "Payment",
            ["PAY-000013", "PAY-000012", "cheque", "PAY-000014"],
        ),
        (
            "invoices",
            """
            Invoice     Order  Invoice date  Voided
            INV-000099  SO-1   2026-02-01    -
            -           SO-1   2026-02-01    -
            -           SO-1   2026-02-01    2026-02-02
        """,
            "Invoice",
            ["INV-000099", "INV-000100", None],
        ),
    ],
)
def test_numbers_follow_the_highest_in_use(sheet, table, key, numbers):
    assert getattr(after(**{sheet: table}), sheet)[key] == numbers


def test_returns_and_restocks_are_numbered_in_the_order_of_their_rows():
    sent = after("Fulfil")
    played = after(
        None,
        sent,
        returns="""
        Order  SKU    Quantity  Return date
        SO-1   A-100  1         2026-03-02
        SO-1   A-100  2         2026-03-02
    """,
    )
    assert played.returns["Return"] == ["RET-000001", "RET-000002"]
    restocked = after(
        None,
        played,
        restocks="""
        Return      SKU    Location  Quantity  Restock date
        RET-000002  A-100  MAIN      1         2026-03-02
    """,
    )
    assert restocked.restocks["Restock"] == ["RST-000001"]


def test_the_pick_date_is_the_day_on_which_it_was_picked():
    expect(
        after(
            picks="""
        Order  SKU    Location  Suggested  Picked  Pick date
        SO-1   A-100  MAIN      1          1       -
        SO-1   A-100  MAIN      1          1       2026-02-10
        SO-1   A-100  MAIN      1          -       -
    """
        ).picks,
        """
        Pick date
        2026-03-02
        2026-02-10
        -
    """,
    )


def test_an_invoice_is_completed_once():
    """2 × 19.99 = 39.98, 5 % off the order: 37.981 → 37.98; VAT 20 % on that and on 3 freight: 8.196 → 8.20."""
    played = after(
        tax_codes="""
        Tax code  Tax 1 %  Tax 2 %  Compound
        VAT       20       -        -
    """,
        orders="""
        Order  Order date  Customer  Discount %
        SO-1   2026-02-01  C-1       5
    """,
        invoices="""
        Invoice  Order  Invoice date  Freight  Freight tax code
        INV-1    SO-1   2026-02-10    3        VAT
    """,
        invoice_lines="""
        Invoice  Order  SKU    Quantity  Unit price  Tax code
        INV-1    SO-1   A-100  2         19.99       VAT
    """,
    )
    expect(
        played.invoice_lines,
        """
        Line  Discount %  Order discount %  Tax 1 %  Tax 2 %  Compound  Line total
        1     -           5                 20       0        No        37.98
    """,
    )
    expect(
        played.invoices,
        """
        Due date    Currency  Prices include tax  Tax rounding  Freight tax 1 %  Freight tax 2 %  Freight compound
        2026-03-12  USD       No                  Document      20               0                No
    """,
    )
    expect(
        played.invoices,
        """
        Subtotal  Tax  Total
        37.98     8.2  49.18
    """,
    )
    assert again(played).sheets == played.sheets


def test_what_an_invoice_says_of_itself_is_kept():
    """JPY has no minor unit; its prices hold the tax: 3 × 10.4 = 31.2 → 31, of it 31 ÷ 1.1 = 28.18 → 28 net, 3 tax."""
    played = after(
        invoices="""
        Invoice  Order  Invoice date  Due date    Currency  Prices include tax  Tax rounding
        INV-1    SO-1   2026-02-10    2026-02-11  JPY       Yes                 Line
    """,
        invoice_lines="""
        Invoice  Order  SKU    Quantity  Unit price  Tax 1 %  Order discount %
        INV-1    SO-1   A-100  3         10.4        10       0
    """,
    )
    expect(
        played.invoices,
        """
        Due date    Currency  Subtotal  Tax  Total
        2026-02-11  JPY       31        3    31
    """,
    )


def test_the_amounts_of_an_invoice_with_an_unreadable_line_wait_until_it_is_fixed():
    lines = """
        Invoice  Order  Line  SKU    Quantity  Unit price
        INV-1    SO-1   1     A-100  2         20
        INV-1    SO-1   2     B-200  {}        5
    """
    given = {
        "invoices": """
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-10
    """,
        "order_lines": """
        Order  Line  SKU    Quantity
        SO-1   1     A-100  10
        SO-1   2     B-200  10
    """,
    }
    broken = after(**given, invoice_lines=lines.format("one"))
    expect(
        broken.invoices,
        """
        Due date    Currency  Subtotal  Tax  Total
        2026-03-12  USD       -         -    -
    """,
    )
    fixed = after(None, broken, invoice_lines=lines.format("1"))
    expect(
        fixed.invoices,
        """
        Subtotal  Tax  Total
        45        0    45
    """,
    )


EXEMPT = {
    "tax_codes": """
        Tax code  Tax 1 %
        VAT       20
    """,
    "invoices": """
        Invoice  Order  Invoice date  Freight  Freight tax code
        INV-1    SO-1   2026-02-10    10       VAT
    """,
    "invoice_lines": """
        Invoice  Order  SKU    Quantity  Unit price
        INV-1    SO-1   A-100  2         20
    """,
}


def test_an_invoice_without_lines_or_freight_has_no_amounts():
    played = after(
        invoices="""
        Invoice  Order  Invoice date  Freight
        INV-1    SO-1   2026-02-10    -
        INV-2    SO-1   2026-02-10    5
    """
    )
    expect(
        played.invoices,
        """
        Invoice  Currency  Subtotal  Total
        INV-1    USD       -         -
        INV-2    USD       0         5
    """,
    )
    billed = after(
        None,
        played,
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price
        INV-1    SO-1   1     A-100  1         10
    """,
    )
    expect(
        billed.invoices,
        """
        Invoice  Subtotal  Total
        INV-1    10        10
        INV-2    0         5
    """,
    )


def test_what_an_invoice_takes_from_its_customer_waits_until_the_customers_row_is_fixed():
    """Filled too early, the exempt customer's freight would be taxed for ever."""
    customer = """
        Customer  Name  Tax exempt  Terms (days)
        C-1       Mill  Yes         {}
    """
    broken = after(**EXEMPT, customers=customer.format("soon"))
    expect(
        broken.invoices,
        """
        Due date  Currency  Freight tax 1 %  Subtotal  Tax  Total
        -         USD       -                -         -    -
    """,
    )
    fixed = after(None, broken, customers=customer.format("14"))
    expect(
        fixed.invoices,
        """
        Due date    Freight tax 1 %  Subtotal  Tax  Total
        2026-02-24  0                40        0    50
    """,
    )


def test_what_an_invoice_takes_from_its_order_waits_until_the_orders_row_is_fixed():
    order = """
        Order  Order date  Customer  Discount %  Ship by
        SO-1   2026-02-01  C-1       10          {}
    """
    broken = after(**EXEMPT, orders=order.format("soon"))
    expect(
        broken.invoices,
        """
        Due date  Freight tax 1 %  Subtotal  Tax  Total
        -         -                -         -    -
    """,
    )
    expect(
        broken.invoice_lines,
        """
        Order discount %  Tax 1 %  Line total
        -                 0        -
    """,
    )
    fixed = after(None, broken, orders=order.format("2026-03-01"))
    expect(
        fixed.invoices,
        """
        Due date    Freight tax 1 %  Subtotal  Tax  Total
        2026-03-12  20               36        2    48
    """,
    )


def test_what_is_typed_on_the_invoice_needs_no_other_row():
    played = after(
        **{
            **EXEMPT,
            "invoices": """
        Invoice  Order  Invoice date  Due date    Freight  Freight tax code  Freight tax 1 %
        INV-1    SO-1   2026-02-10    2026-02-11  10       VAT               20
    """,
        },
        customers="""
        Customer  Name  Tax exempt  Terms (days)
        C-1       Mill  -           soon
    """,
    )
    expect(
        played.invoices,
        """
        Due date    Subtotal  Tax  Total
        2026-02-11  40        2    52
    """,
    )


def test_a_number_that_this_run_fills_may_be_named():
    """The second run would find it: so the first must too."""
    sent = after("Fulfil")
    played = after(
        None,
        sent,
        returns="""
        Order  SKU    Quantity  Return date
        SO-1   A-100  2         2026-03-02
    """,
        restocks="""
        Return      SKU    Location  Quantity  Restock date
        RET-000001  A-100  BACK      2         2026-03-02
    """,
        invoices="""
        Order  Invoice date
        SO-1   2026-03-02
    """,
        invoice_lines="""
        Invoice     Order  SKU    Quantity  Unit price
        INV-000001  SO-1   A-100  8         20
    """,
        payments="""
        Order  Invoice     Payment date  Amount
        SO-1   INV-000001  2026-03-02    160
    """,
    )
    assert played.codes == []
    expect(
        played.orders,
        """
        Status           Return  Restock  Invoiced  Paid
        Fulfilled, Paid  Part    Full     160       160
    """,
    )
    assert again(played).sheets == played.sheets


def test_a_number_that_no_row_has_is_unknown():
    expect(
        after(
            restocks="""
        Return      SKU    Location  Quantity  Restock date
        RET-000001  A-100  BACK      2         2026-03-02
    """,
            invoice_lines="""
        Invoice     Order  SKU    Quantity  Unit price
        INV-000001  SO-1   A-100  8         20
    """,
        ).issues,
        """
        Code   Sheet          Row  Column
        INV01  Invoice lines  1    Invoice
        RET01  Restocks       1    Return
    """,
    )
