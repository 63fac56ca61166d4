"""What an owner has beside the rows of a derived sheet: cells in columns of their own, and notes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sheetflow.reading.locate import table_of
from sheetflow.workbook import Grid, Workbook
from sheetflow.writing.positions import SheetPosition


@dataclass(frozen=True)
class OwnersCells:
    """What is beside the `rows` of a derived sheet: the owner's `columns`, and the columns of notes by row."""

    grid: Grid
    rows: range
    columns: tuple[int, ...]
    notes: dict[int, int]

    @cached_property
    def typed(self) -> dict[int, int]:
        """The rows in which the owner typed something, each with the first column of it.

        A column with a formula in every row is calculated, not typed.
        """
        found = dict(self.notes)
        for column in reversed(self.columns):
            formulas = [(row, column) in self.grid.formulas for row in self.rows]
            if all(formulas):
                continue
            for row, is_formula in zip(self.rows, formulas, strict=True):
                if is_formula or self.grid.value(row, column) != "":
                    found[row] = column
        return found


def find_owners_cells(
    workbook: Workbook, position: SheetPosition
) -> OwnersCells | None:
    """What the owner has beside a derived sheet; None where there is nothing."""
    if position.is_new:
        return None
    grid = workbook.read(position.name)
    columns = _owners_columns(grid, position)
    noted = workbook.noted_cells(position.name)
    if not columns and not noted:
        return None
    rows = range(position.header_row + 1, _last_row(grid, position) + 1)
    notes = {row: column for row, column in sorted(noted, reverse=True) if row in rows}
    return OwnersCells(grid, rows, columns, notes) if columns or notes else None


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
    """The columns that are not ours, up to the first blank one or another table on either side."""
    yield from set(range(min(ours), max(ours))) - ours
    others = _columns_of_other_tables(grid, ours, rows)
    for side in (range(max(ours) + 1, width + 1), range(min(ours) - 1, 0, -1)):
        for column in side:
            if column in others:
                break
            if not any(_has_something(grid, row, column) for row in rows):
                break
            yield column


def _columns_of_other_tables(grid: Grid, ours: set[int], rows: range) -> set[int]:
    """The columns of tables beside the rows, which have rows of their own."""
    return {
        column
        for table in grid.tables
        if ours.isdisjoint(table.column_numbers)
        and table.first_row < rows.stop
        and rows.start <= table.last_row
        for column in table.column_numbers
    }


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
