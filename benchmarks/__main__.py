"""`python -m benchmarks`: makes the workload once, times every program on it, and prints them side by side.

Figures of one run on one machine can only be compared with one another: the ratios are
what counts. Processor seconds are shown next to those of the clock, because other
programs may be running too.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from benchmarks import editing, pdf, printing, recalculation, startup, workload

FOLDER = Path(__file__).resolve().parent.parent / "build" / "benchmarks"
ROUNDS = 9
MEMORY = 1536


@dataclass(frozen=True)
class Measured:
    """What one program reported."""

    stages: dict[str, tuple[float, float]]
    peak: float
    more: dict[str, int]

    @property
    def total(self) -> tuple[float, float]:
        """Seconds by the clock and of the processor, all stages together."""
        clock, processor = zip(*self.stages.values(), strict=True)
        return sum(clock), sum(processor)


def measure(module: str, *arguments: str | Path) -> Measured:
    """Run one program in a process of its own."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    report = json.loads(done.stdout.splitlines()[-1])
    return Measured(report.pop("stages"), report.pop("peak"), report)


def made(name: str, size: workload.Size) -> Path:
    """The file of the workload; it is made once."""
    costed = "-costed" if size.costed else ""
    path = FOLDER / f"{name}{costed}-{size.orders}.xlsx"
    if not path.exists():
        print(f"making {path} ...", flush=True)
        unfinished = path.with_suffix(".making")
        workload.write(unfinished, size)
        unfinished.replace(path)
    return path


def show(title: str, measured: Measured) -> None:
    """Print one program's stages, total and peak memory."""
    print(f"\n{title}")
    stages = {**measured.stages, "in all": measured.total}
    for stage, (clock, processor) in stages.items():
        print(f"  {stage:<30}{clock:8.2f} s   processor {processor:8.2f} s")
    if measured.peak:
        print(f"  {'peak memory':<30}{measured.peak:8,.0f} MiB")
    else:
        print("  peak memory: not measured")


def ratio(what: str, mine: float, theirs: float, most: float) -> None:
    """Print one comparison, and the most that it may be."""
    verdict = "OK" if mine <= most * theirs else "TOO SLOW"
    print(f"  {what:<62}{mine / theirs:6.3f}   at most {most:.3f}: {verdict}")


def large(size: workload.Size, quick: bool) -> None:
    """The large workbook: ours, the floor, and the naive script."""
    source = made("large", size)
    folder = FOLDER / "out"
    folder.mkdir(parents=True, exist_ok=True)
    mebibytes = source.stat().st_size / 2**20
    lines = size.orders * workload.LINES
    print(f"\n{lines:,} order lines, {mebibytes:.1f} MiB: {source}")
    ours = measure("ours", source, folder / "ours.xlsx")
    show("sheetflow run", ours)
    print(
        f"  {ours.more['applied']:,} orders applied, {ours.more['on_hold']:,} on hold, "
        f"{ours.more['problems']:,} problems"
    )
    plain = measure("plain", source, folder / "ours.xlsx", folder / "plain.xlsx")
    show(
        "python-calamine reading the same input, plain xlsxwriter writing the same tables",
        plain,
    )
    print(f"  {plain.more['cells']:,} cells written")
    if not quick:
        naive = measure("naive", source, folder / "naive.xlsx")
        show(
            "the naive script: the same job in pandas and openpyxl, without checks",
            naive,
        )
        print(f"  {naive.more['cells']:,} cells written")
    for at, clock in enumerate(("clock", "processor")):
        print(f"\nRatios of {clock} seconds, ours to theirs")
        ratio(
            "python-calamine and xlsxwriter, with no work between",
            ours.total[at],
            plain.total[at],
            1.0,
        )
        if not quick:
            ratio("the naive script", ours.total[at], naive.total[at], 1 / 8)
    recalculated(folder / "ours.xlsx")
    if ours.peak:
        print(f"\nPeak memory {ours.peak:,.0f} MiB, at most {MEMORY:,} MiB")


def recalculated(path: Path) -> None:
    """How long LibreOffice takes for the formulas of a workbook that was run."""
    if not recalculation.is_possible():
        print(
            "\nLibreOffice (soffice) is not installed: the formulas of Checks are not measured"
        )
        return
    done = recalculation.compare(path, path.parent)
    print(
        "\nLibreOffice opens the result, calculates all of it again, and writes Checks: the best of two"
    )
    titles = ("with the formulas of Checks and Dashboard", "with their values instead")
    for title, each in zip(titles, done, strict=True):
        show(
            title,
            Measured({"open, calculate, write": (each.clock, each.processor)}, 0, {}),
        )
    print("\nRatio of processor seconds, with to without")
    ratio(
        "recalculating with our formulas, to without them",
        done[0].processor,
        done[1].processor,
        1.5,
    )


def small() -> None:
    """The small workbook, and how fast the program starts."""
    source = made("small", workload.SMALL)
    times = startup.medians(startup.commands(source, FOLDER / "out"), ROUNDS)
    print(f"\nWhole processes, medians of {ROUNDS} rounds")
    for name, seconds in times.items():
        print(f"  {name:<30}{seconds:8.3f} s")
    print("\nRatios of the medians")
    ratio(
        "a run of 200 lines, to `import pandas`",
        times["sheetflow run, 200 lines"],
        times["import pandas"],
        1.5,
    )
    ratio(
        "--help, to a bare Python", times["sheetflow --help"], times["bare Python"], 6.0
    )


def edited() -> None:
    """Edit a large sheet: ours, and the time to read and compress it."""
    source = FOLDER / f"editing-{editing.ROWS}.xlsx"
    folder = FOLDER / "out"
    folder.mkdir(parents=True, exist_ok=True)
    if not source.exists():
        editing.write(source)
    rounds: dict[str, list[Measured]] = {name: [] for name in editing.PROGRAMS}
    for _ in range(editing.ROUNDS):
        for name, done in rounds.items():
            done.append(
                measure("editing", name, source, folder / f"edited-{name}.xlsx")
            )
    median = {
        name: editing.middle(name, [one.stages for one in done])
        for name, done in rounds.items()
    }
    share = f"1 in {editing.EACH} changed, {editing.APPENDED} appended"
    print(
        f"\nA sheet of {editing.ROWS:,} rows, {share}: medians of {editing.ROUNDS} rounds"
    )
    show("sheetflow: open, read, edit, publish", Measured(median["ours"], 0, {}))
    show(
        "python-calamine reading it, zlib compressing it again",
        Measured(median["plain"], 0, {}),
    )
    print("\nRatios, ours to theirs, without imports")
    mine = editing.counted("ours", median["ours"])
    theirs = editing.counted("plain", median["plain"])
    for at, clock in enumerate(("clock", "processor")):
        ratio(
            f"an edit, to reading and compressing: {clock} seconds",
            mine[at],
            theirs[at],
            2.0,
        )


def printed() -> None:
    """1,000 invoices as one workbook and as one PDF, next to plain xlsxwriter and typst."""
    mine, theirs = printing.compare()
    rounds = [
        {name: measure("pdf", name) for name in pdf.PROGRAMS} for _ in range(pdf.TURNS)
    ]
    best = {
        name: min((done[name] for done in rounds), key=set_in) for name in pdf.PROGRAMS
    }
    print(f"\n{pdf.COUNT:,} invoices as one PDF: the best of {pdf.TURNS}")
    for name, title in (
        ("ours", "sheetflow"),
        ("bare", "typst, a plain template over the same texts"),
    ):
        show(
            f"{title}: {best[name].more['pages']:,} pages, {pdf.COUNT / set_in(best[name]):,.0f} per second",
            best[name],
        )
    print("\nRatios of processor seconds, ours to theirs")
    ratio("invoices as a workbook, to plain xlsxwriter", mine, theirs, 2.0)
    ratio(
        "invoices as a PDF, to a plain typst template",
        set_in(best["ours"]),
        set_in(best["bare"]),
        2.0,
    )


def set_in(measured: Measured) -> float:
    """The processor seconds that it took to set the pages, without preparation."""
    return measured.stages["set"][1]


def main() -> None:
    """Run the benchmarks that the options choose."""
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument(
        "--quick",
        action="store_true",
        help="leave out the naive script, which takes minutes",
    )
    options.add_argument(
        "--small",
        action="store_true",
        help="leave out the large workbook",
    )
    options.add_argument(
        "--costed",
        action="store_true",
        help="give the products of the large workbook a cost",
    )
    options.add_argument(
        "--orders",
        type=int,
        default=workload.FULL.orders,
        help="how many orders the large workbook has",
    )
    chosen = options.parse_args()
    small()
    edited()
    printed()
    if not chosen.small:
        size = workload.Size(
            chosen.orders,
            workload.FULL.products,
            workload.FULL.customers,
            chosen.costed,
        )
        large(size, chosen.quick)


if __name__ == "__main__":
    main()
