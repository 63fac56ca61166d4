"""CSV that spreadsheets open as it is meant: text that begins like a formula stays text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

Cell = str | Decimal | int | None

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_QUOTED = frozenset(',;|\t"\r\n')
"""What divides cells; the semicolon and the tab do in some countries' spreadsheets."""


@dataclass(frozen=True)
class Dialect:
    """What divides cells, and what decimals."""

    delimiter: str = ","
    decimal: str = "."


STANDARD = Dialect()


def csv_text(
    headers: Sequence[str] | None,
    rows: Iterable[Sequence[Cell]],
    dialect: Dialect = STANDARD,
) -> str:
    """A CSV file (RFC 4180, CRLF), with a row of headers unless they are None. Numbers are plain."""
    with_headers = rows if headers is None else (headers, *rows)
    return "".join(_line(row, dialect) for row in with_headers)


def _line(row: Sequence[Cell], dialect: Dialect) -> str:
    cells = [_cell_text(cell, dialect) for cell in row]
    return dialect.delimiter.join(cells) + "\r\n"


def _cell_text(cell: Cell, dialect: Dialect) -> str:
    match cell:
        case None:
            return ""
        case str():
            return _quoted(guarded(cell))
        case Decimal():
            return _number_text(cell, dialect)
    return str(cell)


def _number_text(number: Decimal, dialect: Dialect) -> str:
    """A number, in quotes only where its decimal sign also divides cells."""
    text = f"{number:f}".replace(".", dialect.decimal)
    return f'"{text}"' if dialect.delimiter in text else text


def _quoted(text: str) -> str:
    """In quotes where needed: a name such as `Mill;=1+1` must not become two cells."""
    if not _QUOTED & set(text):
        return text
    escaped = text.replace('"', '""')
    return f'"{escaped}"'


def guarded(text: str) -> str:
    """Text with an apostrophe before what a spreadsheet would run as a formula (OWASP, CSV Injection)."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text
