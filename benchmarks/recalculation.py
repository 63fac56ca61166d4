"""How long a spreadsheet takes for the live formulas of Checks and Dashboard.

LibreOffice calculates a workbook again, with them and without.
`python -m benchmarks.recalculation WORKBOOK` measures one that was run.

It opens the workbook, calculates every formula whatever value is stored with it, and writes Checks as CSV: both must
write the same. Processor seconds are those of LibreOffice and of all processes that it started.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from sheetflow.workbook import Workbook

SHEETS = ("Checks", "Dashboard")
ROUNDS = 2
ALWAYS_CALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>
"""
"""User settings with which LibreOffice calculates all formulas when it opens a file."""


@dataclass(frozen=True)
class Recalculated:
    """One recalculation: seconds by the clock and of the processor, and the resulting sheet Checks."""

    clock: float
    processor: float
    checks: str


class Office:
    """A LibreOffice with settings of its own in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        settings = folder / "profile" / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True, exist_ok=True)
        settings.write_text(ALWAYS_CALCULATE, encoding="utf-8")

    def convert(self, path: Path, to: str) -> None:
        """Open a workbook, calculate it, and write it in another format into the folder."""
        profile = (
            f"-env:UserInstallation={(self.folder / 'profile').resolve().as_uri()}"
        )
        command = [
            str(shutil.which("soffice")),
            profile,
            "--headless",
            "--convert-to",
            to,
        ]
        subprocess.run(
            [*command, "--outdir", str(self.folder), str(path)],
            check=True,
            capture_output=True,
        )

    def recalculate(self, path: Path) -> Recalculated:
        """Calculate a workbook again."""
        number = Workbook.open(path).sheets.index("Checks") + 1
        clock = time.perf_counter()
        processor = _processor()
        self.convert(
            path,
            f"csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,{number}",
        )
        checks = self.folder / f"{path.stem}-Checks.csv"
        return Recalculated(
            time.perf_counter() - clock,
            _processor() - processor,
            checks.read_text(encoding="utf-8"),
        )


def _processor() -> float:
    """The processor seconds of all processes that have ended."""
    import resource

    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def without_formulas(path: Path, target: Path) -> None:
    """A copy of a workbook with values instead of formulas on Checks and Dashboard."""
    workbook = Workbook.open(path)
    for sheet in SHEETS:
        grid = workbook.read(sheet)
        columns: dict[int, list[int]] = {}
        for row, column in sorted(grid.formulas):
            columns.setdefault(column, []).append(row)
        for column, rows in columns.items():
            values = [grid.value(row, column) for row in rows]
            workbook.set_cells(sheet, column, rows, values, overwrite_formulas=True)  # type: ignore[arg-type]
    workbook.save(target)


def compare(path: Path, folder: Path) -> tuple[Recalculated, Recalculated]:
    """The best of several recalculations with the formulas and without, in turns, after one warm-up.

    Raises AssertionError where LibreOffice calculates other figures than the run wrote.
    """
    office = Office(folder)
    without = folder / f"{path.stem}-without.xlsx"
    without_formulas(path, without)
    office.recalculate(path)
    rounds = [
        (office.recalculate(path), office.recalculate(without)) for _ in range(ROUNDS)
    ]
    best = [
        min(each, key=lambda done: done.processor) for each in zip(*rounds, strict=True)
    ]
    assert best[0].checks == best[1].checks, (
        "LibreOffice calculates other figures than the run wrote"
    )
    return best[0], best[1]


def is_possible() -> bool:
    """Whether LibreOffice is installed, on a platform that reports what a process used."""
    return shutil.which("soffice") is not None and sys.platform != "win32"


if __name__ == "__main__":
    source = Path(sys.argv[1])
    for title, done in zip(
        ("with", "without"), compare(source, source.parent), strict=True
    ):
        print(
            f"{title:<8} the formulas {done.clock:8.2f} s   processor {done.processor:8.2f} s"
        )
