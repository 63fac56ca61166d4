"""Python in a process of its own, forked from one that has imported the program already: what that printed and cost.

A start of Python that imports pandas takes longer than most runs do. So one process per test session imports the
program, does one run, and does nothing else; it forks a child for each command. Each child is a process of its own:
with its own memory, limits, environment and end.
"""

from __future__ import annotations

import atexit
import functools
import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from locations import QUICKSTART, ROOT, TESTS

SECONDS = 30
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


def forked(*words: str | Path, program: tuple[str, ...] = COMMAND) -> Ended:
    """Run Python with these arguments to its end. Limits of the platform end one that hangs."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder, "out")
        err = Path(folder, "err")
        request = {
            "words": [*program, *map(str, words)],
            "out": str(out),
            "err": str(err),
            "folder": str(Path.cwd()),
            "environment": _environment(),
        }
        status, seconds, memory = _answer(request)
        unit = 1 if sys.platform == "darwin" else 1024
        return Ended(
            status,
            out.read_text(encoding="utf-8"),
            err.read_text(encoding="utf-8"),
            seconds,
            memory * unit,
        )


def _answer(request: dict[str, object]) -> tuple[int, float, int]:
    """The status, CPU seconds and peak (in the platform's unit) of the child that did this."""
    server = _server()
    assert server.stdin is not None
    assert server.stdout is not None
    server.stdin.write(json.dumps(request) + "\n")
    server.stdin.flush()
    answer = server.stdout.readline()
    assert answer, "the process that forks has ended"
    status, seconds, memory = json.loads(answer)
    return status, seconds, memory


def _environment() -> dict[str, str]:
    """The environment of this process, in which Python finds the program and what tests share."""
    path = [str(ROOT), str(TESTS / "fidelity"), os.environ.get("PYTHONPATH", "")]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(path)}


@functools.cache
def _server() -> subprocess.Popen[str]:
    """The process that forks; it ends when its input does: when this process ends."""
    server = subprocess.Popen(
        [sys.executable, "-c", SERVER, str(SECONDS), str(PATIENCE), str(QUICKSTART)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**_environment(), "OPENBLAS_NUM_THREADS": "1"},
        text=True,
    )
    atexit.register(server.communicate)
    return server


SERVER = """
import gc, json, os, resource, runpy, signal, sys, tempfile

seconds, patience = map(int, sys.argv[1:3])
forks_safely = sys.platform == "linux"

def warm():
    from click.testing import CliRunner
    from sheetflow.cli import main
    with tempfile.TemporaryDirectory() as folder:
        done = CliRunner().invoke(main, ["run", sys.argv[3], "-o", folder])
        assert done.exit_code == 0, done.output

def limit():
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    signal.alarm(patience)

def take(request):
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    for at, path in enumerate((os.devnull, request["out"], request["err"])):
        opened = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
        os.dup2(opened, at)
        os.close(opened)
    sys.stdin = open(0)

def become(option, program, *words):
    if not forks_safely:
        os.execv(sys.executable, [sys.executable, option, program, *words])
    sys.argv = [option, *words]
    if option == "-m":
        runpy.run_module(program, run_name="__main__", alter_sys=True)
    else:
        exec(compile(program, "<string>", "exec"), {"__name__": "__main__"})

if forks_safely:
    warm()
    gc.collect()
    gc.freeze()
for line in sys.stdin:
    request = json.loads(line)
    child = os.fork()
    if not child:
        limit()
        take(request)
        become(*request["words"])
        break
    _, status, used = os.wait4(child, 0)
    status = os.waitstatus_to_exitcode(status)
    print(json.dumps([status, used.ru_utime + used.ru_stime, used.ru_maxrss]), flush=True)
"""
"""Forks a child per line of its input. The peak of a child includes what this process has imported.

Where libraries may not be forked (macOS), it imports nothing and the child starts Python: then too this process is
small, as the peak of a command that a large process starts is that of the large one.
"""
