"""An old checkout and this one side by side: `python -m benchmarks.versus OLD`.

Both do the same jobs on the same workbooks, in turns, each in a process of its own. What
is compared is processor time, because other programs may be running too. The first round
compiles the modules and does not count.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import workload
from benchmarks.startup import AS_INSTALLED

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "build" / "benchmarks" / "versus"
AS_OF = "--as-of=2026-03-02"
ROUNDS = 7
ORDERS = 8_000

Words = Sequence[str | Path]


@dataclass(frozen=True)
class Checkout:
    """A checkout of the project, and a folder of its own for what it writes."""

    name: str
    root: Path

    @property
    def folder(self) -> Path:
        """Where this checkout works."""
        return FOLDER / self.name

    def sheetflow(self, *words: str | Path) -> float:
        """Run the command of this checkout; its processor seconds. Raises RuntimeError where it fails."""
        command = [sys.executable, "-m", "sheetflow", *map(str, words)]
        environment = {**AS_INSTALLED, "PYTHONPATH": str(self.root)}
        before = children_seconds()
        done = subprocess.run(
            command,
            cwd=self.folder,
            capture_output=True,
            text=True,
            check=False,
            env=environment,
        )
        if done.returncode not in (0, 1):
            raise RuntimeError(f"{command}: {done.stderr or done.stdout}")
        return children_seconds() - before


Job = Callable[[Checkout], float]


def children_seconds() -> float:
    """The processor seconds of all processes that have ended so far."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def show_help(checkout: Checkout) -> float:
    """Print the help."""
    return checkout.sheetflow("--help")


def first_run(source: Path) -> Job:
    """Run a workbook for the first time, and write a copy."""

    def job(checkout: Checkout) -> float:
        output = checkout.folder / "out"
        shutil.rmtree(output, ignore_errors=True)
        return checkout.sheetflow("run", source, "-o", output, "--no-print", AS_OF)

    return job


def run_in_place(source: Path, times: int) -> Job:
    """Run a workbook in place so many times; the last run counts."""

    def job(checkout: Checkout) -> float:
        folder = checkout.folder / "in place"
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        book = folder / source.name
        shutil.copyfile(source, book)
        words: Words = ("run", book, "--in-place", "--no-print", AS_OF)
        taken = [checkout.sheetflow(*words) for _ in range(times)]
        return taken[-1]

    return job


def jobs(orders: int) -> Mapping[str, Job]:
    """What is measured, by name; the workbooks are made once."""
    small = made(workload.SMALL)
    size = workload.Size(orders, workload.FULL.products, workload.FULL.customers)
    large = made(size)
    return {
        "--help": show_help,
        f"run, {workload.SMALL.orders} orders": first_run(small),
        f"run, {orders:,} orders": first_run(large),
        f"run in place, {orders:,} orders": run_in_place(large, 1),
        f"second run in place, {orders:,} orders": run_in_place(large, 2),
    }


def made(size: workload.Size) -> Path:
    """The workbook of this size."""
    path = FOLDER / f"orders-{size.orders}.xlsx"
    if not path.exists():
        workload.write(path, size)
    return path


def medians(checkouts: Sequence[Checkout], job: Job, rounds: int) -> tuple[float, ...]:
    """The median of a job's processor seconds in each checkout, after a warm-up."""
    taken: dict[str, list[float]] = {each.name: [] for each in checkouts}
    for number in range(rounds + 1):
        for checkout in checkouts:
            seconds = job(checkout)
            if number:
                taken[checkout.name].append(seconds)
    return tuple(statistics.median(each) for each in taken.values())


def main() -> None:
    """Print the medians of both, and their ratio."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.versus", description=__doc__
    )
    parser.add_argument("old", type=Path, help="the checkout to compare with")
    parser.add_argument("--new", type=Path, default=ROOT, help="default: this one")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--orders", type=int, default=ORDERS)
    parser.add_argument("--only", default="", help="jobs whose name has this in it")
    options = parser.parse_args()

    checkouts = (
        Checkout("old", options.old.resolve()),
        Checkout("new", options.new.resolve()),
    )
    for checkout in checkouts:
        checkout.folder.mkdir(parents=True, exist_ok=True)

    print(f"Processor seconds, medians of {options.rounds} rounds")
    print(f"{'':<38}{'old':>8}{'new':>8}{'new/old':>9}")
    for name, job in jobs(options.orders).items():
        if options.only in name:
            old, new = medians(checkouts, job, options.rounds)
            print(f"{name:<38}{old:8.3f}{new:8.3f}{new / old:9.3f}", flush=True)


if __name__ == "__main__":
    main()
