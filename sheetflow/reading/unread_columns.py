"""Columns of the owner's that look as if they were meant to be read."""

from __future__ import annotations

from collections.abc import Iterator

from sheetflow.domain.messages import message
from sheetflow.domain.problems import Problem
from sheetflow.domain.schema import loose
from sheetflow.domain.suggestions import nearest, suggestion
from sheetflow.reading.locate import Layout
from sheetflow.reading.remembered import owner_headers
from sheetflow.workbook.cells.cell_references import column_name
from sheetflow.workbook.model import Grid

LIKE = 0.75
"""How much of a header must be right: more than for what is certainly a mistake."""


def problems_of_unread_columns(grid: Grid, layout: Layout) -> Iterator[Problem]:
    """A warning for each column that is not read and nearly has a header of ours.

    Also for a second column with the same header, of which only the first is read.
    """
    absent = [column.header for column in layout.absent if not column.derived]
    for at, header in owner_headers(grid, layout).items():
        why = _second(header, layout) or suggestion(nearest(header, absent, LIKE))
        if why:
            cell = f"{column_name(at)}{layout.header_row}"
            words = {"why": why}
            yield Problem(
                "COL01", layout.schema.sheet, -1, header, header, words, cell=cell
            )


def _second(header: str, layout: Layout) -> str:
    """Where a header is read from that appears twice; empty where it does not."""
    for ours, at in layout.columns.items():
        if loose(ours) == loose(header):
            return message(
                ": {header} is read from column {column}",
                header=ours,
                column=column_name(at),
            )
    return ""
