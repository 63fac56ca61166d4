"""What is done every day next to a first run by the fastest peer: `python -m benchmarks.everyday`.

A first run, a run with nothing to do, a run with five new orders, and looking at the
result, each as a whole process of the command; the peer is `benchmarks.polars_peer`. All
are run in turns. What is compared is processor time, because other programs may be
running too; the table has the medians. `--picture FILE` draws them.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
from collections.abc import Collection, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from benchmarks.startup import AS_INSTALLED

if TYPE_CHECKING:
    from sheetflow.workbook import Workbook

NAME = "everyday"
FOLDER = Path(__file__).resolve().parent.parent / "build" / "benchmarks"
WORK = FOLDER / "everyday"
AS_OF = "--as-of=2026-03-02"
ROUNDS = 3
NEW = 5
ORDER = "SO-000001"
PEER = "polars peer, a first run"
FIRST = "first run"
NOTHING = "nothing to do"
FIVE = "five new orders"
GOALS = {FIRST: 0.9, NOTHING: 0.7, FIVE: 0.8}
LOOKING = 0.7

Words = Sequence[str | Path]


class Cost(NamedTuple):
    """Processor seconds and the peak of memory, in MiB, of one process."""

    seconds: float
    memory: float


def cost(words: Words, fine: Collection[int] = (0, 1)) -> Cost:
    """Run Python with these words. Raises RuntimeError where its status is not `fine`."""
    command = [sys.executable, *map(str, words)]
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(command, stdout=quiet, stderr=quiet, env=AS_INSTALLED)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode not in fine:
        raise RuntimeError(f"{command} ended with status {process.returncode}")
    return Cost(used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def sheetflow(*words: str | Path) -> Words:
    """A command of the program."""
    return ("-m", "sheetflow", *words)


def run(source: Path, folder: Path) -> Words:
    """A run into a folder."""
    return sheetflow("run", source, "-o", folder, "--no-print", "--overwrite", AS_OF)


def prepare(orders: int) -> None:
    """Make the workbook of the workload, its first run, and that with five orders more."""
    from benchmarks import workload
    from benchmarks.__main__ import made

    full = workload.FULL
    source = made(NAME, workload.Size(orders, full.products, full.customers))
    shutil.rmtree(WORK, ignore_errors=True)
    WORK.mkdir(parents=True)
    cost(run(source, WORK / "done"))
    type_orders(WORK / "done" / source.name, WORK / f"typed-{source.name}")


def jobs(source: Path) -> dict[str, Words]:
    """Everything to time, with what `prepare` has made."""
    done = WORK / "done" / source.name
    typed = WORK / f"typed-{source.name}"
    out = WORK / "out"
    return {
        PEER: ("-m", "benchmarks.polars_peer", source, WORK / "peer.xlsx"),
        FIRST: run(source, out / "first"),
        NOTHING: run(done, out / "nothing"),
        FIVE: run(typed, out / "five"),
        "trace of one order": sheetflow("trace", done, ORDER),
        "one invoice printed": sheetflow(
            "print",
            done,
            "--only=invoices",
            f"--order={ORDER}",
            "--overwrite",
            "-o",
            out / "print",
        ),
        "verify": sheetflow("verify", done),
        "export of a journal": sheetflow(
            "export", done, "--format=journal", "-o", out / "export"
        ),
    }


def type_orders(source: Path, target: Path) -> None:
    """A copy of a workbook with five orders more, as a person types them."""
    from sheetflow.workbook import Workbook

    book = Workbook.open(source)
    orders = _columns(book.read("Orders").rows[0])
    lines = _columns(book.read("Order lines").rows[0])
    customer = book.read("Orders").value(2, orders["Customer"])
    sku = book.read("Order lines").value(2, lines["SKU"])
    numbers = [f"NEW-{number}" for number in range(1, NEW + 1)]
    new_orders: Mapping[str, list[Any]] = {
        "Order": numbers,
        "State": ["Order"] * NEW,
        "Order date": [date(2026, 3, 1)] * NEW,
        "Customer": [customer] * NEW,
        "Action": ["Fulfil, Invoice"] * NEW,
    }
    new_lines: Mapping[str, list[Any]] = {
        "Order": numbers,
        "Line": [1] * NEW,
        "SKU": [sku] * NEW,
        "Quantity": [1] * NEW,
    }
    _append(book, "Orders", orders, new_orders)
    _append(book, "Order lines", lines, new_lines)
    book.save(target)


def _columns(headers: Sequence[object]) -> dict[object, int]:
    return {header: number for number, header in enumerate(headers, 1) if header}


def _append(
    book: Workbook,
    sheet: str,
    columns: Mapping[object, int],
    values: Mapping[str, list[Any]],
) -> None:
    """Add rows below a sheet's last one; `values` are by header."""
    cells = {columns[header]: some for header, some in values.items()}
    book.append_rows(sheet, 1, cells)


def measured(commands: Mapping[str, Words], rounds: int) -> dict[str, Cost]:
    """The median costs; all commands are run in turns."""
    costs: dict[str, list[Cost]] = {name: [] for name in commands}
    for _ in range(rounds):
        for name, words in commands.items():
            costs[name].append(cost(words))
    return {
        name: Cost(*map(statistics.median, zip(*some, strict=True)))
        for name, some in costs.items()
    }


def table(lines: int, found: Mapping[str, Cost]) -> str:
    """The costs and their ratios to the peer's, in Markdown."""
    rows = [
        f"| {lines:,} order lines | seconds of the processor | to the peer | goal | MiB |",
        "|---|---|---|---|---|",
    ]
    for name, (seconds, memory) in found.items():
        share = f"{seconds / found[PEER].seconds:.2f}" if name != PEER else "1"
        goal = "" if name == PEER else f"{GOALS.get(name, LOOKING)}"
        rows.append(f"| {name} | {seconds:.2f} | {share} | {goal} | {memory:,.0f} |")
    return "\n".join(rows)


def draw(found: Mapping[str, Cost], path: Path) -> None:
    """The seconds as bars."""
    from PIL import Image, ImageDraw, ImageFont

    height = 34
    picture = Image.new("RGB", (900, height * len(found) + 20), "white")
    pen = ImageDraw.Draw(picture)
    font = ImageFont.load_default(16)
    longest = max(each.seconds for each in found.values())
    for number, (name, each) in enumerate(found.items()):
        top = 10 + number * height
        end = 250 + 540 * each.seconds / longest
        colour = "#9aa4b1" if name == PEER else "#1f6feb"
        pen.text((10, top + 4), name, fill="black", font=font)
        pen.rectangle((250, top, end, top + height - 10), fill=colour)
        pen.text((end + 8, top + 4), f"{each.seconds:.2f} s", fill="black", font=font)
    picture.save(path)


def main() -> None:
    """Print the table, and draw it where that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--orders", type=int, default=7_500)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--picture", type=Path)
    parser.add_argument("--prepare", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.prepare:
        prepare(options.orders)
        return
    # In a process of its own: a child's peak of memory is at least its parent's size.
    own = ("-m", "benchmarks.everyday", "--prepare", f"--orders={options.orders}")
    cost(own, fine=(0,))
    source = FOLDER / f"{NAME}-{options.orders}.xlsx"
    found = measured(jobs(source), options.rounds)
    from benchmarks.chance import LINES

    print(table(options.orders * LINES, found))
    if options.picture:
        draw(found, options.picture)


if __name__ == "__main__":
    main()
