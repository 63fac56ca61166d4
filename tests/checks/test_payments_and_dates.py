"""Warnings of what is probably mistyped: payments entered twice or of nothing, dates in another year."""

from __future__ import annotations

from sheets import after, expect

INVOICE = """
    Invoice  Order  Invoice date
    INV-1    SO-1   2026-02-10
"""
INVOICE_LINE = """
    Invoice  Order  Line  SKU    Quantity  Unit price
    INV-1    SO-1   1     A-100  10        20
"""


def issues_of(payments: str, **sheets: str):
    """The issues of the small shop's order of 200, invoiced, with these payments."""
    return after(
        invoices=INVOICE, invoice_lines=INVOICE_LINE, payments=payments, **sheets
    ).issues


def test_a_payment_entered_twice():
    """Another reference, date or amount, a refund and a voided one make a difference."""
    expect(
        issues_of("""
        Payment  Order  Payment date  Kind    Amount  Reference  Voided
        PAY-1    SO-1   2026-02-20    -       10      4711       -
        PAY-2    SO-1   2026-02-20    -       10      4712       -
        PAY-3    SO-1   2026-02-21    -       10      4711       -
        PAY-4    SO-1   2026-02-20    -       11      4711       -
        PAY-5    SO-1   2026-02-20    Refund  10      4711       -
        PAY-6    SO-1   2026-02-20    -       10      4711       2026-02-21
        PAY-7    SO-1   2026-02-20    -       10      4711       -
    """),
        """
        Code   Row  Column  Problem
        PAY03  7    Amount  This may be PAY-1 entered again: order, date, amount and reference are the same
    """,
    )


def test_a_payment_of_an_order_that_is_paid():
    expect(
        issues_of("""
        Payment  Order  Payment date  Amount
        PAY-1    SO-1   2026-02-20    150
        PAY-2    SO-1   2026-02-21    50
        PAY-3    SO-1   2026-02-22    5
    """),
        """
        Code   Row  Column
        PAY04  3    Amount
    """,
    )


def test_more_than_is_open_at_once_is_no_mistake_of_the_row_before():
    assert not issues_of("""
        Payment  Order  Payment date  Amount
        PAY-1    SO-1   2026-02-20    150
        PAY-2    SO-1   2026-02-21    60
    """)["Code"]


def test_a_payment_with_a_digit_too_many():
    """Invoiced or not; where less than twice is paid, it may be on purpose."""
    for invoiced in (issues_of, in_advance):
        assert not invoiced(PAYMENT.format(amount="399.99"))["Code"]
        expect(
            invoiced(PAYMENT.format(amount="2000")),
            """
            Code   Row  Column  Problem
            PAY05  1    Amount  With this payment, 1800.00 more is paid than SO-1 comes to
        """,
        )


def test_a_digit_too_many_counts_what_was_paid_before():
    expect(
        issues_of("""
        Payment  Order  Payment date  Amount
        PAY-1    SO-1   2026-02-20    150
        PAY-2    SO-1   2026-02-21    250
        PAY-3    SO-1   2026-02-22    5
    """),
        """
        Code   Row
        PAY04  3
        PAY05  2
    """,
    )


PAYMENT = """
    Payment  Order  Payment date  Amount
    PAY-1    SO-1   2026-02-20    {amount}
"""


def in_advance(payments: str):
    """The issues of the order before it is invoiced, with these payments."""
    return after(payments=payments).issues


def test_a_payment_before_the_invoice_is_of_the_order():
    assert not after(
        payments="""
        Payment  Order  Payment date  Amount
        PAY-1    SO-1   2026-02-02    100
        PAY-2    SO-1   2026-02-03    100
    """
    ).codes


def test_what_was_refunded_may_be_paid_again():
    assert not issues_of("""
        Payment  Order  Payment date  Kind    Amount
        PAY-1    SO-1   2026-02-20    -       200
        PAY-2    SO-1   2026-02-21    Refund  200
        PAY-3    SO-1   2026-02-22    -       200
    """)["Code"]


def test_a_credit_counts_from_its_day_on():
    """What came back after the payment makes the payment no mistake; a later one is."""
    sheets = {
        "returns": """
        Return  Order  Line  SKU    Quantity  Return date  Disposition
        RET-1   SO-1   1     A-100  10        2026-02-22   Credit only
    """
    }
    assert issues_of(
        """
        Payment  Order  Payment date  Amount
        PAY-1    SO-1   2026-02-20    200
        PAY-2    SO-1   2026-02-23    1
    """,
        **sheets,
    )["Row"] == [2]


def test_nothing_is_said_while_the_order_cannot_be_read():
    assert (
        "PAY04"
        not in after(
            order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  1
        SO-1   A-1OO  9
    """,
            payments="""
        Payment  Order  Payment date  Amount
        PAY-1    SO-1   2026-02-20    20
        PAY-2    SO-1   2026-02-21    180
    """,
        ).codes
    )


CREDITED = """
    Return  Order  Line  SKU    Quantity  Return date  Credit total  Credit note  Credit date
    RET-1   SO-1   1     A-100  10        2026-02-20   200           CN-1         {credit_date}
"""
PAID_AFTER_THE_RETURN = """
    Payment  Order  Payment date  Amount
    PAY-1    SO-1   2026-02-20    10
    PAY-2    SO-1   2026-02-22    190
"""


def test_a_credit_counts_from_its_credit_date_on_whenever_the_goods_came_back():
    """Between the return and its credit note, the invoice was still open."""

    def codes(credit_date: str) -> list[object]:
        returns = CREDITED.format(credit_date=credit_date)
        return issues_of(PAID_AFTER_THE_RETURN, returns=returns)["Code"]

    assert "PAY04" not in codes("2026-02-24")
    assert codes("2026-02-22").count("PAY04") == 1


def test_nothing_is_said_while_the_total_of_the_order_is_unknown():
    """What is left to pay of it depends on a freight that cannot be read."""
    orders = """
        Order  Order date  Customer  Freight
        SO-1   2026-02-01  C-1       {freight}
    """
    payments = """
        Payment  Order  Payment date  Amount
        PAY-1    SO-1   2026-02-20    200
        PAY-2    SO-1   2026-02-21    40
    """

    def codes(freight: str) -> list[object]:
        written = orders.format(freight=freight)
        return issues_of(payments, orders=written)["Code"]

    assert "PAY04" in codes("-")
    assert "PAY04" not in codes("free")
    assert "PAY04" not in codes("60")


def test_dates_in_another_year_are_one_problem_for_each_column():
    expect(
        after(
            payments="""
        Payment  Order  Payment date  Amount
        PAY-1    SO-1   2025-02-20    10
        PAY-2    SO-1   2027-03-04    20
        PAY-3    SO-1   2027-03-03    30
        PAY-4    SO-1   2025-02-21    40
    """
        ).issues,
        """
        Code   Row  Column        Problem
        DAT06  1    Payment date  2025-02-20 is more than a year before the run's date, 2026-03-02
        DAT06  2    Payment date  2027-03-04 is more than a year after the run's date, 2026-03-02
    """,
    )


def test_what_is_old_among_old_rows_is_history():
    played = after(
        orders="""
        Order  Order date  Customer
        SO-1   2024-02-01  C-1
        SO-2   2026-02-01  C-1
        SO-3   2024-02-03  C-1
    """,
        order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  10
        SO-2   A-100  10
        SO-3   A-100  10
    """,
        payments="""
        Payment  Order  Payment date  Amount
        PAY-1    SO-1   2024-02-20    10
    """,
    )
    expect(
        played.issues,
        """
        Code   Sheet   Row  Column
        DAT06  Orders  3    Order date
    """,
    )


def dated(*days: str, settings: str = "") -> list[object]:
    """The codes of the small shop with payments of these days."""
    rows = "\n".join(f"PAY-{at}  SO-1  {day}  10" for at, day in enumerate(days, 1))
    payments = f"Payment  Order  Payment date  Amount\n{rows}"
    sheets = {"settings": settings} if settings else {}
    return after(payments=payments, **sheets).issues["Code"]


def test_a_year_and_a_day_is_no_surprise() -> None:
    assert "DAT06" not in dated("2027-03-03", "2025-03-01")
    assert "DAT06" in dated("2027-03-04")
    assert "DAT06" in dated("2025-02-28")


def test_an_old_date_in_a_closed_period_is_no_surprise() -> None:
    def closed(day: str) -> str:
        return f"Setting       Value\nClosing date  {day}"

    assert "DAT06" not in dated("2024-05-31", settings=closed("2024-05-31"))
    assert "DAT06" in dated("2024-05-31", settings=closed("2024-05-30"))


def test_the_date_of_a_row_in_error_is_no_second_problem() -> None:
    codes = after(
        payments="""
        Payment  Order  Payment date  Amount
        PAY-1    SO-9   2024-05-31    10
    """
    ).issues["Code"]
    assert "ORD01" in codes
    assert "DAT06" not in codes


def test_a_first_order_of_another_year_is_not_history() -> None:
    found = after(
        orders="""
        Order  Order date  Customer
        SO-1   2024-02-01  C-1
    """
    ).issues
    assert found.only(Code="DAT06")["Row"] == [1]


TWO_ORDERS = """
    Order  Order date  Customer
    SO-1   2024-02-01  C-1
    SO-2   {day}  C-1
"""


def test_an_order_of_a_year_ago_to_the_day_is_recent() -> None:
    """What is above it is history, and what belongs to it is of the year that it is in."""

    def rows(day: str) -> list[object]:
        found = after(
            orders=TWO_ORDERS.format(day=day),
            payments="""
        Payment  Order  Payment date  Amount
        PAY-1    SO-1   2024-05-31    10
        PAY-2    SO-2   2024-05-31    10
    """,
        ).issues.only(Code="DAT06")
        return list(zip(found["Sheet"], found["Row"], strict=True))

    assert rows("2025-03-01") == [("Payments", 2)]
    assert ("Orders", 1) in rows("2025-02-28")


def test_a_payment_like_a_voided_one_is_not_entered_twice() -> None:
    assert (
        "PAY03"
        not in issues_of("""
        Payment  Order  Payment date  Amount  Voided
        PAY-1    SO-1   2026-02-20    10      2026-02-21
        PAY-2    SO-1   2026-02-20    10      -
    """)["Code"]
    )


def test_a_refund_of_what_was_paid_too_much_is_no_mistake() -> None:
    found = issues_of("""
        Payment  Order  Payment date  Kind    Amount
        PAY-1    SO-1   2026-02-20    -       250
        PAY-2    SO-1   2026-02-21    Refund  10
        PAY-3    SO-1   2026-02-22    -       5
    """)
    assert found.only(Code="PAY04")["Row"] == [3]


def test_a_voided_credit_counts_from_no_day() -> None:
    returns = """
        Return  Order  Line  SKU    Quantity  Return date  Credit total  Credit note  Credit date  Voided
        RET-1   SO-1   1     A-100  10        2026-02-17   200           CN-1         2026-02-18   2026-02-19
        RET-2   SO-1   1     A-100  10        2026-02-20   200           CN-2         2026-02-24   -
    """
    assert "PAY04" not in issues_of(PAID_AFTER_THE_RETURN, returns=returns)["Code"]
