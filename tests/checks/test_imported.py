"""An imported order comes to the total that its source states, unless it was cut since."""

from __future__ import annotations

import pytest
from sheets import Played, after

ORDERS = """
    Order  State      Order date  Customer
    SO-1   -          2026-02-01  C-1
    SO-2   Quote      2026-02-01  C-1
    SO-3   Cancelled  2026-02-01  C-1
    SO-4   -          2026-02-01  C-1
"""
LINES = """
    Order  Line  SKU    Quantity  Cancelled quantity
    SO-1   1     A-100  10        -
    SO-2   1     A-100  10        -
    SO-3   1     A-100  10        -
    SO-4   1     A-100  10        1
"""


def imported(*rows: str) -> str:
    """The sheet Imported with these rows."""
    return "\n".join(["Profile  Number  Sheet  Key  Stated total", *rows])


def found(played: Played) -> list[str]:
    """The orders that do not come to their totals."""
    orders = played.book.orders.order
    reported = played.result.reported
    return [orders[each.record] for each in reported if each.code == "IMP01"]


@pytest.mark.parametrize(
    ("stated", "expected"),
    [("200", []), ("200.01", ["SO-1"]), ("199.99", ["SO-1"]), ("0", ["SO-1"])],
)
def test_the_total_is_the_stated_one_to_the_cent(stated, expected):
    played = after(imported=imported(f"shop  7  Orders  SO-1  {stated}"))
    assert found(played) == expected


def test_quotes_cancelled_orders_and_orders_that_were_cut_are_not_compared():
    rows = [f"shop  {at}  Orders  SO-{at}  5" for at in (1, 2, 3, 4)]
    played = after(orders=ORDERS, order_lines=LINES, imported=imported(*rows))
    assert found(played) == ["SO-1"]


def test_what_names_another_sheet_or_no_order_states_nothing():
    rows = ["shop  1  Customers  SO-1  5", "shop  2  Orders  SO-9  5"]
    assert found(after(imported=imported(*rows))) == []


UNCUT = LINES.replace("10        1\n", "9         -\n")


def test_each_order_has_its_own_total():
    rows = ["shop  4  Orders  SO-4  180", "shop  1  Orders  SO-1  200"]
    played = after(orders=ORDERS, order_lines=UNCUT, imported=imported(*rows))
    assert found(played) == []


def test_an_order_whose_source_states_no_total_is_not_compared():
    rows = ["shop  1  Orders  SO-1  5", "shop  4  Orders  SO-4  -"]
    played = after(orders=ORDERS, order_lines=UNCUT, imported=imported(*rows))
    assert found(played) == ["SO-1"]


def test_both_totals_are_shown():
    played = after(imported=imported("shop  1  Orders  SO-1  205.5"))
    [text] = played.issues.columns["Problem"]
    assert "states a total of 205.50, and it comes to 200.00" in text


@pytest.mark.parametrize("cells", ["2026-02-01  C-1  much", "2026-02-01  -  -"])
def test_an_order_whose_freight_or_customer_is_not_known_is_not_compared(cells):
    orders = f"Order  Order date  Customer  Freight\nSO-1  {cells}"
    played = after(orders=orders, imported=imported("shop  1  Orders  SO-1  5"))
    assert len(played.issues.columns["Code"]) > 0
    assert found(played) == []
