"""docs/reference/rules.md is right: each of its examples is run, and comes out as the page says."""

from __future__ import annotations

import re

import pytest
from locations import DOCS
from sheets import after, expect

PAGE = DOCS / "reference" / "rules.md"
EXAMPLES = re.findall(
    r"^```example\n(.*?)^```$", PAGE.read_text(encoding="utf-8"), re.M | re.S
)


def tables(example: str, word: str) -> dict[str, str]:
    """The tables below `Given SHEET` or `After SHEET`, by sheet as tests name it."""
    found = re.findall(
        rf"^{word} ([\w ]+)\n(.*?)(?:\n\n|\Z)", example, re.MULTILINE | re.DOTALL
    )
    return {name.lower().replace(" ", "_"): table for name, table in found}


@pytest.mark.parametrize("example", EXAMPLES)
def test_the_example_comes_out_as_the_page_says(example: str) -> None:
    played = after(**tables(example, "Given"))
    wanted = tables(example, "After")
    assert wanted
    for sheet, table in wanted.items():
        without_zeros = re.sub(r"(?<=\d)\.00\b", "", table)
        expect(getattr(played, sheet), without_zeros)


STOCK = """
    Date        Type     SKU    To  Quantity
    2026-01-02  Opening  A-100  A   4
    2026-01-02  Opening  A-100  B   12
    2026-01-02  Opening  A-100  C   30
"""
LOCATIONS = """
    Location  Priority
    A         1
    B         2
    C         3
"""
ORDERS = """
    Order  Order date  Customer  Location  Action
    SO-1   2026-02-01  C-1       C         Suggest
"""


def strategies() -> list[tuple[str, str]]:
    """The strategies, and what each takes, from the table of section 4."""
    section = PAGE.read_text(encoding="utf-8").split("| Pick strategy | Taken |")[1]
    rows = section.split("## 5.")[0].strip().splitlines()[1:]
    return [tuple(row.strip("| ").split(" | ")) for row in rows]


@pytest.mark.parametrize(("strategy", "taken"), strategies())
def test_the_pick_strategies_take_what_the_page_says(strategy: str, taken: str) -> None:
    settings = f"""
        Setting        Value
        Pick strategy  {strategy}
    """
    played = after(
        settings=settings, stock_moves=STOCK, locations=LOCATIONS, orders=ORDERS
    )
    picks = played.picks
    found = [
        f"{quantity:f} at {location}"
        for quantity, location in zip(
            picks["Suggested"], picks["Location"], strict=True
        )
    ]
    assert ", ".join(found) == taken
