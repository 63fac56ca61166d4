"""The Run log as a chain: each row has its own fingerprint and that of the row above it.

A row's fingerprint is the SHA-256 (hexadecimal) of its canonical text: `Header=cell` for each cell that is not blank,
in the order of schemas/run_log.toml, one per line, in UTF-8, without the fingerprint itself and without Reason. A
header that an earlier version called otherwise counts as it did: Held for On hold. Numbers are written with 15 digits
and no trailing zeros, dates as ISO text: a workbook that was saved by another program keeps its fingerprints.

People type a Reason beside a row that is there already. The next run copies it into its own row, under Reasons read:
from then on it is part of the chain.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from hashlib import sha256

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.reading.locate import find_derived
from sheetflow.workbook.model import Grid, Value

OWN = "Row SHA-256"
PREVIOUS = "Previous row SHA-256"
FACTS = "Facts SHA-256"
REASON = "Reason"
REASONS_READ = "Reasons read"


@dataclass(frozen=True)
class LogRow:
    """One row of the log: its Excel row, and its cells by header (blank ones left out)."""

    row: int
    cells: Mapping[str, object]

    @property
    def run(self) -> int:
        """Its run's number, 0 if there is none."""
        number = self.cells.get("Run")
        return int(number) if isinstance(number, (int, float)) else 0

    @property
    def fingerprint(self) -> str:
        """The SHA-256 of its cells as they are now."""
        return fingerprint(self.cells)

    def text(self, header: str) -> str:
        """One of its cells as text; empty where it is blank."""
        return cell_text(self.cells.get(header))


def read_log(grid: Grid) -> list[LogRow]:
    """The rows of the log, from the top."""
    layout = find_derived(grid, sheet_schema("Run log"))
    if layout is None:
        return []
    rows = enumerate(
        grid.rows[layout.header_row : layout.last_row], layout.header_row + 1
    )
    log = [LogRow(row, _given(cells, layout.columns)) for row, cells in rows]
    return [row for row in log if row.cells]


def _given(cells: Sequence[object], columns: Mapping[str, int]) -> dict[str, object]:
    """The cells of a row by header, less the blank ones."""
    by_header = {header: cells[column - 1] for header, column in columns.items()}
    return {
        header: cell for header, cell in by_header.items() if cell not in ("", None)
    }


def chained(cells: Mapping[str, Value], above: LogRow | None) -> dict[str, Value]:
    """A new row of the log with its two fingerprints.

    The row above is named by the fingerprint that its run gave it. So an altered cell that
    is put back leaves a whole chain, even where a run came in between.
    """
    row: dict[str, Value] = {**cells, PREVIOUS: _given_fingerprint(above)}
    return {**row, OWN: fingerprint(row)}


def _given_fingerprint(row: LogRow | None) -> str | None:
    """The fingerprint that a row's own run gave it, or that it has without one."""
    return (row.text(OWN) or row.fingerprint) if row else None


def fingerprint(cells: Mapping[str, object]) -> str:
    """The SHA-256 of a row."""
    texts = {
        column.formerly or column.header: cell_text(cells.get(column.header))
        for column in sheet_schema("Run log").columns
        if column.header not in (OWN, REASON)
    }
    canonical = "\n".join(f"{header}={text}" for header, text in texts.items() if text)
    return sha256(canonical.encode()).hexdigest()


def cell_text(cell: object) -> str:
    """A cell as it is in the canonical text."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return str(cell)
    if isinstance(cell, (int, float, Decimal)):
        return _number_text(Decimal(f"{cell:.15g}"))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ")
    return cell.isoformat() if isinstance(cell, date) else str(cell).strip()


def _number_text(number: Decimal) -> str:
    """`1200`, `0.5`: no exponent, no zeros at the end."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
