"""What a shortage of stock may follow from: errors in the sheets whose rows add stock."""

from __future__ import annotations

from sheets import grid, run
from whole_shop import WHOLE

from sheetflow.ledgers.movement_types import ADDING, SOURCES
from sheetflow.ledgers.movements import build_movements


def test_only_rows_of_the_sheets_that_add_stock_bring_units_to_a_location() -> None:
    book = run({name: grid(name, table) for name, table in WHOLE.items()}).book
    moves = build_movements(book)
    added = moves.source[moves.target < len(book.warehouse)]
    assert {SOURCES[source] for source in added.tolist()} <= set(ADDING)
