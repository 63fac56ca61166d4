"""Invoice: what is not invoiced yet goes on a new invoice."""

from __future__ import annotations

import pytest
from sheets import add, after, again, expect, show, text

TAXES = """
    Tax code  Tax 1 %  Tax 2 %  Compound
    VAT       20       -        -
    TWO       5        9.975    No
    ON-TOP    5        10       Yes
"""
LINES = """
    Order  Line  SKU    Quantity  Unit price  Discount %  Tax code
    SO-1   1     A-100  10        20          10          VAT
    SO-1   2     S-900  2         50          -           None
"""
SENT = """
    Order  Container  Line  SKU    Quantity
    SO-1   1          1     A-100  4
"""
SENT_PICKS = """
    Pick  Order  Line  SKU    Location  Picked  Pick date
    PK-1  SO-1   1     A-100  MAIN      4       2026-02-10
"""
SENT_OFF = """
    Shipment  Order  Container  Ship date
    SH-1      SO-1   1          2026-02-11
"""
PART_SENT = {
    "tax_codes": TAXES,
    "order_lines": LINES,
    "packing": SENT,
    "picks": SENT_PICKS,
    "shipments": SENT_OFF,
}
ORDERED = """
    Setting         Value
    Invoice policy  Ordered
"""


def orders(columns: str = "", values: str = "") -> str:
    """One order with more columns."""
    return f"""
    Order  Order date  Customer  {columns}
    SO-1   2026-02-01  C-1       {values}
    """


def test_what_has_shipped_is_invoiced_and_services_in_full_on_the_first():
    """4 × 20 × 0.9 = 72, tax 14.40; 2 × 50 = 100 without tax; 186.40 in all."""
    played = after("Invoice", **PART_SENT)
    expect(
        played.invoice_lines,
        """
        Invoice     Line  SKU    Description  Quantity  Unit price  Discount %  Tax code  Tax 1 %  Line total
        INV-000001  1     A-100  Anvil        4         20          10          VAT       20       72
        INV-000001  2     S-900  Setup        2         50          0           None      0        100
    """,
    )
    expect(
        played.invoices,
        """
        Invoice     Order  Invoice date  Due date    Subtotal  Tax   Total  Status
        INV-000001  SO-1   2026-03-02    2026-04-01  172       14.4  186.4  Open
    """,
    )
    expect(
        played.orders,
        """
        Status             Invoice  Action
        Started, Invoiced  Part     -
    """,
    )
    assert again(played).sheets == played.sheets


def test_what_is_ordered_is_invoiced_where_settings_say_so():
    """10 × 20 × 0.9 = 180 and 100; tax 36."""
    played = after("Invoice", settings=ORDERED, **PART_SENT)
    expect(
        played.invoices,
        """
        Subtotal  Tax  Total
        280       36   316
    """,
    )


def test_the_action_may_name_the_policy():
    assert after("Invoice ordered", **PART_SENT).invoice_lines["Quantity"] == [10, 2]
    assert after("Invoice shipped", settings=ORDERED, **PART_SENT).invoice_lines[
        "Quantity"
    ] == [4, 2]


def test_the_rest_is_invoiced_later():
    first = after("Invoice", **PART_SENT)
    rest = after("Fulfil, Invoice", first, as_of="2026-03-20")
    expect(
        rest.invoice_lines,
        """
        Invoice     SKU    Quantity  Line total
        INV-000001  A-100  4         72
        INV-000001  S-900  2         100
        INV-000002  A-100  6         108
    """,
    )
    expect(
        rest.orders,
        """
        Status               Invoice  Total  Invoiced  Balance  Due date
        Fulfilled, Invoiced  Full     316    316       316      2026-04-01
    """,
    )


def test_freight_comes_with_the_first_goods():
    """25 freight under VAT: 5 tax. The first invoice has services only, so no freight."""
    given = {
        "tax_codes": TAXES,
        "order_lines": LINES,
        "orders": orders("Freight  Freight tax code", "25  VAT"),
    }
    services = after("Invoice", **given)
    expect(
        services.invoices,
        """
        Freight  Subtotal  Tax  Total
        0        100       0    100
    """,
    )
    goods = after("Fulfil, Invoice", services)
    expect(
        goods.invoices,
        """
        Invoice     Freight  Subtotal  Tax  Total
        INV-000001  0        100       0    100
        INV-000002  25       180       41   246
    """,
    )
    expect(
        goods.orders,
        """
        Subtotal  Tax  Total  Invoiced
        280       41   346    346
    """,
    )


def test_freight_raised_after_the_last_goods_waits_for_a_typed_invoice():
    played = after("Fulfil, Invoice", orders=orders("Freight", "10"))
    raised = after("Invoice", played, orders=orders("Freight", "16"))
    assert raised.undone == [
        "SO-1 Invoice waits: nothing to invoice: all goods are invoiced; "
        "to charge the remaining freight of 6.00, type an invoice for it"
    ]
    assert len(raised.invoices) == 1


def test_freight_lowered_below_what_was_invoiced_adds_none():
    """10 freight was invoiced, now it is 7: the next invoice has 0, not −3."""
    first = after("Invoice", **{**PART_SENT, "orders": orders("Freight", "10")})
    lowered = after("Fulfil, Invoice", first, orders=orders("Freight", "7"))
    expect(
        lowered.invoices,
        """
        Invoice     Freight  Subtotal
        INV-000001  10       172
        INV-000002  0        108
    """,
    )


def test_an_exempt_customers_freight_has_no_tax():
    freight = orders("Freight  Freight tax code", "25  VAT")
    played = after(
        "Invoice ordered",
        tax_codes=TAXES,
        orders=freight,
        customers="""
        Customer  Name    Tax exempt
        C-1       Church  Yes
    """,
    )
    expect(
        played.invoices,
        """
        Freight  Freight tax 1 %  Tax  Total
        25       0                0    225
    """,
    )
    assert played.orders["Tax"] == [0]


@pytest.mark.parametrize(
    ("order", "customer", "setting", "due"),
    [
        ("7", "14", "60", "2026-03-09"),
        ("0", "14", "60", "2026-03-02"),
        ("-", "14", "60", "2026-03-16"),
        ("-", "-", "60", "2026-05-01"),
        ("-", "-", "-", "2026-04-01"),
    ],
)
def test_it_is_due_by_the_orders_terms_else_the_customers_else_settings(
    order, customer, setting, due
):
    played = after(
        "Invoice ordered",
        orders=orders("Terms (days)", order),
        customers=f"""
        Customer  Name  Terms (days)
        C-1       Mill  {customer}
    """,
        settings=f"""
        Setting       Value
        Terms (days)  {setting}
    """,
    )
    assert [str(day) for day in played.invoices["Due date"]] == [due]


def test_both_discounts_and_two_taxes():
    """3 × 19.99 × 0.95 × 0.9 = 51.27435 → 51.27. 5 %: 2.56; 9.975 %: 5.114… → 5.11; 10 % of 53.83: 5.38."""

    def total(code: str) -> str:
        played = after(
            "Invoice ordered",
            tax_codes=TAXES,
            orders=orders("Discount %", "10"),
            order_lines=f"""
            Order  SKU    Quantity  Unit price  Discount %  Tax code
            SO-1   A-100  3         19.99       5           {code}
        """,
        )
        assert played.orders["Total"] == played.invoices["Total"]
        return show(played.invoices, "Subtotal", "Tax", "Total")

    assert total("TWO") == text("""
        Subtotal  Tax   Total
        51.27     7.67  58.94
    """)
    assert total("ON-TOP") == text("""
        Subtotal  Tax   Total
        51.27     7.94  59.21
    """)


def test_what_came_back_uncredited_is_not_invoiced():
    """4 sent, 1 came back before any invoice: 3 are invoiced."""
    played = after(
        "Invoice",
        **PART_SENT,
        returns="""
        Return  Order  Line  SKU    Quantity  Return date
        RET-1   SO-1   1     A-100  1         2026-02-20
    """,
    )
    expect(
        played.invoice_lines.only(SKU="A-100"),
        """
        Quantity
        3
    """,
    )
    assert played.returns["Credited quantity"] == [0]


def test_the_number_follows_the_highest_in_use_voided_ones_included():
    played = after(
        "Invoice ordered",
        invoices="""
        Invoice     Order  Invoice date  Voided
        INV-000041  SO-1   2026-02-02    2026-02-03
        X-99        SO-1   2026-02-02    2026-02-03
    """,
    )
    assert played.invoices["Invoice"] == ["INV-000041", "X-99", "INV-000042"]


def test_with_nothing_shipped_it_waits():
    played = after("Invoice")
    assert played.undone == [
        "SO-1 Invoice waits: nothing to invoice: nothing more has shipped"
    ]
    assert len(played.invoices) == 0


def test_a_cancelled_quantity_is_not_invoiced():
    played = after(
        "Invoice ordered",
        order_lines="""
        Order  Line  SKU    Quantity  Cancelled quantity
        SO-1   1     A-100  10        4
        SO-1   2     S-900  2         2
    """,
    )
    expect(
        played.invoice_lines,
        """
        SKU    Quantity
        A-100  6
    """,
    )


def test_invoices_are_numbered_in_the_order_of_service():
    two = add(orders("Ship by", "-"), "    SO-2  2026-02-05  C-1  2026-03-09")
    played = after(
        "Invoice ordered",
        orders=two,
        order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  1
        SO-2   A-100  2
    """,
    )
    expect(
        played.invoices,
        """
        Invoice     Order  Total
        INV-000001  SO-2   40
        INV-000002  SO-1   20
    """,
    )
    expect(
        played.invoice_lines,
        """
        Invoice     Order  Quantity
        INV-000001  SO-2   2
        INV-000002  SO-1   1
    """,
    )


def test_the_smallest_quantity_is_invoiced_with_its_freight():
    played = after(
        "Fulfil, Invoice",
        orders=orders("Freight", "10"),
        order_lines="""
        Order  SKU    Quantity  Unit price
        SO-1   A-100  0.000001  1000000
    """,
    )
    expect(
        played.invoices,
        """
        Freight  Subtotal  Total
        10       1         11
    """,
    )


def test_only_orders_that_request_it_are_invoiced():
    played = after(
        orders="""
        Order  Order date  Customer  Action
        SO-1   2026-02-01  C-1       -
        SO-2   2026-02-01  C-1       Invoice ordered
        SO-3   2026-02-01  C-1       -
    """,
        order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  1
        SO-2   A-100  2
        SO-3   A-100  3
    """,
    )
    expect(
        played.invoice_lines,
        """
        Invoice     Order  Quantity
        INV-000001  SO-2   2
    """,
    )
    assert len(played.invoices) == 1


def test_freight_of_a_voided_invoice_is_invoiced_again():
    played = after(
        "Invoice ordered",
        orders=orders("Freight", "10"),
        invoices="""
        Invoice  Order  Invoice date  Freight  Voided
        INV-1    SO-1   2026-02-02    10       2026-02-03
    """,
    )
    assert played.invoices["Freight"] == [10, 10]


def test_what_came_back_uncredited_leaves_nothing_to_invoice():
    """4 of 4 sent, 1 came back, 3 were invoiced."""
    given = {
        **PART_SENT,
        "order_lines": LINES.replace("A-100  10 ", "A-100  4 "),
        "returns": """
        Return  Order  Line  SKU    Quantity  Return date
        RET-1   SO-1   1     A-100  1         2026-02-20
    """,
    }
    played = after("Invoice", **given)
    assert again(played, orders=orders("Action", "Invoice")).undone == [
        "SO-1 Invoice waits: nothing to invoice: everything is invoiced"
    ]


def test_a_payment_that_names_a_number_that_comes_next_reads_the_same_after_the_run():
    """The invoice that the run adds is no guess at the number, in the first run as in the second."""
    once = after(
        "Invoice ordered",
        payments="""
            Order  Invoice  Payment date  Amount
            SO-1   INV-9    2026-03-01    10
        """,
        orders="""
            Order  Order date  Customer
            SO-1   2026-02-01  C-1
            SO-2   2026-02-01  C-1
        """,
        order_lines="""
            Order  SKU    Quantity
            SO-1   A-100  1
            SO-2   A-100  1
        """,
    )
    [problem] = once.result.reported
    assert "No run has issued this number yet" in problem.text
    assert len(once.invoices) == 1
    assert [each.text for each in again(once).result.reported] == [problem.text]
