"""Orders that are given stock in turn get what they would get one after the other."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from oracle.memory import grids
from oracle.random_books import AS_OF, random_book
from sheets import Played, run
from tables import grid_of

from sheetflow.engine import batches, schedule

Action = Callable[[int], str]
STRATEGIES = (
    "Order location first",
    "Priority",
    "Most stock",
    "Least stock",
    "Fewest locations",
)


def shop(size: int, action: Action, picks: list[list[object]], strategy: str):
    """Orders of one product each, which have picks already; there are units for half of them."""
    keys = [f"SO-{at:03d}" for at in range(size)]
    rows = {
        "Settings": [["Setting", "Value"], ["Pick strategy", strategy]],
        "Customers": [["Customer", "Name"], ["C-1", "Mill Lane Stores"]],
        "Products": [["SKU", "Name", "Price"], ["A", "Anvil", 2], ["B", "Bellows", 3]],
        "Locations": [["Location", "Priority"], ["MAIN", 2], ["BACK", 1]],
        "Stock moves": [
            ["Date", "Type", "SKU", "To", "Quantity"],
            *(
                ["2026-01-01", "Opening", sku, to, units]
                for sku, to, units in (
                    ("A", "MAIN", 4 * size),
                    ("A", "BACK", 3),
                    ("B", "BACK", 2 * size),
                )
            ),
            ["2026-02-05", "Count", "A", "MAIN", 4 * size - 1],
        ],
        "Orders": [
            ["Order", "Order date", "Customer", "Action"],
            *([key, "2026-02-01", "C-1", action(at)] for at, key in enumerate(keys)),
        ],
        "Order lines": [
            ["Order", "Line", "SKU", "Quantity"],
            *([key, 1, "AB"[at % 3 == 2], 4 + at % 5] for at, key in enumerate(keys)),
        ],
        "Picks": [
            ["Order", "Line", "SKU", "Location", "Suggested", "Picked", "Pick date"],
            *picks,
        ],
    }
    return {sheet: grid_of(sheet, table) for sheet, table in rows.items()}


def suggested(at: int) -> list[object]:
    """An open suggestion, some for more than is left to pick."""
    sku = "AB"[at % 3 == 2]
    location = "MAIN" if sku == "A" else "BACK"
    return [f"SO-{at:03d}", 1, sku, location, 7 + at % 3, "", ""]


def picked(at: int) -> list[object]:
    """A pick, every other one before the count."""
    day = "2026-02-02" if at % 2 else "2026-02-10"
    sku = "AB"[at % 3 == 2]
    return [f"SO-{at:03d}", 1, sku, "MAIN" if sku == "A" else "BACK", "", 3, day]


SHAPES = {
    "over-allocated": (lambda _at: "Pick", suggested),
    "suggest again": (lambda at: "Suggest" if at % 4 else "Fulfil", suggested),
    "re-open": (lambda at: "Fulfil" if at % 2 else "Re-open", picked),
    "cancel": (lambda at: "Pick" if at % 2 else "Cancel", suggested),
    "twice": (lambda at: "Suggest, Pick" if at % 2 else "Re-open", picked),
}


def in_both_ways(monkeypatch: pytest.MonkeyPatch, play: Callable[[], Played]):
    """A run with a batch wherever one must begin, and one with stock given in turn."""
    monkeypatch.setattr(batches, "MOST_BATCHES", 10**9)
    in_batches = play()
    monkeypatch.setattr(batches, "MOST_BATCHES", 0)
    return in_batches, play()


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("shape", SHAPES)
def test_in_turn_is_as_one_after_the_other(
    shape: str, strategy: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    action, row = SHAPES[shape]
    book = shop(30, action, [row(at) for at in range(30)], strategy)
    in_batches, in_turn = in_both_ways(monkeypatch, lambda: run(book))
    assert in_turn.sheets == in_batches.sheets
    assert any(in_turn.picks["Picked"])


@pytest.mark.parametrize("first", range(0, 40, 10))
def test_random_workbooks_come_out_the_same(
    first: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for seed in range(first, first + 10):
        book = grids(random_book(seed))
        both = in_both_ways(monkeypatch, lambda b=book: run(b, AS_OF.isoformat()))
        assert both[0].sheets == both[1].sheets, seed


@pytest.mark.parametrize("shape", ["over-allocated", "re-open", "cancel"])
def test_the_number_of_batches_does_not_grow_with_the_orders(
    shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    processed: list[int] = []
    process = schedule._process
    monkeypatch.setattr(
        schedule, "_process", lambda *given: (processed.append(1), process(*given))[1]
    )
    action, row = SHAPES[shape]
    counts = []
    for size in (40, 80):
        processed.clear()
        run(shop(size, action, [row(at) for at in range(size)], "Priority"))
        counts.append(len(processed))
    assert counts[0] == counts[1] < 10
