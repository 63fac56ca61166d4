"""The dashboard into the workbook: made once, then only its figures are kept right.

Its charts, looks and place are its owner's from then on. A panel any text of which was moved or reworded is theirs too:
its formulas stay live, and are calculated when the workbook is opened.
"""

from __future__ import annotations

from collections.abc import Mapping

from sheetflow.workbook import Formula, Grid, Value, Workbook
from sheetflow.writing.dashboard.live import Live, References, Stand
from sheetflow.writing.dashboard.page import BOOKMARK, NAME, page_design, panels_of
from sheetflow.writing.dashboard.panels import Panel
from sheetflow.writing.dashboard.shown import Shown
from sheetflow.writing.placed import Place
from sheetflow.writing.ranges import quoted

_DERIVED = ("Stock", "Receivables", "Issues")
"""The derived sheets that it reads."""


def write_dashboard(
    workbook: Workbook,
    places: Mapping[str, Place],
    derived: Mapping[str, Place],
    shown: Shown,
    *,
    first: bool,
) -> None:
    """Make the dashboard, or bring its figures up to date; a sheet of that name that is not ours is left alone.

    `places` and `derived` tell where the sheets stand, which must be written by now; `first` says that no run has
    written the workbook before: a dashboard that is missing later was deleted, and comes back only on demand.
    """
    settings = shown.result.book.settings
    ours = workbook.bookmarked(BOOKMARK)
    may_make = (first or settings.dashboard) and not workbook.has_name(NAME)
    if settings.dashboard is False or (ours is None and not may_make):
        return
    panels = panels_of(Live(References(_stands(workbook, places, derived))), shown)
    if ours is None:
        workbook.add_page(
            page_design(
                panels, letter=settings.texts.get("Paper", "").casefold() == "letter"
            )
        )
        return
    grid = workbook.read(ours)
    for panel in panels:
        if _is_ours(grid, panel):
            _update(workbook, grid, panel)


def _stands(
    workbook: Workbook, places: Mapping[str, Place], derived: Mapping[str, Place]
) -> dict[str, Stand]:
    """Where every sheet stands that the dashboard reads."""
    stands = {
        sheet: Stand(
            quoted(place.name),
            place.columns,
            workbook.table(place.name, place.header_row),
        )
        for sheet, place in places.items()
    }
    for place in map(derived.__getitem__, _DERIVED):
        table = workbook.table(place.name, place.header_row)
        stands[place.schema.sheet] = Stand(quoted(place.name), place.columns, table)
    return stands


def _is_ours(grid: Grid, panel: Panel) -> bool:
    """Whether every text of a panel stands where we put it."""
    texts = (
        (cell.row, cell.column, cell.value)
        for cell in panel.cells
        if isinstance(cell.value, str) and cell.value
    )
    return all(grid.value(row, column) == text for row, column, text in texts)


def _update(workbook: Workbook, grid: Grid, panel: Panel) -> None:
    """The formulas of a panel and their values; a cell in which its owner put something else is theirs."""
    columns: dict[int, dict[int, Value]] = {}
    for cell in panel.cells:
        if isinstance(cell.value, Formula) and (cell.row, cell.column) in grid.formulas:
            columns.setdefault(cell.column, {})[cell.row] = cell.value
    for column, values in columns.items():
        workbook.set_cells(
            grid.name,
            column,
            list(values),
            list(values.values()),
            overwrite_formulas=True,
        )
