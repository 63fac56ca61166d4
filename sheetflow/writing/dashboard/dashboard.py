"""The dashboard into the workbook: made once, then only its figures are updated.

Its charts, styles and sheet position are the owner's from then on. A panel is theirs too once any text of it was moved
or reworded: its formulas stay live, and are calculated when the workbook is opened.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from sheetflow.domain.book import Settings
from sheetflow.domain.messages import in_own_language
from sheetflow.workbook import Formula, Grid, Value, Workbook
from sheetflow.writing.dashboard.figures import DashboardFigures
from sheetflow.writing.dashboard.live import LiveFormulas, References, SheetColumns
from sheetflow.writing.dashboard.page import BOOKMARK, NAME, page_design, panels_of
from sheetflow.writing.dashboard.panel import Panel
from sheetflow.writing.dashboard.waiting_panel import EARLIER_TEXTS
from sheetflow.writing.positions import SheetPosition
from sheetflow.writing.ranges import quoted

_DERIVED = ("Stock", "Receivables", "Issues", "Reorder")
"""The derived sheets that it reads."""

Positions = Mapping[str, SheetPosition]


def write_dashboard(
    workbook: Workbook,
    facts: Positions,
    derived: Positions,
    figures: DashboardFigures,
    *,
    is_first_run: bool,
) -> None:
    """Make the dashboard, or update its figures; a sheet of that name that is not ours is left alone.

    `facts` and `derived` are the positions of the sheets, which must be written by now. A dashboard that is missing
    after the first run was deleted, and comes back only if Settings ask for it.
    """
    settings = figures.result.book.settings
    if settings.dashboard is False:
        return
    ours = workbook.bookmarked(BOOKMARK)
    is_wanted = is_first_run or settings.dashboard
    if ours is None and (not is_wanted or workbook.has_name(NAME)):
        return
    references = References(_columns(workbook, facts, derived))
    panels = panels_of(LiveFormulas(references), figures)
    if ours is None:
        workbook.add_page(page_design(panels, letter=_is_letter(settings)))
        return
    grid = workbook.read(ours)
    for panel in panels:
        if _is_ours(grid, panel):
            _update(workbook, grid, panel)
        elif panel.may_be_added and _is_empty(grid, panel):
            _add(workbook, grid.name, panel)


def _is_letter(settings: Settings) -> bool:
    """Whether the business prints on US Letter paper."""
    return settings.texts.get("Paper", "").casefold() == "letter"


def _columns(
    workbook: Workbook, facts: Positions, derived: Positions
) -> dict[str, SheetColumns]:
    """The columns of every sheet that the dashboard reads."""
    positions = {
        **facts,
        **{name: derived[name] for name in _DERIVED if name in derived},
    }
    return {
        sheet: SheetColumns(
            quoted(position.name),
            position.columns,
            workbook.table(position.name, position.header_row),
        )
        for sheet, position in positions.items()
    }


def _is_ours(grid: Grid, panel: Panel) -> bool:
    """Whether every text of a panel is where we put it, in the workbook's language or in English."""
    return all(
        grid.value(row, column)
        in (in_own_language(text), text, EARLIER_TEXTS.get(text))
        for row, column, text in _texts(panel)
    )


def _is_empty(grid: Grid, panel: Panel) -> bool:
    """Whether every cell of a panel is empty."""
    return all(grid.value(cell.row, cell.column) == "" for cell in panel.cells)


def _add(workbook: Workbook, sheet: str, panel: Panel) -> None:
    """Write the cells of a panel into a dashboard that was made without it."""
    for cell in panel.cells:
        value = cell.value
        if isinstance(value, str):
            value = in_own_language(value)
        workbook.set_cells(sheet, cell.column, [cell.row], [value])


def _update(workbook: Workbook, grid: Grid, panel: Panel) -> None:
    """Write the formulas of a panel and their values; a cell in which the owner put something else is theirs."""
    columns: dict[int, dict[int, Value]] = defaultdict(dict)
    for row, column, formula in _formulas(panel):
        if (row, column) in grid.formulas:
            columns[column][row] = formula
    for row, column, text in _texts(panel):
        own_text = in_own_language(text)
        if grid.value(row, column) != own_text:
            columns[column][row] = own_text
    for column, values in columns.items():
        workbook.set_cells(
            grid.name,
            column,
            list(values),
            list(values.values()),
            overwrite_formulas=True,
        )


def _texts(panel: Panel) -> Iterator[tuple[int, int, str]]:
    """The texts of a panel: row, column, text."""
    for cell in panel.cells:
        if isinstance(cell.value, str) and cell.value:
            yield cell.row, cell.column, cell.value


def _formulas(panel: Panel) -> Iterator[tuple[int, int, Formula]]:
    """The formulas of a panel: row, column, formula."""
    for cell in panel.cells:
        if isinstance(cell.value, Formula):
            yield cell.row, cell.column, cell.value
