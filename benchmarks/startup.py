"""How fast the program starts: whole processes next to bare ones, in turns.

`python -m benchmarks.startup` prints the medians side by side.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

Command = Sequence[str]

AS_INSTALLED = {
    name: value
    for name, value in os.environ.items()
    if name != "PYTHONDONTWRITEBYTECODE"
}
"""The environment of an installed program, which is compiled once: the first round does that, and does not count."""


def seconds(command: Command) -> float:
    """How long one process takes, in seconds. Raises RuntimeError where it fails."""
    start = time.perf_counter()
    done = subprocess.run(
        [sys.executable, *command],
        capture_output=True,
        text=True,
        check=False,
        env=AS_INSTALLED,
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} failed: {done.stderr or done.stdout}")
    return time.perf_counter() - start


def medians(commands: dict[str, Command], rounds: int) -> dict[str, float]:
    """The median time of each command; all are run in turns, after one warm-up."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(rounds + 1):
        for name, command in commands.items():
            taken = seconds(command)
            if number:
                times[name].append(taken)
    return {name: statistics.median(taken) for name, taken in times.items()}


def commands(small: Path, output: Path) -> dict[str, Command]:
    """The commands to compare."""
    run = [
        "-m",
        "sheetflow",
        "run",
        str(small),
        "-o",
        str(output),
        "--as-of",
        "2026-03-02",
    ]
    return {
        "sheetflow run, 200 lines": run,
        "import pandas": ["-c", "import pandas"],
        "sheetflow --help": ["-m", "sheetflow", "--help"],
        "bare Python": ["-c", "pass"],
    }


def main() -> None:
    """Print the medians and their ratios."""
    from benchmarks.__main__ import small

    small()


if __name__ == "__main__":
    main()
