"""The owner's own sheet over ours: months, best sellers and how money comes in, as formulas and charts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.starters.drawing import Studio, write_cell
from sheetflow.starters.samples.tables import Table
from sheetflow.workbook.model import Formula, Value

NAME = "Year"
GREEN, BLUE, AMBER = "#1E4D3B", "#2E75B6", "#E3A33B"
FIRST_MONTH, MONTHS, TOP = 5, 12, 8
"""The first row of months (from 1), how many there are, and how many best sellers are shown."""


@dataclass(frozen=True)
class Figures:
    """What the formulas give now: they are written beside them, for readers that do not calculate."""

    orders: dict[int, int]
    invoiced: dict[int, Decimal]
    paid: dict[int, Decimal]
    sold: dict[str, Decimal]
    methods: dict[str, Decimal]


def figures_of(tables: dict[str, Table]) -> Figures:
    """Sum up the year."""
    orders, lines = tables["Orders"], tables["Invoice lines"]
    payments = tables["Payments"]
    sold: dict[str, Decimal] = defaultdict(Decimal)
    for sku, quantity in zip(
        lines.column("SKU"), lines.column("Quantity"), strict=True
    ):
        sold[str(sku)] += Decimal(str(quantity))
    methods: dict[str, Decimal] = defaultdict(Decimal)
    received = [row for row in _rows(payments) if row["Kind"] == "Payment"]
    for row in received:
        methods[str(row["Method"])] += Decimal(str(row["Amount"]))
    count: dict[int, int] = defaultdict(int)
    for day in orders.column("Order date"):
        count[_month(day)] += 1
    invoiced = _by_month(_rows(tables["Invoices"]), "Invoice date", "Total")
    return Figures(
        count, invoiced, _by_month(received, "Payment date", "Amount"), sold, methods
    )


def _rows(table: Table) -> list[dict[str, Value]]:
    return [dict(zip(table.headers, row, strict=True)) for row in table.rows]


def _month(day: Value) -> int:
    assert isinstance(day, dt.date)
    return day.month


def _by_month(
    rows: Sequence[dict[str, Value]], date: str, amount: str
) -> dict[int, Decimal]:
    sums: dict[int, Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[_month(row[date])] += Decimal(str(row[amount]))
    return sums


def draw_overview(studio: Studio, tables: dict[str, Table]) -> None:
    """Draw the sheet."""
    sheet = studio.book.add_worksheet(NAME)
    sheet.set_tab_color(AMBER)
    sheet.hide_gridlines(2)
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 5, 13)
    sheet.set_column(6, 6, 3)
    sheet.set_column(7, 9, 15)
    band = studio.format(
        bold=True,
        font_size=20,
        font_color="#FFFFFF",
        bg_color=GREEN,
        valign="vcenter",
        indent=1,
    )
    sheet.merge_range("B1:P1", "Northfork Outfitters, the year 2025", band)
    sheet.set_row(0, 40)
    figures = figures_of(tables)
    _draw_months(studio, sheet, figures)
    _draw_best_sellers(studio, sheet, tables, figures)
    _draw_methods(studio, sheet, figures)
    _draw_charts(studio, sheet)
    sheet.set_landscape()
    sheet.set_paper(1)
    sheet.fit_to_pages(1, 1)


def _draw_headers(
    studio: Studio, sheet: Worksheet, row: int, column: int, names: Sequence[str]
) -> None:
    for at, name in enumerate(names, column):
        side = "left" if at == column else "right"
        look = studio.format(
            bold=True, font_color=GREEN, bottom=2, bottom_color=GREEN, align=side
        )
        sheet.write_string(row, at, name, look)


def _draw_months(studio: Studio, sheet: Worksheet, figures: Figures) -> None:
    """One row a month: orders, what was invoiced and received, and a bar of it."""
    _draw_headers(
        studio, sheet, FIRST_MONTH - 2, 1, ("Month", "Orders", "Invoiced", "Received")
    )
    money, plain = studio.format(num_format="#,##0.00"), studio.format(num_format="0")
    for month in range(1, MONTHS + 1):
        row = FIRST_MONTH + month - 1
        span = f'{{0}},">="&$B{row},{{0}},"<"&EDATE($B{row},1)'
        cells: tuple[tuple[Value, Any], ...] = (
            (
                dt.date(2025, month, 1),
                studio.format(num_format="mmm yyyy", align="left"),
            ),
            (
                Formula(
                    f"COUNTIFS({span.format('Orders[Order date]')})",
                    figures.orders[month],
                ),
                plain,
            ),
            (
                Formula(
                    f"SUMIFS(Invoices[Total],{span.format('Invoices[Invoice date]')})",
                    figures.invoiced[month],
                ),
                money,
            ),
            (Formula(_received(span), figures.paid[month]), money),
        )
        for at, (value, look) in enumerate(cells, 1):
            write_cell(sheet, row - 1, at, value, look)
    _draw_year(studio, sheet, figures)


def _draw_year(studio: Studio, sheet: Worksheet, figures: Figures) -> None:
    """The sums below the months."""
    last = FIRST_MONTH + MONTHS - 1
    total = studio.format(bold=True, top=1, num_format="#,##0.00")
    sheet.write_string(last, 1, "Year", studio.format(bold=True, top=1))
    totals = (
        sum(figures.orders.values()),
        sum(figures.invoiced.values()),
        sum(figures.paid.values()),
    )
    for letter, value in zip("CDE", totals, strict=True):
        formula = Formula(f"SUM({letter}{FIRST_MONTH}:{letter}{last})", value)
        write_cell(
            sheet,
            last,
            "ABCDE".index(letter),
            formula,
            total if letter != "C" else studio.format(bold=True, top=1),
        )
    spark = {
        "range": f"{NAME}!D{FIRST_MONTH}:D{last}",
        "type": "column",
        "series_color": GREEN,
    }
    sheet.add_sparkline(last, 5, spark)
    bars = {
        "type": "data_bar",
        "bar_color": "#A9D08E",
        "bar_solid": True,
        "data_bar_2010": True,
    }
    sheet.conditional_format(FIRST_MONTH - 1, 3, last - 1, 3, bars)


def _received(span: str) -> str:
    """Payments less nothing: refunds are shown on their own sheet. Payments is a plain range, not a table."""
    days = span.format("Payments!$D$2:$D$2000")
    return f'SUMIFS(Payments!$G$2:$G$2000,Payments!$E$2:$E$2000,"Payment",{days})'


def _draw_best_sellers(
    studio: Studio, sheet: Worksheet, tables: dict[str, Table], figures: Figures
) -> None:
    names = dict(
        zip(
            tables["Products"].column("SKU"),
            tables["Products"].column("Name"),
            strict=True,
        )
    )
    best = sorted(figures.sold, key=lambda sku: (-figures.sold[sku], sku))[:TOP]
    _draw_headers(studio, sheet, FIRST_MONTH - 2, 7, ("Best sellers", "Units", "Share"))
    whole = sum(figures.sold.values())
    for row, sku in enumerate(best, FIRST_MONTH):
        sheet.write_string(row - 1, 7, sku)
        sheet.write_comment(row - 1, 7, str(names[sku]))
        units = Formula(
            f"SUMIFS(InvoiceLines[Quantity],InvoiceLines[SKU],$H{row})",
            figures.sold[sku],
        )
        write_cell(sheet, row - 1, 8, units, studio.format(num_format="#,##0"))
        share = Formula(
            f"I{row}/SUM(InvoiceLines[Quantity])", figures.sold[sku] / whole
        )
        write_cell(sheet, row - 1, 9, share, studio.format(num_format="0.0%"))
    icons = {"type": "icon_set", "icon_style": "3_arrows"}
    sheet.conditional_format(FIRST_MONTH - 1, 9, FIRST_MONTH + TOP - 2, 9, icons)


def _draw_methods(studio: Studio, sheet: Worksheet, figures: Figures) -> None:
    top = FIRST_MONTH + TOP + 2
    _draw_headers(studio, sheet, top - 2, 7, ("Received by", "Amount"))
    for row, method in enumerate(sorted(figures.methods), top):
        sheet.write_string(row - 1, 7, method)
        spans = f'Payments!$F$2:$F$2000,$H{row},Payments!$E$2:$E$2000,"Payment"'
        amount = Formula(
            f"SUMIFS(Payments!$G$2:$G$2000,{spans})", figures.methods[method]
        )
        write_cell(sheet, row - 1, 8, amount, studio.format(num_format="#,##0.00"))


def _series(
    column: str, first: int, last: int, labels: str, colour: str
) -> dict[str, Any]:
    return {
        "name": f"={NAME}!${column}${FIRST_MONTH - 1}",
        "categories": f"={NAME}!${labels}${first}:${labels}${last}",
        "values": f"={NAME}!${column}${first}:${column}${last}",
        "fill": {"color": colour},
        "border": {"none": True},
    }


def _draw_charts(studio: Studio, sheet: Worksheet) -> None:
    last = FIRST_MONTH + MONTHS - 1
    months = studio.book.add_chart({"type": "column"})
    months.add_series(_series("D", FIRST_MONTH, last, "B", GREEN) | {"gap": 60})
    line = studio.book.add_chart({"type": "line"})
    received = _series("E", FIRST_MONTH, last, "B", AMBER) | {
        "line": {"color": AMBER, "width": 2.25}
    }
    line.add_series(
        {key: value for key, value in received.items() if key not in ("fill", "border")}
    )
    months.combine(line)
    months.set_x_axis({"num_format": "mmm", "num_font": {"size": 9}})
    months.set_y_axis(
        {
            "num_format": "#,##0",
            "major_gridlines": {"visible": True, "line": {"color": "#D9D9D9"}},
        }
    )
    _finish(months, "Invoiced and received", (500, 300))
    sheet.insert_chart("B21", months)
    best = studio.book.add_chart({"type": "bar"})
    best.add_series(
        _series("I", FIRST_MONTH, FIRST_MONTH + TOP - 1, "H", BLUE)
        | {"gap": 40, "data_labels": {"value": True}}
    )
    best.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    best.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    _finish(best, "Best sellers, units", (360, 300))
    sheet.insert_chart("H21", best)
    ways = studio.book.add_chart({"type": "doughnut"})
    slices = [{"fill": {"color": colour}} for colour in (BLUE, AMBER, GREEN)]
    top = FIRST_MONTH + TOP + 2
    ways.add_series(
        {
            **_series("I", top, top + 2, "H", GREEN),
            "points": slices,
            "data_labels": {"percentage": True},
        }
    )
    ways.set_title(
        {"name": "How money comes in", "name_font": {"size": 12, "color": GREEN}}
    )
    ways.set_size({"width": 330, "height": 300})
    sheet.insert_chart("L3", ways)


def _finish(chart: Any, title: str, size: tuple[int, int]) -> None:
    chart.set_title({"name": title, "name_font": {"size": 12, "color": GREEN}})
    chart.set_legend(
        {"position": "bottom"} if title.startswith("Invoiced") else {"none": True}
    )
    chart.set_size({"width": size[0], "height": size[1]})


def draw_chart_sheet(studio: Studio) -> None:
    """A sheet that is nothing but a chart."""
    last = FIRST_MONTH + MONTHS - 1
    sheet = studio.book.add_chartsheet("Orders by month")
    chart = studio.book.add_chart({"type": "area"})
    chart.add_series(_series("C", FIRST_MONTH, last, "B", BLUE))
    chart.set_title({"name": "Orders by month"})
    chart.set_legend({"none": True})
    sheet.set_chart(chart)
    sheet.set_tab_color(BLUE)
