"""Random workbooks and their first runs, by number: what the tests of laws look at, each played only once."""

from __future__ import annotations

import os
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from hypothesis import strategies as st
from oracle.memory import grids
from oracle.random_books import AS_OF, random_book
from sheets import Played, run

Rows = dict[str, list[dict[str, Any]]]
THOROUGH = os.environ.get("HYPOTHESIS_PROFILE") == "thorough"
SEEDS = st.integers(0, 10**6 if THOROUGH else 29)
"""Each number is a workbook; a quick run tries a few, and plays each only once where laws look at the same run."""

DAY = AS_OF.isoformat()


@lru_cache(maxsize=64)
def book_of(seed: int) -> Rows:
    """A random workbook as typed."""
    return random_book(seed)


@lru_cache(maxsize=64)
def played(seed: int) -> Played:
    """A random workbook after its first run."""
    return run(grids(book_of(seed)), DAY)


def played_with(seed: int, change: Callable[[Rows], Rows]) -> Played:
    """A random workbook, changed before its first run."""
    return run(grids(change(book_of(seed))), DAY)


def shuffled(sheets: Rows, order: list[int], *names: str) -> Rows:
    """The same workbook with the rows of some sheets in another order."""

    def key(position: int) -> tuple[int, int]:
        return order[position % len(order)], position

    return {
        name: [rows[at] for at in sorted(range(len(rows)), key=key)]
        if name in names
        else rows
        for name, rows in sheets.items()
    }
