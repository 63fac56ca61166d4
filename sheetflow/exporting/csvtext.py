"""CSV text that spreadsheets open as it is meant: text that begins like a formula stays text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from decimal import Decimal

Cell = str | Decimal | int | None

_STARTS = ("=", "+", "-", "@", "\t", "\r")


def csv_text(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A CSV file (RFC 4180, CRLF). Numbers are plain, with a point."""
    target = io.StringIO(newline="")
    writer = csv.writer(target)
    writer.writerow(headers)
    writer.writerows([_shown(cell) for cell in row] for row in rows)
    return target.getvalue()


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return guarded(cell)
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def guarded(text: str) -> str:
    """Text with an apostrophe before what a spreadsheet would run as a formula (OWASP, CSV Injection)."""
    return f"'{text}" if text.startswith(_STARTS) else text
