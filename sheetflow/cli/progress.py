"""A spinner that shows which stage a long run has reached."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sheetflow.pipeline import Clock

LONG_RUN = 2_000_000
"""The size of a workbook, in bytes, from which a run takes long enough to watch."""

NEXT_STAGE = {
    "read": "checking",
    "check and fill": "working",
    "act and derive": "writing",
    "edit": "writing",
}
"""What begins when a stage has ended."""


@contextmanager
def progress(file: Path) -> Iterator[Clock]:
    """A spinner, where stderr is a terminal and the workbook is large; else nothing."""
    if not _is_worth_watching(file):
        yield lambda _stage: None
        return
    from rich.console import Console

    with Console(stderr=True).status("reading …") as status:
        yield lambda stage: status.update(f"{NEXT_STAGE.get(stage, stage)} …")


def _is_worth_watching(file: Path) -> bool:
    if not sys.stderr.isatty():
        return False
    return file.is_file() and file.stat().st_size >= LONG_RUN
