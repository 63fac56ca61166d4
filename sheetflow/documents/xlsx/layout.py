"""A document as rows of cells, before it is divided into pages and written.

A document is a head, a table whose body may run over several pages, and an ending that is never split. Heights and
widths are in points, 72 to the inch.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple, TypeAlias

GROUP_TAG = "group"
"""The tag of a row that is the heading of the rows below it: it stays with them, and is repeated on the next page."""


class Formula(NamedTuple):
    """A formula over rows of the document, with its value.

    It names rows by their tags: `{line}` is the first row with the tag `line`, `{line_last}` the last one.
    """

    text: str
    value: Decimal


class Picture(NamedTuple):
    """A picture, and the box that it must fit into."""

    path: Path
    width: float
    height: float


Value: TypeAlias = str | Decimal | int | dt.date | Formula | Picture | None


class Cell(NamedTuple):
    """One cell. `column` counts from 0; `style` is a name in `cell_styles.CELL_STYLES`.

    `number_format` is one that the style does not have. A cell is merged with `extra_columns` to its right.
    """

    column: int
    value: Value
    style: str
    number_format: str = ""
    extra_columns: int = 0


class Row(NamedTuple):
    """One row: its height, its cells, and a tag by which formulas find it."""

    height: float
    cells: tuple[Cell, ...] = ()
    tag: str = ""


@dataclass(frozen=True)
class DocumentLayout:
    """One document as rows.

    The first page begins with `head`, each further one with `running_head`; below both comes `table_header`.
    `ending` is never split; `notes` are, where they do not fit on the page. The page number is added to `footer`.
    """

    head: Sequence[Row]
    footer: str
    table_header: Sequence[Row] = ()
    body: Sequence[Row] = ()
    ending: Sequence[Row] = ()
    running_head: Sequence[Row] = ()
    notes: Sequence[Row] = ()


def total_height(rows: Sequence[Row]) -> float:
    """The height of all these rows."""
    return sum(row.height for row in rows)


def blank_cells(columns: Sequence[int], style: str) -> tuple[Cell, ...]:
    """Cells without a value, so that a line or shade goes on through them."""
    return tuple(Cell(column, None, style) for column in columns)


def text_rows(lines: Sequence[str], style: str, height: float) -> list[Row]:
    """One row per line of text, in the first column."""
    return [Row(height, (Cell(0, line, style),)) for line in lines]
