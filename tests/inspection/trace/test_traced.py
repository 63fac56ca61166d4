"""What a trace says, line by line: each rounding, what pays which invoice and why, what a return credits."""

from __future__ import annotations

from itertools import takewhile
from textwrap import dedent

import pytest
from ledgers.test_payments import settled
from sheets import Played, after
from test_trace_laws import source_of

from sheetflow.inspection.trace.lookup import find_traces
from sheetflow.inspection.trace.tree import as_lines

SETTINGS = """
    Setting             Value
    Prices include tax  {inclusive}
    Tax rounding        {rounding}
"""
CODES = """
    Tax code  Tax 1 %  Tax 1 name  Tax 2 %  Tax 2 name  Compound
    VAT       20       VAT         -        -           -
    TWO       5        GST         9.975    QST         -
    TOP       5        GST         8        PST         Yes
"""
LINES = """
    Order  Line  SKU    Quantity  Unit price  Discount %  Tax code  Cancelled quantity
    SO-1   1     A-100  5         19.99       10          {code}    2
    SO-1   2     B-200  1         33.33       -           {code}    -
"""


def depth_of(line: str) -> int:
    """How far a line is indented."""
    return len(line) - len(line.lstrip())


def said(played: Played, key: str, title: str) -> str:
    """The first line of a trace that begins with the title, and what is below it; without the cells."""
    lines = [
        line.partition("  [")[0]
        for trace in find_traces(source_of(played), key)
        for line in as_lines(trace)
    ]
    first = next(at for at, line in enumerate(lines) if line.strip().startswith(title))
    depth = depth_of(lines[first])
    below = list(takewhile(lambda line: depth_of(line) > depth, lines[first + 1 :]))
    return "\n".join(line[depth:] for line in (lines[first], *below))


def ordered(code: str, inclusive: str = "No", rounding: str = "Document") -> Played:
    """Two lines of 53.97 and 33.33 under a tax code."""
    settings = SETTINGS.format(inclusive=inclusive, rounding=rounding)
    return after(
        None, settings=settings, tax_codes=CODES, order_lines=LINES.format(code=code)
    )


def expect(found: str, wanted: str) -> None:
    """The same lines; the wanted ones may be indented as a whole."""
    assert found == dedent(wanted).strip()


def test_a_line_shows_its_factors_and_its_rounding():
    expect(
        said(ordered("VAT"), "SO-1", "Total"),
        """
    Total: 104.76
      Line 1 A-100: 53.97 · 2 of 5 cancelled: 3 × 19.99 × (1 − 10 %) = 53.973 → 53.97
      Line 2 B-200: 33.33 · 1 × 33.33 = 33.33
      Tax: 17.46
        Tax VAT on line 1 and line 2: 17.46 · on 53.97 + 33.33 = 87.30: 87.30 × 20 % = 17.46
    """,
    )


def test_tax_rounded_on_each_line_is_shown_line_by_line():
    expect(
        said(ordered("VAT", rounding="Line"), "SO-1", "Tax:"),
        """
    Tax: 17.46
      Tax VAT, rounded on each line: 17.46
        Tax VAT on line 1: 10.79 · 53.97 × 20 % = 10.794 → 10.79
        Tax VAT on line 2: 6.67 · 33.33 × 20 % = 6.666 → 6.67
    """,
    )


def test_two_taxes_are_rounded_one_by_one_and_the_second_may_be_on_the_first():
    expect(
        said(ordered("TWO"), "SO-1", "Tax TWO"),
        """
    Tax TWO on line 1 and line 2: 13.08 · on 53.97 + 33.33 = 87.30
      GST 5 %: 4.37 · 87.30 × 5 % = 4.365 → 4.37
      QST 9.975 %: 8.71 · 87.30 × 9.975 % = 8.708175 → 8.71
    """,
    )
    expect(
        said(ordered("TOP"), "SO-1", "Tax TOP"),
        """
    Tax TOP on line 1 and line 2: 11.70 · on 53.97 + 33.33 = 87.30
      GST 5 %: 4.37 · 87.30 × 5 % = 4.365 → 4.37
      PST 8 %: 7.33 · (87.30 + 4.37) × 8 % = 7.3336 → 7.33
    """,
    )


def test_prices_that_include_tax_are_split_in_a_sentence():
    expect(
        said(ordered("VAT", "Yes"), "SO-1", "Tax included"),
        """
    Tax included in the total: 14.55
      Tax VAT on line 1 and line 2: 14.55 · 87.30 − 72.75; the net is 87.30 ÷ (1 + 20 %) = 72.75
    """,
    )
    expect(
        said(ordered("TOP", "Yes"), "SO-1", "Tax TOP"),
        """
    Tax TOP on line 1 and line 2: 10.32 · on 53.97 + 33.33 = 87.30
      GST 5 %: 3.85 · 76.98 × 5 % = 3.849 → 3.85; the net is 87.30 ÷ ((1 + 5 %) × (1 + 8 %)) = 76.98412698… → 76.98
      PST 8 %: 6.47 · what is left: 87.30 − 76.98 − 3.85
    """,
    )


PAID = (
    "Payment  INV-3  50",
    "Payment  -  170",
    "Payment  INV-4  10",
    "Refund  -  75",
    "Refund  INV-1  3",
)
"""Of invoices of 60 (INV-2), 40 (INV-3) and 100 (INV-1); INV-4 is voided."""


def test_each_payment_and_refund_says_where_it_went_and_why():
    expect(
        said(settled(*PAID), "SO-1", "Balance of each"),
        """
    Balance of each invoice: 48.00
      Balance of INV-2, due 2026-04-10: 0.00
        Total of INV-2: 60.00
        Payment PAY-2: -60.00 · 60.00 of its 170.00: by due date, then number
      Balance of INV-3, due 2026-04-10: 0.00
        Total of INV-3: 40.00
        Payment PAY-1: -50.00 · names this invoice
        Refund PAY-4: 10.00 · 10.00 of its 75.00: refunds what is overpaid
      Balance of INV-1, due 2026-05-01: 48.00
        Total of INV-1: 100.00
        Payment PAY-2: -100.00 · 100.00 of its 170.00: by due date, then number
        Refund PAY-5: 3.00 · names this invoice: refunded from it first
        Refund PAY-4: 45.00 · 45.00 of its 75.00: refunds the latest invoice
      Unallocated: 0.00
        Payment PAY-2: -10.00 · 10.00 of its 170.00: no invoice is left to pay
        Payment PAY-3: -10.00 · names INV-4, which is not a valid invoice of this order: no invoice is left to pay
        Refund PAY-4: 20.00 · 20.00 of its 75.00: refunds what is unallocated first
    """,
    )


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        (
            "PAY-2",
            """
            Amount: 170.00
              To invoice INV-2: 60.00 · by due date, then number
              To invoice INV-1: 100.00 · by due date, then number
              Unallocated: 10.00 · no invoice is left to pay
         """,
        ),
        (
            "pay-4",
            """
            Amount: 75.00
              Unallocated: 20.00 · refunds what is unallocated first
              From invoice INV-3: 10.00 · refunds what is overpaid
              From invoice INV-1: 45.00 · refunds the latest invoice
         """,
        ),
    ],
)
def test_the_key_of_a_payment_is_traced(key, wanted):
    expect(said(settled(*PAID), key, "Amount"), wanted)


def test_what_does_not_count_says_why():
    assert (
        said(settled(*PAID), "INV-4", "Invoice")
        == "Invoice INV-4 of SO-1: does not count · voided 2026-02-02"
    )


def test_a_credit_note_shows_the_share_that_it_is():
    billed = after(
        "Fulfil, Invoice",
        settings=SETTINGS.format(inclusive="No", rounding="Document"),
        tax_codes=CODES,
        order_lines=LINES.format(code="VAT"),
    )
    returned = after(
        None,
        billed,
        returns="""
        Order  Line  SKU    Quantity  Return date  Fee
        SO-1   1     A-100  1         2026-03-01   -
        SO-1   1     A-100  1         2026-03-01   2
    """,
    )
    expect(
        said(returned, "RET-000002", "Credit total"),
        """
Credit total: 19.59
  Credit net: 17.99 · share of what was invoiced: 53.97 × 2 ÷ 3 = 35.98, less 17.99 for 1 earlier
  Credit tax: 3.60 · share of its code's tax: 17.46 × 35.98 ÷ 87.30 = 7.196 → 7.20, less 3.598 → 3.60 for 17.99 earlier
  Fee: -2.00
    """,
    )
    assert said(returned, "RET-000002", "To invoice").startswith(
        "To invoice INV-000001: 19.59 · credits come first"
    )


def test_a_location_that_no_sheet_lists_is_traced_too():
    played = after(
        locations="Location",
        stock_moves="""
        Date        Type     SKU    To      Quantity
        2026-01-02  Opening  A-100  GARAGE  7
    """,
    )
    expect(
        said(played, "garage", "Location"),
        """
    Location GARAGE
      A-100: 7 · on hand; 0 allocated, 7 free
    """,
    )
    (at_garage,) = find_traces(source_of(played), "a-100", "GARAGE")
    assert [part.shown for part in at_garage.parts] == ["7", "0", "7"]


def test_a_suggestion_and_an_open_order_take_from_what_is_free_and_available():
    played = after("Suggest")
    expect(
        said(played, "A-100", "Free"),
        """
    Free: 90
      Free at MAIN: 90
        On hand at MAIN: 100
        Allocated at MAIN: -10
    """,
    )
    expect(
        said(played, "A-100", "Allocated"),
        """
    Allocated: 10
      Allocated at MAIN: 10
        Suggestion PK-000001 for SO-1: 10
    """,
    )
    expect(
        said(played, "A-100", "Reserved"),
        """
    Reserved: 10
      SO-1 line 1: 10 · 10 required less 0 picked
    """,
    )


def test_the_quote_s_number_finds_the_order_that_it_became():
    played = after(
        "Confirm",
        orders="""
        Order  State  Order date  Customer
        SQ-1   Quote  2026-02-01  C-1
    """,
        order_lines="""
        Order  Line  SKU    Quantity
        SQ-1   1     A-100  10
    """,
    )
    (trace,) = find_traces(source_of(played), "SQ-1")
    assert trace.title == "Order SO-000001 of C-1, 2026-02-01"


def test_a_product_is_worth_what_came_in_less_what_went_out():
    played = after(
        "Pick",
        stock_moves="""
        Date        Type     SKU    To    Quantity  Unit cost
        2026-01-02  Opening  A-100  MAIN  100       4
        2026-01-09  Receipt  A-100  BACK  50        5.5
    """,
    )
    expect(
        said(played, "A-100", "Value"),
        """
    Value: 630.00 · 675.00 received − 45.00 issued, by Average costing, 4.5 each
      Value at MAIN: 405.00
      Value at BACK: 225.00
    """,
    )


def test_a_total_with_a_freight_that_cannot_be_read_is_unknown():
    orders = """
        Order  Order date  Customer  Freight
        SO-1   2026-02-01  C-1       free
    """
    played = after(None, orders=orders, payments=FIFTY)
    expect(
        said(played, "SO-1", "Total"),
        "Total · unknown until Freight can be read (Orders!2)",
    )
    expect(
        said(played, "SO-1", "Tax"),
        "Tax · unknown until Freight can be read (Orders!2)",
    )
    expect(
        said(played, "SO-1", "Payment status"),
        "Payment status: unknown · 50.00 paid of an unknown total",
    )


FIFTY = """
    Order  Payment date  Amount
    SO-1   2026-02-20    50
"""


def test_a_deposit_says_what_of_it_is_paid() -> None:
    once = after(
        orders="""
        Order  Order date  Customer  Deposit %
        SO-1   2026-02-01  C-1       30
        """,
        payments="""
        Order  Payment date  Amount
        SO-1   2026-02-10    25
        """,
    )
    found = said(once, "SO-1", "Deposit")
    assert found == "Deposit: 60.00 · 25.00 paid of 60.00"
