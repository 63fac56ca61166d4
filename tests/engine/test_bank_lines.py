"""Transactions of the bank: what is booked, and why the rest waits (import.md, Bank)."""

from __future__ import annotations

import pytest
from sheets import Played, after, again, expect

from sheetflow.ledgers.bank_matches import is_ignored, match_lines, reasons

ORDERS = """
    Order  Order date  Customer
    SO-1   2026-02-01  C-1
    SO-2   2026-02-01  C-2
    SO-3   2026-02-01  C-1
"""
LINES = """
    Order  Line  SKU    Quantity
    SO-1   1     A-100  10
    SO-2   1     A-100  5
    SO-3   1     B-200  20
"""
INVOICES = """
    Invoice     Order  Invoice date
    INV-000001  SO-1   2026-02-02
    INV-000002  SO-2   2026-02-02
    INV-000003  SO-3   2026-02-02
"""
INVOICE_LINES = """
    Invoice     Order  Line  SKU    Quantity  Unit price
    INV-000001  SO-1   1     A-100  10        20
    INV-000002  SO-2   1     A-100  5         20
    INV-000003  SO-3   1     B-200  20        5
"""


def played(bank_lines: str, **more: str) -> Played:
    """The shop with three open invoices, of 200, 100 and 100, and these transactions."""
    return after(
        orders=ORDERS,
        order_lines=LINES,
        invoices=INVOICES,
        invoice_lines=INVOICE_LINES,
        bank_lines=bank_lines,
        **more,
    )


def why(done: Played) -> list[str | None]:
    """The column Why."""
    book = done.result.book
    return reasons(book, match_lines(book, done.result.on_hold))


@pytest.mark.parametrize(
    "text",
    ["INV-000001", "inv 000001 thanks", "Payment INV000001.", "order SO-1", "SO1/2026"],
)
def test_a_number_and_the_open_amount_are_booked(text: str) -> None:
    done = played(f"""
        Date        Amount  Text
        2026-03-01  200     {text}
    """)
    expect(
        done.payments,
        """
        Payment     Order  Invoice     Payment date  Kind     Amount
        PAY-000001  SO-1   INV-000001  2026-03-01    Payment  200
        """,
    )
    expect(
        done.bank_lines,
        """
        Bank line   Amount  Payment
        BK-000001   200     PAY-000001
        """,
    )
    assert why(done) == ["Booked: PAY-000001"]


def test_several_invoices_in_one_transaction_are_paid_together() -> None:
    done = played("""
        Date        Amount  Text
        2026-03-01  300     INV-000001 and INV-000002
    """)
    expect(
        done.payments,
        """
        Payment     Order  Invoice     Amount
        PAY-000001  SO-1   INV-000001  200
        PAY-000002  SO-2   INV-000002  100
        """,
    )
    assert why(done) == ["Booked: PAY-000001, PAY-000002"]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (
            "2026-03-01  197  INV-000001",
            "Its text names INV-000001, but it is 3.00 less than the 200.00 open: type Order or Invoice",
        ),
        (
            "2026-03-01  100  thanks",
            "2 have this amount open: INV-000002 of Harbour Cafe or INV-000003 of Mill Lane Stores. Type Invoice",
        ),
        (
            "2026-03-01  100  harbour CAFE thanks",
            "Likely INV-000002 of Harbour Cafe: the amount is what is open and its name fits. Type Invoice",
        ),
        (
            "2026-03-01  55  thanks",
            "No open invoice has this amount: type Order, Invoice or Ignore",
        ),
        (
            "2026-03-01  -12  Fee",
            "Money that left the account: type Order, or Ignore",
        ),
    ],
)
def test_the_rest_waits_with_a_reason(row: str, reason: str) -> None:
    done = played(f"Date        Amount  Text\n{row}")
    assert why(done) == [reason]
    assert len(done.result.book.payments) == 0


def test_what_a_person_types_is_booked() -> None:
    done = played("""
        Date        Amount  Text    Order   Invoice
        2026-03-01  55      -       SO-1    -
        2026-03-01  45      -       -       INV-000002
        2026-03-01  -12     Fee     Ignore  -
        2026-03-01  9       -       SO-9    -
    """)
    expect(
        done.payments,
        """
        Payment     Order  Invoice     Kind     Amount
        PAY-000001  SO-1   -           Payment  55
        PAY-000002  SO-2   INV-000002  Payment  45
        """,
    )
    assert why(done) == [
        "Booked: PAY-000001",
        "Booked: PAY-000002",
        "Ignored",
        "There is no order SO-9: correct Order, or type Ignore",
    ]


def test_a_refund_is_booked_where_a_person_says_for_which_order() -> None:
    done = played("""
        Date        Amount  Text        Order
        2026-03-01  200     INV-000001  -
        2026-03-02  -50     back        SO-1
    """)
    expect(
        done.payments,
        """
        Payment     Order  Kind     Amount
        PAY-000001  SO-1   Payment  200
        PAY-000002  SO-1   Refund   50
        """,
    )


def test_an_invoice_of_this_run_is_paid_in_it_and_a_second_run_does_nothing() -> None:
    done = after(
        "Fulfil, Invoice",
        bank_lines="""
        Date        Amount  Text
        2026-03-01  200     SO-1
        """,
    )
    assert why(done) == ["Booked: PAY-000001"]
    assert len(again(done).result.book.payments) == 1


def test_nothing_is_booked_twice_for_one_invoice() -> None:
    done = played("""
        Date        Amount  Text
        2026-03-01  200     INV-000001
        2026-03-02  200     INV-000001
    """)
    assert why(done) == [
        "Booked: PAY-000001",
        "No open invoice has this amount: type Order, Invoice or Ignore",
    ]


@pytest.mark.parametrize(
    ("word", "expected"),
    [("Ignore", True), ("ignore", True), ("Ignorieren", True), ("SO-1", False)],
)
def test_what_is_ignored_is_said_in_any_language(word: str, expected: bool) -> None:
    assert is_ignored(word) is expected
