"""List prices: a blank Unit price comes from the customer's price list (rules.md section 2)."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from sheets import after, again, expect

CUSTOMERS = """
    Customer  Name    Price list
    C-1       Mill    Trade
    C-2       Church  -
"""

PRODUCTS = """
    SKU    Name     Price
    A-100  Anvil    20
    B-200  Bellows  0.333333
    S-900  Setup    -
"""

PRICES = """
    Price list  SKU    From quantity  From date   To date     Price  Discount %
    Trade       A-100  -              -           -           18     -
    Trade       A-100  10             -           -           16     -
    Trade       A-100  10             2026-02-01  2026-02-28  15     -
    Trade       A-100  100            2026-03-01  -           12     -
    Trade       B-200  -              -           -           -      10
    Trade       S-900  -              -           -           -      50
    Retail      A-100  5              -           -           19     -
"""


def priced(orders: str, lines: str, prices: str = PRICES, **sheets: str):
    """The workbook after a run over these orders and lines."""
    return after(
        customers=CUSTOMERS,
        products=PRODUCTS,
        prices=prices,
        orders=orders,
        order_lines=lines,
        **sheets,
    )


def test_the_largest_quantity_reached_and_the_latest_date_decide():
    once = priced(
        """
        Order  Order date  Customer
        SO-1   2026-01-15  C-1
        SO-2   2026-02-28  C-1
        SO-3   2026-03-01  C-1
        """,
        """
        Order  SKU    Quantity
        SO-1   A-100  9.5
        SO-1   A-100  10
        SO-1   A-100  100
        SO-2   A-100  10
        SO-2   A-100  100
        SO-3   A-100  99
        SO-3   A-100  100
        """,
    )
    expect(
        once.order_lines,
        """
        Order  Quantity  Unit price
        SO-1   9.5       18
        SO-1   10        16
        SO-1   100       16
        SO-2   10        15
        SO-2   100       15
        SO-3   99        16
        SO-3   100       12
        """,
    )
    assert again(once).sheets == once.sheets


def test_a_discount_is_taken_from_the_products_price_and_rounded_to_six_decimals():
    once = priced(
        """
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        """,
        """
        Order  SKU    Quantity
        SO-1   B-200  1
        SO-1   S-900  1
        """,
    )
    expect(
        once.order_lines,
        """
        SKU    Unit price
        B-200  0.3
        S-900  -
        """,
    )


def test_a_customer_without_a_list_has_that_of_settings_else_the_products_price():
    order = """
        Order  Order date  Customer
        SO-1   2026-02-01  C-2
    """
    lines = """
        Order  SKU    Quantity
        SO-1   A-100  5
        SO-1   A-100  4
    """
    without = priced(order, lines)
    expect(without.order_lines, "Unit price\n20\n20")
    by_default = priced(
        order,
        lines,
        settings="""
        Setting     Value
        Price list  Retail
        """,
    )
    expect(by_default.order_lines, "Unit price\n19\n20")


def test_a_price_once_filled_or_typed_stays():
    order = """
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
    """
    once = priced(
        order,
        """
        Order  SKU    Quantity  Unit price
        SO-1   A-100  1         7
        SO-1   A-100  1         -
        """,
    )
    dearer = PRICES.replace("18", "99")
    later = after(None, once, prices=dearer)
    expect(later.order_lines, "Unit price\n7\n18")


def test_no_line_is_priced_while_its_row_is_in_error():
    wrong = """
        Price list  SKU    Price  Discount %
        Trade       A-100  18     10
        Trade       B-200  0.3    -
    """
    order = """
        Order  Order date  Customer
        SO-1   2026-02-01  C-1
        SO-2   2026-02-01  C-1
    """
    once = priced(
        order,
        """
        Order  SKU    Quantity
        SO-1   A-100  1
        SO-2   B-200  1
        """,
        wrong,
    )
    expect(once.order_lines, "Unit price\n-\n0.3")
    assert once.codes == ["PRL01"]
    assert once.on_hold == ["SO-1"]
    fixed = after(None, once, prices=wrong.replace("10\n", "-\n", 1))
    expect(fixed.order_lines, "Unit price\n18\n0.3")
    assert fixed.codes == []


def test_what_is_wrong_in_a_price_list_is_named():
    once = priced(
        """
        Order  Order date  Customer
        SO-1   2026-02-01  C-2
        """,
        """
        Order  SKU    Quantity
        SO-1   A-100  1
        """,
        """
        Price list  SKU    From quantity  From date   To date     Price  Discount %
        Trade       A-100  -              -           -           18     10
        Trade       A-100  -              2026-01-01  -           -      -
        Trade       A-100  -              2026-02-02  2026-02-01  5      -
        Trade       B-200  0              -           -           5      -
        Trade       B-200  -              -           -           6      -
        Trade       B-200  3              2026-01-01  -           6      -
        Trade       B-200  3              2026-01-01  -           6      -
        """,
    )
    key = "Price list Trade, SKU B-200, From quantity 3, From date 2026-01-01"
    expect(
        once.issues,
        f"""
        Code   Row  Problem
        KEY02  5    Price list Trade, SKU B-200 appears in rows 5 and 6; only row 5 is used
        KEY02  7    {key} appears in rows 7 and 8; only row 7 is used
        PRL01  1    This row has both a Price and a Discount %
        PRL02  2    This row has neither a price nor a discount
        PRL03  3    To date 2026-02-01 is before From date
        """,
    )


def test_an_unknown_price_list_is_an_error_of_the_customer():
    once = after(
        customers="""
        Customer  Name  Price list
        C-1       Mill  Trad
        """,
        prices="""
        Price list  SKU    Price
        Trade       A-100  18
        """,
    )
    expect(
        once.issues,
        """
        Code   Sheet      Column      Problem
        PRL04  Customers  Price list  There is no price list "Trad". Did you mean Trade?
        """,
    )
    assert once.on_hold == ["SO-1"]
    expect(once.order_lines, "Unit price\n-")


ROWS = st.lists(
    st.tuples(st.integers(0, 4), st.integers(0, 6), st.integers(0, 8)),
    unique_by=lambda row: row[:2],
    min_size=1,
    max_size=8,
)


@given(ROWS, st.integers(1, 5), st.integers(1, 6))
def test_the_row_used_is_the_best_of_those_in_force(rows, quantity, day):
    """As the rule says it: the largest quantity, then the latest date, among the rows in force."""
    table = ["Price list  SKU    From quantity  From date   To date     Price"]
    for at, (reached, first, length) in enumerate(rows, 1):
        since = f"2026-01-{first + 1:02d}"
        until = f"2026-01-{first + 1 + length:02d}"
        table.append(f"Trade  A-100  {reached}  {since}  {until}  {100 + at}")
    in_force = [
        (reached, first, 100 + at)
        for at, (reached, first, length) in enumerate(rows, 1)
        if reached <= quantity and first <= day <= first + length
    ]
    once = priced(
        f"Order  Order date  Customer\nSO-1  2026-01-{day + 1:02d}  C-1",
        f"Order  SKU  Quantity\nSO-1  A-100  {quantity}",
        "\n".join(table),
    )
    best = max(in_force, default=(0, 0, 20))[2]
    assert once.order_lines["Unit price"] == [best]
