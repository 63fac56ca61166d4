"""The real command in a process of its own, and what that cost."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from locations import ROOT, TESTS

SECONDS = 10
MEMORY = 1 << 30
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
    with (
        tempfile.TemporaryFile("w+") as out,
        tempfile.TemporaryFile("w+") as err,
        tempfile.NamedTemporaryFile("r") as used,
    ):
        limits = [used.name, str(SECONDS * 3), str(PATIENCE)]
        command = [sys.executable, *program, *map(str, words)]
        subprocess.run(
            [sys.executable, "-S", "-c", LAUNCHER, *limits, *command],
            stdout=out,
            stderr=err,
            env={**os.environ, "PYTHONPATH": path},
            check=True,
        )
        out.seek(0)
        err.seek(0)
        status, seconds, memory = used.read().split()
        unit = 1 if sys.platform == "darwin" else 1024
        peak = int(memory) * unit
        return Ended(int(status), out.read(), err.read(), float(seconds), peak)


LAUNCHER = """
import os, resource, signal, sys
report, seconds, patience, *command = sys.argv[1:]
child = os.fork()
if not child:
    resource.setrlimit(resource.RLIMIT_CPU, (int(seconds), int(seconds)))
    signal.alarm(int(patience))
    os.execv(command[0], command)
_, status, used = os.wait4(child, 0)
with open(report, "w") as file:
    status = os.waitstatus_to_exitcode(status)
    print(status, used.ru_utime + used.ru_stime, used.ru_maxrss, file=file)
"""
"""Starts the command from a small process: the peak of one that a large process starts is that of the large one.

Its limits are far above what is asserted: only a process that would never end meets them. SIGALRM survives exec.
"""


def assert_fit(ended: Ended) -> None:
    """Within its limits, no traceback, and if it stopped, one line that says what is wrong and what to do."""
    assert ended.status in (0, 1, 3), f"{ended.status}\n{ended.err[-2000:]}"
    assert "Traceback" not in ended.err + ended.out
    assert ended.seconds < SECONDS
    assert ended.memory < MEMORY
    if ended.status == 3:
        assert ended.out == ""
        assert ended.err.count("\n") == 1
