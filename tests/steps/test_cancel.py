"""Cancel: an order to which nothing happened is called off."""

from __future__ import annotations

import pytest
from sheets import after, again, expect


def test_suggestions_and_zero_picks_are_voided():
    played = after(
        "Cancel",
        picks="""
        Pick  Order  Line  SKU    Location  Suggested  Picked  Voided
        PK-1  SO-1   1     A-100  MAIN      6          -       -
        PK-2  SO-1   1     A-100  BACK      4          0       -
        PK-3  SO-1   1     A-100  BACK      4          4       2026-02-20
    """,
    )
    expect(
        played.picks,
        """
        Pick  Voided
        PK-1  2026-03-02
        PK-2  2026-03-02
        PK-3  2026-02-20
    """,
    )
    expect(
        played.orders,
        """
        State      Action  Status     Inventory status  Payment status  Pick  Pay  Check
        Cancelled  -       Cancelled  Cancelled         Cancelled       -     -    OK
    """,
    )
    assert played.products["Reserved"] == [0, 0, 0]
    assert again(played).sheets == played.sheets


FACTS = {
    "picks": """
        Order  SKU    Location  Picked
        SO-1   A-100  MAIN      1
    """,
    "payments": """
        Order  Payment date  Amount
        SO-1   2026-02-20    5
    """,
    "invoices": """
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-20
    """,
    "returns": """
        Order  SKU    Quantity  Return date
        SO-1   A-100  0         2026-02-20
    """,
    "packing": """
        Order  SKU    Quantity
        SO-1   A-100  0
    """,
}


@pytest.mark.parametrize("sheet", list(FACTS))
def test_it_is_refused_once_anything_happened(sheet):
    played = after("Cancel", **{sheet: FACTS[sheet]})
    assert played.undone == [
        f"SO-1 Cancel refused: it has rows in {sheet.capitalize()}; use Re-open first"
    ]
    assert (played.orders["State"], played.orders["Action"]) == ([None], ["Cancel"])


def test_it_empties_the_action_cell_before_and_after_it():
    played = after("Invoice, Cancel, Pick")
    expect(
        played.orders,
        """
        State      Action
        Cancelled  -
    """,
    )
    assert len(played.picks) == 0


def test_a_quote_is_cancelled_too_and_a_cancelled_order_waits():
    played = after(
        "Cancel",
        orders="""
        Order  State      Order date  Customer
        SO-1   Quote      2026-02-01  C-1
        SO-2   Cancelled  2026-02-01  C-1
    """,
    )
    assert played.orders["State"] == ["Cancelled", "Cancelled"]
    assert played.undone == [
        "SO-2 Cancel waits: nothing to cancel: it is already cancelled"
    ]


def test_it_runs_in_spite_of_a_rule_error():
    played = after(
        "Cancel",
        order_lines="""
        Order  Line  SKU    Quantity  Cancelled quantity
        SO-1   1     A-100  10        11
    """,
    )
    assert (played.orders["State"], played.orders["Action"]) == (["Cancelled"], [None])


def test_it_does_not_run_on_an_order_with_a_row_error():
    played = after(
        "Cancel",
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  ten
    """,
    )
    assert (played.orders["State"], played.orders["Action"], played.codes) == (
        [None],
        ["Cancel"],
        ["NUM01"],
    )


def test_the_lines_of_a_voided_invoice_do_not_hinder_it_and_nothing_is_picked_after_it():
    given = {
        "invoices": """
        Invoice     Order  Invoice date  Voided
        INV-000001  SO-1   2026-02-10    2026-02-11
        """,
        "invoice_lines": """
        Invoice     Order  Line  SKU    Quantity  Unit price
        INV-000001  SO-1   1     A-100  10        20
        """,
    }
    played = after("Cancel, Pick", **given)
    assert played.orders["State"] == ["Cancelled"]
    assert (played.orders["Action"], played.undone, played.codes) == ([None], [], [])
    assert len(played.picks) == 0
