"""A file that rows come from, as a table of texts.

CSV and TSV files are read in any encoding and with any separator, xlsx files by their first
sheet. Nothing is converted yet: `00123` stays `00123`.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sheetflow.errors import SheetflowError

LARGEST = 200_000_000
"""How many bytes a source may have: that is more than a million rows of a shop."""

MOST_ROWS = 1_000_000
"""How many rows a source may have."""

HEADER_ROWS = 30
"""How far down the headers are looked for."""

HEADERS_FILLED = 0.6
"""How many cells the row of headers has, compared with the fullest of the first rows."""

WORKBOOKS = frozenset({".xlsx", ".xlsm"})
SEPARATORS = ",;\t|"

Row = dict[str, str]
"""One row of a source: text by header."""


class UnclearTextError(SheetflowError):
    """A text of a source can be read in several ways, and nothing says how."""

    def __init__(self, said: str, text: str) -> None:
        super().__init__(said)
        self.text = text


@dataclass(frozen=True)
class Source:
    """A source: its headers, and its rows as texts by header."""

    path: Path
    headers: tuple[str, ...]
    rows: Sequence[Row]
    sha256: str


def read_source(path: Path) -> Source:
    """Read a CSV, TSV or xlsx file. Raises SheetflowError where it has no rows or cannot be read."""
    data = read_bytes(path)
    if path.suffix.lower() in WORKBOOKS:
        return as_source(path, _workbook_rows(path), data)
    return as_source(path, _text_rows(decoded(path, data)), data)


def read_bytes(path: Path) -> bytes:
    """The bytes of a source. Raises SheetflowError where there are none, or too many."""
    if not path.is_file():
        raise SheetflowError(f"{path}: there is no such file; check the name")
    _require_size(path, path.stat().st_size)
    return path.read_bytes()


def _require_size(path: Path, size: int) -> None:
    if size > LARGEST:
        raise SheetflowError(
            f"{path}: the file has {size / 1e6:,.0f} MB, and at most {LARGEST / 1e6:,.0f} "
            "are read; split it"
        )


def as_source(path: Path, table: Sequence[Sequence[str]], data: bytes) -> Source:
    """A table whose first row has the headers, as a source. Raises SheetflowError where it is empty."""
    filled = _filled_rows(path, table)
    top = header_row(filled)
    headers = _distinct([cell.strip() for cell in filled[top]])
    blank = dict.fromkeys(headers, "")
    rows = [
        {**blank, **dict(zip(headers, map(str.strip, row), strict=False))}
        for row in filled[top + 1 :]
    ]
    return Source(path, tuple(headers), rows, hashlib.sha256(data).hexdigest())


def _filled_rows(path: Path, table: Sequence[Sequence[str]]) -> list[Sequence[str]]:
    """The rows with a text. Raises SheetflowError where there are none, or too many."""
    filled = [row for row in table if any(cell.strip() for cell in row)]
    if not filled:
        raise SheetflowError(f"{path}: the file is empty; choose another one")
    if len(filled) > MOST_ROWS:
        raise SheetflowError(
            f"{path}: the file has {len(filled):,} rows, and at most {MOST_ROWS:,} are read; "
            "split it"
        )
    return filled


def header_row(table: Sequence[Sequence[str]]) -> int:
    """The row with the headers, counted from 0: titles above it have fewer cells."""
    counts = [sum(bool(cell.strip()) for cell in row) for row in table[:HEADER_ROWS]]
    enough = max(counts) * HEADERS_FILLED
    return next(at for at, count in enumerate(counts) if count >= enough)


def _distinct(headers: Sequence[str]) -> list[str]:
    """Headers of which no two are alike: a second Name becomes `Name 2`."""
    return [
        header if times == 1 else f"{header} {times}"
        for header, times in occurrences(headers)
    ]


def occurrences(texts: Iterable[str]) -> Iterator[tuple[str, int]]:
    """Each text, and how many times it has come so far."""
    seen: Counter[str] = Counter()
    for text in texts:
        seen[text] += 1
        yield text, seen[text]


# -- texts


def decoded(path: Path, data: bytes) -> str:
    """A text file in whatever encoding it is. Raises SheetflowError where it is not a text."""
    for encoding in ("utf-8-sig", "utf-16") if data[:2] in _MARKS else ("utf-8-sig",):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    return data.decode(_one_byte_encoding(path, data))


def _one_byte_encoding(path: Path, data: bytes) -> str:
    """The likely encoding of a text. Raises SheetflowError where it is not a text."""
    from charset_normalizer import from_bytes

    best = from_bytes(data[:1_000_000], cp_isolation=["cp1252", "latin-1"]).best()
    if best is None or b"\0" in data[:1000]:
        raise SheetflowError(
            f"{path}: this is not a text file; export it again as CSV in UTF-8"
        )
    return "cp1252" if best.encoding == "cp1252" else "latin-1"


FIRST_TEXT = 20_000
"""How many letters of a file its separator is looked for in."""

_MARKS = (b"\xff\xfe", b"\xfe\xff")
"""How a file in UTF-16 begins."""


def _text_rows(text: str) -> list[list[str]]:
    """The rows of a CSV file. Raises csv.Error where a cell is too long."""
    csv.field_size_limit(10_000_000)
    return list(csv.reader(io.StringIO(text), delimiter=_separator(text)))


def _separator(text: str) -> str:
    """The separator that is most often in the first line with several of one."""
    for line in text[:FIRST_TEXT].splitlines():
        best = max(SEPARATORS, key=line.count)
        if line.strip(SEPARATORS) and line.count(best) > 1:
            return best
    return max(SEPARATORS, key=text[:FIRST_TEXT].count)


def _workbook_rows(path: Path) -> list[list[str]]:
    """The rows of a workbook's first sheet as texts; it passes the guards that every workbook does."""
    from sheetflow.workbook import Workbook

    workbook = Workbook.open(path, read_only=True)
    grid = workbook.read(workbook.sheets[0])
    return [[_cell_text(cell) for cell in row] for row in grid.rows]


def _cell_text(cell: object) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "Yes" if cell else "No"
    if isinstance(cell, float):
        return f"{cell:.15g}"
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell)
