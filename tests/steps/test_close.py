"""Close: what is neither picked nor invoiced is no longer expected."""

from __future__ import annotations

from sheets import after, again, expect

LINES = """
    Order  Line  SKU    Quantity  Cancelled quantity
    SO-1   1     A-100  10        1
    SO-1   2     B-200  4         -
    SO-1   3     S-900  2         -
"""
PICKS = """
    Pick  Order  Line  SKU    Location  Suggested  Picked  Pick date
    PK-1  SO-1   1     A-100  MAIN      6          6       2026-02-20
    PK-2  SO-1   1     A-100  MAIN      2          -       -
"""


def test_the_rest_of_tracked_lines_is_cancelled_and_suggestions_are_voided():
    played = after("Close", order_lines=LINES, picks=PICKS)
    expect(
        played.order_lines,
        """
        Line  Quantity  Cancelled quantity  Picked  Allocated
        1     10        4                   6       0
        2     4         4                   0       0
        3     2         -                   0       0
    """,
    )
    expect(
        played.picks,
        """
        Pick  Voided
        PK-1  -
        PK-2  2026-03-02
    """,
    )
    assert played.orders["Pick"] == ["Full"]
    assert (played.orders["Action"], played.codes) == ([None], [])
    assert again(played).sheets == played.sheets


def test_what_is_invoiced_less_credited_stays_expected():
    """8 invoiced, 1 of them credited: 7 stay expected, 3 are cancelled."""
    played = after(
        "Close",
        picks="""
        Pick  Order  Line  SKU    Location  Picked  Pick date
        PK-1  SO-1   1     A-100  MAIN      6       2026-02-20
    """,
        invoices="""
        Invoice  Order  Invoice date
        INV-1    SO-1   2026-02-21
    """,
        invoice_lines="""
        Invoice  Order  Line  SKU    Quantity  Unit price
        INV-1    SO-1   1     A-100  8         20
    """,
        returns="""
        Return  Order  Line  SKU    Quantity  Return date  Disposition
        RET-1   SO-1   1     A-100  1         2026-02-25   Credit only
    """,
    )
    assert played.returns["Credited quantity"] == [1]
    assert played.order_lines["Cancelled quantity"] == [3]


def test_it_is_refused_when_nothing_was_picked():
    played = after("Close")
    assert played.undone == ["SO-1 Close refused: nothing was picked; use Cancel"]
    assert (played.on_hold, played.order_lines["Cancelled quantity"]) == (
        ["SO-1"],
        [None],
    )


def test_with_nothing_left_open_it_waits():
    played = after("Close", after("Pick"))
    assert played.undone == ["SO-1 Close waits: nothing to close: nothing is left open"]
