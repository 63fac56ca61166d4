"""How much may be credited: of each row and of each line in all (rules.md section 7)."""

from __future__ import annotations

import pytest
from sheets import after, expect

BILLED = {
    "order_lines": """
        Order  Line  SKU    Quantity
        SO-1   1     B-200  1
        SO-1   2     A-100  10
    """,
    "picks": """
        Pick  Order  Line  SKU    Location  Picked  Pick date
        PK-1  SO-1   2     A-100  MAIN      6       2026-02-10
    """,
    "packing": """
        Order  Container  Line  SKU    Quantity
        SO-1   1          2     A-100  6
    """,
    "shipments": """
        Shipment  Order  Container  Ship date
        SH-1      SO-1   1          2026-02-11
    """,
    "invoices": """
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-12
    """,
    "invoice_lines": """
        Invoice  Order  Line  SKU    Quantity  Unit price
        INV-1    SO-1   2     A-100  4         20
    """,
}
"""Six pieces were sent and four invoiced, 80 in all; line 1 was not invoiced."""

RETURNS = """
    Return  Order  SKU    Quantity  Return date  Disposition    Credited quantity  Credit net
"""


@pytest.mark.parametrize("disposition", ["Credit only", "Discard"])
def test_no_more_is_credited_in_all_than_was_invoiced(disposition):
    """The second row would make it five of four; the amounts stay below 80."""
    played = after(
        **BILLED,
        returns=RETURNS
        + f"""
    RET-1   SO-1   A-100  3         2026-02-20   {disposition}    3                  30
    RET-2   SO-1   A-100  2         2026-02-21   {disposition}    2                  20
    """,
    )
    expect(
        played.issues.only(Sheet="Returns"),
        """
        Code   Row  Column             Value
        RET05  2    Credited quantity  2
    """,
    )


def test_goods_and_credits_without_goods_each_have_their_own_sum():
    played = after(
        **BILLED,
        returns=RETURNS
        + """
    RET-1   SO-1   A-100  4         2026-02-20   Credit only    4                  20
    RET-2   SO-1   A-100  4         2026-02-21   Discard          4                  60
    """,
    )
    assert played.codes == []


def test_what_is_above_its_own_row_is_not_named_twice():
    played = after(
        **BILLED,
        returns=RETURNS
        + """
    RET-1   SO-1   A-100  1         2026-02-20   Discard          5                  20
    """,
    )
    assert [code for code in played.codes if code.startswith("RET")] == ["RET04"]


def test_the_limit_of_an_amount_is_that_of_its_line():
    played = after(
        **BILLED,
        returns=RETURNS
        + """
    RET-1   SO-1   A-100  4         2026-02-20   Discard          4                  81
    """,
    )
    [text] = played.issues.only(Code="RET05")["Problem"]
    assert "80.00" in str(text)


@pytest.mark.parametrize(("tax", "found"), [(0, []), (1, ["RET05"])])
def test_no_tax_is_credited_where_nothing_was_invoiced(tax, found):
    played = after(
        returns=f"""
        Return  Order  SKU    Quantity  Return date  Disposition  Credited quantity  Credit net  Credit tax
        RET-1   SO-1   A-100  1         2026-02-20   Credit only  0                  0           {tax}
    """,
    )
    assert played.codes == found
