"""What concerns the whole workbook: settings in error, and its one currency (rules.md section 7)."""

from __future__ import annotations

import pytest
from sheets import after, expect

TWO_ORDERS = {
    "orders": """
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        SO-2   2026-02-01  C-2
    """,
    "order_lines": """
        Order  Line  SKU    Quantity
        SO-1   1     A-100  10
        SO-2   1     A-100  10
    """,
}


@pytest.mark.parametrize(
    ("setting", "on_hold"),
    [
        ("Prices include tax", ["SO-1", "SO-2"]),
        ("Dashboard", []),
        ("#N/A", ["SO-1", "SO-2"]),
    ],
)
def test_a_setting_in_error_puts_all_orders_on_hold_if_it_may_touch_them(
    setting, on_hold
):
    """A setting whose name cannot be read may be any of them."""
    played = after(
        **TWO_ORDERS,
        settings=f"""
        Setting    Value
        {setting}  Perhaps
    """,
    )
    assert played.codes != []
    assert played.on_hold == on_hold


def test_a_wrong_setting_and_a_wrong_order_are_both_reasons():
    played = after(
        **{**TWO_ORDERS, "orders": TWO_ORDERS["orders"].replace("C-2", "C-9")},
        settings="""
        Setting             Value
        Prices include tax  Perhaps
    """,
    )
    checks = [str(text) for text in played.orders["Check"]]
    assert "C-9" not in checks[0]
    assert "C-9" in checks[1]


INVOICED = {
    **TWO_ORDERS,
    "invoice_lines": """
        Invoice  Order  Line  SKU    Quantity  Unit price
        INV-0    SO-1   1     A-100  1         20
        INV-1    SO-2   1     A-100  1         20
        INV-2    SO-1   1     A-100  1         20
    """,
}


def test_a_currency_other_than_that_of_the_first_invoice_is_an_error():
    """INV-0 is older but was voided; INV-1 was issued before INV-2."""
    played = after(
        **INVOICED,
        settings="""
        Setting       Value
        Bank account  1200
        Currency      USD
    """,
        invoices="""
        Invoice  Order  Invoice date  Currency  Voided
        INV-0    SO-1   2026-02-09    CHF       2026-02-09
        INV-2    SO-1   2026-02-11    GBP       -
        INV-1    SO-2   2026-02-10    EUR       -
    """,
    )
    expect(
        played.issues.only(Code="CUR02"),
        """
        Sheet     Row  Column    Value  Problem
        Settings  2    Value     USD    USD is a second currency: invoice INV-1 was issued in EUR
        Invoices  2    Currency  GBP    GBP is a second currency: invoice INV-1 was issued in EUR
    """,
    )


def test_one_currency_is_right_whatever_the_voided_invoices_say():
    played = after(
        **INVOICED,
        settings="""
        Setting   Value
        Currency  EUR
    """,
        invoices="""
        Invoice  Order  Invoice date  Currency  Voided
        INV-0    SO-1   2026-02-09    CHF       2026-02-09
        INV-2    SO-1   2026-02-11    EUR       -
        INV-1    SO-2   2026-02-10    EUR       -
    """,
    )
    assert "CUR02" not in played.codes
