"""The least that a run can take: python-calamine reads the input, plain xlsxwriter writes the output.

`python -m benchmarks.plain INPUT OUR_OUTPUT OUTPUT`. The tables to write are read
from our own output first; that is not timed.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path

import python_calamine
import xlsxwriter  # type: ignore[import-untyped]

from benchmarks.measure import Stopwatch


def read(path: Path) -> dict[str, Sequence[Sequence[object]]]:
    """Every sheet's rows."""
    book = python_calamine.CalamineWorkbook.from_path(str(path))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def write(path: Path, tables: Mapping[str, Sequence[Sequence[object]]]) -> None:
    """Every sheet, row by row."""
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "yyyy-mm-dd"})
    for name, rows in tables.items():
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()


def main(source: Path, ours: Path, target: Path) -> None:
    """Read, then write, each timed."""
    tables = read(ours)
    watch = Stopwatch()
    read(source)
    watch("read")
    write(target, tables)
    watch("write")
    cells = sum(len(row) for rows in tables.values() for row in rows)
    watch.report(
        cells=cells,
        dates=sum(
            isinstance(c, date) for rows in tables.values() for row in rows for c in row
        ),
    )


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:4]))
