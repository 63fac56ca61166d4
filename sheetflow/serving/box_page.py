"""What the page shows of a folder that `sheetflow watch` looks after."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

REFRESH = "5"
"""After how many seconds the browser loads the page again."""


class Finished(NamedTuple):
    """One workbook that was run: when, and what came of it; `folder` is from the box."""

    name: str
    started: str
    result: str
    folder: str
    error: str


class BoxStatus(NamedTuple):
    """A box: what is waiting and being run, how much is done and to fix, and the latest first."""

    box: str
    is_watched: bool
    waiting: Sequence[str]
    running: Sequence[str]
    counts: Mapping[str, int]
    latest: Sequence[Finished]


ReadStatus = Callable[[], BoxStatus]
"""Looks at the box as it is now."""
