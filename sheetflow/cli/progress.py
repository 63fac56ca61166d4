"""A spinner that shows which stage a long run has reached."""

from __future__ import annotations

import os
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

AS_LINES = "SHEETFLOW_STAGES"
"""The variable of the environment with which each stage is a line on stderr."""

STAGE = "stage: "


@contextmanager
def progress(file: Path) -> Iterator[Clock]:
    """A spinner, where stderr is a terminal and the workbook is large; else nothing.

    The page has each stage printed as a line.
    """
    if os.environ.get(AS_LINES):
        yield lambda stage: _print_line(NEXT_STAGE.get(stage, stage))
        return
    if not _is_worth_watching(file):
        yield lambda _stage: None
        return
    from rich.console import Console

    with Console(stderr=True).status("reading …") as status:
        yield lambda stage: status.update(f"{NEXT_STAGE.get(stage, stage)} …")


def _print_line(stage: str) -> None:
    print(f"{STAGE}{stage}", file=sys.stderr, flush=True)


def _is_worth_watching(file: Path) -> bool:
    if not sys.stderr.isatty():
        return False
    return file.is_file() and file.stat().st_size >= LONG_RUN
