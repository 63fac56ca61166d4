"""Which of the cells to write do not have their value yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sheetflow.workbook.cells.cell_encoder import as_formula, as_read
from sheetflow.workbook.model import Formula, Grid, Link, Value

if TYPE_CHECKING:
    from sheetflow.workbook.cells.sheet_xml import FormulaCell
    from sheetflow.workbook.sheets.column_values import ColumnValues


def present_values(grid: Grid, cells: ColumnValues) -> list[object]:
    """What the cells have now; '' for a blank one."""
    rows = cells.rows
    if not rows:
        return []
    present = grid.column(cells.column)
    has_no_gap = rows[-1] - rows[0] + 1 == len(rows)
    if has_no_gap and rows[-1] <= len(present):
        return present[rows[0] - 1 : rows[-1]]
    return [present[row - 1] if row <= len(present) else "" for row in rows]


def changed_positions(
    cells: ColumnValues, now: list[object], formulas: set[int]
) -> list[int]:
    """The positions of cells that have another value, or are in a row of `formulas`.

    True is not 1.0, although Python calls them equal.
    """
    rows = cells.rows
    wanted = as_read(cells.values)
    if not formulas and now == wanted:
        types = {*map(type, wanted), *map(type, now)}
        if bool not in types:
            return []
    return [
        i
        for i, (old, new) in enumerate(zip(now, wanted, strict=True))
        if old != new or type(old) is not type(new) or rows[i] in formulas
    ]


def has_formulas(cells: ColumnValues) -> bool:
    """Whether any of the values is written as a formula."""
    return not {Formula, Link}.isdisjoint(map(type, cells.values))


def is_same_formula(there: FormulaCell | None, old: object, value: Value) -> bool:
    """Whether a cell has this formula already, with this cached value."""
    if there is None or not isinstance(value, Formula | Link):
        return False
    formula = as_formula(value)
    return there.text == formula.text and as_read([formula.cached]) == [old]
