"""A worker's process in which some names hang, eat memory or crash: `python -m odd_child MEMORY`."""

from __future__ import annotations

import os
import time

from sheetflow.batching import child
from sheetflow.batching.job import Job, Outcome
from sheetflow.batching.one_workbook import run_one


def run_oddly(job: Job) -> Outcome:
    """Run a workbook, unless its name says what goes wrong."""
    if "hang" in job.name:
        time.sleep(600)
    if "eat" in job.name:
        eaten = [bytearray(1 << 24) for _ in range(10_000)]
        assert eaten
    if "crash" in job.name:
        os._exit(9)
    return run_one(job)


if __name__ == "__main__":
    child.run_one = run_oddly
    child.main()
