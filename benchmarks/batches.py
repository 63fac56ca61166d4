"""`python -m benchmarks.batches`: many small workbooks, as a batch and as a loop of `sheetflow run`.

It also gives 10,000 jobs to workers that do nothing, for what handing them out costs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks import workload
from sheetflow.batching.batch import Plan, run_batch, starting_now
from sheetflow.batching.job import Job, Limits
from sheetflow.batching.pools import LocalPool
from sheetflow.running.run_options import RunOptions

SIMULATED = 10_000


def timed(title: str, work: Callable[[], object]) -> tuple[float, float]:
    """Print and return the seconds of the clock and of the processor, child processes included."""
    clock, processor = time.perf_counter(), _processor()
    work()
    seconds = time.perf_counter() - clock, _processor() - processor
    print(
        f"  {title:<40}{seconds[0]:8.1f} s   processor {seconds[1]:8.1f} s", flush=True
    )
    return seconds


def _processor() -> float:
    return sum(os.times()[:4])


def sheetflow(*arguments: str) -> None:
    """Run a command as a process."""
    command = [sys.executable, "-m", "sheetflow", *arguments]
    subprocess.run(command, stdout=subprocess.DEVNULL, check=True)


def compare(count: int, folder: Path) -> None:
    """Run the same workbooks both ways."""
    first = folder / "clients" / "0.xlsx"
    workload.write(first, workload.SMALL)
    files = [first.with_name(f"{number}.xlsx") for number in range(count)]
    for file in files[1:]:
        shutil.copyfile(first, file)

    def loop() -> None:
        for file in files:
            sheetflow("run", str(file), "-o", str(folder / "loop" / file.stem))

    print(f"{count} workbooks of 200 lines")
    alone = timed("a loop of sheetflow run", loop)
    clients = str(first.parent)
    for workers in ("1", "2"):
        out = str(folder / workers)
        batch = timed(
            f"sheetflow batch, {workers} workers",
            lambda out=out, workers=workers: sheetflow(
                "batch", clients, "-o", out, "--workers", workers
            ),
        )
        shares = [mine / theirs for mine, theirs in zip(batch, alone, strict=True)]
        print(f"    of the loop: clock {shares[0]:.2f}, processor {shares[1]:.2f}")


def simulate() -> None:
    """Hand out jobs that cost nothing."""
    choices = starting_now(RunOptions())
    jobs = [
        Job(f"{n}.xlsx", f"out/{n}", f"{n}.xlsx", choices) for n in range(SIMULATED)
    ]
    print(f"{SIMULATED:,} jobs that cost nothing")
    pool = LocalPool(2, Limits(), child="benchmarks.idle_child")
    plan = Plan(choices, jobs)
    timed(
        "handing them to 2 workers", lambda: run_batch(plan, pool, lambda _each: None)
    )
    pool.close()


def main() -> None:
    """Compare and simulate."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.batches")
    options.add_argument("--count", type=int, default=300)
    count = options.parse_args().count
    simulate()
    with tempfile.TemporaryDirectory() as folder:
        compare(count, Path(folder))


if __name__ == "__main__":
    main()
