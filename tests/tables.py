"""Text tables: cells as a person types them, and values as a table shows them. See sheets.py for the words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from sheetflow.workbook.model import CellError, Grid, NoValue

_GAP = re.compile(r"\s{2,}")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_PERCENT = re.compile(r"-?\d+(\.\d+)?%")


@dataclass(frozen=True)
class Percent:
    """A cell formatted in percent: 10 % is the number 0.1."""

    hundredths: float


def cell(word: str) -> object:
    """What a word of a text table is as a cell."""
    if word == "-":
        return ""
    if len(word) > 1 and word[0] == word[-1] == "'":
        return word[1:-1]
    if _NUMBER.fullmatch(word):
        return float(word)
    if _DATE.fullmatch(word):
        return date.fromisoformat(word)
    if re.fullmatch(_DATE.pattern + r" \d{2}:\d{2}", word):
        return datetime.fromisoformat(word)
    if re.fullmatch(r"\d{2}:\d{2}", word):
        return time.fromisoformat(word)
    if _PERCENT.fullmatch(word):
        return Percent(float(Decimal(word[:-1]) / 100))
    if word.startswith("#"):
        return CellError(word)
    return {"=?": NoValue(), "TRUE": True, "FALSE": False}.get(word, word)


def words(table: str) -> list[list[str]]:
    """The words of a text table, row by row."""
    return [
        _GAP.split(line.strip()) for line in table.strip().splitlines() if line.strip()
    ]


def grid(sheet: str, table: str) -> Grid:
    """A text table as a sheet."""
    header, *rows = words(table)
    assert all(len(row) <= len(header) for row in rows), (
        f"{sheet}: a row with more cells than headers"
    )
    cells = [
        [cell(word) for word in row] + [""] * (len(header) - len(row)) for row in rows
    ]
    return grid_of(sheet, [[*header], *cells])


def grid_of(sheet: str, rows: list[list[object]]) -> Grid:
    """Rows of cells as a sheet."""
    cells = [
        (number, at, found)
        for number, row in enumerate(rows, 1)
        for at, found in enumerate(row, 1)
    ]
    percents = {
        (number, at) for number, at, found in cells if isinstance(found, Percent)
    }
    plain = [
        [found.hundredths if isinstance(found, Percent) else found for found in row]
        for row in rows
    ]
    return Grid(
        sheet,
        plain,
        find_percent=lambda column: {number for number, at in percents if at == column},
    )


def shown(value: object) -> str:
    """A value as a text table shows it."""
    if value is None or value == "":
        return "-"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    return str(value)


def text(table: str) -> str:
    """An expected text table as `show` writes it."""
    return aligned(words(table))


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Rows of words as a text table."""
    width = len(rows[0])
    filled = [[*row, *["-"] * (width - len(row))] for row in rows]
    sizes = [max(len(row[at]) for row in filled) for at in range(width)]
    padded = [
        [word.ljust(size) for word, size in zip(row, sizes, strict=True)]
        for row in filled
    ]
    return "\n".join("  ".join(row).rstrip() for row in padded)
