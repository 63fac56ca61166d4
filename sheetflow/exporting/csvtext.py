"""CSV text that spreadsheets open as it is meant: text that begins like a formula stays text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

Cell = str | Decimal | int | None

_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_QUOTED = frozenset(',;\t"\r\n')


def csv_text(headers: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """A CSV file (RFC 4180, CRLF). Numbers are plain, with a point."""
    return "".join(",".join(map(_shown, row)) + "\r\n" for row in (headers, *rows))


def _shown(cell: Cell) -> str:
    if cell is None:
        return ""
    if isinstance(cell, str):
        return _quoted(guarded(cell))
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)


def _quoted(text: str) -> str:
    """In quotes where it holds what divides cells, the semicolon and the tab of other countries' spreadsheets too:
    a name such as `Mill;=1+1` must not become two cells.
    """
    return '"' + text.replace('"', '""') + '"' if _QUOTED & set(text) else text


def guarded(text: str) -> str:
    """Text with an apostrophe before what a spreadsheet would run as a formula (OWASP, CSV Injection)."""
    return f"'{text}" if text.startswith(_STARTS) else text
