"""Try the functions in C on damaged sheets: `python native/fuzz.py [--seconds 60] FILE...`.

Build them with AddressSanitizer first, which ends the process at the first access outside
of memory: docs/contributing/native-code.md has the commands. The sheets of the given
workbooks are changed at random, read, and written with edits. What C writes must be
what C reads again; tests/workbook/test_native.py compares it with Python.
"""

from __future__ import annotations

import argparse
import random
import time
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from sheetflow.workbook.cells.cell_encoder import CellEncoder
from sheetflow.workbook.cells.column_edits import ColumnEdit, WriteOptions
from sheetflow.workbook.cells.native_reader import ScannedRows, can_read, reader_of
from sheetflow.workbook.cells.native_rows import RowBytes, RowLook, spliced_rows
from sheetflow.workbook.native import core

LONGEST = 200_000
LARGEST_GRID = 1_000_000
VALUES = (None, "x", "a & b", 5, -0.25, True)
PIECES = (
    b"<c r=",
    b"</c>",
    b"<row r=",
    b"</row>",
    b"/>",
    b">",
    b'"',
    b"<v>",
    b"<f>",
    b"<is><t>",
    b' s="65535"',
    b' t="s"',
    b"9999999999999999999",
    b"XFD1048576",
    b"ZZZZZZ1",
    b"-",
    b"1e999",
    b"&amp;",
    b"\xff",
    b"\0",
)


def sheets_of(paths: Iterable[Path]) -> Iterator[bytes]:
    """The XML of the small sheets of these workbooks."""
    for path in paths:
        try:
            with zipfile.ZipFile(path) as file:
                yield from _sheets_in(file)
        except (zipfile.BadZipFile, OSError, NotImplementedError, ValueError):
            continue  # the corpus has files that are no workbooks on purpose


def _sheets_in(file: zipfile.ZipFile) -> Iterator[bytes]:
    for info in file.infolist():
        if "sheet" in info.filename.lower() and info.file_size <= LONGEST:
            try:
                yield file.read(info)
            except (zipfile.BadZipFile, RuntimeError, NotImplementedError):
                continue


def damaged(data: bytes, dice: random.Random) -> bytes:
    """The bytes with a few changes at random."""
    changed = bytearray(data)
    for _ in range(dice.randint(0, 4)):
        start = dice.randint(0, len(changed))
        end = min(len(changed), start + dice.choice((0, 0, 1, 2, 7, 50)))
        changed[start:end] = dice.choice(PIECES) if dice.random() < 0.8 else b""
    return bytes(
        changed[: dice.randint(0, len(changed))] if dice.random() < 0.2 else changed
    )


def read(data: bytes) -> None:
    """Scan a sheet and look at all that was found."""
    native = core()
    assert native, "build it first: python native/build.py"
    scan = native.scan(data)
    if scan is None or scan.height * scan.width > LARGEST_GRID:
        return
    reader = reader_of(["text"] * min(scan.most_shared() + 1, 100), {"1"}, False)
    if not can_read(scan, reader):
        return
    rows = ScannedRows(scan, reader)
    try:
        columns = [rows.column(at, 1, len(rows)) for at in range(1, scan.width + 1)]
        whole = rows[:]
    except UnicodeDecodeError:
        return  # the guards refuse bytes that are not UTF-8 before anything is scanned
    assert [list(column) for column in zip(*whole, strict=True)] == columns or not whole
    for column in range(1, min(scan.last_column, 50) + 2):
        styles = scan.styles(column)
        assert scan.first_style(column, 1) == (styles[0][1] if styles else 0)


def write(data: bytes, dice: random.Random) -> None:
    """Put some cells into a sheet."""
    start = data.find(b"<sheetData>") + 1
    edits = [_edit(dice) for _ in range(dice.randint(1, 4))]
    look = RowLook({dice.randint(1, 9): ' ht="20"'}, {dice.randint(1, 9): ' ht="30"'})
    spliced_rows(RowBytes(data, start, len(data)), edits, CellEncoder(), look)


def _edit(dice: random.Random) -> ColumnEdit:
    rows = sorted(dice.sample(range(1, 60), dice.randint(1, 12)))
    values = [dice.choice(VALUES) for _ in rows]
    options = WriteOptions(*(dice.random() < 0.5 for _ in range(5)))
    style = dice.choice(("", "0", "3"))
    some = values if dice.random() < 0.9 else None
    return ColumnEdit(dice.randint(1, 30), rows, some, style, options=options)


def main() -> None:
    """Damage, read and write sheets until the time is over, and print how many."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("files", nargs="+", type=Path)
    options = parser.parse_args()
    sheets = list(sheets_of(options.files))
    dice = random.Random(options.seed)
    end = time.monotonic() + options.seconds
    count = 0
    while time.monotonic() < end:
        data = damaged(dice.choice(sheets), dice)
        read(data)
        write(data, dice)
        count += 1
    print(f"{count:,} damaged sheets of {len(sheets)}: nothing outside of memory")


if __name__ == "__main__":
    main()
