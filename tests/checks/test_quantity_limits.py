"""No more is picked, packed, invoiced, returned or restocked than there is: voided rows aside, line by line."""

from __future__ import annotations

import pytest
from sheets import after, again

LINES = """
    Order  Line  SKU    Quantity
    SO-1   1     A-100  10
    SO-1   2     B-200  4
"""
FACTS = {
    "picks": """
    Order  Line  SKU    Location  Picked  Pick date   Voided
    SO-1   1     A-100  MAIN      10      2026-02-10  -
    SO-1   1     A-100  MAIN      1       2026-02-10  {}
    SO-1   2     B-200  MAIN      4       2026-02-10  -
    """,
    "packing": """
    Order  Container  Line  SKU    Quantity  Voided
    SO-1   1          1     A-100  10        -
    SO-1   2          1     A-100  1         {}
    SO-1   1          2     B-200  4         -
    """,
    "shipments": """
    Order  Container  Ship date   Voided
    SO-1   1          2026-02-11  -
    """,
    "invoices": """
    Invoice  Order  Invoice date
    INV-1    SO-1   2026-02-12
    INV-2    SO-1   2026-02-12
    """,
    "invoice_lines": """
    Invoice  Order  Line  SKU    Quantity  Unit price  Voided
    INV-1    SO-1   1     A-100  10        20          -
    INV-2    SO-1   1     A-100  1         20          {}
    INV-2    SO-1   2     B-200  4         5           -
    """,
    "returns": """
    Return  Order  Line  SKU    Quantity  Return date  Voided
    RET-1   SO-1   1     A-100  9         2026-02-13   -
    RET-2   SO-1   1     A-100  1         2026-02-13   -
    RET-3   SO-1   1     A-100  1         2026-02-13   {}
    RET-4   SO-1   2     B-200  4         2026-02-13   -
    """,
    "restocks": """
    Restock  Return  SKU    Location  Quantity  Restock date  Voided
    RST-1    RET-1   A-100  MAIN      9         2026-02-14    -
    RST-2    RET-1   A-100  MAIN      1         2026-02-14    {}
    RST-3    RET-4   B-200  MAIN      4         2026-02-14    -
    """,
}
"""All of it happened, and one unit of A-100 more than that in a row that may be voided."""


def played(live: str = "", lines: str = LINES):
    """The facts, in which the row too many is live in one sheet."""
    sheets = {
        sheet: table.format("-" if sheet == live else "2026-02-20")
        for sheet, table in FACTS.items()
    }
    return after(order_lines=lines, **sheets)


def test_voided_rows_exceed_nothing():
    assert played().codes == []


@pytest.mark.parametrize(
    ("sheet", "code", "row", "limit"),
    [
        ("picks", "PIK01", 2, "10"),
        ("packing", "PAC01", 2, "10"),
        ("invoice_lines", "INV02", 2, "10"),
        ("returns", "RET02", 3, "10"),
        ("restocks", "RST01", 2, "9"),
    ],
)
def test_one_more_is_reported_at_its_row(sheet, code, row, limit):
    issues = played(live=sheet).issues
    assert (issues["Code"], issues["Row"]) == ([code], [row])
    assert limit in str(issues["Problem"][0]).split()


def test_a_line_has_its_limit_though_the_line_above_is_in_error():
    """4 of line 2 are picked, and invoiced with 1 more."""
    found = played(lines=LINES.replace("10", "lots").replace("B-200  4", "B-200  3"))
    picked = found.issues.only(Sheet="Picks")
    assert (picked["Code"], picked["Row"]) == (["PIK01"], [3])
    more = FACTS["invoice_lines"].replace("B-200  4 ", "B-200  5 ").format("-")
    invoiced = again(found, invoice_lines=more).issues.only(Sheet="Invoice lines")
    assert (invoiced["Code"], invoiced["Row"]) == (["INV02"], [3])


@pytest.mark.parametrize(("quantity", "codes"), [(10, []), (11, ["RET03"])])
def test_no_more_is_credited_without_goods_than_was_invoiced(quantity, codes):
    found = after(
        order_lines=LINES,
        invoices="""
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-12
    """,
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price
        INV-1    SO-1   1     A-100  10        20
    """,
        returns=f"""
        Return  Order  Line  SKU    Quantity    Return date  Disposition
        RET-1   SO-1   1     A-100  {quantity}  2026-02-13   Credit only
    """,
    )
    assert found.codes == codes


def test_a_container_shipped_again_is_reported_with_its_first_live_shipment():
    found = after(
        picks=FACTS["picks"].format("2026-02-20"),
        packing=FACTS["packing"].format("2026-02-20"),
        order_lines=LINES,
        shipments="""
        Shipment  Order  Container  Ship date   Voided
        SH-0      SO-1   1          2026-02-10  2026-02-10
        SH-1      SO-1   1          2026-02-11  -
        SH-2      SO-1   1          2026-02-12  -
        SH-3      SO-1   1          2026-02-13  -
    """,
    )
    [problem] = found.issues["Problem"]
    assert found.issues["Row"] == [3]
    assert "SH-1" in str(problem)


def test_containers_of_one_order_and_of_two_are_different_ones():
    found = after(
        orders="""
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        SO-2   2026-02-01  C-1
    """,
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  2
        SO-2   1     A-100  2
    """,
        picks="""
        Order  Line  SKU    Location  Picked  Pick date
        SO-1   1     A-100  MAIN      2       2026-02-10
        SO-2   1     A-100  MAIN      2       2026-02-10
    """,
        packing="""
        Order  Container  Line  SKU    Quantity
        SO-1   1          1     A-100  1
        SO-1   2          1     A-100  1
        SO-2   1          1     A-100  1
        SO-2   2          1     A-100  1
    """,
        shipments="""
        Order  Container  Ship date
        SO-1   1          2026-02-11
        SO-1   2          2026-02-11
        SO-2   1          2026-02-11
        SO-2   2          2026-02-11
    """,
    )
    assert found.codes == []
