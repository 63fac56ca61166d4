"""Suggest: which units an order should get, and from where (rules.md sections 3 and 4)."""

from __future__ import annotations

import pytest
from sheets import after, again, expect

STOCK = """
    Date        Type     SKU    To     Quantity
    2026-01-02  Opening  A-100  MAIN   4
    2026-01-02  Opening  A-100  BACK   6
    2026-01-02  Opening  A-100  YARD   12
    2026-01-02  Opening  A-100  ATTIC  50
"""
LOCATIONS = """
    Location  Priority  Pickable
    BACK      2         -
    MAIN      1         Yes
    ATTIC     0         No
    YARD      -         -
"""


def suggested(
    strategy: str, quantity: int, location: str = "-"
) -> list[tuple[object, int]]:
    """Where a strategy takes a quantity from."""
    played = after(
        "Suggest",
        stock_moves=STOCK,
        locations=LOCATIONS,
        settings=f"""
        Setting        Value
        Pick strategy  {strategy}
    """,
        orders=f"""
        Order  Order date  Customer  Location
        SO-1   2026-02-01  C-1       {location}
    """,
        order_lines=f"""
        Order  SKU    Quantity
        SO-1   A-100  {quantity}
    """,
    )
    picks = played.picks
    return [
        (place, int(amount))
        for place, amount in zip(picks["Location"], picks["Suggested"], strict=True)
    ]


@pytest.mark.parametrize(
    ("strategy", "quantity", "location", "expected"),
    [
        ("Priority", 5, "YARD", [("MAIN", 4), ("BACK", 1)]),
        ("Order location first", 5, "-", [("MAIN", 4), ("BACK", 1)]),
        ("Order location first", 14, "YARD", [("YARD", 12), ("MAIN", 2)]),
        ("Order location first", 3, "ATTIC", [("MAIN", 3)]),
        ("Most stock", 13, "-", [("YARD", 12), ("BACK", 1)]),
        ("Least stock", 11, "-", [("MAIN", 4), ("BACK", 6), ("YARD", 1)]),
        ("Fewest locations", 5, "-", [("BACK", 5)]),
        ("Fewest locations", 4, "-", [("MAIN", 4)]),
        ("Fewest locations", 13, "-", [("YARD", 12), ("BACK", 1)]),
        ("Fewest locations", 30, "-", [("YARD", 12), ("BACK", 6), ("MAIN", 4)]),
    ],
)
def test_each_strategy_takes_from_its_locations(strategy, quantity, location, expected):
    assert suggested(strategy, quantity, location) == expected


def test_the_products_default_location_comes_before_that_of_settings():
    def first(product: str, setting: str) -> object:
        return after(
            "Suggest",
            stock_moves=STOCK,
            locations=LOCATIONS,
            products=f"""
            SKU    Name   Default location
            A-100  Anvil  {product}
        """,
            settings=f"""
            Setting           Value
            Default location  {setting}
        """,
            order_lines="""
            Order  SKU    Quantity
            SO-1   A-100  2
        """,
        ).picks["Location"][0]

    assert first("-", "YARD") == "YARD"
    assert first("BACK", "YARD") == "BACK"
    assert first("-", "-") == "MAIN"


def test_a_suggestion_allocates_and_moves_nothing():
    played = after("Suggest")
    expect(
        played.picks,
        """
        Pick       Order  Line  SKU    Location  Suggested  Picked  Pick date
        PK-000001  SO-1   1     A-100  MAIN      10         -       -
    """,
    )
    expect(
        played.stock.only(SKU="A-100"),
        """
        Location  On hand  Allocated  Free
        MAIN      100      10         90
    """,
    )
    assert "Pick" not in played.movements["Type"]
    assert again(played).sheets == played.sheets


def test_units_suggested_to_one_order_are_never_suggested_to_another():
    played = after(
        "Suggest",
        stock_moves=STOCK,
        locations=LOCATIONS,
        orders="""
        Order  Order date  Customer  Ship by
        SO-1   2026-02-02  C-1       -
        SO-2   2026-02-01  C-1       -
        SO-3   2026-02-03  C-1       2026-05-01
    """,
        order_lines="""
        Order  SKU    Quantity
        SO-1   A-100  5
        SO-2   A-100  9
        SO-3   A-100  10
    """,
    )
    expect(
        played.picks,
        """
        Pick       Order  Location  Suggested
        PK-000001  SO-3   MAIN      4
        PK-000002  SO-3   BACK      6
        PK-000003  SO-2   YARD      9
        PK-000004  SO-1   YARD      3
    """,
    )
    expect(
        played.order_lines,
        """
        Order  Allocated  Backordered
        SO-1   3          2
        SO-2   9          0
        SO-3   10         0
    """,
    )


def test_suggestions_that_no_longer_fit_the_line_are_voided_whole_in_row_order():
    played = after(
        "Suggest",
        picks="""
        Pick  Order  Line  SKU    Location  Suggested  Picked
        PK-1  SO-1   1     A-100  MAIN      4          4
        PK-2  SO-1   1     A-100  MAIN      5          -
        PK-3  SO-1   1     A-100  MAIN      2          -
        PK-4  SO-1   1     A-100  MAIN      1          -
    """,
    )
    expect(
        played.picks,
        """
        Pick  Suggested  Picked  Voided
        PK-1  4          4       -
        PK-2  5          -       -
        PK-3  2          -       2026-03-02
        PK-4  1          -       -
    """,
    )


def test_suggestions_that_no_longer_fit_the_stock_are_voided_whole_in_row_order():
    """Of 8 on hand the first two take all; the line has room for the third too."""
    played = after(
        "Suggest",
        stock_moves="""
        Date        Type     SKU    To    Quantity
        2026-01-02  Opening  A-100  MAIN  8
        2026-01-02  Opening  B-200  MAIN  8
    """,
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  10
    """,
        picks="""
        Pick  Order  Line  SKU    Location  Suggested
        PK-1  SO-1   1     A-100  MAIN      5
        PK-2  SO-1   1     A-100  MAIN      3
        PK-3  SO-1   1     A-100  MAIN      1
    """,
    )
    expect(
        played.picks,
        """
        Pick  Suggested  Voided
        PK-1  5          -
        PK-2  3          -
        PK-3  1          2026-03-02
    """,
    )


def test_three_suggestions_are_added_up_though_each_two_fit():
    played = after(
        "Suggest",
        picks="""
        Pick  Order  Line  SKU    Location  Suggested
        PK-1  SO-1   1     A-100  MAIN      4
        PK-2  SO-1   1     A-100  MAIN      4
        PK-3  SO-1   1     A-100  MAIN      4
    """,
    )
    expect(
        played.picks.only(Order="SO-1"),
        """
        Pick       Suggested  Voided
        PK-1       4          -
        PK-2       4          -
        PK-3       4          2026-03-02
        PK-000004  2          -
    """,
    )


def test_what_was_voided_is_suggested_again_from_free_stock():
    played = after(
        "Suggest",
        stock_moves=STOCK,
        locations=LOCATIONS,
        picks="""
        Pick  Order  Line  SKU    Location  Suggested
        PK-1  SO-1   1     A-100  MAIN      5
        PK-2  SO-1   1     A-100  BACK      2
    """,
        order_lines="""
        Order  Line  SKU    Quantity
        SO-1   1     A-100  7
    """,
    )
    expect(
        played.picks,
        """
        Pick       Location  Suggested  Voided
        PK-1       MAIN      5          2026-03-02
        PK-2       BACK      2          -
        PK-000003  MAIN      4          -
        PK-000004  BACK      1          -
    """,
    )


def test_untracked_products_and_cancelled_quantities_are_not_suggested():
    played = after(
        "Suggest",
        order_lines="""
        Order  SKU    Quantity  Cancelled quantity
        SO-1   S-900  3         -
        SO-1   A-100  10        4
    """,
    )
    expect(
        played.picks,
        """
        SKU    Suggested
        A-100  6
    """,
    )


def test_an_order_with_all_suggested_waits():
    played = again(
        after("Suggest"),
        orders="""
        Order  Order date  Customer  Action
        SO-1   2026-02-01  C-1       Suggest
    """,
    )
    assert played.codes == ["ACT03"]
    assert len(played.picks) == 1


def test_what_was_left_unsuggested_is_reported():
    played = after(
        "Suggest",
        stock_moves="""
        Date        Type     SKU    To    Quantity
        2026-01-02  Opening  A-100  MAIN  4
    """,
        picks="""
        Pick  Order  SKU    Location  Suggested
        PK-1  SO-1   A-100  MAIN      1
    """,
    )
    assert played.notes == ["suggested 3 of 9"]
    assert (played.orders["Action"], played.codes) == ([None], [])
    assert again(played).notes == []
