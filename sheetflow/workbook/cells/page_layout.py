"""A page: a sheet laid out freely, with charts over its own cells, printed on one page.

Plain data, no behaviour: sheets/new_page.py makes the sheet, sheets/chart_xml.py its
charts. Colours are RRGGBB.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sheetflow.workbook.cells.cell_references import Area
    from sheetflow.workbook.model import Value


class CellStyle(NamedTuple):
    """How a cell of a page looks.

    What is left blank is as in the workbook's own plain cells.
    """

    size: float = 0
    bold: bool = False
    colour: str = ""
    fill: str = ""
    number_format: str = ""
    align: str = ""
    indent: int = 0
    line_below: str = ""
    """The colour of a thin line below the cell."""
    shrink: bool = False
    """Whether a text that is too wide is shown smaller."""


class PageCell(NamedTuple):
    """One cell of a page."""

    row: int
    column: int
    value: Value
    style: CellStyle


class Series(NamedTuple):
    """One series of a chart: the cells with its values, and the cell with its name.

    `points` are colours for its values, one by one.
    """

    values: Area
    colour: str
    name: tuple[int, int] | None = None
    points: tuple[str, ...] = ()


class ChartDesign(NamedTuple):
    """A bar chart over cells of its own page.

    `bare` leaves out axes, labels and margins, so that horizontal bars are exactly
    next to the rows that `area` covers.
    """

    title: str
    """What it shows, for people who cannot see it."""
    area: Area
    categories: Area
    series: tuple[Series, ...]
    horizontal: bool = False
    stacked: bool = False
    bare: bool = False
    number_format: str = "#,##0;-#,##0;"


@dataclass(frozen=True)
class PageDesign:
    """A page to make.

    `bookmark` is the hidden name by which it is found again, whatever its owner calls
    it; `hidden` are columns. `position` is where it comes among the sheets that are made
    together.
    """

    name: str
    bookmark: str
    cells: tuple[PageCell, ...]
    charts: tuple[ChartDesign, ...] = ()
    merged: tuple[Area, ...] = ()
    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    hidden: frozenset[int] = frozenset()
    letter_paper: bool = False
    tab_colour: str = ""
    position: int = 0
