"""A worker's process that answers each job at once: `python -m benchmarks.idle_child MEMORY`."""

from __future__ import annotations

from sheetflow.batching import child
from sheetflow.batching.job import DONE, Job, Outcome


def answer(job: Job) -> Outcome:
    """A workbook that is done, without a run."""
    return Outcome(name=job.name, source=job.source, result=DONE, status=0)


if __name__ == "__main__":
    child.run_one = answer
    child.main()
