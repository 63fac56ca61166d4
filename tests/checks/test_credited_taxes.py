"""The tax of a credit is a share of the tax that its order was invoiced (rules.md section 7)."""

from __future__ import annotations

import pytest
from sheets import Played, after

CODES = """
    Tax code  Tax 1 %
    VAT       20
    LOW       5
"""
ORDERS = """
    Order  Order date  Customer
    SO-1   2026-02-01  C-1
    SO-2   2026-02-01  C-2
"""
ORDER_LINES = """
    Order  Line  SKU    Quantity
    SO-1   1     A-100  10
    SO-2   1     B-200  4
    SO-2   2     A-100  4
"""
INVOICES = """
    Invoice  Order  Invoice date  Voided
    INV-1    SO-1   2026-02-10    -
    INV-2    SO-2   2026-02-11    -
"""
INVOICE_LINES = """
    Invoice  Order  Line  SKU    Quantity  Unit price  Tax code
    INV-1    SO-1   1     A-100  10        10          LOW
    INV-2    SO-2   1     B-200  4         10          VAT
    INV-2    SO-2   2     A-100  4         10          -
"""


def credited(line: int, tax: float, fee: float = 0, **sheets: str) -> Played:
    """A shop in which one piece of a line of SO-2 was credited: 10 and this tax."""
    sku = {1: "B-200", 2: "A-100"}[line]
    given = {
        "tax_codes": CODES,
        "orders": ORDERS,
        "order_lines": ORDER_LINES,
        "invoices": INVOICES,
        "invoice_lines": INVOICE_LINES,
        "returns": f"""
        Return  Order  SKU    Quantity  Return date  Disposition  Fee    Credited quantity  Credit net  Credit tax
        RET-1   SO-2   {sku}  1         2026-02-20   Credit only  {fee}  1                  10          {tax}
    """,
    }
    return after(**{**given, **sheets})


def found(played: Played) -> list[tuple[object, object]]:
    """The code and the text of what is wrong with Returns."""
    issues = played.issues.only(Sheet="Returns")
    return list(zip(issues["Code"], issues["Problem"], strict=True))


@pytest.mark.parametrize("tax", [1.99, 2, 2.01])
def test_a_credited_tax_may_be_a_cent_off_its_share(tax):
    assert found(credited(1, tax)) == []


@pytest.mark.parametrize("tax", [1.98, 2.02, 0.5, 0])
def test_a_credited_tax_that_is_no_share_is_reported_with_the_right_one(tax):
    [(code, text)] = found(credited(1, tax))
    assert code == "AMT05"
    assert "2.00" in str(text)


def test_a_fee_does_not_change_the_tax_of_a_credit():
    assert found(credited(1, 2, fee=3)) == []
    assert [code for code, _ in found(credited(1, 2.05, fee=3))] == ["AMT05"]


@pytest.mark.parametrize(("tax", "codes"), [(0, []), (0.01, ["AMT05"])])
def test_what_was_invoiced_without_tax_is_credited_without_tax(tax, codes):
    assert [code for code, _ in found(credited(2, tax))] == codes


@pytest.mark.parametrize(
    ("tax", "codes"),
    [
        (0.47, ["AMT05"]),
        (0.48, []),
        (1.2, []),
        (2.02, []),
        (2.03, ["AMT05"]),
    ],
)
def test_of_a_line_invoiced_at_two_rates_any_share_between_them_is_right(tax, codes):
    """Each of its two parts may be a cent off."""
    played = credited(
        1,
        tax,
        invoices=INVOICES + "    INV-3  SO-2  2026-02-12  -\n",
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price  Tax code
        INV-1    SO-1   1     A-100  10        10          LOW
        INV-2    SO-2   1     B-200  2         10          VAT
        INV-3    SO-2   1     B-200  2         10          LOW
    """,
    )
    assert [code for code, _ in found(played)] == codes


@pytest.mark.parametrize(
    ("tax", "codes"), [(0.5, []), (2, []), (0.4, ["AMT05"]), (2.1, ["AMT05"])]
)
def test_a_credit_of_an_invoice_that_was_voided_since_stays_right(tax, codes):
    """The voided invoice had another tax code for the same line."""
    played = credited(
        1,
        tax,
        invoices=INVOICES.replace("2026-02-11    -", "2026-02-11    2026-02-21")
        + "    INV-3  SO-2  2026-02-21  -\n",
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price  Tax code  Tax 1 %  Line total
        INV-1    SO-1   1     A-100  10        10          LOW       5        100
        INV-2    SO-2   1     B-200  4         10          VAT       20       40
        INV-3    SO-2   1     B-200  4         10          LOW       5        40
    """,
    )
    assert [code for code, _ in found(played)] == codes


def test_a_voided_return_has_no_tax_to_check():
    played = credited(
        1,
        2,
        returns="""
        Return  Order  SKU    Quantity  Return date  Disposition  Credit net  Credit tax  Voided
        RET-1   SO-2   B-200  1         2026-02-20   Credit only  10          9           2026-02-21
        RET-2   SO-2   B-200  1         2026-02-20   Credit only  10          2           -
    """,
    )
    assert found(played) == []


@pytest.mark.parametrize(("tax", "codes"), [(0.5, []), (0.6, ["AMT05"])])
def test_the_first_line_of_all_is_checked_too(tax, codes):
    played = credited(
        1,
        0,
        returns=f"""
        Return  Order  SKU    Quantity  Return date  Disposition  Credit net  Credit tax
        RET-1   SO-1   A-100  1         2026-02-20   Credit only  10          {tax}
    """,
    )
    assert [code for code, _ in found(played)] == codes


def test_an_invoice_of_nothing_has_no_share_of_tax():
    """INV-3 gives one more away, at another tax code."""
    played = credited(
        1,
        2,
        invoices=INVOICES + "    INV-3  SO-2  2026-02-12  -\n",
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price  Tax code
        INV-1    SO-1   1     A-100  10        10          LOW
        INV-2    SO-2   1     B-200  3         10          VAT
        INV-3    SO-2   1     B-200  1         0           LOW
    """,
    )
    assert found(played) == []
