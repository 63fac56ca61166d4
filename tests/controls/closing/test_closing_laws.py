"""Laws of a closed period on random workbooks: what its rows say, no action changes, voids, or adds to."""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from oracle.memory import grids, rows_of
from oracle.random_books import AS_OF, as_of, edited, next_edits
from random_runs import SEEDS, Rows, book_of
from sheets import Played, run

from sheetflow.controls.closing.rows import closed_rows
from sheetflow.domain.numbers import BLANK
from sheetflow.domain.relations import sealed_sheets

DAYS = st.sampled_from([0, 1, 3, 10, 40])


def closed(seed: int, days: int) -> Rows:
    """A random workbook whose books are closed so many days before its first run."""
    sheets = book_of(seed)
    settings = [
        row for row in sheets.get("Settings", []) if row["Setting"] != "Closing date"
    ]
    return {
        **sheets,
        "Settings": [
            *settings,
            {"Setting": "Closing date", "Value": AS_OF - timedelta(days=days)},
        ],
    }


@lru_cache(maxsize=128)
def sittings(seed: int, days: int) -> list[Played]:
    """Two runs, with what people type in between."""
    given = closed(seed, days)
    first = run(grids(given), AS_OF.isoformat())
    sheets = rows_of(first, given)
    typed = edited(sheets, next_edits(seed * 10, sheets, as_of(1)))
    return [first, run(grids(typed), as_of(1).isoformat())]


def changed(played: Played, sheet: str) -> list[tuple[str, Any, Any]]:
    """What the run changed in the rows of the closed period: cells that were not blank before."""
    before = played.prepared.book[sheet]
    after = played.book[sheet]
    closing = played.book.settings.closing_date
    rows = closed_rows(played.prepared.book, sheet, 1, closing)
    return [
        (column.header, before[column.header][at], after[column.header][at])
        for column in before.schema.facts
        for at in rows.tolist()
        if before.given(column.header)[at]
        and before[column.header][at] != after[column.header][at]
    ]


@given(SEEDS, DAYS)
def test_no_action_changes_or_voids_a_row_of_the_closed_period(seed, days):
    for played in sittings(seed, days):
        assert {
            sheet: found
            for sheet in sealed_sheets()
            if (found := changed(played, sheet))
        } == {}


@given(SEEDS, DAYS)
def test_no_action_adds_a_row_to_the_closed_period(seed, days):
    for played in sittings(seed, days):
        closing = played.book.settings.closing_date
        for sheet in sealed_sheets():
            added = np.arange(len(played.prepared.book[sheet]), len(played.book[sheet]))
            assert set(closed_rows(played.book, sheet, 1, closing).tolist()).isdisjoint(
                added.tolist()
            ), sheet


@given(SEEDS)
def test_on_or_before_the_closing_date_nothing_is_done_at_all(seed):
    """A run whose as-of date is in the closed period writes no fact by an action."""
    played = run(grids(closed(seed, -30)), AS_OF.isoformat())
    assert played.book.settings.closing_date != BLANK
    for sheet in sealed_sheets():
        assert len(played.book[sheet]) == len(played.prepared.book[sheet]), sheet
        assert changed(played, sheet) == []
