"""The process of a worker: `python -m sheetflow.batching.child MEMORY`.

It reports that it is ready, then reads one job per line and answers each with one line. It ends at once when its parent
does: nothing is half-written then, since a workbook takes its name in one step.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
from importlib import import_module
from typing import BinaryIO

from msgspec import json

from sheetflow.batching.job import Job
from sheetflow.batching.one_workbook import run_one
from sheetflow.workbook.guards.child_process import lower_limit

READY = b"ready\n"
WARM = ("sheetflow.documents.files", "sheetflow.documents.gather")
"""What a run imports only where it prints."""

OUT_OF_MEMORY = 71
"""The exit status of a worker whose run needed more memory than it may use."""


def main() -> None:
    """Answer jobs until there are no more.

    Ctrl-C is for the parent, which lets what runs finish, or ends it. The limit holds
    once all is imported, so that whatever is too much is so for a workbook.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    answers = _own_output()
    _warm_up()
    jobs: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    reader = threading.Thread(target=_read, args=(jobs,), daemon=True)
    reader.start()
    limit_memory(int(sys.argv[1]))
    answers.write(READY)
    answers.flush()
    while True:
        answers.write(_answer(jobs.get()))
        answers.flush()


def _warm_up() -> None:
    """Import what runs need, so that no workbook's time is spent on it."""
    for module in WARM:
        import_module(module)


def _answer(line: bytes) -> bytes:
    try:
        outcome = run_one(json.decode(line, type=Job))
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    return json.encode(outcome) + b"\n"


def _read(jobs: queue.SimpleQueue[bytes]) -> None:
    """Put each job into the queue; end the process where the parent has ended."""
    try:
        for line in sys.stdin.buffer:
            jobs.put(line)
    except MemoryError:
        os._exit(OUT_OF_MEMORY)
    os._exit(0)


def _own_output() -> BinaryIO:
    """Where answers go; what a library prints goes nowhere."""
    own = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    return os.fdopen(own, "wb")


def limit_memory(most: int) -> None:
    """Lower the limit of memory, in bytes, where the system keeps it."""
    if sys.platform != "linux":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    lower_limit(resource.RLIMIT_DATA, most)


if __name__ == "__main__":
    main()
