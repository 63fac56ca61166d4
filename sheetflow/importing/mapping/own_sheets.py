"""An owner's workbook as it is: sheets with headers, and the values below them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from sheetflow.importing.mapping.values import key_of
from sheetflow.workbook import Workbook
from sheetflow.workbook.model import Grid

HEADER_ROWS = 30
"""How far down the headers of a sheet are looked for."""

MOST_VALUES = 2_000
"""How many values of a column are looked at."""


@dataclass(frozen=True)
class OwnColumn:
    """One column of an owner's sheet: its header, and its values that are not blank."""

    header: str
    values: Sequence[object]

    @cached_property
    def keys(self) -> Sequence[str]:
        """The values as keys are compared."""
        return [key_of(value) for value in self.values]

    @cached_property
    def has_several_values(self) -> bool:
        """Whether the values are not all the same."""
        return len(set(map(str, self.values))) > 1


@dataclass(frozen=True)
class OwnSheet:
    """One sheet of an owner's, with the columns that have headers."""

    name: str
    columns: Sequence[OwnColumn]


def own_sheets(workbook: Workbook) -> list[OwnSheet]:
    """Every sheet that has a row of headers."""
    found = [_own_sheet(workbook.read(name)) for name in workbook.sheets]
    return [sheet for sheet in found if sheet.columns]


def _own_sheet(grid: Grid) -> OwnSheet:
    row = _header_row(grid)
    columns = [] if row is None else list(_columns(grid, row))
    return OwnSheet(grid.name, columns)


def _header_row(grid: Grid) -> int | None:
    """The row with most texts that no number or date is among, counted from 0."""
    counts = [_headers_in(row) for row in grid.rows[:HEADER_ROWS]]
    most = max(counts, default=0)
    return counts.index(most) if most > 1 else None


def _headers_in(row: Sequence[object]) -> int:
    """How many headers a row may have; 0 where it has something else than texts."""
    filled = _filled(row)
    texts = {cell for cell in filled if isinstance(cell, str)}
    return len(texts) if len(texts) == len(filled) else 0


def _filled(cells: Sequence[object]) -> list[object]:
    return [cell for cell in cells if cell != "" and cell is not None]


def _columns(grid: Grid, header_row: int) -> Iterator[OwnColumn]:
    """The columns that have a header, with the first of their values."""
    first = header_row + 1
    for number, header in enumerate(grid.rows[header_row], 1):
        if isinstance(header, str) and header.strip():
            below = grid.column(number)[first : first + MOST_VALUES]
            yield OwnColumn(header.strip(), _filled(below))
