"""Workers of a dask.distributed cluster.

Each thread of a cluster's worker has a process of ours, as on this machine, with the same
limits: a workbook that hangs ends that process, not the cluster's.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import Any

from msgspec import json

from sheetflow.batching.job import Job, Limits
from sheetflow.batching.pools import Attempt, attempt
from sheetflow.batching.workers import CHILD, Worker
from sheetflow.errors import SheetflowError

MISSING = "--scheduler needs dask.distributed: pip install 'sheetflow[cluster]'"
PATIENCE = 5
"""How many seconds a scheduler may take to answer."""

_OWN = threading.local()


class ClusterPool:
    """The workers of a running cluster."""

    def __init__(self, address: str, limits: Limits, child: str = CHILD) -> None:
        """`child` is the module that the processes run.

        Raises SheetflowError where there is no scheduler at the address.
        """
        self._limits = limits
        self._child = child
        self._distributed = _distributed()
        try:
            self._client = self._distributed.Client(address, timeout=PATIENCE)
        except (OSError, ValueError) as error:
            raise SheetflowError(
                f"{address}: no scheduler answers there; check the address, and that "
                "the cluster runs"
            ) from error

    def run(self, jobs: Sequence[Job]) -> Iterator[Attempt]:
        """Do jobs, several at once; each comes out as soon as it is done."""
        lines = [json.encode(job) for job in jobs]
        limits = json.encode(self._limits)
        futures = self._client.map(
            attempt_line, lines, limits=limits, child=self._child, pure=False
        )
        jobs_by_key = {
            future.key: job for future, job in zip(futures, jobs, strict=True)
        }
        # One call of the scheduler for each result would cost more than most runs.
        done = self._distributed.as_completed(
            futures, with_results=True, raise_errors=False
        )
        for future, result in done:
            yield _attempt_of(future, result, jobs_by_key[future.key])
            future.release()

    def close(self) -> None:
        """Leave the cluster, which runs on."""
        self._client.close()


def _distributed() -> Any:
    """The library, which has no types. Raises SheetflowError where it is not installed."""
    try:
        return import_module("distributed")
    except ImportError:
        raise SheetflowError(MISSING) from None


def _attempt_of(future: Any, result: Any, job: Job) -> Attempt:
    """What came of a job of the cluster, or why it was lost there."""
    if future.status == "finished":
        return json.decode(result, type=Attempt)
    return Attempt(job, None, _why(future.exception()))


def _why(error: BaseException) -> str:
    """Why the cluster has no result; its own texts name keys and machines."""
    if type(error).__name__ == "KilledWorker":
        return "the workers of the cluster that ran it ended"
    first_line, *_ = str(error).splitlines() or [type(error).__name__]
    return f"the cluster could not run it ({first_line})"


def attempt_line(line: bytes, limits: bytes, child: str) -> bytes:
    """Do a job on a worker of the cluster; it, its limits and the attempt are JSON documents."""
    job = json.decode(line, type=Job)
    worker = _worker(json.decode(limits, type=Limits), child)
    return json.encode(attempt(job, worker))


def _worker(limits: Limits, child: str) -> Worker:
    """The process of this thread."""
    worker: Worker | None = getattr(_OWN, "worker", None)
    if worker is None:
        worker = Worker(limits, child)
        _OWN.worker = worker
    return worker
