"""What an owner typed beside the rows of a derived sheet: it follows the key of its row.

A run writes a derived sheet whole, so the rows of a product or customer move. Cells in columns that the owner added
move with them. Where a key is gone, its row is kept below the others as long as the owner has anything in it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from sheetflow.domain.problems import Problem
from sheetflow.reading.locate import table_of
from sheetflow.workbook import Grid, Link, Value, Workbook
from sheetflow.workbook.cells.cell_references import cell_name
from sheetflow.workbook.sheets.move_cells import RowMoves
from sheetflow.writing.issues import Located
from sheetflow.writing.ledger_sheets import Columns, LazySheets
from sheetflow.writing.positions import SheetPosition

RowKey = tuple[object, ...]
"""What identifies a row: its key as texts, and which of the rows with this key it is."""

MOST_NAMED = 1_000
"""How many rows without a key are named on each sheet: nobody works through more."""

READ_BACK = "Closed period"
"""A sheet that later runs read: its rows have no key without the rest."""


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
    """Let what the owner typed beside a derived sheet follow its rows to where they will be."""
    if position.is_new:
        return Followed(columns)
    grid = workbook.read(position.name)
    owners = _owners_columns(grid, position)
    if not owners:
        return Followed(columns)
    return _followed(grid, position, owners, columns)


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
    """The warnings of one sheet; its columns are made only if the owner has any beside them."""
    if position.is_new or not _owners_columns(workbook.read(position.name), position):
        return []
    kept = follow(workbook, position, columns()).kept
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


# ------------------------------------------------------------------ the owner's columns


def _owners_columns(grid: Grid, position: SheetPosition) -> tuple[int, ...]:
    """The columns between and next to ours in which the owner has anything beside a row.

    They end at the first column that is blank beside the rows: what is further away does not belong to them.
    """
    width = len(grid.rows[0]) if grid.rows else 0
    ours = set(position.columns.values())
    if set(range(1, width + 1)) <= ours:
        return ()
    rows = range(position.header_row, _last_row(grid, position) + 1)
    found = {
        column
        for column in _next_to(grid, ours, rows, width)
        if any(_has_something(grid, row, column) for row in rows[1:])
    }
    return tuple(sorted(found))


def _next_to(grid: Grid, ours: set[int], rows: range, width: int) -> Iterator[int]:
    """The columns that are not ours, up to the first blank one on either side."""
    yield from set(range(min(ours), max(ours))) - ours
    for side in (range(max(ours) + 1, width + 1), range(min(ours) - 1, 0, -1)):
        for column in side:
            if not any(_has_something(grid, row, column) for row in rows):
                break
            yield column


def _has_something(grid: Grid, row: int, column: int) -> bool:
    return grid.value(row, column) != "" or (row, column) in grid.formulas


def _last_row(grid: Grid, position: SheetPosition) -> int:
    """The last row of the table, or the last in which any of our columns has something."""
    table = table_of(grid, position.header_row, position.columns)
    if table is not None:
        return min(table.last_data_row, len(grid.rows))
    ours = [column - 1 for column in position.columns.values()]
    for number in range(len(grid.rows), position.header_row, -1):
        row = grid.rows[number - 1]
        if any(row[column] != "" for column in ours if column < len(row)):
            return number
    return position.header_row


# ------------------------------------------------------------------ where their rows are


def _followed(
    grid: Grid, position: SheetPosition, owners: tuple[int, ...], columns: Columns
) -> Followed:
    first = position.header_row + 1
    rows = range(first, _last_row(grid, position) + 1)
    headers = position.schema.identity
    old = _keys(
        grid.column(position.columns[header])[rows.start - 1 : rows.stop - 1]
        for header in headers
    )
    new = _keys(columns[header] for header in headers)
    if old == new:
        return Followed(columns)
    target = dict(zip(new, range(first, first + len(new)), strict=True))
    keys = zip(rows, old, strict=True)
    moves = {row: target[key] for row, key in keys if key in target}
    kept = _kept_rows(grid, position, _typed_cells(grid, owners, rows), moves, len(new))
    moves |= {row.old: row.new for row in kept}
    with_kept = _with_kept(columns, position, kept)
    return Followed(with_kept, RowMoves(owners, moves), kept)


def _kept_rows(
    grid: Grid,
    position: SheetPosition,
    typed: Mapping[int, int],
    moves: Mapping[int, int],
    count: int,
) -> tuple[KeptRow, ...]:
    """The rows with something typed that have no key any more: below the others, of which there are `count`."""
    lost = [row for row in sorted(typed) if row not in moves]
    below = position.header_row + count + 1
    return tuple(
        _kept(grid, position, row, below + at, typed[row])
        for at, row in enumerate(lost)
    )


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


def _typed_cells(grid: Grid, owners: tuple[int, ...], rows: range) -> dict[int, int]:
    """The rows in which the owner typed something, each with the first column of it.

    A column with a formula in every row is calculated, not typed.
    """
    found: dict[int, int] = {}
    for column in reversed(owners):
        formulas = [(row, column) in grid.formulas for row in rows]
        if all(formulas):
            continue
        for row, is_formula in zip(rows, formulas, strict=True):
            if is_formula or grid.value(row, column) != "":
                found[row] = column
    return found


def _kept(
    grid: Grid, position: SheetPosition, row: int, new: int, column: int
) -> KeptRow:
    columns = [position.columns[header] for header in position.schema.identity]
    key = tuple(_as_text(grid.value(row, at)) for at in columns)
    return KeptRow(row, new, key, column, _as_text(grid.value(row, column)))


def _with_kept(
    columns: Columns, position: SheetPosition, kept: Sequence[KeptRow]
) -> Columns:
    """The columns with the keys of the kept rows below them."""
    if not kept:
        return columns
    blank: list[Value] = [None] * len(kept)
    below = dict.fromkeys(columns, blank)
    if position.schema.sheet != READ_BACK:
        for at, header in enumerate(position.schema.identity):
            below[header] = [row.key[at] or None for row in kept]
    return {header: [*cells, *below[header]] for header, cells in columns.items()}
