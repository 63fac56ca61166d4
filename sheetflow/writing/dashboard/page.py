"""The whole dashboard as one printed page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sheetflow.domain.messages import in_own_language, message
from sheetflow.domain.phrases import day, shortened
from sheetflow.workbook.cells.cell_references import Area
from sheetflow.workbook.cells.page_layout import PageCell, PageDesign
from sheetflow.writing.dashboard import styles
from sheetflow.writing.dashboard.figures import DashboardFigures
from sheetflow.writing.dashboard.key_figures import figure_columns, key_figures
from sheetflow.writing.dashboard.live import LiveFormulas, text_formula
from sheetflow.writing.dashboard.no_credit_panel import no_credit_panel
from sheetflow.writing.dashboard.orders_panel import orders_panel
from sheetflow.writing.dashboard.panel import (
    BOTTOM,
    CHART_ROWS,
    CHARTS,
    FIGURES,
    HELPER,
    LEFT,
    RIGHT,
    THIRD,
    TOP,
    WIDTH,
    Panel,
)
from sheetflow.writing.dashboard.receivables_panel import receivables_panel
from sheetflow.writing.dashboard.short_panel import MOST_SHORT, short_panel
from sheetflow.writing.dashboard.suppliers_panel import suppliers_panel
from sheetflow.writing.dashboard.waiting_panel import (
    credit_panel,
    uses_credit,
    waiting_panel,
)
from sheetflow.writing.sheet_designs import DERIVED_POSITION, money_format

NAME = "Dashboard"
BOOKMARK = "sheetflow_dashboard"

_LONGEST_NAME = 100
"""How much of the company's name the title has room for."""

_MARGIN = 2
_COLUMN = 12.5
_GAP = 4
_HELPER = 10
_LAST = BOTTOM + 2 + MOST_SHORT


def panels_of(live: LiveFormulas, figures: DashboardFigures) -> list[Panel]:
    """Every panel, the title first."""
    book = figures.result.book
    settings = book.settings
    panels = [
        _title(settings.company, day(book.as_of)),
        key_figures(live, figures, settings.currency),
        orders_panel(live, figures),
        receivables_panel(live, figures, settings.currency),
        short_panel(live, figures),
        waiting_panel(live, figures),
    ]
    if uses_credit():
        panels.append(credit_panel(live, figures))
    return [*panels, *_further_panels(live, figures, settings.currency)]


def _further_panels(
    live: LiveFormulas, figures: DashboardFigures, currency: str
) -> Iterator[Panel]:
    """The panels of parts that a workbook may have."""
    has = live.references.has
    if has("Suppliers", "Supplier", "Name") and has("Reorder", "Suggested"):
        yield suppliers_panel(live, figures)
    if has("Customers", "Hold", "Credit left"):
        yield no_credit_panel(live, figures, money_format(currency))


def _title(company: str, as_of: str) -> Panel:
    panel = Panel()
    name = shortened(company, _LONGEST_NAME)
    title = message("The order book")
    if name:
        title = message("{company}: the order book", company=name)
    remark = message(
        "Every figure is a formula over the other sheets, and every chart shows them."
    )
    subtitle = styles.SUBTITLE
    panel.put(1, LEFT, text_formula(title), styles.TITLE)
    panel.put(2, LEFT, remark, subtitle)
    right = RIGHT + WIDTH - 1
    panel.put(
        1,
        right,
        text_formula(message("as of {day}", day=as_of)),
        styles.right(subtitle),
    )
    return panel


def page_design(panels: Sequence[Panel], *, letter: bool) -> PageDesign:
    """The page to make."""
    return PageDesign(
        name=NAME,
        bookmark=BOOKMARK,
        cells=tuple(_in_own_language(cell) for panel in panels for cell in panel.cells),
        charts=tuple(chart for panel in panels for chart in panel.charts),
        merged=_merged(),
        widths=_widths(),
        heights=_heights(max(cell.row for panel in panels for cell in panel.cells)),
        hidden=frozenset({HELPER}),
        letter_paper=letter,
        tab_colour=styles.DARK_BLUE,
        position=DERIVED_POSITION,
    )


def _in_own_language(cell: PageCell) -> PageCell:
    """A cell with its text in the workbook's language."""
    if not isinstance(cell.value, str):
        return cell
    return cell._replace(value=in_own_language(cell.value))


def _merged() -> tuple[Area, ...]:
    """The cells of each key figure and of its note, which are two columns wide."""
    rows = (FIGURES + 1, FIGURES + 2)
    return tuple(
        Area(row, column, row, column + 1)
        for row in rows
        for column in figure_columns()
    )


def _widths() -> dict[int, float]:
    left = range(LEFT, LEFT + WIDTH)
    right = range(RIGHT, RIGHT + WIDTH)
    return {
        1: _MARGIN,
        **dict.fromkeys((*left, *right), _COLUMN),
        LEFT + WIDTH: _GAP,
        RIGHT + WIDTH: _MARGIN,
        HELPER: _HELPER,
    }


def _heights(last: int) -> dict[int, float]:
    """Every row has its height, so that bars are next to their rows whatever the workbook's font."""
    rows = dict.fromkeys(range(1, max(last + 1, _LAST)), 18.0)
    between = dict.fromkeys((3, TOP - 1, CHARTS - 1, CHARTS + CHART_ROWS), 14.0)
    return {
        **rows,
        **between,
        1: 36,
        FIGURES: 24,
        FIGURES + 1: 32,
        FIGURES + 2: 24,
        TOP: 26,
        BOTTOM: 26,
        **({THIRD: 26.0} if last > THIRD else {}),
    }
