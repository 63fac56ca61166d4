"""A large workbook as Excel and LibreOffice save it, next to the form of a run: `python -m benchmarks.resaved`.

The workbook has 100,000 order lines and was run once. It is saved again in both forms, and
each is run. What is compared is processor time, because other programs may be running too.
"""

from __future__ import annotations

import argparse
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import workload
from benchmarks.__main__ import FOLDER, made, ratio
from benchmarks.recalculation import Office, is_possible
from benchmarks.reports import run_of

MOST = 1.3
"""How much longer a run of a workbook that another program saved may take."""

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRINGS = "xl/sharedStrings.xml"
INLINE = re.compile(
    rb'(<c r="[A-Z]+\d+"(?: s="\d+")?) t="inlineStr"><is>(<t[^>]*>[^<]*</t>)</is></c>'
)
STRING = re.compile(rb"<si>(.*?)</si>", re.DOTALL)


def with_shared_strings(source: Path, target: Path) -> Path:
    """The workbook with all its texts in sharedStrings.xml, each once, as Excel writes it."""
    with (
        zipfile.ZipFile(source) as old,
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as new,
    ):
        strings = STRING.findall(old.read(STRINGS))
        numbers = {text: number for number, text in enumerate(strings)}

        def shared(cell: re.Match[bytes]) -> bytes:
            if cell[2] not in numbers:
                numbers[cell[2]] = len(strings)
                strings.append(cell[2])
            return b'%s t="s"><v>%d</v></c>' % (cell[1], numbers[cell[2]])

        for name in old.namelist():
            if name.startswith("xl/worksheets/sheet"):
                new.writestr(name, INLINE.sub(shared, old.read(name)))
            elif name != STRINGS:
                new.writestr(name, old.read(name))
        table = b"".join(b"<si>%s</si>" % text for text in strings)
        new.writestr(STRINGS, b'<sst xmlns="%s">%s</sst>' % (MAIN.encode(), table))
    return target


def saved_again(book: Path, folder: Path) -> Iterator[tuple[str, Path]]:
    """The workbook as other programs save it, by what that form is called here."""
    yield (
        "shared strings, as Excel writes them",
        with_shared_strings(book, folder / "excel.xlsx"),
    )
    if is_possible():
        office = folder / "office"
        Office(office).convert(book, "xlsx")
        yield "saved by LibreOffice", office / book.name


def seconds_of(book: Path, folder: Path, rounds: int) -> float:
    """The quickest of some runs of a workbook, in processor seconds."""
    return min(run_of(book, folder).seconds for _ in range(rounds))


def main() -> None:
    """Print the ratio of each form's time to that of ours."""
    options = argparse.ArgumentParser(prog="python -m benchmarks.resaved")
    options.add_argument("--orders", type=int, default=workload.FULL.orders)
    options.add_argument("--rounds", type=int, default=3)
    chosen = options.parse_args()
    full = workload.FULL
    size = workload.Size(chosen.orders, full.products, full.customers)
    folder = FOLDER / "resaved"
    first = run_of(made("large", size), folder / "first")
    book = next((folder / "first").glob("*.xlsx"))
    print(f"\n{chosen.orders * workload.LINES:,} order lines, {book}")
    print(f"  its first run takes {first.seconds:.1f} seconds of the processor")
    ours = seconds_of(book, folder / "ours", chosen.rounds)
    print(f"  the next one takes {ours:.1f}")
    for name, path in saved_again(book, folder):
        again = seconds_of(path, folder / "again", chosen.rounds)
        ratio(name, again, ours, MOST)


if __name__ == "__main__":
    main()
