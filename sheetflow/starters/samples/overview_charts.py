"""The charts of the owner's overview of the year, and where their figures are."""

from __future__ import annotations

from typing import Any

from xlsxwriter.chart import Chart  # type: ignore[import-untyped]

from sheetflow.starters.workbook_writer import WorkbookWriter

NAME = "Year"
GREEN = "#1E4D3B"
BLUE = "#2E75B6"
AMBER = "#E3A33B"

FIRST_MONTH = 5
"""The row of January, from 1; the other months follow."""

LAST_MONTH = FIRST_MONTH + 11
BEST_SELLERS = 8
LAST_BEST = FIRST_MONTH + BEST_SELLERS - 1
FIRST_METHOD = FIRST_MONTH + BEST_SELLERS + 2
METHODS = 3
LAST_METHOD = FIRST_METHOD + METHODS - 1

WHOLE = "#,##0"


def _series(values: str, labels: str, rows: tuple[int, int]) -> dict[str, Any]:
    """A column of values with the column of its labels."""
    first, last = rows
    return {
        "name": f"={NAME}!${values}${FIRST_MONTH - 1}",
        "categories": f"={NAME}!${labels}${first}:${labels}${last}",
        "values": f"={NAME}!${values}${first}:${values}${last}",
    }


def _filled(colour: str) -> dict[str, Any]:
    return {"fill": {"color": colour}, "border": {"none": True}}


MONTHS = (FIRST_MONTH, LAST_MONTH)


def months_chart(writer: WorkbookWriter) -> Chart:
    """Invoiced as columns, received as a line."""
    chart = writer.book.add_chart({"type": "column"})
    invoiced = _series("D", "B", MONTHS)
    chart.add_series({**invoiced, **_filled(GREEN), "gap": 60})
    line = writer.book.add_chart({"type": "line"})
    received = _series("E", "B", MONTHS)
    line.add_series({**received, "line": {"color": AMBER, "width": 2.25}})
    chart.combine(line)
    gridlines = {"visible": True, "line": {"color": "#D9D9D9"}}
    chart.set_x_axis({"num_format": "mmm", "num_font": {"size": 9}})
    chart.set_y_axis({"num_format": WHOLE, "major_gridlines": gridlines})
    _finish(chart, "Invoiced and received", width=500)
    chart.set_legend({"position": "bottom"})
    return chart


def best_sellers_chart(writer: WorkbookWriter) -> Chart:
    """The units of the best sellers, as bars."""
    chart = writer.book.add_chart({"type": "bar"})
    units = _series("I", "H", (FIRST_MONTH, LAST_BEST))
    labels = {"value": True}
    chart.add_series({**units, **_filled(BLUE), "gap": 40, "data_labels": labels})
    hidden = {"visible": False}
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": hidden})
    _finish(chart, "Best sellers, units", width=360)
    chart.set_legend({"none": True})
    return chart


def methods_chart(writer: WorkbookWriter) -> Chart:
    """How money comes in, as a ring."""
    chart = writer.book.add_chart({"type": "doughnut"})
    slices = [{"fill": {"color": colour}} for colour in (BLUE, AMBER, GREEN)]
    amounts = _series("I", "H", (FIRST_METHOD, LAST_METHOD))
    options = {"points": slices, "data_labels": {"percentage": True}}
    chart.add_series({**amounts, **_filled(GREEN), **options})
    _finish(chart, "How money comes in", width=330)
    return chart


def _finish(chart: Chart, title: str, width: int) -> None:
    font = {"size": 12, "color": GREEN}
    chart.set_title({"name": title, "name_font": font})
    chart.set_size({"width": width, "height": 300})


def draw_chart_sheet(writer: WorkbookWriter) -> None:
    """A sheet that is nothing but a chart."""
    sheet = writer.book.add_chartsheet("Orders by month")
    chart = writer.book.add_chart({"type": "area"})
    chart.add_series({**_series("C", "B", MONTHS), **_filled(BLUE)})
    chart.set_title({"name": "Orders by month"})
    chart.set_legend({"none": True})
    sheet.set_chart(chart)
    sheet.set_tab_color(BLUE)
