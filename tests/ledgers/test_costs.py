"""Costs: what movements, stock and order lines are worth, by Settings' Costing."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest
from sheets import Played, add, after, again, expect

from sheetflow.controls.reconciliation.reconcile import reconcile
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import BLANK, IntArray

FIFO = """
    Setting  Value
    Costing  FIFO
"""
TWO_PRICES = """
    Date        Type     SKU    To    Quantity  Unit cost
    2026-01-02  Opening  A-100  MAIN  10        3
    2026-01-09  Receipt  A-100  BACK  10        4
"""


def shop(action: str | None = "Pick, Pack, Ship", **sheets: str) -> Played:
    """The small shop, in which ten anvils are ordered, bought at two prices."""
    return after(action, **{"stock_moves": TWO_PRICES, **sheets})


@dataclass(frozen=True)
class Everywhere:
    """A workbook that has every column."""

    book: Book

    def column(self, sheet: str, header: str) -> str | None:
        """The cells below a header."""
        return f"'{sheet}'!${header[0]}$2:${header[0]}$9"

    def positions(self, sheet: str) -> IntArray:
        """The records in the order of their rows."""
        return np.arange(1, len(self.book[sheet]) + 1)

    def percent_rows(self, sheet: str, header: str) -> set[int]:
        """No percentages."""
        return set()


def checks_hold(played: Played) -> bool:
    """Whether the checks of value are there and say OK."""
    names = ("Stock value", "Cost of sales", "Margins")
    found = [
        check
        for check in reconcile(played.result, Everywhere(played.book))
        if check.name.startswith(names)
    ]
    return len(found) == 3 and all(
        check.passes and check.result == "OK" for check in found
    )


def test_on_average_what_leaves_costs_the_average_of_what_is_there():
    once = shop()
    expect(
        once.movements,
        """
        Date        SKU    From          To          Quantity  Type      Unit cost  Value
        2026-01-02  A-100  (adjustment)  MAIN        10        Opening   3          30
        2026-01-09  A-100  (supplier)    BACK        10        Receipt   4          40
        2026-03-02  A-100  MAIN          (picked)    10        Pick      3.5        35
        2026-03-02  A-100  (picked)      (customer)  10        Shipment  3.5        35
    """,
    )
    expect(
        once.stock,
        """
        SKU    Location  On hand  Unit cost  Value
        A-100  MAIN      0        3.5        0
        A-100  BACK      10       3.5        35
    """,
    )
    assert checks_hold(once)


def test_first_in_first_out_the_oldest_leave_first():
    once = shop(settings=FIFO)
    expect(
        once.movements,
        """
        Type      Quantity  Unit cost  Value
        Opening   10        3          30
        Receipt   10        4          40
        Pick      10        3          30
        Shipment  10        3          30
    """,
    )
    expect(
        once.stock,
        """
        Location  On hand  Unit cost  Value
        MAIN      0        4          0
        BACK      10       4          40
    """,
    )
    assert checks_hold(once)


def test_without_a_unit_cost_the_product_s_cost_holds_then_the_nearest_that_was_stated():
    played = after(
        products="""
        SKU    Name     Cost
        A-100  Anvil    7
        B-200  Bellows  -
    """,
        stock_moves="""
        Date        Type        SKU    To    Quantity  Unit cost
        2026-01-02  Opening     A-100  MAIN  1         -
        2026-01-03  Receipt     A-100  MAIN  1         9
        2026-01-04  Adjustment  A-100  MAIN  1         -
        2026-01-02  Opening     B-200  MAIN  1         -
        2026-01-03  Receipt     B-200  MAIN  1         2
        2026-01-04  Count       B-200  MAIN  5         -
        2026-01-05  Receipt     B-200  MAIN  1         3
        2026-01-06  Adjustment  B-200  MAIN  1         -
    """,
    )
    expect(
        played.movements.only(SKU="A-100"),
        """
        Type        Quantity  Value
        Opening     1         7
        Receipt     1         9
        Adjustment  1         7
    """,
    )
    expect(
        played.movements.only(SKU="B-200"),
        """
        Type        Quantity  Value
        Opening     1         2
        Receipt     1         2
        Count       3         6
        Receipt     1         3
        Adjustment  1         3
    """,
    )


def test_a_voided_row_and_a_transfer_state_no_cost():
    played = after(
        stock_moves="""
        Date        Type      SKU    From  To    Quantity  Unit cost  Voided
        2026-01-02  Opening   A-100  -     MAIN  4         -          -
        2026-01-03  Receipt   A-100  -     MAIN  4         9          2026-01-04
        2026-01-03  Transfer  A-100  MAIN  BACK  1         9          -
    """
    )
    assert played.ledgers.costs is None
    assert set(played.stock["Value"]) == {None}


def test_where_no_cost_is_known_nothing_is_written():
    once = after("Fulfil, Invoice")
    assert once.ledgers.costs is None
    for sheet, header in (
        ("Stock", "Unit cost"),
        ("Movements", "Value"),
        ("Order lines", "Margin"),
    ):
        assert set(once.sheets[sheet][header]) == {None}


def test_of_a_product_whose_cost_is_not_known_nothing_is_said():
    once = shop(
        "Fulfil, Invoice",
        stock_moves=add(TWO_PRICES, "2026-01-02  Opening  B-200  MAIN  5"),
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  1
        SO-1   2     B-200  1
        SO-1   3     S-900  1
    """,
    )
    expect(
        once.order_lines,
        """
        SKU    Margin
        A-100  16.50
        B-200  -
        S-900  50
    """.replace("16.50", "16.5"),
    )
    assert set(once.stock.only(SKU="B-200")["Value"]) == {None}


def test_what_rounding_leaves_stays_in_stock_and_goes_with_the_last_unit():
    picks = """
        Order  SKU    Location  Picked  Pick date
        SO-1   A-100  MAIN      1       2026-02-01
        SO-1   A-100  MAIN      1       2026-02-02
        SO-1   A-100  MAIN      1       2026-02-03
    """
    moves = """
        Date        Type     SKU    To    Quantity  Unit cost
        2026-01-02  Opening  A-100  MAIN  3         0.333333
    """
    for settings in ("Setting  Value", FIFO):
        once = after(stock_moves=moves, picks=picks, settings=settings)
        assert [str(value) for value in once.movements["Value"]] == [
            "1",
            "0.33",
            "0.34",
            "0.33",
        ]
        assert once.stock["Value"] == [0]


RETURNED = {
    "stock_moves": TWO_PRICES,
    "settings": FIFO,
    "order_lines": """
        Order  Line  SKU    Quantity
        SO-1   1     A-100  12
    """,
    "picks": """
        Order  SKU    Location  Picked  Pick date
        SO-1   A-100  MAIN      10      2026-02-01
        SO-1   A-100  BACK      2       2026-02-02
    """,
    "packing": """
        Order  Container  SKU    Quantity
        SO-1   1          A-100  12
    """,
    "shipments": """
        Order  Container  Ship date
        SO-1   1          2026-02-03
    """,
    "returns": """
        Return  Order  SKU    Quantity  Return date  Disposition
        R-1     SO-1   A-100  9         2026-02-10   Restock
        R-2     SO-1   A-100  2         2026-02-11   Discard
    """,
    "restocks": """
        Return  SKU    Location  Quantity  Restock date
        R-1     A-100  MAIN      5         2026-02-12
        R-1     A-100  MAIN      4         2026-02-13
    """,
}


def test_what_comes_back_is_worth_what_it_left_at():
    played = after(**RETURNED)
    expect(
        played.movements.only(Order="SO-1"),
        """
        Type      From        To          Quantity  Value
        Pick      MAIN        (picked)    10        30
        Pick      BACK        (picked)    2         8
        Shipment  (picked)    (customer)  12        38
        Return    (customer)  (returned)  9         27
        Return    (customer)  (returned)  2         7
        Return    (returned)  (scrap)     2         7
        Restock   (returned)  MAIN        5         15
        Restock   (returned)  MAIN        4         12
    """,
    )
    assert sum(played.stock["Value"]) == 30 + 40 - 38 + 27
    assert checks_hold(played)


@pytest.mark.parametrize("order", ["2026-02-12", "2026-01-20"])
def test_goods_that_came_back_before_they_left_are_worth_the_same(order):
    dated = {
        **RETURNED,
        "restocks": f"""
        Return  SKU    Location  Quantity  Restock date
        R-1     A-100  MAIN      9         {order}
    """,
    }
    played = after(**dated)
    assert played.movements.only(Type="Restock")["Value"] == [27]
    assert checks_hold(played)


BEFORE_IT_CAME = {
    "picks": """
        Order  SKU    Location  Picked  Pick date
        SO-1   A-100  MAIN      6       2026-01-05
    """,
    "stock_moves": """
        Date        Type     SKU    To    Quantity  Unit cost
        2026-01-02  Opening  A-100  MAIN  2         3
        2026-01-09  Receipt  A-100  MAIN  3         4
        2026-01-10  Receipt  A-100  MAIN  4         5
    """,
}


@pytest.mark.parametrize("settings", ["Setting  Value", FIFO])
def test_what_left_before_it_came_costs_what_makes_it_good(settings):
    played = after(settings=settings, **BEFORE_IT_CAME)
    assert played.movements.only(Type="Pick")["Value"] == [2 * 3 + 3 * 4 + 1 * 5]
    expect(
        played.stock,
        """
        Location  On hand  Unit cost  Value
        MAIN      3        5          15
    """,
    )
    assert checks_hold(played)


def test_what_nothing_makes_good_costs_what_it_would_cost_to_come_in():
    allowed = add(FIFO, "Allow negative stock  Yes")
    played = after(
        settings=allowed,
        picks=BEFORE_IT_CAME["picks"],
        stock_moves="""
        Date        Type     SKU    To    Quantity  Unit cost
        2026-01-02  Opening  A-100  MAIN  2         3
    """,
    )
    expect(
        played.stock,
        """
        Location  On hand  Unit cost  Value
        MAIN      -4       3          -12
    """,
    )
    assert checks_hold(played)


def test_what_is_owed_and_comes_back_first_is_valued_then():
    played = after(
        settings=FIFO,
        **{
            **BEFORE_IT_CAME,
            "packing": "Order  Container  SKU  Quantity\nSO-1  1  A-100  6",
            "shipments": "Order  Container  Ship date\nSO-1  1  2026-01-05",
            "returns": "Return  Order  SKU  Quantity  Return date\nR-1  SO-1  A-100  6  2026-01-06",
            "restocks": "Return  SKU  Location  Quantity  Restock date\nR-1  A-100  MAIN  6  2026-01-07",
        },
    )
    assert played.movements.only(Type="Pick")["Value"] == [18]
    assert played.movements.only(Type="Restock")["Value"] == [18]
    assert sum(played.stock["Value"]) == 2 * 3 + 3 * 4 + 4 * 5
    assert checks_hold(played)


LEFT_OVER = {
    "settings": FIFO,
    "products": "SKU  Name  Cost\nA-100  Anvil  3",
    "stock_moves": "Date  Type  SKU  To  Quantity  Unit cost\n2026-01-09  Receipt  A-100  MAIN  4  5",
    "picks": "Order  SKU  Location  Picked  Pick date\nSO-1  A-100  MAIN  6  2026-01-05",
    "packing": "Order  Container  SKU  Quantity\nSO-1  1  A-100  6",
    "shipments": "Order  Container  Ship date\nSO-1  1  2026-01-05",
    "returns": "Return  Order  SKU  Quantity  Return date\nR-1  SO-1  A-100  2  2026-01-06",
    "restocks": "Return  SKU  Location  Quantity  Restock date\nR-1  A-100  MAIN  2  2026-01-07",
}


def test_value_left_over_without_units_stays_where_the_goods_were():
    """A debt priced at 3 when some of it came back, made good at 5: the difference is on no unit, and still shown."""
    played = after(**LEFT_OVER)
    expect(
        played.stock,
        """
        Location  On hand  Value
        MAIN      0        8
    """,
    )
    assert checks_hold(played)


def test_units_beyond_what_was_picked_have_no_value():
    played = shop(
        None,
        packing="""
        Order  Container  SKU    Quantity
        SO-1   1          A-100  6
    """,
        shipments="Order  Container  Ship date\nSO-1  1  2026-02-05",
    )
    assert played.movements.only(Type="Shipment")["Value"] == [0]
    assert checks_hold(played)


def test_a_margin_is_sales_without_tax_less_what_the_customer_has():
    inside = """
        Setting             Value
        Prices include tax  Yes
    """
    taxed = """
        Tax code  Tax 1 %
        T1        20
    """
    lines = """
        Order  Line  SKU    Quantity  Unit price  Tax code
        SO-1   1     A-100  3         10          T1
        SO-1   2     A-100  1         5.55        T1
    """
    once = shop("Fulfil, Invoice", settings=inside, tax_codes=taxed, order_lines=lines)
    expect(
        once.invoices,
        """
        Subtotal  Tax   Total
        35.55     5.92  35.55
    """,
    )
    expect(
        once.order_lines,
        """
        Line  Margin
        1     14.5
        2     1.13
    """,
    )
    assert (
        sum(once.order_lines["Margin"])
        == once.invoices["Total"][0] - once.invoices["Tax"][0] - 14
    )
    assert checks_hold(once)


def test_the_same_again_is_the_same():
    once = shop("Fulfil, Invoice")
    assert again(once).sheets == once.sheets
    assert BLANK not in once.ledgers.costs.movements


def test_stock_keeps_its_value_however_large():
    played = after(
        stock_moves="""
        Date        Type     SKU    To    Quantity      Unit cost
        2026-01-02  Opening  A-100  MAIN  900000000000  9
    """
    )
    assert [f"{value:f}" for value in played.stock["Value"]] == ["8100000000000.000000"]


def test_the_cost_of_a_product_in_error_counts_for_nothing():
    played = after(
        products="""
        SKU    Name   Price  Cost
        A-100  Anvil  ten    3
        """,
        stock_moves="""
        Date        Type     SKU    To    Quantity  Unit cost
        2026-01-02  Opening  A-100  MAIN  1         5
        2026-01-03  Receipt  A-100  MAIN  1         -
        """,
    )
    assert played.stock["Value"] == [10]
