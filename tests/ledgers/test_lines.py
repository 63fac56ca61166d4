"""The ledger of order lines: what was allocated, picked, packed, shipped, invoiced, returned, restocked of each."""

from __future__ import annotations

import pytest
from sheets import after, again, expect

from sheetflow.errors import SheetflowError

LINES = """
    Order  Line  SKU    Quantity
    SO-1   1     A-100  10
    SO-1   2     B-200  4
    SO-1   3     S-900  2
"""
FACTS = {
    "picks": """
        Pick  Order  Line  SKU    Location  Suggested  Picked  Voided
        PK-1  SO-1   1     A-100  MAIN      6          5       -
        PK-2  SO-1   1     A-100  BACK      2          -       -
        PK-3  SO-1   1     A-100  MAIN      9          9       2026-02-20
        PK-4  SO-1   2     B-200  MAIN      -          4       -
        PK-5  SO-1   3     S-900  MAIN      2          2       -
    """,
    "packing": """
        Order  Container  Line  SKU    Quantity  Voided
        SO-1   1          1     A-100  3         -
        SO-1   1          2     B-200  4         -
        SO-1   2          1     A-100  2         -
        SO-1   1          1     A-100  9         2026-02-21
    """,
    "shipments": """
        Shipment  Order  Container  Ship date
        SH-1      SO-1   1          2026-02-21
    """,
    "invoices": """
        Invoice  Order  Invoice date  Voided
        INV-1    SO-1   2026-02-22    -
        INV-2    SO-1   2026-02-22    2026-02-23
    """,
    "invoice_lines": """
        Invoice  Order  Line  SKU    Quantity  Unit price  Voided
        INV-1    SO-1   1     A-100  2         20          -
        INV-1    SO-1   1     A-100  9         20          2026-02-23
        INV-1    SO-1   3     S-900  2         50          -
        INV-2    SO-1   1     A-100  7         20          -
    """,
    "returns": """
        Return  Order  Line  SKU    Quantity  Return date  Disposition
        RET-1   SO-1   1     A-100  1         2026-02-25   -
        RET-2   SO-1   1     A-100  1         2026-02-25   Credit only
        RET-3   SO-1   2     B-200  2         2026-02-25   Discard
    """,
    "restocks": """
        Restock  Return  SKU    Location  Quantity  Restock date  Voided
        RST-1    RET-1   A-100  MAIN      1         2026-02-26    -
        RST-2    RET-1   A-100  MAIN      1         2026-02-26    2026-02-27
    """,
    "stock_moves": """
        Date        Type     SKU    To    Quantity
        2026-01-02  Opening  A-100  MAIN  50
        2026-01-02  Opening  A-100  BACK  2
        2026-01-02  Opening  B-200  MAIN  50
    """,
}


def test_what_became_of_each_line():
    played = after(order_lines=LINES, **FACTS)
    assert played.codes == []
    expect(
        played.order_lines,
        """
        Line  Allocated  Picked  Packed  Shipped  Invoiced  Returned  Restocked  Backordered  Line total
        1     2          5       5       3        2         1         1          0            200
        2     0          4       4       4        0         2         0          0            20
        3     0          0       0       0        2         0         0          0            100
    """,
    )


def test_where_no_shipping_is_required_picked_counts_as_shipped():
    given = {
        sheet: table
        for sheet, table in FACTS.items()
        if sheet not in ("packing", "shipments")
    }
    played = after(
        order_lines=LINES,
        settings="""
        Setting            Value
        Requires shipping  No
    """,
        **given,
    )
    expect(
        played.order_lines,
        """
        Line  Picked  Packed  Shipped  Returned
        1     5       0       5        1
        2     4       0       4        2
        3     0       0       0        0
    """,
    )


def test_a_line_total_takes_the_effective_quantity_and_both_discounts():
    """(10 − 3) × 12.345678 × 0.925 × 0.9 = 71.9443…; 7.5 units at 0.333333 less 2.5 % less 10 % = 2.19…"""
    played = after(
        orders="""
        Order  Order date  Customer  Discount %
        SO-1   2026-02-01  C-1       10%
    """,
        order_lines="""
        Order  SKU    Quantity  Unit price  Discount %  Cancelled quantity
        SO-1   A-100  10        12.345678   7.5%        3
        SO-1   B-200  7.5       0.333333    2.5         -
        SO-1   S-900  1         1.005       0           -
    """,
    )
    expect(
        played.order_lines,
        """
        SKU    Line total
        A-100  71.94
        B-200  2.19
        S-900  0.9
    """,
    )
    expect(
        played.orders,
        """
        Subtotal
        75.03
    """,
    )


def test_a_line_total_rounds_halves_away_from_zero():
    """2 × 0.5025 = 1.005; 3 × 0.335 = 1.005; in binary floating point both fall short."""
    played = after(
        order_lines="""
        Order  SKU    Quantity  Unit price
        SO-1   A-100  2         0.5025
        SO-1   A-100  3         0.335
        SO-1   A-100  1         1.004999
    """
    )
    expect(
        played.order_lines,
        """
        Line total
        1.01
        1.01
        1
    """,
    )


def test_cancelled_more_than_ordered_leaves_nothing_to_pick():
    played = after(
        "Pick",
        order_lines="""
        Order  Line  SKU    Quantity  Cancelled quantity
        SO-1   1     A-100  10        12
    """,
    )
    assert (played.codes, len(played.picks)) == (["QTY01"], 0)
    expect(
        played.order_lines,
        """
        Backordered
        0
    """,
    )


def test_large_amounts_are_exact_and_those_that_cannot_be_kept_stop_the_run():
    """999,999 × 999,999 = 999,998,000,001: eight of them are kept to the cent, ten would reach 9,000,000,000,000."""

    def billed(lines: int):
        return after(
            "Invoice ordered",
            tax_codes="""
            Tax code  Tax 1 %
            VAT       7
        """,
            order_lines="Order  SKU  Quantity  Unit price  Tax code\n"
            + "SO-1  A-100  999999  999999  VAT\n" * lines,
        )

    eight = billed(8)
    expect(
        eight.invoices,
        """
        Subtotal       Tax              Total
        7999984000008  559998880000.56  8559982880008.56
    """,
    )
    assert (eight.codes, again(eight).sheets == eight.sheets) == ([], True)
    with pytest.raises(SheetflowError, match="Invoices: an amount in Subtotal"):
        billed(10)


def test_an_unreadable_line_adds_nothing_to_its_order():
    played = after(
        order_lines="""
        Order  Line  SKU    Quantity  Unit price
        SO-1   1     A-100  10        20
        SO-1   2     B-200  lots      5
    """
    )
    expect(
        played.orders,
        """
        Subtotal  Tax  Total
        200       0    200
    """,
    )
