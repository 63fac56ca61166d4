"""The sums below a table as rows, each a formula over the rows above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sheetflow.documents.wording import SumLine
from sheetflow.documents.xlsx.cell_formats import CellFormats
from sheetflow.documents.xlsx.grid import Grid
from sheetflow.documents.xlsx.layout import Cell, Formula, Row, Value, blank_cells
from sheetflow.documents.xlsx.table_rows import Text, extra_height
from sheetflow.documents.xlsx.text_wrapping import wrap

SUM_HEIGHT = 14.25
"""The height of an ordinary sum."""

_LABEL_SIZE = 9


class _Emphasis(NamedTuple):
    """How a sum that stands out is set: its style and its height."""

    style: str
    height: float


_EMPHASES = {
    "total": _Emphasis("total", 21.75),
    "balance": _Emphasis("due", 18.0),
    "deposit": _Emphasis("due", 18.0),
}


def sum_rows(
    lines: Sequence[SumLine],
    formulas: Mapping[str, str],
    formats: CellFormats,
    grid: Grid,
) -> list[Row]:
    """The sums, from the lines to the total and what is left to pay. Sums without a formula are plain amounts.

    Labels begin in the grid's label column; amounts are in the last, what a tax is charged on in the one before it.
    """
    return [_sum_row(line, formulas.get(line.kind), formats, grid) for line in lines]


def _sum_row(
    line: SumLine, formula: str | None, formats: CellFormats, grid: Grid
) -> Row:
    value = Formula(formula, line.amount) if formula else line.amount
    emphasis = _EMPHASES.get(line.kind)
    if emphasis:
        return _emphasized_row(line, value, emphasis, formats, grid)
    return _ordinary_row(line, value, formats, grid)


def _emphasized_row(
    line: SumLine, value: Value, emphasis: _Emphasis, formats: CellFormats, grid: Grid
) -> Row:
    style = emphasis.style
    between = range(grid.label_column + 1, grid.last_column)
    cells = (
        Cell(grid.label_column, line.label, f"{style} label"),
        *blank_cells(between, f"{style} label"),
        Cell(grid.last_column, value, style, formats.money_cell),
    )
    return Row(emphasis.height, cells, line.kind)


def _ordinary_row(line: SumLine, value: Value, formats: CellFormats, grid: Grid) -> Row:
    label, extra = _label(line, grid)
    cells = [label]
    if line.on is not None:
        before_last = grid.last_column - 1
        cells.append(Cell(before_last, line.on, "sum note", formats.tax_base_cell))
    cells.append(Cell(grid.last_column, value, "sum", formats.amount_cell))
    return Row(SUM_HEIGHT + extra, tuple(cells), line.kind)


def _label(line: SumLine, grid: Grid) -> tuple[Cell, float]:
    """A label, and how much higher it makes its row: a long name is broken before the amounts."""
    first = grid.label_column
    after = grid.last_column if line.on is None else grid.last_column - 1
    lines = wrap(line.label, grid.ems(_LABEL_SIZE, first, after))
    if len(lines) == 1:
        return Cell(first, line.label, "sum label"), 0
    cell = Cell(
        first,
        "\n".join(lines),
        "sum label wrap",
        extra_columns=after - first - 1,
    )
    return cell, extra_height([Text(first, lines, "sum label")])
