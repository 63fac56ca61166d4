"""The sums below a table as rows, each a formula over what stands above it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sheetflow.documents.wording import SumLine
from sheetflow.documents.wording.locale_formats import Formats
from sheetflow.documents.xlsx.grid import Grid
from sheetflow.documents.xlsx.pagination import Cell, Row, Sum
from sheetflow.documents.xlsx.table_rows import Text, more_height
from sheetflow.documents.xlsx.text_wrapping import wrap

SUM = 14.25
"""The height of a sum that is nothing special."""

_LOOKS = {"total": ("total", 21.75), "balance": ("due", 18.0)}
"""The looks and heights of sums that stand out."""

_SIZE = 9


def sum_rows(
    lines: Sequence[SumLine], formulas: Mapping[str, str], formats: Formats, grid: Grid
) -> list[Row]:
    """From the lines to the total, and to what is left; sums without a formula are amounts of their own.

    Labels begin in the grid's column of labels, amounts stand in the last, what a tax is reckoned on before it.
    """
    return [_sum_row(line, formulas.get(line.kind), formats, grid) for line in lines]


def _sum_row(line: SumLine, formula: str | None, formats: Formats, grid: Grid) -> Row:
    value = Sum(formula, line.amount) if formula else line.amount
    if line.kind in _LOOKS:
        look, height = _LOOKS[line.kind]
        blanks = tuple(
            Cell(at, None, f"{look} label") for at in range(grid.labels + 1, grid.last)
        )
        label = Cell(grid.labels, line.label, f"{look} label")
        return Row(
            height,
            (label, *blanks, Cell(grid.last, value, look, formats.money_cell)),
            line.kind,
        )
    cells, higher = _label(line, grid)
    on = (
        [Cell(grid.last - 1, line.on, "sum note", formats.on_cell)]
        if line.on is not None
        else []
    )
    return Row(
        SUM + higher,
        (cells, *on, Cell(grid.last, value, "sum", formats.amount_cell)),
        line.kind,
    )


def _label(line: SumLine, grid: Grid) -> tuple[Cell, float]:
    """A label, and how much higher it makes its row: a long name is broken before what stands to its right."""
    after = grid.last if line.on is None else grid.last - 1
    lines = wrap(line.label, grid.ems(_SIZE, grid.labels, after))
    if len(lines) == 1:
        return Cell(grid.labels, line.label, "sum label"), 0
    text = Text(grid.labels, lines, "sum label")
    return Cell(
        grid.labels, "\n".join(lines), "sum label wrap", across=after - grid.labels - 1
    ), more_height([text])
