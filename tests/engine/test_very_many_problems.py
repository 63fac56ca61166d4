"""Very many cells with one kind of mistake: the first are listed, all of them count."""

from __future__ import annotations

import pytest
from sheets import after

from sheetflow.domain import draft_book
from sheetflow.writing.first_line import first_line

TYPO = """
    Order  Order date  Customer
    SO-1   2026-02-01  C-1
    SO-2   2026-02-01  C-X1
    SO-3   2026-02-01  C-X2
    SO-4   2026-02-01  C-X3
    SO-5   2026-02-01  C-X4
"""
LINES = """
    Order  Line  SKU    Quantity
    SO-1   1     A-100  1
    SO-2   1     A-100  1
    SO-3   1     A-100  1
    SO-4   1     A-100  1
    SO-5   1     A-100  1
"""


@pytest.fixture(params=[2, 100], ids=["two listed", "all listed"])
def listed(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """How many problems of a column are listed."""
    most: int = request.param
    monkeypatch.setattr(draft_book, "MOST_LISTED", most)
    monkeypatch.setattr(draft_book, "ALWAYS_LISTED", most)
    return most


def test_every_order_is_on_hold_whether_its_problem_is_listed_or_not(
    listed: int,
) -> None:
    played = after(orders=TYPO, order_lines=LINES)
    assert played.result.on_hold == {1, 2, 3, 4}
    found = [problem for problem in played.result.reported if problem.code == "CUS01"]
    assert len(found) == min(listed, 4)
    assert [row for problem in found for row in problem.records] == [1, 2, 3, 4]
    assert sum(problem.count for problem in found) == 4
    assert first_line(played.result).startswith("4 things to fix")


def test_a_row_in_error_counts_for_nothing_whether_it_is_listed_or_not(
    listed: int,
) -> None:
    """The moves of SKUs that do not exist are no stock."""
    moves = """
        Date        Type     SKU    To    Quantity
        2026-01-01  Opening  A-100  MAIN  1
        2026-01-01  Opening  X-1    MAIN  1
        2026-01-01  Opening  X-2    MAIN  1
        2026-01-01  Opening  X-3    MAIN  1
    """
    played = after(stock_moves=moves)
    assert len(played.result.ledgers.movements) == 1
    assert played.result.book.stock_moves.valid.tolist() == [True, False, False, False]


def test_cells_that_cannot_be_read_are_listed_the_same_way(listed: int) -> None:
    orders = """
        Order  Order date  Customer  State   Freight
        SO-1   2026-02-01  C-1       Order   1
        SO-2   2026-02-01  C-1       Odd     f
        SO-3   2026-02-01  C-1       Odder   f
        SO-4   2026-02-01  C-1       Oddest  f
        SO-5   2026-02-01  C-1       Order   g
    """
    played = after(orders=orders, order_lines=LINES)
    assert played.result.on_hold == {1, 2, 3, 4}
    rows = {
        code: [
            row
            for problem in played.result.reported
            if problem.code == code
            for row in problem.records
        ]
        for code in ("CHO01", "NUM01")
    }
    assert rows == {"CHO01": [1, 2, 3], "NUM01": [1, 2, 3, 4]}
    assert first_line(played.result).startswith("7 things to fix")
