"""The whole dashboard as one page of paper."""

from __future__ import annotations

from collections.abc import Sequence

from sheetflow.domain.phrases import day
from sheetflow.workbook.cells.cell_references import Area
from sheetflow.workbook.cells.page_layout import PageDesign
from sheetflow.writing.dashboard import looks
from sheetflow.writing.dashboard.live import Live, said
from sheetflow.writing.dashboard.panels import (
    BOTTOM,
    CHART_ROWS,
    CHARTS,
    FIGURES,
    HELPER,
    LEFT,
    MOST_SHORT,
    RIGHT,
    TOP,
    WIDTH,
    Panel,
    key_figures,
    orders_panel,
    receivables_panel,
    short_panel,
    waiting_panel,
)
from sheetflow.writing.dashboard.shown import Shown

NAME, BOOKMARK = "Dashboard", "sheetflow_dashboard"

_MARGIN, _COLUMN, _GAP = 2, 12.5, 4
_LAST = BOTTOM + 2 + MOST_SHORT


def panels_of(live: Live, shown: Shown) -> list[Panel]:
    """Every panel, the title first."""
    settings, as_of = shown.result.book.settings, shown.result.book.as_of
    return [
        _title(settings.company, day(as_of)),
        key_figures(live, shown, settings.currency),
        orders_panel(live, shown),
        receivables_panel(live, shown, settings.currency),
        short_panel(live, shown),
        waiting_panel(live, shown),
    ]


def _title(company: str, as_of: str) -> Panel:
    panel = Panel()
    panel.put(
        1,
        LEFT,
        said(f"{company}: the order book" if company else "The order book"),
        looks.TITLE,
    )
    panel.put(
        2,
        LEFT,
        "Every figure is a formula over the other sheets, and every chart shows them.",
        looks.SUBTITLE,
    )
    panel.put(1, RIGHT + WIDTH - 1, said(f"as of {as_of}"), looks.right(looks.SUBTITLE))
    return panel


def page_design(panels: Sequence[Panel], *, letter: bool) -> PageDesign:
    """The page to make."""
    columns = dict.fromkeys(
        (*range(LEFT, LEFT + WIDTH), *range(RIGHT, RIGHT + WIDTH)), _COLUMN
    )
    numbers = [(LEFT if at < 3 else RIGHT) + at % 3 * 2 for at in range(6)]
    return PageDesign(
        name=NAME,
        bookmark=BOOKMARK,
        cells=tuple(cell for panel in panels for cell in panel.cells),
        charts=tuple(chart for panel in panels for chart in panel.charts),
        merged=tuple(
            Area(row, at, row, at + 1)
            for row in (FIGURES + 1, FIGURES + 2)
            for at in numbers
        ),
        widths={
            1: _MARGIN,
            **columns,
            LEFT + WIDTH: _GAP,
            RIGHT + WIDTH: _MARGIN,
            HELPER: 10,
        },
        heights=_heights(),
        hidden=frozenset({HELPER}),
        letter_paper=letter,
        tab_colour=looks.DARK_BLUE,
    )


def _heights() -> dict[int, float]:
    """Every row has its height, so that bars stand beside their rows whatever the workbook's font."""
    rows = dict.fromkeys(range(1, _LAST), 18.0)
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
    }
