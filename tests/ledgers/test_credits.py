"""Credits: what a return credits, worked out once and kept (rules.md section 6, Credits)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sheets import add, after, again, expect

CODES = """
    Tax code  Tax 1 %
    VAT       20
    LOW       7.7
"""


def sold(
    quantity: int = 3,
    price: str = "3.34",
    code: str = "None",
    settings: str = "Tax rounding  Document",
):
    """An order shipped and invoiced whole."""
    return after(
        "Fulfil, Invoice",
        tax_codes=CODES,
        settings=f"""
        Setting  Value
        {settings}
    """,
        order_lines=f"""
        Order  Line  SKU    Quantity  Unit price  Tax code  Discount %
        SO-1   1     A-100  {quantity}  {price}  {code}  -
    """,
    )


RETURNS = """
    Return  Order  SKU    Quantity  Return date  Disposition  Unit credit  Fee
"""


def returned(*rows: str) -> str:
    """Returns of SO-1, one after the other."""
    return add(
        RETURNS,
        "\n".join(
            f"    RET-{number}  SO-1  {row}" for number, row in enumerate(rows, 1)
        ),
    )


def test_a_return_credits_what_was_invoiced_for_it():
    """2 of 3 for 10.02: 6.68, tax 20 % of 10.02 = 2.00, its share round(2.00 × 6.68 ÷ 10.02) = 1.33."""
    played = after(None, sold(code="VAT"), returns=returned("A-100  2  2026-03-02"))
    expect(
        played.returns,
        """
        Return  Line  Credited quantity  Credit net  Credit tax  Credit total  Credit note
        RET-1   1     2                  6.68        1.33        8.01          CN-000001
    """,
    )
    expect(
        played.orders,
        """
        Invoiced  Credited  Balance  Payment status  Return
        12.02     8.01      4.01     Invoiced        Part
    """,
    )
    assert again(played).sheets == played.sheets


def test_returning_all_of_it_in_parts_credits_exactly_all():
    """3 × 3.335 = 10.005 → 10.01; thirds of it: 3.34, 3.33 (6.67), 3.34. Tax 0.77: 0.26, 0.25, 0.26."""
    bought = sold(price="3.335", code="LOW")
    first = after(
        None, bought, returns=returned("A-100  1  2026-03-02", "A-100  1  2026-03-02")
    )
    played = after(
        None,
        first,
        as_of="2026-03-09",
        returns=returned(
            "A-100  1  2026-03-02", "A-100  1  2026-03-02", "A-100  1  2026-03-09"
        ),
    )
    expect(
        played.returns,
        """
        Return  Credited quantity  Credit net  Credit tax  Credit total  Credit note
        RET-1   1                  3.34        0.26        3.6           CN-000001
        RET-2   1                  3.33        0.25        3.58          CN-000001
        RET-3   1                  3.34        0.26        3.6           CN-000001
    """,
    )
    expect(
        played.orders,
        """
        Invoiced  Credited  Balance  Return
        10.78     10.78     0        Full
    """,
    )


def test_what_was_not_invoiced_is_not_credited():
    """10 shipped, 6 invoiced: of 5 returned the customer keeps 5, so 1 is credited; 4 lower what is left to invoice."""
    sent = after(
        "Fulfil",
        order_lines="""
        Order  Line  SKU    Quantity  Unit price
        SO-1   1     A-100  10        2
    """,
    )
    billed = after(
        None,
        sent,
        invoices="""
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-03-02
    """,
        invoice_lines="""
        Invoice  Order  SKU    Quantity  Unit price
        INV-1    SO-1   A-100  6         2
    """,
    )
    played = after(
        "Invoice",
        billed,
        returns=returned("A-100  3  2026-03-02", "A-100  2  2026-03-02"),
    )
    expect(
        played.returns,
        """
        Return  Quantity  Credited quantity  Credit total  Credit note
        RET-1   3         0                  0             -
        RET-2   2         1                  2             CN-000001
    """,
    )
    assert played.undone == [
        "SO-1 Invoice waits: nothing to invoice: everything is invoiced"
    ]


def test_a_return_before_any_invoice_credits_nothing_for_ever():
    came_back = after(None, after("Fulfil"), returns=returned("A-100  4  2026-03-02"))
    played = after("Invoice", came_back)
    expect(
        played.returns,
        """
        Credited quantity  Credit total  Credit note
        0                  0             -
    """,
    )
    assert played.invoice_lines["Quantity"] == [6]


def test_credit_only_credits_up_to_what_is_invoiced_and_moves_nothing():
    played = after(
        None,
        sold(quantity=10, price="5"),
        returns=returned("A-100  4  2026-03-02  Credit only"),
    )
    expect(
        played.returns,
        """
        Credited quantity  Credit total
        4                  20
    """,
    )
    expect(
        played.order_lines,
        """
        Shipped  Returned
        10       0
    """,
    )
    assert "Return" not in played.movements["Type"]
    assert played.orders["Return"] == [None]


def test_more_credit_only_than_is_invoiced_is_an_error_and_credits_nothing():
    """4 and 7 of 10: only together are they too many, so the second is wrong; until it is fixed none is filled."""
    played = after(
        None,
        sold(quantity=10, price="5"),
        returns=returned(
            "A-100  4  2026-03-02  Credit only", "A-100  7  2026-03-02  Credit only"
        ),
    )
    expect(
        played.issues,
        """
        Code   Sheet    Row  Column
        RET03  Returns  2    Quantity
    """,
    )
    assert played.returns["Credited quantity"] == [None, None]
    fixed = after(
        None,
        played,
        returns=returned(
            "A-100  4  2026-03-02  Credit only", "A-100  6  2026-03-02  Credit only"
        ),
    )
    assert fixed.returns["Credit total"] == [20, 30]


def test_a_unit_credit_is_given_instead_but_never_more_than_was_invoiced():
    played = after(
        None,
        sold(quantity=10, price="5"),
        returns=returned(
            "A-100  2  2026-03-02  -  1.125",
            "A-100  3  2026-03-02  -  100",
            "A-100  5  2026-03-02",
        ),
    )
    expect(
        played.returns,
        """
        Return  Credited quantity  Credit net
        RET-1   2                  2.25
        RET-2   3                  47.75
        RET-3   5                  0
    """,
    )


def test_a_fee_is_taken_off_the_credit():
    played = after(
        None,
        sold(quantity=10, price="5"),
        returns=returned("A-100  2  2026-03-02  -  -  3.5"),
    )
    expect(
        played.returns,
        """
        Credit net  Credit tax  Fee  Credit total
        10          0           3.5  6.5
    """,
    )


def test_a_fee_above_the_credit_is_an_error_and_credits_nothing_until_it_is_lowered():
    played = after(
        None,
        sold(quantity=10, price="5"),
        returns=returned("A-100  2  2026-03-02  -  -  10.01"),
    )
    expect(
        played.issues,
        """
        Code   Sheet    Row  Column
        FEE01  Returns  1    Fee
    """,
    )
    assert (played.returns["Credit total"], played.orders["Credited"]) == ([None], [0])
    fixed = after(None, played, returns=returned("A-100  2  2026-03-02  -  -  10"))
    assert (fixed.codes, fixed.returns["Credit total"]) == ([], [0])


def test_with_prices_that_include_tax_the_net_is_the_credit_less_its_tax():
    """3 × 10 = 30, of it 25 net and 5 tax. Each credits 10; of the tax: 1.67, 3.33 − 1.67 = 1.66, 1.67."""
    bought = sold(
        quantity=3, price="10", code="VAT", settings="Prices include tax  Yes"
    )
    played = after(
        None,
        bought,
        returns=returned(
            "A-100  1  2026-03-02", "A-100  1  2026-03-02", "A-100  1  2026-03-02"
        ),
    )
    expect(
        played.returns,
        """
        Credit net  Credit tax  Credit total
        8.33        1.67        10
        8.34        1.66        10
        8.33        1.67        10
    """,
    )
    assert played.orders["Balance"] == [0]


def test_the_tax_of_a_credit_is_its_share_of_all_tax_under_the_code():
    """Lines of 10.00 and 20.00 and freight 3.00 under VAT: tax 6.60 on 33.00. Crediting the 10.00 line: 2.00."""
    played = after(
        "Fulfil, Invoice",
        tax_codes=CODES,
        orders="""
        Order  Order date  Customer  Freight  Freight tax code
        SO-1   2026-02-01  C-1       3        VAT
    """,
        order_lines="""
        Order  SKU    Quantity  Unit price  Tax code
        SO-1   A-100  1         10          VAT
        SO-1   B-200  2         10          VAT
    """,
    )
    credited = after(
        None, played, returns=returned("A-100  1  2026-03-02", "B-200  2  2026-03-02")
    )
    expect(
        credited.returns,
        """
        Credit net  Credit tax
        10          2
        20          4
    """,
    )
    expect(
        credited.orders,
        """
        Invoiced  Credited  Balance
        39.6      36        3.6
    """,
    )


def test_while_an_error_holds_the_order_nothing_is_credited():
    played = after(
        None,
        sold(quantity=10, price="5"),
        returns=returned("A-100  2  2026-03-02"),
        payments="""
        Order  Payment date  Kind    Amount
        SO-1   2026-03-02    Refund  5
    """,
    )
    assert played.codes == ["PAY01"]
    expect(
        played.returns,
        """
        Return  Credited quantity  Credit net  Credit tax  Credit total  Credit note
        RET-1   -                  -           -           -             -
    """,
    )
    assert played.orders["Credited"] == [0]


def test_credits_are_filled_before_the_runs_actions():
    """The return is read before Invoice runs: nothing was invoiced yet, so it credits nothing; 8 are invoiced."""
    sent = after("Fulfil")
    played = after("Invoice", sent, returns=returned("A-100  2  2026-03-02"))
    assert (played.returns["Credited quantity"], played.invoice_lines["Quantity"]) == (
        [0],
        [8],
    )


def test_credits_are_kept_when_a_later_invoice_is_typed():
    before = after(None, after("Fulfil"), returns=returned("A-100  2  2026-03-02"))
    played = after(
        None,
        before,
        invoices="""
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-03-02
    """,
        invoice_lines="""
        Invoice  Order  SKU    Quantity  Unit price
        INV-1    SO-1   A-100  10        20
    """,
    )
    assert (played.returns["Credited quantity"], played.orders["Credited"]) == (
        [0],
        [0],
    )


def test_credit_notes_are_numbered_after_the_highest_voided_ones_included():
    played = after(
        None,
        sold(quantity=10, price="5", settings="Credit note prefix  K"),
        returns="""
        Return  Order  SKU    Quantity  Return date  Credit note  Voided
        RET-1   SO-1   A-100  1         2026-03-02   K000012      2026-03-02
        RET-2   SO-1   A-100  1         2026-03-02   -            -
    """,
    )
    assert played.returns["Credit note"] == ["K000012", "K000013"]


def test_freight_without_tax_has_no_share_of_the_tax_that_is_credited():
    """20 and 10 % tax of it, and 10 of freight without tax: returning all goods credits 22, not 21.33."""
    bought = after(
        "Fulfil, Invoice",
        tax_codes="""
        Tax code  Tax 1 %
        VAT       10
    """,
        customers="""
        Customer  Name    Tax exempt
        C-1       Church  Yes
    """,
        orders="""
        Order  Order date  Customer  Freight  Freight tax code
        SO-1   2026-02-01  C-1       10       VAT
    """,
        order_lines="""
        Order  Line  SKU    Quantity  Unit price  Tax code
        SO-1   1     A-100  1         20          VAT
    """,
    )
    played = after(None, bought, returns=returned("A-100  1  2026-03-02"))
    expect(
        played.invoices,
        """
        Freight  Subtotal  Tax  Total
        10       20        2    32
    """,
    )
    expect(
        played.returns,
        """
        Credit net  Credit tax  Credit total
        20          2           22
    """,
    )


SENT_4 = {
    "picks": """
    Order  SKU    Location  Picked  Pick date
    SO-1   A-100  MAIN      4       2026-02-10
    """,
    "packing": """
    Order  Container  SKU    Quantity
    SO-1   1          A-100  4
    """,
    "shipments": """
    Order  Container  Ship date
    SO-1   1          2026-02-10
    """,
    "invoices": """
    Invoice  Order  Invoice date
    INV-1    SO-1   2026-02-10
    """,
    "invoice_lines": """
    Invoice  Order  SKU    Quantity  Unit price
    INV-1    SO-1   A-100  3         10
    """,
}
"""4 left, 3 of them were invoiced at 10."""

TYPED_RETURNS = """
    Return  Order  SKU    Quantity  Return date  Disposition  Credited quantity  Voided
"""


def credited(*rows: str) -> list[object]:
    """What each return of what was sent credits."""
    numbered = "\n".join(
        f"    RET-{number}  SO-1  A-100  {row}" for number, row in enumerate(rows, 1)
    )
    played = after(**SENT_4, returns=add(TYPED_RETURNS, numbered))
    return played.returns["Credited quantity"]


def test_what_the_customer_keeps_is_credited_last():
    """Of 4 the customer keeps 3, as many as were invoiced, then 2, then none."""
    assert credited("1  2026-02-20  Restock  -  -") == [0]
    assert credited(
        "1  2026-02-20  Restock  -  -",
        "1  2026-02-21  Restock  -  -",
        "2  2026-02-22  Restock  -  -",
    ) == [0, 1, 2]


def test_what_was_credited_too_early_is_not_credited_again():
    assert credited("1  2026-02-20  Restock  1  -", "1  2026-02-21  Restock  -  -") == [
        1,
        0,
    ]


def test_neither_a_credit_alone_nor_a_voided_return_brings_anything_back():
    assert credited(
        "1  2026-02-20  Credit only  -  -", "1  2026-02-21  Restock  -  -"
    ) == [1, 0]
    assert credited(
        "1  2026-02-20  Restock  -  2026-02-20", "1  2026-02-21  Restock  -  -"
    ) == [None, 0]


def test_no_more_is_credited_alone_than_was_invoiced():
    assert credited(
        "2  2026-02-20  Credit only  -  -", "1  2026-02-20  Credit only  -  -"
    ) == [2, 1]


def test_a_voided_return_takes_nothing_from_what_another_credits():
    """Three thirds of 10.02; the voided return said 6.68."""
    first = after(None, sold(), returns=returned("A-100  2  2026-03-02"))
    voided = """
    Return  Order  Line  SKU    Quantity  Return date  Credit net  Credit total  Voided
    RET-1   SO-1   1     A-100  2         2026-03-02   6.68        6.68          2026-03-02
    RET-2   SO-1   1     A-100  3         2026-03-02   -           -             -
    """
    played = after(None, first, returns=voided)
    assert played.returns["Credit total"][1] == Decimal("10.02")
    assert played.orders["Credited"] == [Decimal("10.02")]


def test_what_was_invoiced_and_voided_is_not_credited():
    """Line 1 was invoiced at 50 and voided, then at 10; line 2 was invoiced at 5."""
    played = after(
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  2
        SO-1   2     B-200  2
    """,
        invoices="""
        Invoice  Order  Invoice date  Voided
        INV-1    SO-1   2026-02-10    2026-02-11
        INV-2    SO-1   2026-02-11    -
    """,
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price
        INV-1    SO-1   1     A-100  2         50
        INV-2    SO-1   1     A-100  2         10
        INV-2    SO-1   2     B-200  2         5
    """,
        returns="""
        Return  Order  Line  SKU    Quantity  Return date  Disposition
        RET-1   SO-1   1     A-100  1         2026-02-20   Credit only
        RET-2   SO-1   2     B-200  1         2026-02-20   Credit only
    """,
    )
    assert played.returns["Credit total"] == [10, 5]


def test_a_line_invoiced_under_two_codes_is_credited_under_the_first():
    """Under VAT: 4 of tax on 20, so 2 on 10; under LOW it would be 0.77."""
    played = after(
        tax_codes=CODES,
        invoices="""
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-10
        INV-2    SO-1   2026-02-11
    """,
        invoice_lines="""
        Invoice  Order  SKU    Quantity  Unit price  Tax code
        INV-1    SO-1   A-100  2         10          VAT
        INV-2    SO-1   A-100  1         10          LOW
    """,
        returns="""
        Return  Order  SKU    Quantity  Return date  Disposition
        RET-1   SO-1   A-100  1         2026-02-20   Credit only
    """,
    )
    expect(
        played.returns,
        """
        Credit net  Credit tax
        10          2
    """,
    )


def test_whether_a_credit_includes_tax_goes_by_the_lines_own_invoice():
    """20 % on 10 is 2; 7.7 % in 6 is 0.43. Of line 2 no more than 6 is left for the second return, whatever it says."""
    played = after(
        tax_codes=CODES,
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  1
        SO-1   2     B-200  2
    """,
        invoices="""
        Invoice  Order  Invoice date  Prices include tax
        INV-1    SO-1   2026-02-10    No
        INV-2    SO-1   2026-02-11    Yes
    """,
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price  Tax code
        INV-1    SO-1   1     A-100  1         10          VAT
        INV-2    SO-1   2     B-200  2         6           LOW
    """,
        returns="""
        Return  Order  Line  SKU    Quantity  Return date  Disposition  Unit credit
        RET-1   SO-1   1     A-100  1         2026-02-20   Credit only  -
        RET-2   SO-1   2     B-200  1         2026-02-20   Credit only  -
        RET-3   SO-1   2     B-200  1         2026-02-20   Credit only  100
    """,
    )
    expect(
        played.returns,
        """
        Credit net  Credit tax  Credit total
        10          2           12
        5.57        0.43        6
        5.57        0.43        6
    """,
    )


def test_a_return_of_an_order_on_hold_waits_and_another_orders_does_not():
    played = after(
        orders="""
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        SO-2   2026-02-01  C-1
    """,
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  1
        SO-1   2     B-200  lots
        SO-2   1     A-100  1
    """,
        invoices="""
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-10
        INV-2    SO-2   2026-02-10
    """,
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price
        INV-1    SO-1   1     A-100  1         10
        INV-2    SO-2   1     A-100  1         10
    """,
        returns="""
        Return  Order  Line  SKU    Quantity  Return date  Disposition  Credit net
        RET-1   SO-1   1     A-100  1         2026-02-20   Credit only  -
        RET-2   SO-2   1     A-100  1         2026-02-20   Credit only  -
        RET-3   SO-1   1     A-100  1         2026-02-20   Credit only  3
    """,
    )
    assert played.on_hold == ["SO-1"]
    expect(
        played.returns,
        """
        Credited quantity  Credit net  Credit tax  Credit total  Credit note
        -                  -           -           -             -
        1                  10          0           10            CN-000001
        -                  3           -           -             -
    """,
    )


@pytest.mark.parametrize(
    "typed", ["-  10  0  10", "1  -  0  -", "1  10  -  10", "1  10  0  -"]
)
def test_each_cell_that_is_blank_is_filled_beside_those_that_are_typed(typed):
    played = after(
        **SENT_4,
        returns=f"""
        Order  SKU    Quantity  Return date  Disposition  Credited quantity  Credit net  Credit tax  Credit total
        SO-1   A-100  1         2026-02-20   Credit only  {typed}
    """,
    )
    expect(
        played.returns,
        """
        Credited quantity  Credit net  Credit tax  Credit total
        1                  10          0           10
    """,
    )


def test_the_tax_of_a_credit_is_that_of_its_own_order():
    played = after(
        tax_codes=CODES,
        orders="""
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        SO-2   2026-02-01  C-1
    """,
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  1
        SO-2   1     A-100  1
    """,
        invoices="""
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-10
        INV-2    SO-2   2026-02-10
    """,
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price  Tax code
        INV-1    SO-1   1     A-100  1         10          LOW
        INV-2    SO-2   1     A-100  1         10          VAT
    """,
        returns="""
        Return  Order  Line  SKU    Quantity  Return date  Disposition
        RET-1   SO-1   1     A-100  1         2026-02-20   Credit only
        RET-2   SO-2   1     A-100  1         2026-02-20   Credit only
    """,
    )
    expect(
        played.returns,
        """
        Credit net  Credit tax
        10          0.77
        10          2
    """,
    )


def test_a_tax_code_corrected_between_two_invoices_credits_no_more_than_was_invoiced():
    """100 was invoiced with 20 % tax, then 100 with none: returning all of it credits 220."""
    played = after(
        tax_codes="""
        Tax code  Tax 1 %
        STD       20
        ZERO      0
        """,
        order_lines="""
        Order  Line  SKU    Quantity  Unit price  Tax code
        SO-1   1     A-100  10        20          ZERO
        """,
        picks="""
        Pick  Order  Line  SKU    Location  Picked  Pick date
        PK-1  SO-1   1     A-100  MAIN      10      2026-02-10
        """,
        shipments="""
        Order  Ship date
        SO-1   2026-02-10
        """,
        invoices="""
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-10
        INV-2    SO-1   2026-02-11
        """,
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price  Tax code
        INV-1    SO-1   1     A-100  5         20          STD
        INV-2    SO-1   1     A-100  5         20          ZERO
        """,
        returns="""
        Return  Order  Line  SKU    Quantity  Disposition  Return date
        RET-1   SO-1   1     A-100  4         Restock      2026-02-20
        RET-2   SO-1   1     A-100  2         Restock      2026-02-21
        RET-3   SO-1   1     A-100  4         Restock      2026-02-22
        """,
    )
    expect(
        played.returns,
        """
        Return  Credit net  Credit tax  Credit total
        RET-1   80          16          96
        RET-2   40          4           44
        RET-3   80          0           80
    """,
    )


@pytest.mark.parametrize("tax", ["1.33", "1.34"])
def test_a_credit_tax_may_be_rounded(tax):
    assert _with_tax(tax) == []


@pytest.mark.parametrize("tax", ["0", "1.32", "1.35", "2"])
def test_a_credit_tax_that_is_no_share_of_what_was_invoiced_is_an_error(tax):
    """2 of 3 for 10.02 at 20 %: 1.33 of 2.00."""
    assert _with_tax(tax) == ["AMT05"]


def _with_tax(tax: str) -> list[str]:
    """The problems of a return of 2 whose tax is typed."""
    typed = f"""
        Return  Order  SKU    Quantity  Return date  Credit tax
        RET-1   SO-1   A-100  2         2026-03-02   {tax}
    """
    return after(None, sold(code="VAT"), returns=typed).codes


def test_the_tax_of_a_credit_stays_right_when_its_invoice_is_voided():
    """20 % was invoiced and credited; then the invoice was voided, and issued again at 7.7 %."""
    credited = after(None, sold(code="VAT"), returns=returned("A-100  2  2026-03-02"))
    voided = after(
        None,
        credited,
        invoices="""
        Invoice     Order  Invoice date  Currency  Prices include tax  Tax rounding  Freight tax 1 %  Voided
        INV-000001  SO-1   2026-03-02    USD       No                  Document      0                2026-03-02
        INV-000002  SO-1   2026-03-02    USD       No                  Document      0                -
    """,
        invoice_lines="""
        Invoice     Order  Line  SKU    Quantity  Unit price  Tax code  Tax 1 %  Line total
        INV-000001  SO-1   1     A-100  3         3.34        VAT       20       10.02
        INV-000002  SO-1   1     A-100  3         3.34        LOW       7.7      10.02
    """,
    )
    assert voided.codes == []


TWO_WAYS = {
    "tax_codes": """
        Tax code  Tax 1 %
        STD       20
    """,
    "order_lines": """
        Order  Line  SKU    Quantity  Unit price  Tax code
        SO-1   1     A-100  10        20          STD
    """,
    "picks": """
        Pick  Order  Line  SKU    Location  Picked  Pick date
        PK-1  SO-1   1     A-100  MAIN      10      2026-02-10
    """,
    "shipments": """
        Order  Ship date
        SO-1   2026-02-10
    """,
    "invoices": """
        Invoice  Order  Invoice date  Prices include tax
        INV-1    SO-1   2026-02-10    Yes
        INV-2    SO-1   2026-02-11    No
    """,
    "invoice_lines": """
        Invoice  Order  Line  SKU    Quantity  Unit price  Tax code
        INV-1    SO-1   1     A-100  5         24          STD
        INV-2    SO-1   1     A-100  5         20          STD
    """,
}
"""120 with the tax in it, then 100 and 20 of tax on top: 240 in all."""


def test_a_line_invoiced_with_and_without_tax_in_its_prices_is_credited_in_that_order():
    """Line credits 88, 44 and 88 of 220; the first 120 of it have the tax in them."""
    rows = (
        "A-100  4  2026-02-20  Restock  -  -",
        "A-100  2  2026-02-21  Restock  -  -",
        "A-100  4  2026-02-22  Restock  -  -",
    )
    credited = """
        Return  Credit net  Credit tax  Credit total
        RET-1   73.33       14.67       88
        RET-2   38.67       7.73        46.4
        RET-3   88          17.6        105.6
    """
    at_once = after(**TWO_WAYS, returns=add(RETURNS, as_returns(*rows)))
    expect(at_once.returns, credited)
    expect(
        at_once.orders,
        """
        Invoiced  Credited  Balance
        240       240       0
    """,
    )
    one_by_one = after(**TWO_WAYS)
    for count in range(1, 4):
        returns = add(RETURNS, as_returns(*rows[:count]))
        one_by_one = after(None, one_by_one, returns=returns)
    expect(one_by_one.returns, credited)


def as_returns(*rows: str) -> str:
    """Rows of Returns of SO-1."""
    numbered = enumerate(rows, 1)
    return "\n".join(f"    RET-{number}  SO-1  {row}" for number, row in numbered)


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ("3  -    -   -", ["RET04 Credited quantity"]),
        ("2  8    -   -", []),
        ("2  6.68  1.33  8.01", []),
        ("2  10.03  -  -", ["RET05 Credit net"]),
        ("2  6    2.01  -", ["AMT05 Credit tax"]),
        ("-  -    -   9", ["AMT04 Credit total"]),
        ("-  -    -   8.01", []),
    ],
)
def test_typed_credit_cells_are_bounded(cells: str, problem: list[str]):
    """3 were invoiced for 10.02 and 2.00 of tax; 2 come back, which makes 6.68 and 1.33."""
    played = after(
        None,
        sold(code="VAT"),
        returns=f"""
        Return  Order  SKU    Quantity  Return date  Credited quantity  Credit net  Credit tax  Credit total
        RET-1   SO-1   A-100  2         2026-03-02   {cells}
    """,
    )
    issues = played.issues
    found = [f"{c} {h}" for c, h in zip(issues["Code"], issues["Column"], strict=True)]
    assert found == problem
    is_filled = played.returns["Credit note"] == ["CN-000001"]
    assert is_filled is not bool(problem), (
        "nothing is filled while the order is on hold"
    )
    assert again(played).sheets == played.sheets


def test_credits_that_are_in_bounds_one_by_one_are_bounded_together():
    """6.68 and 3.35 are more than the 10.02 invoiced."""
    played = after(
        None,
        sold(),
        returns="""
        Return  Order  SKU    Quantity  Return date  Credited quantity  Credit net  Credit tax  Credit total
        RET-1   SO-1   A-100  2         2026-03-02   2                  6.68        0           6.68
        RET-2   SO-1   A-100  1         2026-03-02   1                  3.35        0           3.35
    """,
    )
    expect(
        played.issues,
        """
        Code   Sheet    Row  Column
        RET05  Returns  2    Credit net
    """,
    )


def test_a_typed_net_has_the_tax_that_belongs_to_it():
    """5.01 is half of the 10.02 invoiced, so its tax is half of 2.00."""
    played = after(
        None,
        sold(code="VAT"),
        returns="""
        Return  Order  SKU    Quantity  Return date  Credit net
        RET-1   SO-1   A-100  2         2026-03-02   5.01
    """,
    )
    expect(
        played.returns,
        """
        Credited quantity  Credit net  Credit tax  Credit total
        2                  5.01        1           6.01
    """,
    )


def test_goods_come_back_after_their_price_was_reduced():
    """1.00 was credited for 3 units; then all 3 come back, for the 9.02 that are left."""
    played = after(
        None,
        sold(),
        returns=returned(
            "A-100  3  2026-03-02  Credit only  0.333333",
            "A-100  3  2026-03-02  Restock      -",
        ).replace("  Fee", ""),
    )
    expect(
        played.returns,
        """
        Return  Credited quantity  Credit total
        RET-1   3                  1
        RET-2   3                  9.02
    """,
    )
    assert played.codes == []
