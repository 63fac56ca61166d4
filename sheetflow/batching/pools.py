"""Many workers at once, on this machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from typing import NamedTuple, Protocol

from sheetflow.batching.job import Job, Limits, LostError, Outcome
from sheetflow.batching.storage import run_anywhere
from sheetflow.batching.workers import CHILD, Worker


class Attempt(NamedTuple):
    """A job, and what came of it; or why it was lost with its worker."""

    job: Job
    outcome: Outcome | None
    why_lost: str = ""


class Pool(Protocol):
    """Workers that do jobs."""

    def run(self, jobs: Sequence[Job]) -> Iterator[Attempt]:
        """Do jobs, several at once; each comes out as soon as it is done."""

    def close(self) -> None:
        """End the workers, whatever they do."""


class LocalPool:
    """Worker processes of this machine; a thread looks after each."""

    def __init__(self, count: int, limits: Limits, child: str = CHILD) -> None:
        """`child` is the module that the processes run."""
        self._limits = limits
        self._child = child
        self._threads = ThreadPoolExecutor(count, thread_name_prefix="batch")
        self._own = threading.local()
        self._workers: list[Worker] = []

    def run(self, jobs: Sequence[Job]) -> Iterator[Attempt]:
        """Do jobs, several at once; each comes out as soon as it is done."""
        attempts = [self.submit(job) for job in jobs]
        for each in as_completed(attempts):
            yield each.result()

    def submit(self, job: Job) -> Future[Attempt]:
        """Do one job as soon as a worker is free."""
        return self._threads.submit(self._attempt, job)

    def close(self) -> None:
        """End the workers, whatever they do."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        for worker in self._workers:
            worker.close()

    def _attempt(self, job: Job) -> Attempt:
        return attempt(job, self._worker())

    def _worker(self) -> Worker:
        """The worker of this thread."""
        worker: Worker | None = getattr(self._own, "worker", None)
        if worker is None:
            worker = Worker(self._limits, self._child)
            self._own.worker = worker
            self._workers.append(worker)
        return worker


def attempt(job: Job, worker: Worker) -> Attempt:
    """Do a job with a worker."""
    try:
        return Attempt(job, run_anywhere(job, worker))
    except LostError as error:
        return Attempt(job, None, str(error))
