"""What a run prints of the rows of Changes: what was changed or removed first, then what was typed into blanks."""

from __future__ import annotations

from sheetflow.writing.changes import RUN, TYPED, Row
from sheetflow.writing.replaced_values import replaced_values

CHANGES: list[Row] = [
    ("Orders", "SO-1", "Freight", "", "7.5", TYPED),
    ("Orders", "SO-1", "Action", "", "Pick", TYPED),
    ("Customers", "C-1", "Terms (days)", "", "14", TYPED),
    ("Payments", "PAY-1", "Amount", "80", "8", TYPED),
    ("Payments", "PAY-2", "(removed row)", "Order SO-1; Amount 5", "", TYPED),
    ("Payments", "PAY-3", "(new row)", "", "Order SO-1; Amount 6", TYPED),
    ("Orders", "SO-2", "Order date", "", "2026-03-02", RUN),
]


def test_what_was_typed_into_blanks_comes_last() -> None:
    assert [each.text for each in replaced_values(CHANGES, {})] == [
        "C-1, Terms (days): (empty) → 14",
        "PAY-1, Amount: 80 → 8",
        "PAY-2 was removed: Order SO-1; Amount 5",
        "SO-1, Freight: (empty) → 7.5",
    ]
