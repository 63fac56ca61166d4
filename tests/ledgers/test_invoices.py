"""The sums of invoices as they are issued (docs/reference/rules.md, section 2)."""

from __future__ import annotations

from sheets import after, expect


def test_a_voided_line_adds_nothing_to_its_invoice():
    played = after(
        invoices="""
        Invoice  Order  Invoice date  Freight
        INV-1    SO-1   2026-02-10    5
    """,
        invoice_lines="""
        Invoice  Order  SKU    Quantity  Unit price  Voided
        INV-1    SO-1   A-100  2         20          -
        INV-1    SO-1   A-100  3         20          2026-02-11
    """,
    )
    expect(
        played.invoices,
        """
        Subtotal  Freight  Tax  Total
        40        5        0    45
    """,
    )
