"""`python -m benchmarks`: makes the workload once, lets every contestant at it in turn, prints them side by side.

Figures of one run on one machine can be compared with one another, and with nothing else: it is the ratios that
count. Seconds of the processor stand beside those of the clock, because other programs may have been at work as well.
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
ROUNDS, MEMORY = 9, 1536


@dataclass(frozen=True)
class Measured:
    """What one contestant reported."""

    stages: dict[str, tuple[float, float]]
    peak: float
    more: dict[str, int]

    @property
    def total(self) -> tuple[float, float]:
        """Seconds of the clock and of the processor, all stages together."""
        clock, processor = zip(*self.stages.values(), strict=True)
        return sum(clock), sum(processor)


def contestant(module: str, *arguments: str | Path) -> Measured:
    """Run one contestant in a process of its own."""
    command = [sys.executable, "-m", f"benchmarks.{module}", *map(str, arguments)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    report = json.loads(done.stdout.splitlines()[-1])
    return Measured(report.pop("stages"), report.pop("peak"), report)


def made(name: str, size: workload.Size) -> Path:
    """The workload's file, made where it is not there yet."""
    path = FOLDER / f"{name}{'-costed' if size.costed else ''}-{size.orders}.xlsx"
    if not path.exists():
        print(f"making {path} ...", flush=True)
        unfinished = path.with_suffix(".making")
        workload.write(unfinished, size)
        unfinished.replace(path)
    return path


def show(title: str, measured: Measured) -> None:
    """Print one contestant's stages, total and peak."""
    print(f"\n{title}")
    for stage, (clock, processor) in {
        **measured.stages,
        "together": measured.total,
    }.items():
        print(f"  {stage:<30}{clock:8.2f} s   processor {processor:8.2f} s")
    print(
        f"  {'peak memory':<30}{measured.peak:8,.0f} MiB"
        if measured.peak
        else "  peak memory: not told here"
    )


def ratio(what: str, mine: float, theirs: float, wanted: float) -> None:
    """Print one comparison and what it should be."""
    verdict = "as wanted" if mine <= wanted * theirs else "TOO SLOW"
    print(f"  {what:<62}{mine / theirs:6.3f}   at most {wanted:.3f}: {verdict}")


def large(size: workload.Size, quick: bool) -> None:
    """The large workbook: ours, the floor, and the naive script."""
    source, folder = made("large", size), FOLDER / "out"
    folder.mkdir(parents=True, exist_ok=True)
    print(
        f"\n{size.orders * workload.LINES:,} order lines, {source.stat().st_size / 2**20:.1f} MiB: {source}"
    )
    ours = contestant("ours", source, folder / "ours.xlsx")
    show("sheetflow run", ours)
    print(
        f"  {ours.more['applied']:,} orders applied, {ours.more['held']:,} held, {ours.more['problems']:,} problems"
    )
    plain = contestant("plain", source, folder / "ours.xlsx", folder / "plain.xlsx")
    show(
        "python-calamine reading the same input, bare xlsxwriter writing the same tables",
        plain,
    )
    print(f"  {plain.more['cells']:,} cells written")
    if not quick:
        naive = contestant("naive", source, folder / "naive.xlsx")
        show("the naive script: pandas and openpyxl, all of it, without checks", naive)
        print(f"  {naive.more['cells']:,} cells written")
    for at, clock in enumerate(("the clock", "the processor")):
        print(f"\nRatios of the seconds of {clock}, ours to theirs")
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
        print(f"\nPeak memory {ours.peak:,.0f} MiB, at most {MEMORY:,} MiB wanted")


def recalculated(path: Path) -> None:
    """What the live formulas of a workbook that was run cost LibreOffice."""
    if not recalculation.is_possible():
        print(
            "\nNo LibreOffice (soffice): what the formulas of Checks cost is not measured"
        )
        return
    done = recalculation.compare(path, path.parent)
    print(
        "\nLibreOffice opens what was run, calculates all of it anew, and writes Checks: the better of two, by turns"
    )
    titles = ("with the formulas of Checks and Dashboard", "with their values instead")
    for title, each in zip(titles, done, strict=True):
        show(
            title,
            Measured({"open, calculate, write": (each.clock, each.processor)}, 0, {}),
        )
    print("\nRatio of the seconds of the processor, with to without")
    ratio(
        "a recalculation to one without our formulas",
        done[0].processor,
        done[1].processor,
        1.5,
    )


def small() -> None:
    """The small workbook and the start of the program."""
    source = made("small", workload.SMALL)
    times = startup.medians(startup.commands(source, FOLDER / "out"), ROUNDS)
    print(f"\nWhole processes, medians of {ROUNDS} in turns")
    for name, seconds in times.items():
        print(f"  {name:<30}{seconds:8.3f} s")
    print("\nRatios of the medians")
    ratio(
        "a run of 200 lines to `import pandas`",
        times["sheetflow run, 200 lines"],
        times["import pandas"],
        1.5,
    )
    ratio(
        "--help to a bare Python", times["sheetflow --help"], times["bare Python"], 6.0
    )


def edited() -> None:
    """A large sheet edited: ours, and what reading and deflating it costs."""
    source, folder = FOLDER / f"editing-{editing.ROWS}.xlsx", FOLDER / "out"
    folder.mkdir(parents=True, exist_ok=True)
    if not source.exists():
        editing.write(source)
    rounds: dict[str, list[Measured]] = {name: [] for name in editing.CONTESTANTS}
    for _ in range(editing.ROUNDS):
        for name, done in rounds.items():
            done.append(
                contestant("editing", name, source, folder / f"edited-{name}.xlsx")
            )
    median = {
        name: editing.middle(name, [one.stages for one in done])
        for name, done in rounds.items()
    }
    share = f"1 in {editing.EACH} changed, {editing.APPENDED} appended"
    print(
        f"\nA sheet of {editing.ROWS:,} rows, {share}: medians of {editing.ROUNDS}, by turns"
    )
    show("sheetflow: open, read, edit, publish", Measured(median["ours"], 0, {}))
    show(
        "python-calamine reading it, zlib deflating it again",
        Measured(median["plain"], 0, {}),
    )
    print("\nRatios, ours to theirs, imports left out")
    mine, theirs = (editing.counted(name, median[name]) for name in ("ours", "plain"))
    for at, clock in enumerate(("the clock", "the processor")):
        ratio(
            f"an edit to reading and deflating, seconds of {clock}",
            mine[at],
            theirs[at],
            2.0,
        )


def printed() -> None:
    """1,000 invoices: as one workbook beside bare xlsxwriter, as one PDF beside a bare typst template."""
    mine, theirs = printing.compare()
    rounds = [
        {name: contestant("pdf", name) for name in pdf.CONTESTANTS}
        for _ in range(pdf.TURNS)
    ]
    best = {
        name: min((done[name] for done in rounds), key=set_in)
        for name in pdf.CONTESTANTS
    }
    print(f"\n{pdf.COUNT:,} invoices as one PDF: the best of {pdf.TURNS}, by turns")
    for name, title in (
        ("ours", "sheetflow"),
        ("bare", "typst, a bare template over the same texts"),
    ):
        show(
            f"{title}: {best[name].more['pages']:,} pages, {pdf.COUNT / set_in(best[name]):,.0f} a second",
            best[name],
        )
    print("\nRatios of the seconds of the processor, ours to theirs")
    ratio("invoices as a workbook to bare xlsxwriter", mine, theirs, 2.0)
    ratio(
        "invoices as a PDF to a bare typst template",
        set_in(best["ours"]),
        set_in(best["bare"]),
        2.0,
    )


def set_in(measured: Measured) -> float:
    """The seconds of the processor that setting the pages took, without making ready."""
    return measured.stages["set"][1]


def main() -> None:
    """Run what was asked for."""
    options = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    options.add_argument(
        "--quick",
        action="store_true",
        help="leave out the naive script, which takes minutes",
    )
    options.add_argument(
        "--small",
        action="store_true",
        help="only the small workbook and the start of the program",
    )
    options.add_argument(
        "--costed",
        action="store_true",
        help="products of the large workbook have costs",
    )
    options.add_argument(
        "--orders",
        type=int,
        default=workload.FULL.orders,
        help="orders of the large workbook",
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
