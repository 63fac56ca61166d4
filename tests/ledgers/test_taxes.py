"""Taxes: on invoices as they are issued, and on orders at the present rates (rules.md section 2)."""

from __future__ import annotations

import pytest
from sheets import after, expect

CODES = """
    Tax code  Tax 1 %  Tax 2 %  Compound
    VAT       20       -        -
    LOW       7.7      -        -
    TWO       5        9.975    No
    ON-TOP    5        9.975    Yes
    ZERO      0        -        -
"""
THREE = """
    Order  SKU    Quantity  Unit price  Tax code
    SO-1   A-100  1         0.33        LOW
    SO-1   A-100  1         0.33        LOW
    SO-1   A-100  1         0.33        LOW
"""


def taxed(lines: str, settings: str, order: str = "-  -"):
    """An order invoiced whole; its tax is the same on the order and on the invoice."""
    played = after(
        "Invoice ordered",
        tax_codes=CODES,
        order_lines=lines,
        settings=f"""
        Setting  Value
        {settings}
    """,
        orders=f"""
        Order  Order date  Customer  Freight  Freight tax code
        SO-1   2026-02-01  C-1       {order}
    """,
    )
    assert (played.orders["Tax"], played.orders["Total"]) == (
        played.invoices["Tax"],
        played.invoices["Total"],
    )
    assert played.codes == []
    return played.orders


def test_tax_is_computed_once_for_each_code_of_a_document_or_on_each_line():
    """7.7 % of 0.99 is 0.07623; of 0.33 it is 0.02541, so 0.03 on each line."""
    expect(
        taxed(THREE, "Tax rounding  Document"),
        """
        Subtotal  Tax   Total
        0.99      0.08  1.07
    """,
    )
    expect(
        taxed(THREE, "Tax rounding  Line"),
        """
        Subtotal  Tax   Total
        0.99      0.09  1.08
    """,
    )


def test_freight_bears_tax_with_the_lines_of_its_code():
    """Document: 7.7 % of 0.99 + 0.36 = 1.35 is 0.10395 → 0.10. Line: 3 × 0.03, and 0.02772 → 0.03 on the freight."""
    expect(
        taxed(THREE, "Tax rounding  Document", "0.36  LOW"),
        """
        Subtotal  Tax  Total
        0.99      0.1  1.45
    """,
    )
    expect(
        taxed(THREE, "Tax rounding  Line", "0.36  LOW"),
        """
        Subtotal  Tax   Total
        0.99      0.12  1.47
    """,
    )
    expect(
        taxed(THREE, "Tax rounding  Document", "0.36  VAT"),
        """
        Subtotal  Tax   Total
        0.99      0.15  1.5
    """,
    )
    expect(
        taxed(THREE, "Tax rounding  Document", "0.36  None"),
        """
        Subtotal  Tax   Total
        0.99      0.08  1.43
    """,
    )


@pytest.mark.parametrize(
    ("code", "tax", "total"),
    [
        # 5 % of 99.90 is 4.995 → 5.00; 9.975 % of it 9.965025 → 9.97, on 104.90: 10.463775 → 10.46.
        ("TWO", "14.97", "114.87"),
        ("ON-TOP", "15.46", "115.36"),
        ("VAT", "19.98", "119.88"),
        ("ZERO", "0", "99.9"),
        ("None", "0", "99.9"),
    ],
)
def test_prices_without_tax(code, tax, total):
    lines = f"""
        Order  SKU    Quantity  Unit price  Tax code
        SO-1   A-100  1         99.90       {code}
    """
    expect(
        taxed(lines, "Prices include tax  No"),
        f"""
        Subtotal  Tax  Total
        99.9      {tax}  {total}
    """,
    )


@pytest.mark.parametrize(
    ("code", "tax"),
    [
        # 99.90 ÷ 1.14975 = 86.888454… → 86.89, so 13.01; ÷ (1.05 × 1.09975) = 86.513389… → 86.51, so 13.39.
        ("TWO", "13.01"),
        ("ON-TOP", "13.39"),
        ("VAT", "16.65"),
        ("ZERO", "0"),
        ("None", "0"),
    ],
)
def test_prices_with_tax_hold_it_and_are_never_altered(code, tax):
    lines = f"""
        Order  SKU    Quantity  Unit price  Tax code
        SO-1   A-100  1         99.90       {code}
    """
    expect(
        taxed(lines, "Prices include tax  Yes"),
        f"""
        Subtotal  Tax  Total
        99.9      {tax}  99.9
    """,
    )


def test_freight_in_prices_with_tax():
    """(99.90 + 12) ÷ 1.2 = 93.25: tax 18.65."""
    lines = """
        Order  SKU    Quantity  Unit price  Tax code
        SO-1   A-100  1         99.90       VAT
    """
    expect(
        taxed(lines, "Prices include tax  Yes", "12  VAT"),
        """
        Subtotal  Freight  Tax    Total
        99.9      12       18.65  111.9
    """,
    )


@pytest.mark.parametrize(
    ("currency", "subtotal", "tax", "total"),
    [
        ("USD", "30.9", "2.38", "33.28"),
        ("JPY", "31", "2", "33"),
        ("KWD", "30.897", "2.379", "33.276"),
    ],
)
def test_money_is_rounded_to_the_currencys_minor_unit(currency, subtotal, tax, total):
    """3 × 10.299 = 30.897; 7.7 % of 30.90 is 2.3793, of 31 it is 2.387, of 30.897 it is 2.379069."""
    lines = """
        Order  SKU    Quantity  Unit price  Tax code
        SO-1   A-100  3         10.299      LOW
    """
    expect(
        taxed(lines, f"Currency  {currency}"),
        f"""
        Subtotal    Tax    Total
        {subtotal}  {tax}  {total}
    """,
    )


def test_an_invoice_keeps_the_rates_at_which_it_was_issued():
    issued = after(
        "Invoice ordered",
        tax_codes=CODES,
        order_lines="""
        Order  SKU    Quantity  Unit price  Tax code
        SO-1   A-100  10        10          VAT
    """,
    )
    later = after(
        None,
        issued,
        tax_codes="""
        Tax code  Tax 1 %
        VAT       25
    """,
    )
    expect(
        later.invoices,
        """
        Tax  Total
        20   120
    """,
    )
    expect(
        later.orders,
        """
        Tax  Total  Invoiced
        25   125    120
    """,
    )
    assert later.codes == []


def test_an_exempt_customers_lines_take_no_code_but_keep_a_typed_one():
    played = after(
        tax_codes=CODES,
        customers="""
        Customer  Name    Tax exempt
        C-1       Church  Yes
    """,
        products="""
        SKU    Name   Price  Tax code
        A-100  Anvil  20     VAT
    """,
        order_lines="""
        Order  SKU    Quantity  Tax code
        SO-1   A-100  1         -
        SO-1   A-100  1         VAT
    """,
    )
    assert played.order_lines["Tax code"] == ["None", "VAT"]
    assert played.orders["Tax"] == [4]


def test_a_row_of_tax_codes_in_error_counts_for_nothing_until_it_is_fixed():
    played = after(
        tax_codes="""
        Tax code  Tax 1 %  Tax 2 %
        VAT       20       lots
    """,
        order_lines="""
        Order  SKU    Quantity  Unit price  Tax code
        SO-1   A-100  1         10          VAT
    """,
    )
    expect(
        played.orders,
        """
        Subtotal  Tax  Total
        10        0    10
    """,
    )
    assert played.codes == ["NUM01"]
