"""Owed to us by days past due: how much, and by how many customers."""

from __future__ import annotations

from sheetflow.domain.messages import in_own_language, message
from sheetflow.domain.own_texts import own_name
from sheetflow.ledgers.receivables import BUCKETS
from sheetflow.workbook.cells.cell_references import Area
from sheetflow.workbook.cells.page_layout import CellStyle, ChartDesign, Series
from sheetflow.workbook.model import Formula
from sheetflow.writing.dashboard import styles
from sheetflow.writing.dashboard.figures import DashboardFigures
from sheetflow.writing.dashboard.live import LiveFormulas, text_formula
from sheetflow.writing.dashboard.panel import RIGHT, TOP, Panel, chart_area
from sheetflow.writing.sheet_designs import money_format

TITLE = message("Owed to us by days past due")
HEADERS = TOP + 1
AMOUNTS = TOP + 2
CUSTOMERS = TOP + 3
TOTALS = TOP + 4
COLOURS = (
    styles.LIGHT_BLUE,
    styles.PALE_ORANGE,
    styles.LIGHT_ORANGE,
    styles.ORANGE,
    styles.DARK_ORANGE,
)
"""The colour of each bucket."""


def receivables_panel(
    live: LiveFormulas, figures: DashboardFigures, currency: str
) -> Panel:
    """What is owed in each bucket; below, what is paid and not allocated, and what is owed in all."""
    panel = Panel()
    panel.head(TOP, RIGHT, TITLE, text_formula(currency))
    panel.headers(HEADERS, RIGHT, ("", *map(own_name, BUCKETS)))
    money = _money_style(currency)
    _put_buckets(panel, live, figures, money)
    _put_totals(panel, live, figures, money._replace(colour=styles.GREY))
    panel.chart(_chart())
    return panel


def _put_buckets(
    panel: Panel, live: LiveFormulas, figures: DashboardFigures, money: CellStyle
) -> None:
    """The amount and the number of customers in each bucket."""
    panel.put(AMOUNTS, RIGHT, own_name("Amount"), styles.TEXT)
    panel.put(CUSTOMERS, RIGHT, own_name("Customers"), styles.TEXT)
    for column, bucket in enumerate(BUCKETS, RIGHT + 1):
        panel.put(AMOUNTS, column, _owed(live, figures, bucket), money)
        customers = _owing_customers(live, figures, bucket)
        panel.put(CUSTOMERS, column, customers, styles.FIGURE)


def _put_totals(
    panel: Panel, live: LiveFormulas, figures: DashboardFigures, money: CellStyle
) -> None:
    """What is paid and not allocated, and what is owed in all."""
    unallocated = _owed(live, figures, "Unallocated")
    panel.put(TOTALS, RIGHT, own_name("Unallocated"), styles.REMARK)
    panel.put(TOTALS, RIGHT + 1, unallocated, money)
    panel.put(TOTALS, RIGHT + 4, message("Owed"), styles.right(styles.REMARK))
    panel.put(TOTALS, RIGHT + 5, _owed(live, figures, "Total"), money)


def _money_style(currency: str) -> CellStyle:
    """Money with its currency's digits, and a dash for 0."""
    number_format = money_format(currency)
    return styles.FIGURE._replace(number_format=f"{number_format};-{number_format};–")


def _owed(live: LiveFormulas, figures: DashboardFigures, bucket: str) -> Formula:
    return live.total(figures.owed(bucket), "Receivables", bucket)


def _owing_customers(
    live: LiveFormulas, figures: DashboardFigures, bucket: str
) -> Formula:
    customers = figures.owing_customers(bucket)
    return live.count(customers, ("Receivables", bucket, ">0"))


def _chart() -> ChartDesign:
    first = RIGHT + 1
    last = RIGHT + len(BUCKETS)
    amounts = Area(AMOUNTS, first, AMOUNTS, last)
    series = Series(amounts, COLOURS[0], points=COLOURS)
    names = Area(HEADERS, first, HEADERS, last)
    return ChartDesign(in_own_language(TITLE), chart_area(RIGHT), names, (series,))
