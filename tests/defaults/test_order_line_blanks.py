"""Order lines: number, description, price, discount and tax code are filled where blank (rules.md section 2)."""

from __future__ import annotations

from sheets import after, again, expect

MASTERS = {
    "tax_codes": """
        Tax code  Tax 1 %
        VAT       20
        LOW       5
    """,
    "customers": """
        Customer  Name    Discount %  Tax exempt
        C-1       Mill    12.5        -
        C-2       Church  -           Yes
    """,
    "products": """
        SKU    Name     Price     Tax code
        A-100  Anvil    19.99     VAT
        B-200  Bellows  0.333333  -
        S-900  Setup    -         None
    """,
    "orders": """
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        SO-2   2026-02-01  C-2
    """,
}


def test_blanks_come_from_the_product_and_the_customer():
    played = after(
        **MASTERS,
        order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  1
        SO-1   B-200  1
        SO-2   A-100  1
        SO-1   S-900  1
    """,
    )
    expect(
        played.order_lines,
        """
        Order  Line  SKU    Description  Unit price  Discount %  Tax code
        SO-1   1     A-100  Anvil        19.99       12.5        VAT
        SO-1   2     B-200  Bellows      0.333333    12.5        None
        SO-2   1     A-100  Anvil        19.99       0           None
        SO-1   3     S-900  Setup        -           12.5        None
    """,
    )
    assert played.codes == ["PRI01"]
    assert again(played).sheets == played.sheets


def test_what_is_typed_stays():
    expect(
        after(
            **MASTERS,
            order_lines="""
        Order  Line  SKU    Description  Quantity  Unit price  Discount %  Tax code
        SO-1   10    A-100  Special      1         0           0           LOW
        SO-2   A     A-100  Special      1         5           -           VAT
    """,
        ).order_lines,
        """
        Line  Description  Unit price  Discount %  Tax code
        10    Special      0           0           LOW
        A     Special      5           0           VAT
    """,
    )


def test_lines_are_numbered_by_the_lowest_free_numbers_of_their_order():
    expect(
        after(
            **MASTERS,
            order_lines="""
        Order  Line  SKU    Quantity
        SO-1   -     A-100  1
        SO-2   -     A-100  1
        SO-1   2     A-100  1
        SO-1   -     A-100  1
    """,
        ).order_lines,
        """
        Order  Line
        SO-1   1
        SO-2   1
        SO-1   2
        SO-1   3
    """,
    )


def test_a_bad_row_of_products_or_customers_fills_nothing():
    played = after(
        **{
            **MASTERS,
            "products": """
        SKU    Name     Price  Tax code
        A-100  Anvil    dear   VAT
        B-200  Bellows  5      VATT
    """,
            "customers": """
        Customer  Name  Discount %
        C-1       Mill  12.5
        C-2       Cafe  lots
    """,
        },
        order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  1
        SO-1   B-200  1
        SO-2   B-200  1
    """,
    )
    expect(
        played.order_lines,
        """
        Order  Line  Description  Unit price  Discount %  Tax code
        SO-1   1     -            -           12.5        -
        SO-1   2     -            -           12.5        -
        SO-2   1     -            -           -           -
    """,
    )
    assert played.on_hold == ["SO-1", "SO-2"]
