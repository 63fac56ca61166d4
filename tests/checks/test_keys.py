"""Keys: of rows with the same key the first counts; the others are row errors (workbook.md, Keys)."""

from __future__ import annotations

import pytest
from sheets import after, expect


def test_the_first_row_counts_and_the_other_names_it():
    played = after(
        products="""
        SKU    Name       Price
        A-100  Anvil      20
        B-200  Bellows    5
        A-100  Big anvil  99
    """
    )
    expect(
        played.issues,
        """
        Code   Sheet     Row  Column  Problem
        KEY02  Products  3    SKU     SKU "A-100" appears in rows 2 and 4; only row 2 is used
    """,
    )
    assert played.order_lines["Unit price"] == [20]


def test_rows_that_are_alike_name_each_other():
    """Row 1 of each table is row 2 of its sheet; of many rows the first six are named."""
    moves = (
        "Move  Date  Type  SKU  To  Quantity"
        + "\nMV-1  2026-01-02  Receipt  A-100  MAIN  1" * 9
    )
    assert (
        after(stock_moves=moves).issues["Problem"]
        == [
            'Move "MV-1" appears in rows 2, 3, 4, 5, 6, 7 and 3 more; only row 2 is used; '
            "the next free number is MV-2"
        ]
        * 8
    )
    expect(
        after(
            packing="""
        Order  Container  Line  SKU    Quantity
        SO-1   1          1     A-100  1
        SO-1   1          1     A-100  2
        SO-1   1          1     A-100  3
    """,
            picks="""
        Order  SKU    Location  Picked
        SO-1   A-100  MAIN      6
    """,
        ).issues,
        """
        Row  Problem
        2    Order SO-1, Container 1, Line 1 appears in rows 2, 3 and 4; only row 2 is used
        3    Order SO-1, Container 1, Line 1 appears in rows 2, 3 and 4; only row 2 is used
    """,
    )
    expect(
        after(
            settings="""
        Setting   Value
        Currency  -
        Currency  EUR
        currency  USD
    """
        ).issues,
        """
        Row  Problem
        3    Setting "Currency" appears in rows 3 and 4; only row 3 is used
    """,
    )


def test_a_product_entered_twice_holds_the_orders_that_name_it():
    assert after(
        products="""
        SKU    Name       Price
        A-100  Anvil      20
        A-100  Big anvil  99
    """
    ).on_hold == ["SO-1"]


@pytest.mark.parametrize(
    ("sheet", "table", "rows"),
    [
        (
            "order_lines",
            "Order  Line  SKU  Quantity\nSO-1  1  A-100  1\nSO-1  2  A-100  2\nSO-1  1  B-200  3",
            [3],
        ),
        (
            "packing",
            "Order  Container  Line  SKU  Quantity\nSO-1  1  1  A-100  1\nSO-1  1  1  A-100  2",
            [2],
        ),
        (
            "picks",
            "Pick  Order  SKU  Location  Suggested\nPK-1  SO-1  A-100  MAIN  1\nPK-1  SO-1  A-100  MAIN  1",
            [2],
        ),
        (
            "payments",
            "Payment  Order  Payment date  Amount\nP  SO-1  2026-02-01  1\nP  SO-1  2026-02-01  2",
            [2],
        ),
        (
            "orders",
            "Order  Order date  Customer\nSO-1  2026-02-01  C-1\nSO-1  2026-02-01  C-2",
            [2],
        ),
        (
            "stock_moves",
            "Move  Date  Type  SKU  To  Quantity\nM  2026-02-01  Receipt  A-100  MAIN  1\n"
            "M  2026-02-01  Receipt  A-100  MAIN  2",
            [2],
        ),
    ],
)
def test_each_sheet_has_its_key(sheet, table, rows):
    found = after(**{sheet: table}).issues.only(Code="KEY02")
    assert found["Row"] == rows
    assert len(found["Sheet"]) == len(rows)


def test_an_invoice_names_an_order_line_once():
    played = after(
        invoices="""
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-12
    """,
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price
        INV-1    SO-1   1     A-100  1         20
        INV-1    SO-1   1     A-100  2         20
    """,
    )
    assert played.codes == ["KEY02"]
    assert played.order_lines["Invoiced"] == [1]


def test_an_order_entered_twice_is_on_hold_and_its_new_lines_join_neither():
    played = after(
        "Pick",
        orders="""
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        SO-1   2026-02-05  C-2
    """,
    )
    assert (played.codes, len(played.picks)) == (["KEY02"], 0)
    assert played.orders["Total"] == [0, 0]
    assert played.order_lines["Unit price"] == [None]
    assert played.issues["Problem"] == [
        'Order "SO-1" appears in rows 2 and 3; only row 2 is used; '
        "the next free number is SO-2"
    ]


def test_a_number_stays_taken_when_its_row_is_voided_but_a_place_in_a_container_does_not():
    assert after(
        payments="""
        Payment  Order  Payment date  Amount  Voided
        PAY-1    SO-1   2026-02-01    1       2026-02-02
        PAY-1    SO-1   2026-02-01    2       -
    """
    ).codes == ["KEY02"]
    assert (
        after(
            picks="""
        Order  SKU    Location  Picked  Pick date
        SO-1   A-100  MAIN      5       2026-02-10
    """,
            packing="""
        Order  Container  Line  SKU    Quantity  Voided
        SO-1   1          1     A-100  1         2026-02-11
        SO-1   1          1     A-100  5         -
    """,
        ).codes
        == []
    )


def test_keys_are_text_and_numbers_mean_their_text():
    """00123 stays 00123; the number 1001 means the text 1001; case and inner spaces count, outer ones do not."""
    played = after(
        products="""
        SKU      Name   Price
        '00123'  Nail   1
        123      Bolt   2
        1001     Screw  3
    """,
        order_lines="""
        Order  SKU      Quantity
        SO-1   '00123'  1
        SO-1   '123'    1
        SO-1   '1001'   1
        SO-1   1001     1
    """,
        stock_moves="""
        Date        Type     SKU   To    Quantity
        2026-01-02  Opening  1001  MAIN  1
    """,
    )
    assert played.codes == []
    assert played.order_lines["Unit price"] == [1, 2, 3, 3]


def test_the_nearest_valid_key_is_offered():
    played = after(
        order_lines="""
        Order  SKU     Quantity
        SO-1   A-10O   1
        SO-1   ZZZ999  1
    """
    )
    assert [
        ("A-100" in words, "mean" in words) for words in played.issues["Problem"]
    ] == [(True, True), (False, False)]
