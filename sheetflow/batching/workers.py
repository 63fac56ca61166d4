"""A worker: a process that is started once and does one job after the other."""

from __future__ import annotations

import subprocess
import sys
import threading
from typing import IO

from msgspec import json

from sheetflow.batching.child import OUT_OF_MEMORY, READY
from sheetflow.batching.job import Job, Limits, LostError, Outcome

CHILD = "sheetflow.batching.child"

TO_END = 5.0
"""How many seconds a process has to end once it has closed its output."""


class Worker:
    """A process of this machine that runs workbooks, with limits.

    It is started with its first job, and again where a job ended it. One job at a time.
    """

    def __init__(self, limits: Limits, child: str = CHILD) -> None:
        """`child` is the module that the process runs."""
        self._limits = limits
        self._child = child
        self._process: subprocess.Popen[bytes] | None = None
        self._is_closed = False

    def run(self, job: Job) -> Outcome:
        """Run a workbook. Raises LostError where the job ended the process."""
        process = self._started()
        is_late = threading.Event()
        timer = threading.Timer(self._limits.seconds, _stop, (process, is_late))
        timer.daemon = True
        timer.start()
        try:
            answer = _answer(process, json.encode(job) + b"\n")
        finally:
            timer.cancel()
        if not answer.endswith(b"\n"):
            self._process = None
            raise LostError(self._why(process, is_late.is_set()))
        return json.decode(answer, type=Outcome)

    def close(self) -> None:
        """End the process, whatever it does. It cannot be started again."""
        self._is_closed = True
        process = self._process
        self._process = None
        if process is not None:
            process.kill()
            _forget(process)

    def _started(self) -> subprocess.Popen[bytes]:
        if self._is_closed:
            raise LostError("the batch was stopped")
        if self._process is None:
            self._process = self._start()
        return self._process

    def _start(self) -> subprocess.Popen[bytes]:
        """A process that is ready: its start does not count as a workbook's time."""
        process = subprocess.Popen(
            [sys.executable, "-m", self._child, str(self._limits.memory)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        assert process.stdout is not None
        if process.stdout.readline() != READY:
            raise LostError(self._why(process, is_late=False))
        return process

    def _why(self, process: subprocess.Popen[bytes], is_late: bool) -> str:
        """Why a process ended."""
        status = _status(process)
        _forget(process)
        if self._is_closed:
            return "the batch was stopped"
        if is_late:
            return f"it took more than {self._limits.seconds:g} seconds"
        if status == OUT_OF_MEMORY:
            return f"it needed more than {self._limits.memory >> 20:,} MB of memory"
        return f"its process ended unexpectedly (status {status})"


def _answer(process: subprocess.Popen[bytes], line: bytes) -> bytes:
    """The answer to a line; it is not whole where the process ends."""
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        process.stdin.write(line)
        process.stdin.flush()
    except BrokenPipeError:
        return b""
    return process.stdout.readline()


def _status(process: subprocess.Popen[bytes]) -> int:
    """The exit status of a process that has closed its output."""
    try:
        return process.wait(TO_END)
    except subprocess.TimeoutExpired:
        process.kill()
        return process.wait()


def _stop(process: subprocess.Popen[bytes], is_late: threading.Event) -> None:
    is_late.set()
    process.kill()


def _forget(process: subprocess.Popen[bytes]) -> None:
    """Close the pipes of a process that ends."""
    process.wait()
    for pipe in (process.stdin, process.stdout):
        if pipe is not None:
            _close(pipe)


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        return  # what was not sent is for a process that has ended
