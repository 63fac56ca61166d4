"""Payments, credits and refunds: which invoice each pays (rules.md section 6, Money of an invoice)."""

from __future__ import annotations

import pytest
from sheets import add, after, expect

INVOICES = """
    Invoice  Order  Invoice date  Due date    Voided
    INV-3    SO-1   2026-02-01    2026-04-10  -
    INV-2    SO-1   2026-02-01    2026-04-10  -
    INV-1    SO-1   2026-02-01    2026-05-01  -
    INV-4    SO-1   2026-02-01    2026-03-15  2026-02-02
"""
LINES = """
    Invoice  Order  SKU    Quantity  Unit price
    INV-1    SO-1   A-100  5         20
    INV-2    SO-1   A-100  3         20
    INV-3    SO-1   A-100  2         20
"""
PAYMENTS = """
    Payment  Order  Payment date  Kind  Invoice  Amount
"""


def settled(*payments: str, **sheets: str):
    """Invoices of 100 (due last), 60 and 40 (due first, by number INV-2 then INV-3), and a voided one."""
    numbered = "\n".join(
        f"    PAY-{number}  SO-1  2026-02-10  {words}"
        for number, words in enumerate(payments, 1)
    )
    return after(
        invoices=INVOICES,
        invoice_lines=LINES,
        payments=add(PAYMENTS, numbered),
        **sheets,
    )


@pytest.mark.parametrize(
    ("payments", "paid"),
    [
        # what a test names it, paid of INV-1, INV-2, INV-3
        (["Payment  -  70"], (0, 60, 10)),
        (["Payment  -  250"], (100, 60, 40)),
        (["Payment  INV-1  30"], (30, 0, 0)),
        (["Payment  INV-3  50"], (0, 0, 50)),
        (["Payment  -  10", "Payment  INV-2  55"], (0, 60, 5)),
        (["Payment  INV-4  70"], (0, 60, 10)),
        # a refund that names an invoice undoes that one's first
        (["Payment  INV-1  30", "Payment  -  70", "Refund  INV-1  20"], (10, 60, 10)),
        # others undo what is unallocated, then what is overpaid, then the latest invoice
        (["Payment  -  250", "Refund  -  50"], (100, 60, 40)),
        (["Payment  -  250", "Refund  -  70"], (80, 60, 40)),
        (["Payment  INV-3  50", "Payment  -  70", "Refund  -  25"], (0, 60, 35)),
        (["Payment  -  150", "Refund  -  120"], (0, 30, 0)),
        (["Payment  INV-2  70", "Payment  INV-1  30", "Refund  -  15"], (25, 60, 0)),
        # a refund that names an invoice is not a refund of the others too
        (["Payment  INV-3  40", "Payment  -  60", "Refund  INV-3  20"], (0, 60, 20)),
        # what a named refund exceeds on its invoice is undone as if it named none
        (["Payment  -  70", "Refund  INV-1  20"], (0, 50, 0)),
        (["Payment  INV-1  30", "Payment  -  70", "Refund  INV-1  45"], (0, 55, 0)),
    ],
)
def test_payments_and_refunds_are_applied_to_invoices(payments, paid):
    played = settled(*payments)
    by_number = dict(
        zip(played.invoices["Invoice"], played.invoices["Paid"], strict=True)
    )
    assert (
        by_number["INV-1"],
        by_number["INV-2"],
        by_number["INV-3"],
        by_number["INV-4"],
    ) == (*paid, 0)


def test_statuses_of_invoices():
    played = after(
        as_of="2026-04-11",
        invoices=INVOICES,
        invoice_lines=LINES,
        payments=add(
            PAYMENTS,
            """
    PAY-1  SO-1  2026-02-10  Payment  INV-1  30
    PAY-2  SO-1  2026-02-10  Payment  INV-2  61
    PAY-3  SO-1  2026-02-10  Payment  INV-3  10
    """,
        ),
    )
    expect(
        played.invoices,
        """
        Invoice  Credited  Paid  Balance  Status
        INV-3    0         10    30       Overdue
        INV-2    0         61    -1       Overpaid
        INV-1    0         30    70       Partial
        INV-4    0         0     0        -
    """,
    )
    assert after(as_of="2026-04-10", invoices=INVOICES, invoice_lines=LINES).invoices[
        "Status"
    ] == ["Open", "Open", "Open", None]


def test_credits_come_after_named_payments_and_before_the_others():
    """INV-2 (60) is paid 50 by name; the credit of 80 takes its last 10, all of INV-3, 30 of INV-1; 35 go to INV-1."""
    played = settled(
        "Payment  INV-2  50",
        "Payment  -  35",
        returns="""
        Return  Order  SKU    Quantity  Return date  Disposition
        RET-1   SO-1   A-100  4         2026-02-20   Credit only
    """,
    )
    expect(
        played.invoices,
        """
        Invoice  Credited  Paid  Balance  Status
        INV-3    40        0     0        Paid
        INV-2    10        50    0        Paid
        INV-1    30        35    35       Partial
        INV-4    0         0     0        -
    """,
    )
    expect(
        played.orders,
        """
        Invoiced  Credited  Paid  Balance  Due date
        200       80        85    35       2026-05-01
    """,
    )


def test_a_payment_of_a_voided_invoice_goes_to_the_others_with_a_warning():
    played = settled("Payment  INV-4  70")
    expect(
        played.issues,
        """
        Code   Sheet     Row  Column
        PAY02  Payments  1    Invoice
    """,
    )
    assert played.on_hold == []


def test_the_due_date_of_an_order_is_the_earliest_with_a_balance():
    assert [str(day) for day in settled().orders["Due date"]] == ["2026-04-10"]
    assert [str(day) for day in settled("Payment  -  100").orders["Due date"]] == [
        "2026-05-01"
    ]
    assert settled("Payment  -  200").orders["Due date"] == [None]


def test_each_order_pays_its_own_invoices():
    played = after(
        orders="""
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        SO-2   2026-02-01  C-1
    """,
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  10
        SO-2   1     A-100  10
    """,
        invoices="""
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-01
        INV-2    SO-2   2026-02-01
    """,
        invoice_lines="""
        Invoice  Order  SKU    Quantity  Unit price
        INV-1    SO-1   A-100  1         20
        INV-2    SO-2   A-100  2         20
    """,
        payments="""
        Order  Payment date  Amount
        SO-2   2026-02-10    50
        SO-1   2026-02-10    5
    """,
    )
    expect(
        played.invoices,
        """
        Invoice  Paid  Balance
        INV-1    5     15
        INV-2    40    0
    """,
    )
    expect(
        played.receivables,
        """
        Customer  Total  Unallocated
        C-1       5      -10
    """,
    )


def test_an_invoice_paid_whole_by_name_takes_no_credit():
    played = settled(
        "Payment  INV-2  60",
        returns="""
        Return  Order  SKU    Quantity  Return date  Disposition
        RET-1   SO-1   A-100  1         2026-02-20   Credit only
    """,
    )
    expect(
        played.invoices,
        """
        Invoice  Credited  Paid  Balance
        INV-3    20        0     20
        INV-2    0         60    0
        INV-1    0         0     100
        INV-4    0         0     0
    """,
    )


def test_a_voided_payment_is_not_counted():
    played = after(
        invoices=INVOICES,
        invoice_lines=LINES,
        payments="""
        Payment  Order  Payment date  Kind     Invoice  Amount  Voided
        PAY-1    SO-1   2026-02-10    Payment  INV-1    30      2026-02-11
        PAY-2    SO-1   2026-02-10    Payment  -        10      2026-02-11
        PAY-3    SO-1   2026-02-10    Refund   -        5       2026-02-11
        PAY-4    SO-1   2026-02-10    Payment  INV-1    7       -
    """,
    )
    assert played.invoices["Paid"] == [0, 0, 7, 0]
    assert played.orders["Paid"] == [7]
    assert played.receivables["Unallocated"] == [0]


@pytest.mark.parametrize(
    ("paid", "refunded", "total", "unallocated"),
    [(250, 30, -20, -20), (250, 50, 0, 0), (250, 70, 20, 0), (100, 130, 230, 30)],
)
def test_a_refund_lowers_what_is_unallocated(paid, refunded, total, unallocated):
    """Of 200 invoiced; a refund of more than was paid is owed by the customer."""
    played = settled(f"Payment  -  {paid}", f"Refund  -  {refunded}")
    expect(
        played.receivables,
        f"""
        Customer  Total    Unallocated
        C-1       {total}  {unallocated}
    """,
    )


def test_a_refund_is_that_of_its_own_order():
    played = after(
        orders="""
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        SO-2   2026-02-01  C-1
    """,
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  10
        SO-2   1     A-100  10
    """,
        invoices="""
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-01
        INV-2    SO-2   2026-02-01
    """,
        invoice_lines="""
        Invoice  Order  SKU    Quantity  Unit price
        INV-1    SO-1   A-100  1         20
        INV-2    SO-2   A-100  2         20
    """,
        payments="""
        Order  Payment date  Kind     Amount
        SO-1   2026-02-10    Payment  20
        SO-2   2026-02-10    Payment  40
        SO-1   2026-02-11    Refund   5
        SO-2   2026-02-11    Refund   11
    """,
    )
    assert played.invoices["Paid"] == [15, 29]
