"""The engine against the oracle: `python -m tests.oracle.against SEED [COUNT] [--keep DIR] [--inside | --memory]`.

Each seed is a random workbook that goes through several runs of the real command, with edits typed into the
file in between; what the oracle makes of the same files must be what the command wrote.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from .compare import differences, read_book, type_into, write_book
from .random_books import as_of, next_edits, random_book
from .random_costs import priced
from .rules import play
from .seals import Seals, seals_of

if TYPE_CHECKING:
    from datetime import date

    from .reading import Sheets

Runner = "Callable[[Path, Path, date], tuple[int, str]]"  # (source, output folder, as-of date)


def by_command(source: Path, out: Path, day: date) -> tuple[int, str]:
    """One run as a person starts it: the exit status, and what it printed."""
    line = [
        sys.executable,
        "-m",
        "sheetflow",
        "run",
        str(source),
        "-o",
        str(out),
        "--as-of",
        day.isoformat(),
    ]
    done = subprocess.run(
        line, capture_output=True, text=True, timeout=120, check=False
    )
    return done.returncode, done.stdout + done.stderr


def inside(source: Path, out: Path, day: date) -> tuple[int, str]:
    """The same run in this process: many times faster."""
    from click.testing import CliRunner

    from sheetflow.cli import main as command

    done = CliRunner().invoke(
        command, ["run", str(source), "-o", str(out), "--as-of", day.isoformat()]
    )
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        return done.exit_code, "".join(traceback.format_exception(done.exception))
    return done.exit_code, done.output


def against(
    seed: int, folder: Path, run: Runner = inside, sittings: int = 3
) -> list[str]:
    """One seed through all its runs; where engine and oracle first disagree, the differences."""
    source = folder / "book.xlsx"
    typed = random_book(seed)
    write_book(priced(seed, typed) if seed % 4 else typed, source, Random(seed))
    seals: Seals = {}
    for sitting in range(sittings):
        day = as_of(sitting)
        out = folder / f"out{sitting}"
        expected = play(read_book(source), day, seals)
        code, said = run(source, out, day)
        result = out / source.name
        if not result.exists():
            return [
                f"run {sitting}: exit {code}, nothing written",
                *said.splitlines()[-12:],
            ]
        engine = read_book(result)
        if _names_a_changed_document(engine):
            return []  # what issued documents keep is for tests/controls
        seals = seals or seals_of(engine)
        found = (
            [f"exit {code}, the oracle's is {expected.exit}"]
            if code != expected.exit
            else []
        )
        found += differences(engine, expected)
        if found:
            told = [f"    the oracle's errors: {error}" for error in expected.errors]
            return [f"run {sitting}: {line}" for line in found] + told
        found = _again(run, result, folder / f"again{sitting}", day, engine)
        if found:
            return [f"run {sitting}, second time: {line}" for line in found]
        source = folder / f"typed{sitting}" / "book.xlsx"
        source.parent.mkdir()
        source.write_bytes(result.read_bytes())
        type_into(source, next_edits(seed * 10 + sitting, engine, as_of(sitting + 1)))
    return []


def _names_a_changed_document(sheets: Sheets) -> bool:
    """Whether Issues has an invoice or credit that is not as it was issued (ISS01 …)."""
    cells = [cell for row in sheets.get("Issues", []) for cell in row.values()]
    return any(str(cell).startswith("ISS0") for cell in cells)


def _again(run: Runner, result: Path, out: Path, day: date, before: dict) -> list[str]:
    """What a second run on the output changed."""
    from .scenarios import changes

    run(result, out, day)
    if not (out / result.name).exists():
        return ["nothing written"]
    after = read_book(out / result.name)
    logs = ("Changes", "Run log")
    return changes(
        {name: rows for name, rows in before.items() if name not in logs},
        {name: rows for name, rows in after.items() if name not in logs},
    )[:10]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("seed", type=int)
    parser.add_argument("count", type=int, nargs="?", default=1)
    parser.add_argument("--keep", type=Path, help="leave the workbooks in this folder")
    parser.add_argument(
        "--inside", action="store_true", help="run in this process: faster"
    )
    parser.add_argument(
        "--memory",
        action="store_true",
        help="without files: many times faster (PYTHONPATH=.:tests)",
    )
    parser.add_argument("--sittings", type=int, default=3)
    parser.add_argument(
        "--stop", type=int, default=10**9, help="stop after so many seeds that disagree"
    )
    asked = parser.parse_args()
    bad = 0
    for seed in range(asked.seed, asked.seed + asked.count):
        found = _one(seed, asked)
        bad += bool(found)
        if found:
            print("\n    ".join([f"seed {seed}", *found]), flush=True)
        if bad >= asked.stop:
            break
    print(f"{bad} seeds disagree")
    return 1 if bad else 0


def _one(seed: int, asked: argparse.Namespace) -> list[str]:
    if asked.memory:
        from .memory import in_memory

        return in_memory(seed, asked.sittings)
    with tempfile.TemporaryDirectory() as temporary:
        folder = asked.keep / str(seed) if asked.keep else Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        return against(
            seed, folder, inside if asked.inside else by_command, asked.sittings
        )


if __name__ == "__main__":
    sys.exit(main())
