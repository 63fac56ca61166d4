"""CSV that spreadsheets open as it is meant: text that begins like a formula stays text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

Cell = str | Decimal | int | None

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_QUOTED = frozenset(',;\t"\r\n')
"""What divides cells; the semicolon and the tab do in some countries' spreadsheets."""


def csv_text(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A CSV file (RFC 4180, CRLF). Numbers are plain, with a decimal point."""
    return "".join(_line(row) for row in (headers, *rows))


def _line(row: Sequence[Cell]) -> str:
    return ",".join(map(_cell_text, row)) + "\r\n"


def _cell_text(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return _quoted(guarded(cell))
        case Decimal():
            return f"{cell:f}"
    return str(cell)


def _quoted(text: str) -> str:
    """In quotes where needed: a name such as `Mill;=1+1` must not become two cells."""
    if not _QUOTED & set(text):
        return text
    escaped = text.replace('"', '""')
    return f'"{escaped}"'


def guarded(text: str) -> str:
    """Text with an apostrophe before what a spreadsheet would run as a formula (OWASP, CSV Injection)."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
