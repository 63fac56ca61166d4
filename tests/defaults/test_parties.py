"""The customer of an invoice, filled once (docs/reference/rules.md, section 2)."""

from __future__ import annotations

from sheets import after, expect

CUSTOMERS = """
    Customer  Name              Billing address  Shipping address  Tax number
    C-1       Mill Lane Stores  1 Mill Lane      Dock 4            GB123
    C-2       Harbour Cafe      -                Pier 2            -
"""
RENAMED = """
    Customer  Name      Billing address  Shipping address  Tax number
    C-1       New Name  2 New Road       Dock 9            GB999
    C-2       Cafe      -                Pier 2            -
"""


def test_an_invoice_gets_its_customer():
    played = after("Invoice ordered", customers=CUSTOMERS)
    expect(
        played.invoices,
        """
        Customer  Bill to           Billing address  Tax number
        C-1       Mill Lane Stores  1 Mill Lane      GB123
    """,
    )


def test_without_a_billing_address_it_is_the_shipping_address():
    played = after(
        "Invoice ordered",
        customers=CUSTOMERS,
        orders="""
        Order  Order date  Customer
        SO-1   2026-02-01  C-2
    """,
    )
    expect(
        played.invoices,
        """
        Customer  Bill to       Billing address  Tax number
        C-2       Harbour Cafe  Pier 2           -
    """,
    )


def test_it_keeps_its_customer_whatever_customers_say_later():
    issued = after("Invoice ordered", customers=CUSTOMERS)
    changed = after(None, issued, customers=RENAMED)
    expect(
        changed.invoices,
        """
        Customer  Bill to           Billing address  Tax number
        C-1       Mill Lane Stores  1 Mill Lane      GB123
    """,
    )
    expect(
        changed.receivables,
        """
        Customer  Name
        C-1       Mill Lane Stores
    """,
    )


def test_what_the_customer_did_not_have_is_not_added_later():
    before = CUSTOMERS.replace("1 Mill Lane", "-").replace("Dock 4", "-")
    issued = after("Invoice ordered", customers=before)
    changed = after(None, issued, customers=CUSTOMERS)
    assert changed.invoices["Billing address"] == [None]


def test_another_customer_on_the_order_is_an_error():
    issued = after("Invoice ordered", customers=CUSTOMERS)
    changed = after(
        None,
        issued,
        orders="""
        Order  Order date  Customer
        SO-1   2026-02-01  C-2
    """,
    )
    assert changed.codes == ["AGR03"]


def test_after_the_invoice_was_voided_the_order_may_have_another_customer():
    issued = after("Invoice ordered", customers=CUSTOMERS)
    changed = after(
        "Re-open",
        issued,
        orders="""
        Order  Order date  Customer  Action
        SO-1   2026-02-01  C-1       Re-open
    """,
    )
    moved = after(
        None,
        changed,
        orders="""
        Order  Order date  Customer
        SO-1   2026-02-01  C-2
    """,
    )
    assert moved.codes == []
