"""Tax in restocking fees (rules.md section 6, Credits)."""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal

import pytest
from sheets import Played, after, again, expect

from sheetflow.exporting.journal import build_journal

SETTINGS = """
    Setting             Value
    Currency            EUR
    Prices include tax  {inclusive}
"""
CODES = """
    Tax code  Tax 1 %  From date
    VAT       19       2020-01-01
    VAT       25       2026-03-02
    LOW       7        -
"""
LINES = """
    Order  Line  SKU    Quantity  Unit price  Tax code
    SO-1   1     A-100  4         20          LOW
"""
RETURNS = """
    Order  SKU    Quantity  Return date  Fee   Fee tax code
    SO-1   A-100  1         2026-02-27   5.00  {code}
"""


def credited(code: str, inclusive: str = "No") -> Played:
    """An order invoiced, and one unit returned for a fee with this tax code."""
    sold = after(
        "Fulfil, Invoice",
        tax_codes=CODES,
        settings=SETTINGS.format(inclusive=inclusive),
        order_lines=LINES,
    )
    return after(None, sold, returns=RETURNS.format(code=code))


@pytest.mark.parametrize("inclusive", ["No", "Yes"])
def test_a_fee_includes_its_tax_at_the_rate_of_the_credit(inclusive: str) -> None:
    """5.00 at 25 %, the rate of the day on which it is credited: 4.00 and 1.00."""
    played = credited("VAT", inclusive)
    expect(
        played.returns,
        """
        Fee tax  Credit date
        1        2026-03-02
    """,
    )
    [total] = played.returns["Credit total"]
    net, tax = played.returns["Credit net"][0], played.returns["Credit tax"][0]
    assert total == net + tax - 5, "the fee is what is taken off, tax and all"
    again(played)


@pytest.mark.parametrize("code", ["None", "-"])
def test_a_fee_without_a_tax_code_has_no_tax(code: str) -> None:
    played = credited(code)
    assert played.returns["Fee tax"] == [None]


def test_the_tax_of_a_fee_goes_to_the_account_for_tax() -> None:
    played = credited("VAT")
    booked: dict[str, Decimal] = defaultdict(Decimal)
    for entry in build_journal(played.result):
        if entry.sheet == "Returns":
            for posting in entry.postings:
                booked[posting.account.name] += posting.amount
    assert booked == {
        "Sales": Decimal("20.00"),
        "Sales tax": Decimal("1.40") - Decimal("1.00"),
        "Restocking fees": Decimal("-4.00"),
        "Accounts receivable": Decimal("-16.40"),
    }
