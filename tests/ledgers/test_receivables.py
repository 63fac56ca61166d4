"""Receivables: what each customer owes, by days past due (rules.md section 6)."""

from __future__ import annotations

import pytest
from sheets import after, expect

CUSTOMERS = """
    Customer  Name
    C-1       Mill Lane Stores
    C-2       Harbour Cafe
    C-3       Nobody Yet
    C-4       Prepaid Ltd
"""
ORDERS = """
    Order  Order date  Customer
    SO-1   2026-01-01  C-1
    SO-2   2026-01-01  C-2
    SO-3   2026-01-01  C-3
    SO-4   2026-01-01  C-4
    SO-5   2026-01-01  C-1
"""
LINES = """
    Order  Line  SKU    Quantity
    SO-1   1     A-100  100
    SO-2   1     A-100  100
    SO-3   1     A-100  100
    SO-4   1     A-100  100
    SO-5   1     A-100  100
"""


def test_balances_by_days_past_due():
    played = after(
        as_of="2026-06-30",
        customers=CUSTOMERS,
        orders=ORDERS,
        order_lines=LINES,
        invoices="""
        Invoice  Order  Invoice date  Due date    Voided
        INV-1    SO-1   2026-01-05    2026-06-30  -
        INV-2    SO-1   2026-01-05    2026-06-29  -
        INV-3    SO-1   2026-01-05    2026-05-31  -
        INV-4    SO-5   2026-01-05    2026-05-30  -
        INV-5    SO-5   2026-01-05    2026-04-01  -
        INV-6    SO-5   2026-01-05    2026-03-31  -
        INV-7    SO-2   2026-01-05    2026-05-01  -
        INV-8    SO-3   2026-01-05    2026-05-01  2026-01-06
    """,
        invoice_lines="""
        Invoice  Order  SKU    Quantity  Unit price
        INV-1    SO-1   A-100  1         1
        INV-2    SO-1   A-100  1         2
        INV-3    SO-1   A-100  1         4
        INV-4    SO-5   A-100  1         8
        INV-5    SO-5   A-100  1         16
        INV-6    SO-5   A-100  1         32
        INV-7    SO-2   A-100  1         50
    """,
        payments="""
        Order  Invoice  Payment date  Amount
        SO-2   INV-7    2026-02-01    58
        SO-4   -        2026-02-01    9.5
    """,
    )
    expect(
        played.receivables,
        """
        Customer  Name              Not due  1–30  31–60  61–90  Over 90  Total  Unallocated
        C-1       Mill Lane Stores  1        6     8      16     32       63     0
        C-2       Harbour Cafe      0        0     0      0      0        -8     -8
        C-4       Prepaid Ltd       0        0     0      0      0        -9.5   -9.5
    """,
    )
    expect(
        played.customers,
        """
        Customer  Balance  Overdue
        C-1       63       62
        C-2       -8       0
        C-3       0        0
        C-4       -9.5     0
    """,
    )


def test_the_total_is_the_sum_of_the_buckets_and_what_is_unallocated():
    played = after(
        customers=CUSTOMERS,
        orders=ORDERS,
        order_lines=LINES,
        invoices="""
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-01-05
        INV-2    SO-5   2026-01-05
    """,
        invoice_lines="""
        Invoice  Order  SKU    Quantity  Unit price
        INV-1    SO-1   A-100  1         100
        INV-2    SO-5   A-100  1         30
    """,
        payments="""
        Order  Payment date  Amount
        SO-5   2026-02-01    45
    """,
    )
    expect(
        played.receivables,
        """
        Customer  Not due  1–30  Total  Unallocated
        C-1       0        100   85     -15
    """,
    )


def test_a_credit_alone_lists_a_customer():
    """The invoice was paid, then voided with its payment; the credit given before stays."""
    played = after(
        returns="""
        Order  SKU    Quantity  Return date  Disposition  Credited quantity  Credit net  Credit tax  Credit total
        SO-1   A-100  1         2026-02-20   Credit only  1                  20          0           20
    """
    )
    expect(
        played.receivables,
        """
        Customer  Total  Unallocated
        C-1       -20    -20
    """,
    )


@pytest.mark.parametrize("customer", ["C-9", "-"])
def test_no_amount_falls_out_where_the_customer_is_unknown(customer):
    played = after(
        orders=f"""
        Order  Order date  Customer
        SO-1   2026-02-01  {customer}
    """,
        payments="""
        Order  Payment date  Amount
        SO-1   2026-02-20    5
    """,
    )
    assert played.receivables["Total"] == [-5]


@pytest.mark.parametrize(
    ("quantity", "net", "voided", "listed"),
    [
        ("1", "0", "-", ["C-1"]),
        ("0", "0", "-", []),
        ("0", "5", "-", ["C-1"]),
        ("0.000001", "0", "-", ["C-1"]),
        ("1", "0", "2026-02-21", []),
    ],
)
def test_a_return_lists_its_customer_where_it_credits_something(
    quantity, net, voided, listed
):
    """Something is a quantity, though it was given away, or an amount."""
    played = after(
        returns=f"""
        Order  SKU    Quantity  Return date  Disposition  Credited quantity  Credit net  Credit tax  Voided
        SO-1   A-100  1         2026-02-20   Credit only  {quantity}         {net}       0           {voided}
    """
    )
    assert played.receivables["Customer"] == listed


def test_every_customer_without_a_row_of_its_own_is_listed_below_the_others():
    played = after(
        orders="""
        Order  Order date  Customer
        SO-1   2026-02-01  C-9
        SO-2   2026-02-01  C-2
        SO-3   2026-02-01  C-8
        SO-4   2026-02-01  -
        SO-5   2026-02-01  C-9
    """,
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  1
        SO-2   1     A-100  1
        SO-3   1     A-100  1
        SO-4   1     A-100  1
        SO-5   1     A-100  1
    """,
        payments="""
        Order  Payment date  Amount
        SO-1   2026-02-20    1
        SO-2   2026-02-20    2
        SO-3   2026-02-20    4
        SO-4   2026-02-20    8
        SO-5   2026-02-20    16
    """,
    )
    expect(
        played.receivables,
        """
        Customer       Name          Total
        C-2            Harbour Cafe  -2
        C-9            -             -17
        C-8            -             -4
        (no customer)  -             -8
    """,
    )


def test_a_voided_invoice_is_owed_by_nobody():
    played = after(
        invoices="""
        Invoice  Order  Invoice date  Due date    Voided
        INV-1    SO-1   2026-01-05    2026-05-01  2026-01-06
        INV-2    SO-1   2026-01-05    2026-05-01  -
    """,
        invoice_lines="""
        Invoice  Order  SKU    Quantity  Unit price
        INV-1    SO-1   A-100  1         100
        INV-2    SO-1   A-100  1         7
    """,
    )
    expect(
        played.receivables,
        """
        Not due  Total  Unallocated
        7        7      0
    """,
    )
    assert (
        after(
            invoices="""
        Invoice  Order  Invoice date  Voided
        INV-1    SO-1   2026-01-05    2026-01-06
    """
        ).receivables["Customer"]
        == []
    )
