"""The real command in a process of its own, and what that cost."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from locations import ROOT, TESTS

SECONDS, MEMORY = 10, 1 << 30
PATIENCE = 300
COMMAND = ("-m", "sheetflow")


@dataclass(frozen=True)
class Ended:
    """How a process ended: its status (negative: the signal that killed it), what it said, CPU seconds, peak bytes."""

    status: int
    out: str
    err: str
    seconds: float
    memory: int


def measured(*words: str | Path, program: tuple[str, ...] = COMMAND) -> Ended:
    """Run Python with these arguments to its end. Limits of the platform end one that hangs or eats memory."""
    path = os.pathsep.join(
        [str(ROOT), str(TESTS / "fidelity"), os.environ.get("PYTHONPATH", "")]
    )
    with tempfile.TemporaryFile("w+") as out, tempfile.TemporaryFile("w+") as err:
        command = [sys.executable, *program, *map(str, words)]
        surroundings = {**os.environ, "PYTHONPATH": path}
        child = subprocess.Popen(
            command,
            stdout=out,
            stderr=err,
            env=surroundings,
            preexec_fn=_limit,  # noqa: PLW1509
        )
        _, status, used = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
        out.seek(0)
        err.seek(0)
        unit = 1 if sys.platform == "darwin" else 1024
        seconds, memory = used.ru_utime + used.ru_stime, used.ru_maxrss * unit
        return Ended(child.returncode, out.read(), err.read(), seconds, memory)


def _limit() -> None:
    """Far above what is asserted: only a process that would never end meets it. SIGALRM survives exec."""
    import resource
    import signal

    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS * 3, SECONDS * 3))
    signal.alarm(PATIENCE)


def assert_fit(ended: Ended) -> None:
    """Within its limits, no traceback, and if it stopped, one line that says what is wrong and what to do."""
    assert ended.status in (0, 1, 3), f"{ended.status}\n{ended.err[-2000:]}"
    assert "Traceback" not in ended.err + ended.out
    assert ended.seconds < SECONDS
    assert ended.memory < MEMORY
    if ended.status == 3:
        assert ended.out == ""
        assert ended.err.count("\n") == 1
