"""Stock of very many products at very many locations: only those in use are kept, and too many are refused."""

from __future__ import annotations

import pytest
from sheets import after, expect

from sheetflow.domain import arrays, resolve
from sheetflow.errors import SheetflowError

MOVES = """
    Date        Type     SKU    To    Quantity  Unit cost
    2026-01-02  Opening  A-100  MAIN  7         2
    2026-01-02  Opening  A-100  BACK  6         2
    2026-01-02  Opening  B-200  BACK  5         3
"""


def test_too_many_in_use_are_refused_with_a_remedy(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(resolve, "MANY_PLACES", 1)
    monkeypatch.setattr(resolve, "MOST_PLACES", 1)
    with pytest.raises(SheetflowError, match="delete the products or locations"):
        after(stock_moves=MOVES)


def test_a_table_in_bands_gives_the_same_stock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two lines of one product, and one of another, from two locations: one product at a time."""
    lines = """
        Order  Line  SKU    Quantity
        SO-1   1     A-100  9
        SO-1   2     A-100  3
        SO-1   3     B-200  8
    """
    whole = after("Pick", stock_moves=MOVES, order_lines=lines)
    monkeypatch.setattr(arrays, "MOST_CELLS", 1)
    banded = after("Pick", stock_moves=MOVES, order_lines=lines)
    expect(
        banded.stock,
        """
        SKU    Location  On hand  Value
        A-100  MAIN      0        0
        A-100  BACK      1        2
        B-200  BACK      0        0
    """,
    )
    assert banded.stock == whole.stock
    assert (
        banded.order_lines["Backordered"]
        == whole.order_lines["Backordered"]
        == [0, 0, 3]
    )
