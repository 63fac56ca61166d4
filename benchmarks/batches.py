"""`python -m benchmarks.batches`: many small workbooks, as a batch and as a loop of `sheetflow run`.

It also runs workbooks in a warm process, and gives 10,000 jobs to workers that do nothing, for
what handing them out costs.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial
from pathlib import Path

from benchmarks import workload
from sheetflow.batching.batch import Plan, run_batch, starting_now
from sheetflow.batching.cluster import ClusterPool
from sheetflow.batching.job import Job, Limits
from sheetflow.batching.one_workbook import run_one
from sheetflow.batching.pools import LocalPool, Pool
from sheetflow.running.run_options import RunOptions

SIMULATED = 10_000
DIFFERENT = 10
"""How many workbooks are not the same."""

IDLE = "benchmarks.idle_child"


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


def write_clients(folder: Path, count: int) -> list[Path]:
    """Workbooks of about 200 lines; the same ones come again after a while."""
    files = [folder / f"{number}.xlsx" for number in range(count)]
    for number, file in enumerate(files[:DIFFERENT]):
        size = replace(workload.SMALL, orders=workload.SMALL.orders - 5 + number)
        workload.write(file, size)
    for number, file in enumerate(files[DIFFERENT:]):
        shutil.copyfile(files[number % DIFFERENT], file)
    return files


def compare(count: int, folder: Path) -> None:
    """Run the same workbooks one by one, and as batches."""
    files = write_clients(folder / "clients", count)

    def loop() -> None:
        for file in files:
            sheetflow("run", str(file), "-o", str(folder / "loop" / file.stem))

    print(f"{count} workbooks of about 200 lines")
    alone = timed("a loop of sheetflow run", loop)
    clients = str(folder / "clients")

    def batch(title: str, *options: str) -> None:
        command = ["batch", clients, "-o", str(folder / title), *options]
        taken = timed(f"sheetflow batch, {title}", lambda: sheetflow(*command))
        shares = [mine / theirs for mine, theirs in zip(taken, alone, strict=True)]
        print(f"    of the loop: clock {shares[0]:.2f}, processor {shares[1]:.2f}")

    batch("1 worker", "--workers", "1")
    batch("2 workers", "--workers", "2")
    with cluster() as address:
        # The processor time of the cluster counts once it has ended, so not here.
        batch("a cluster of 2", "--scheduler", address)


@contextmanager
def cluster() -> Iterator[str]:
    """The address of a cluster of two workers on this machine."""
    from distributed import LocalCluster  # type: ignore[import-not-found,unused-ignore]

    with LocalCluster(
        n_workers=2, threads_per_worker=1, dashboard_address=None
    ) as made:
        yield made.scheduler_address


def compare_warm() -> None:
    """One run after the other in a process, and as a process each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = write_clients(folder / "clients", DIFFERENT)
        options = starting_now(RunOptions())

        def run(number: int) -> None:
            source = files[number % DIFFERENT]
            output = str(folder / f"warm {number}")
            run_one(Job(str(source), output, source.name, options))

        run(0)
        warm = statistics.median(
            [_seconds(partial(run, number)) for number in range(1, 20)]
        )
        cold = statistics.median(
            [
                _seconds(
                    partial(sheetflow, "run", str(file), "-o", str(folder / file.stem))
                )
                for file in files
            ]
        )
    print(f"a run of 200 lines: warm {warm:.3f} s, cold {cold:.3f} s of the processor")
    print(f"    warm, of cold: {warm / cold:.2f}")


def _seconds(work: Callable[[], object]) -> float:
    began = _processor()
    work()
    return _processor() - began


def simulate() -> None:
    """Hand out jobs that cost nothing."""
    choices = starting_now(RunOptions())
    jobs = [
        Job(f"{n}.xlsx", f"out/{n}", f"{n}.xlsx", choices) for n in range(SIMULATED)
    ]
    plan = Plan(choices, jobs)
    print(f"{SIMULATED:,} jobs that cost nothing")

    def hand_out(title: str, pool: Pool) -> None:
        timed(title, lambda: run_batch(plan, pool, lambda _each: None))
        pool.close()

    hand_out("to 2 workers", LocalPool(2, Limits(), child=IDLE))
    with cluster() as address:
        hand_out("to a cluster of 2", ClusterPool(address, Limits(), child=IDLE))


def main() -> None:
    """Compare and simulate."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.batches")
    options.add_argument("--count", type=int, default=300)
    count = options.parse_args().count
    simulate()
    compare_warm()
    with tempfile.TemporaryDirectory() as folder:
        compare(count, Path(folder))


if __name__ == "__main__":
    main()
