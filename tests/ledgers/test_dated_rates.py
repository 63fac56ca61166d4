"""Tax rates with dates (docs/reference/rules.md, section 2)."""

from __future__ import annotations

import pytest
from sheets import after, expect

CODES = """
    Tax code  From date   Tax 1 %
    VAT       2026-07-01  21
    VAT       -           19
    VAT       2026-02-15  20
"""


def sold(day: str):
    """An order of 100 on a day, invoiced on 2026-03-02."""
    return after(
        "Invoice ordered",
        tax_codes=CODES,
        orders=f"""
        Order  Order date  Customer  Freight  Freight tax code
        SO-1   {day}       C-1       10       VAT
    """,
        order_lines="""
        Order  Line  SKU    Quantity  Unit price  Tax code
        SO-1   1     A-100  1         100         VAT
    """,
    )


@pytest.mark.parametrize(
    ("day", "tax"),
    [
        ("2026-02-14", "20.9"),
        ("2026-02-15", "22"),
        ("2026-06-30", "22"),
        ("2026-07-01", "23.1"),
    ],
)
def test_an_order_takes_the_rate_of_its_date(day, tax):
    expect(
        sold(day).orders,
        f"""
        Tax
        {tax}
    """,
    )


def test_an_invoice_takes_the_rate_of_its_own_date():
    """The order is of February at 19 %, the invoice of 2 March at 20 %."""
    played = sold("2026-02-01")
    expect(
        played.invoices,
        """
        Freight tax 1 %  Tax
        20               22
    """,
    )
    assert played.invoice_lines["Tax 1 %"] == [20]
    assert played.codes == []


def test_a_code_without_a_rate_on_the_day_is_an_error():
    played = after(
        "Invoice ordered",
        tax_codes="""
        Tax code  From date   Tax 1 %
        VAT       2026-07-01  21
    """,
        order_lines="""
        Order  Line  SKU    Quantity  Unit price  Tax code
        SO-1   1     A-100  1         100         VAT
    """,
    )
    assert played.codes == ["TAX02"]
    assert len(played.invoices) == 0


def test_two_rows_of_a_code_with_one_date_are_an_error():
    played = after(
        tax_codes="""
        Tax code  From date   Tax 1 %
        VAT       2026-07-01  21
        VAT       2026-07-01  22
        VAT       -           19
        VAT       -           20
    """
    )
    assert played.codes == ["KEY02", "KEY02"]
