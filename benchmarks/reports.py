"""Every report of the large workbook next to a run of it: `python -m benchmarks.reports`.

The workbook has 100,000 order lines and a cost on every product. It is run once, with the
command; then each report is made of the finished workbook, of all days and of a month.
What is compared is processor time, because other programs may be running too.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import workload
from benchmarks.__main__ import FOLDER, made, ratio
from benchmarks.versus import children_seconds

AS_OF = "2026-03-02"
MONTH = "2026-01"
MOST = 0.5
"""The share of a run's time that a report may take."""


@dataclass(frozen=True)
class Timed:
    """A command: what it is called here, and its processor seconds."""

    name: str
    seconds: float


def sheetflow(*words: str | Path) -> float:
    """Run a command; its processor seconds. Raises RuntimeError where it fails."""
    command = [sys.executable, "-m", "sheetflow", *map(str, words)]
    before = children_seconds()
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"{command}: {done.stderr or done.stdout}")
    return children_seconds() - before


def run_of(source: Path, folder: Path) -> Timed:
    """One run, into a folder."""
    words = ("--no-print", "--overwrite", f"--as-of={AS_OF}")
    return Timed("run", sheetflow("run", source, "-o", folder, *words))


def reports_of(finished: Path, names: Sequence[str]) -> Iterator[Timed]:
    """Each report of a finished workbook, of all days and of a month."""
    folder = finished.parent / "reports"
    for name in names:
        for period in ((), ("--month", MONTH)):
            words = (name, *period)
            seconds = sheetflow("report", finished, *words, "-o", folder)
            yield Timed(" ".join(words), seconds)


def main() -> None:
    """Print the ratio of each report's time to that of a run."""
    from sheetflow.reports.declarations import REPORTS

    options = argparse.ArgumentParser(prog="python -m benchmarks.reports")
    options.add_argument("names", nargs="*", default=list(REPORTS), metavar="NAME")
    options.add_argument("--orders", type=int, default=workload.FULL.orders)
    chosen = options.parse_args()
    full = workload.FULL
    size = workload.Size(chosen.orders, full.products, full.customers, costed=True)
    source = made("large", size)
    folder = FOLDER / "reports"
    run = run_of(source, folder)
    print(f"\n{chosen.orders * workload.LINES:,} order lines, {source}")
    print(f"  a run takes {run.seconds:.1f} seconds of the processor")
    for each in reports_of(folder / source.name, chosen.names):
        ratio(each.name, each.seconds, run.seconds, MOST)


if __name__ == "__main__":
    main()
