"""What an owner typed beside the rows of a derived sheet: it follows the key of its row.

A run writes a derived sheet whole, so the rows of a product or customer move. Cells in columns that the owner added
move with them, and so do notes. Where a key is gone, its row is kept below the others as long as the owner has
anything in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sheetflow.domain.problems import Problem
from sheetflow.workbook import Link, Value, Workbook
from sheetflow.workbook.cells.cell_references import cell_name
from sheetflow.workbook.sheets.move_cells import RowMoves
from sheetflow.writing.issues import Located
from sheetflow.writing.ledger_sheets import Columns, LazySheets
from sheetflow.writing.own_words import columns_in_own_words
from sheetflow.writing.owners_cells import OwnersCells, find_owners_cells
from sheetflow.writing.positions import SheetPosition

RowKey = tuple[object, ...]
"""What identifies a row: its key as texts, and which of the rows with this key it is."""

MOST_NAMED = 1_000
"""How many rows without a key are named on each sheet: nobody works through more."""

READ_BACK = frozenset({"Closed period", "Issued documents"})
"""The sheets that later runs read: their rows have no key without the rest."""


@dataclass(frozen=True)
class KeptRow:
    """A row whose key is gone: its Excel row before and now, its key, and the first cell of the owner's in it."""

    old: int
    new: int
    key: tuple[str, ...]
    column: int
    value: str


@dataclass(frozen=True)
class Followed:
    """The columns of a derived sheet with the rows that are kept below; the moves of the owner's cells."""

    columns: Columns
    moves: RowMoves | None = None
    kept: tuple[KeptRow, ...] = ()


def follow(workbook: Workbook, position: SheetPosition, columns: Columns) -> Followed:
    """Let what the owner has beside a derived sheet follow its rows to where they will be."""
    owners = find_owners_cells(workbook, position)
    return Followed(columns) if owners is None else _followed(owners, position, columns)


def rows_without_key(
    workbook: Workbook, positions: Mapping[str, SheetPosition], sheets: LazySheets
) -> list[Located]:
    """A warning for each row that is kept although its key is gone, by sheet."""
    return [
        located
        for sheet, columns in sheets.items()
        for located in _warnings(workbook, positions[sheet], columns)
    ]


def _warnings(
    workbook: Workbook, position: SheetPosition, columns: Callable[[], Columns]
) -> list[Located]:
    """The warnings of one sheet; its columns are made only if the owner has anything beside them."""
    owners = find_owners_cells(workbook, position)
    if owners is None:
        return []
    shown = columns_in_own_words(position.schema, columns())
    kept = _followed(owners, position, shown).kept
    named = kept[:MOST_NAMED]
    # Each warning is one more row of Issues above those that are kept there.
    down = len(named) if position.schema.sheet == "Issues" else 0
    return [_warning(position, replace(row, new=row.new + down)) for row in named]


def _warning(position: SheetPosition, row: KeptRow) -> Located:
    cell = cell_name(row.new, row.column)
    key = ", ".join(filter(None, row.key)) or "no key"
    words = {"key": key, "name": position.name}
    sheet = position.schema.sheet
    problem = Problem("KEP01", sheet, -1, "", row.value, words, cell=cell)
    return Located(problem, position.name, cell)


# ------------------------------------------------------------------ where their rows are


def _followed(
    owners: OwnersCells, position: SheetPosition, columns: Columns
) -> Followed:
    rows = owners.rows
    headers = position.schema.identity
    old = _keys(
        owners.grid.column(position.columns[header])[rows.start - 1 : rows.stop - 1]
        for header in headers
    )
    new = _keys(columns[header] for header in headers)
    if old == new:
        return Followed(columns)
    first = rows.start
    target = dict(zip(new, range(first, first + len(new)), strict=True))
    keys = zip(rows, old, strict=True)
    moves = {row: target[key] for row, key in keys if key in target}
    lost = [row for row in sorted(owners.typed) if row not in moves]
    kept = tuple(
        _kept(owners, position, row, first + len(new) + at)
        for at, row in enumerate(lost)
    )
    moves |= {row.old: row.new for row in kept}
    with_kept = _with_kept(columns, position, kept)
    return Followed(with_kept, RowMoves(owners.columns, moves), kept)


def _keys(columns: Iterable[Sequence[object]]) -> list[RowKey]:
    """The key of each row."""
    texts = [list(map(_as_text, column)) for column in columns]
    seen: Counter[RowKey] = Counter()
    keys: list[RowKey] = []
    for key in zip(*texts, strict=True):
        seen[key] += 1
        keys.append((*key, seen[key]))
    return keys


def _as_text(value: object) -> str:
    """A cell as a text that is the same before and after it was saved."""
    if value is None:
        return ""
    if isinstance(value, Link):
        return value.text
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def _kept(owners: OwnersCells, position: SheetPosition, row: int, new: int) -> KeptRow:
    """A row without a key, and what the owner has in it."""
    columns = [position.columns[header] for header in position.schema.identity]
    key = tuple(_as_text(owners.grid.value(row, at)) for at in columns)
    column = owners.typed[row]
    value = _as_text(owners.grid.value(row, column))
    is_note = column not in owners.columns
    return KeptRow(row, new, key, column, "a note" if is_note else value)


def _with_kept(
    columns: Columns, position: SheetPosition, kept: Sequence[KeptRow]
) -> Columns:
    """The columns with the keys of the kept rows below them."""
    if not kept:
        return columns
    blank: list[Value] = [None] * len(kept)
    below = dict.fromkeys(columns, blank)
    if position.schema.sheet not in READ_BACK:
        for at, header in enumerate(position.schema.identity):
            below[header] = [row.key[at] or None for row in kept]
    return {header: [*cells, *below[header]] for header, cells in columns.items()}
