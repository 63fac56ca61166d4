"""What a person sees of a long run: the stage that it is at, on a terminal only."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sheetflow.pipeline import Clock

LONG = 2_000_000
"""Bytes of a workbook from which on a run takes long enough to watch."""

NEXT = {
    "read": "checking",
    "check and fill": "working",
    "act and derive": "writing",
    "edit": "writing",
}


@contextmanager
def progress(file: Path) -> Iterator[Clock]:
    """A spinner that names the stage, where stderr is a terminal and the workbook is large; else nothing."""
    if not sys.stderr.isatty() or not file.is_file() or file.stat().st_size < LONG:
        yield lambda _stage: None
        return
    from rich.console import Console

    with Console(stderr=True).status("reading …") as status:
        yield lambda stage: status.update(f"{NEXT.get(stage, stage)} …")
