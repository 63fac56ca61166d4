"""One workbook of a batch, and what came of it: plain data that goes between processes."""

from __future__ import annotations

from msgspec import Struct

from sheetflow import __version__
from sheetflow.running.problem_lines import ProblemLine
from sheetflow.running.run_options import RunOptions

DONE = "done"
TO_FIX = "to fix"
FAILED = "failed"
"""What came of a workbook: done; something in it is on hold; nothing was written."""


class Limits(Struct, frozen=True):
    """What one run may use: wall time in seconds, and memory in bytes (on Linux)."""

    seconds: float = 300.0
    memory: int = 2 << 30


class Job(Struct, frozen=True):
    """One run: the workbook that is read, and the folder that gets the result.

    Both are paths, or addresses of other storage. `name` is the workbook as reports name
    it. In place, there is no folder.
    """

    source: str
    folder: str
    name: str
    choices: RunOptions
    version: str = __version__


class Outcome(Struct, frozen=True, kw_only=True):
    """What came of a workbook.

    `workbook` and `documents` are paths from the job's folder (in place: from that of the
    workbook). `seconds` is wall time. `is_earlier` where an earlier batch had done it.
    """

    name: str
    source: str
    result: str
    status: int
    error: str = ""
    run: int = 0
    read: int = 0
    applied: int = 0
    held: int = 0
    checks: int = 0
    agreeing: int = 0
    problems: tuple[ProblemLine, ...] = ()
    input_sha256: str = ""
    written_sha256: str = ""
    folder: str = ""
    workbook: str = ""
    documents: tuple[str, ...] = ()
    printed: str = ""
    seconds: float = 0.0
    is_earlier: bool = False


class LostError(Exception):
    """A run ended its worker, by time, memory or a crash. Its text says which."""


def failure(job: Job, error: str, status: int = 3) -> Outcome:
    """A workbook that could not be processed."""
    return Outcome(
        name=job.name,
        source=job.source,
        folder=job.folder,
        result=FAILED,
        status=status,
        error=error,
    )
