"""Orders by status: how many orders are how far, by how much of them is paid."""

from __future__ import annotations

from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.messages import in_own_language, message
from sheetflow.workbook.cells.cell_references import Area
from sheetflow.workbook.cells.page_layout import ChartDesign, Series
from sheetflow.workbook.model import Formula
from sheetflow.writing.dashboard import styles
from sheetflow.writing.dashboard.figures import DashboardFigures
from sheetflow.writing.dashboard.live import LiveFormulas
from sheetflow.writing.dashboard.panel import LEFT, TOP, WIDTH, Panel, chart_area

TITLE = message("Orders by status")
FIRST = TOP + 2
STATES = ("Unfulfilled", "Started", "Fulfilled")
OTHERS = ("Quote", "Quote, Expired", "Cancelled")
PAYMENTS = (
    ("Uninvoiced", styles.PALE_BLUE),
    ("Invoiced", styles.LIGHT_BLUE),
    ("Partial", styles.BLUE),
    ("Owing", styles.ORANGE),
    ("Paid", styles.DARK_BLUE),
)
"""The payment statuses and their colours."""


def orders_panel(live: LiveFormulas, figures: DashboardFigures) -> Panel:
    """How many orders have each status; the chart leaves out those that are fulfilled and paid."""
    panel = Panel()
    panel.head(TOP, LEFT, TITLE, message("without those fulfilled and paid"))
    panel.headers(
        TOP + 1,
        LEFT,
        ("", *(_own_word("Payment status", payment) for payment, _ in PAYMENTS)),
    )
    for row, state in enumerate(STATES, FIRST):
        panel.put(row, LEFT, _own_word("Inventory status", state), styles.TEXT)
        for column, (payment, _) in enumerate(PAYMENTS, LEFT + 1):
            count = _count(live, figures, f"{state}, {payment}")
            panel.put(row, column, count, styles.FIGURE)
    _put_others(panel, live, figures)
    panel.chart(_chart())
    return panel


def _put_others(panel: Panel, live: LiveFormulas, figures: DashboardFigures) -> None:
    """The row of the statuses that the chart does not show."""
    row = FIRST + len(STATES)
    grey = styles.FIGURE._replace(colour=styles.GREY)
    columns = range(LEFT, LEFT + WIDTH, 2)
    for column, status in zip(columns, OTHERS, strict=True):
        style = styles.SHRUNK if column == LEFT else styles.INDENTED
        panel.put(row, column, _own_word("Status", status), style)
        panel.put(row, column + 1, _count(live, figures, status), grey)


def _own_word(header: str, status: str) -> str:
    """A status in the workbook's own words, as a column of Orders has it."""
    return sheet_schema("Orders").column(header).own_word(status)


def _count(live: LiveFormulas, figures: DashboardFigures, status: str) -> Formula:
    return live.count(figures.statuses[status], ("Orders", "Status", status))


def _chart() -> ChartDesign:
    """Horizontal bars, stacked; the series of what is paid ends above the orders that are fulfilled."""
    last = FIRST + len(STATES) - 1
    series = []
    for column, (payment, colour) in enumerate(PAYMENTS, LEFT + 1):
        last_row = last - 1 if payment == "Paid" else last
        area = Area(FIRST, column, last_row, column)
        series.append(Series(area, colour, name=(FIRST - 1, column)))
    return ChartDesign(
        in_own_language(TITLE),
        chart_area(LEFT),
        Area(FIRST, LEFT, last, LEFT),
        tuple(series),
        horizontal=True,
        stacked=True,
        number_format="0;;",
    )
