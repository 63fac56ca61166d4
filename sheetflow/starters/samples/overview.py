"""The owner's own sheet: months, best sellers and how money comes in.

Formulas over the other sheets, and charts of them.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal

from xlsxwriter.format import Format  # type: ignore[import-untyped]
from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]

from sheetflow.starters.samples.models import ZERO
from sheetflow.starters.samples.overview_charts import (
    AMBER,
    BEST_SELLERS,
    FIRST_METHOD,
    FIRST_MONTH,
    GREEN,
    LAST_BEST,
    LAST_MONTH,
    NAME,
    WHOLE,
    best_sellers_chart,
    methods_chart,
    months_chart,
)
from sheetflow.starters.samples.overview_figures import Figures, figures_of
from sheetflow.starters.samples.tables import Table
from sheetflow.starters.workbook_writer import WorkbookWriter, write_cell
from sheetflow.workbook.model import Formula, Value

TITLE = "Northfork Outfitters, the year 2025"
US_LETTER = 1
BARS = {
    "type": "data_bar",
    "bar_color": "#A9D08E",
    "bar_solid": True,
    "data_bar_2010": True,
}
IS_PAYMENT = 'Payments!$E$2:$E$2000,"Payment"'

WIDTHS = ((0, 0, 2), (1, 5, 13), (6, 6, 3), (7, 9, 15))
"""The first and the last column of each width, from 0, and the width."""

MONEY = "#,##0.00"
PERCENT = "0.0%"


def draw_overview(writer: WorkbookWriter, tables: dict[str, Table]) -> None:
    """Draw the sheet."""
    sheet = writer.book.add_worksheet(NAME)
    figures = figures_of(tables)
    _set_up(writer, sheet)
    _draw_months(writer, sheet, figures)
    _draw_best_sellers(writer, sheet, figures)
    _draw_methods(writer, sheet, figures)
    _insert_charts(writer, sheet)
    _set_up_page(sheet)


def _insert_charts(writer: WorkbookWriter, sheet: Worksheet) -> None:
    sheet.insert_chart("B21", months_chart(writer))
    sheet.insert_chart("H21", best_sellers_chart(writer))
    sheet.insert_chart("L3", methods_chart(writer))


def _set_up_page(sheet: Worksheet) -> None:
    sheet.set_landscape()
    sheet.set_paper(US_LETTER)
    sheet.fit_to_pages(1, 1)


def _set_up(writer: WorkbookWriter, sheet: Worksheet) -> None:
    """The widths of the columns, and the title."""
    sheet.set_tab_color(AMBER)
    sheet.hide_gridlines(2)
    for first, last, width in WIDTHS:
        sheet.set_column(first, last, width)
    sheet.merge_range("B1:P1", TITLE, _title_format(writer))
    sheet.set_row(0, 40)


def _title_format(writer: WorkbookWriter) -> Format:
    """Large white letters on a green band."""
    return writer.format(
        bold=True,
        font_size=20,
        font_color="#FFFFFF",
        bg_color=GREEN,
        valign="vcenter",
        indent=1,
    )


def _draw_headers(
    writer: WorkbookWriter,
    sheet: Worksheet,
    row: int,
    column: int,
    names: Sequence[str],
) -> None:
    """Headers above a block whose first row is `row`, from 1."""
    for at, name in enumerate(names, column):
        look = _header_format(writer, is_first=at == column)
        sheet.write_string(row - 2, at, name, look)


def _header_format(writer: WorkbookWriter, is_first: bool) -> Format:
    """The first header of a block is on the left, the others are above figures."""
    side = "left" if is_first else "right"
    return writer.format(
        bold=True, font_color=GREEN, bottom=2, bottom_color=GREEN, align=side
    )


def _draw_months(writer: WorkbookWriter, sheet: Worksheet, figures: Figures) -> None:
    """One row per month: orders, invoiced, received; then the sums of the year."""
    headers = ("Month", "Orders", "Invoiced", "Received")
    _draw_headers(writer, sheet, FIRST_MONTH, 1, headers)
    money = writer.format(num_format=MONEY)
    plain = writer.format(num_format="0")
    date = writer.format(num_format="mmm yyyy", align="left")
    looks = (date, plain, money, money)
    for month in range(1, 13):
        row = FIRST_MONTH + month - 1
        formulas = _month_formulas(month, row, figures)
        values: tuple[Value, ...] = (dt.date(2025, month, 1), *formulas)
        for column, (value, look) in enumerate(zip(values, looks, strict=True), 1):
            write_cell(sheet, row - 1, column, value, look)
    _draw_year(writer, sheet, figures)


def _month_formulas(
    month: int, row: int, figures: Figures
) -> tuple[Formula, Formula, Formula]:
    """Orders, invoiced and received in the month of a row."""
    orders = _in_month("Orders[Order date]", row)
    invoices = _in_month("Invoices[Invoice date]", row)
    payments = _in_month("Payments!$D$2:$D$2000", row)  # a plain range, not a table
    received = f"SUMIFS(Payments!$G$2:$G$2000,{IS_PAYMENT},{payments})"
    return (
        Formula(f"COUNTIFS({orders})", figures.orders[month]),
        Formula(f"SUMIFS(Invoices[Total],{invoices})", figures.invoiced[month]),
        Formula(received, figures.paid[month]),
    )


def _in_month(dates: str, row: int) -> str:
    """The criteria that dates are in the month of a row."""
    return f'{dates},">="&$B{row},{dates},"<"&EDATE($B{row},1)'


def _draw_year(writer: WorkbookWriter, sheet: Worksheet, figures: Figures) -> None:
    """The sums below the months, with a sparkline and bars."""
    bold = writer.format(bold=True, top=1)
    money = writer.format(bold=True, top=1, num_format=MONEY)
    sheet.write_string(LAST_MONTH, 1, "Year", bold)
    _write_sum(sheet, "C", sum(figures.orders.values()), bold)
    _write_sum(sheet, "D", sum(figures.invoiced.values(), ZERO), money)
    _write_sum(sheet, "E", sum(figures.paid.values(), ZERO), money)
    _draw_sparkline(sheet)
    _draw_bars(sheet)


def _draw_sparkline(sheet: Worksheet) -> None:
    sparkline = {
        "range": f"{NAME}!D{FIRST_MONTH}:D{LAST_MONTH}",
        "type": "column",
        "series_color": GREEN,
    }
    sheet.add_sparkline(LAST_MONTH, 5, sparkline)


def _draw_bars(sheet: Worksheet) -> None:
    """A bar in each month's cell for what was invoiced."""
    sheet.conditional_format(FIRST_MONTH - 1, 3, LAST_MONTH - 1, 3, BARS)


def _write_sum(
    sheet: Worksheet, letter: str, result: int | Decimal, look: Format
) -> None:
    """The sum of a column of months, below it."""
    formula = Formula(f"SUM({letter}{FIRST_MONTH}:{letter}{LAST_MONTH})", result)
    write_cell(sheet, LAST_MONTH, "ABCDE".index(letter), formula, look)


def _draw_best_sellers(
    writer: WorkbookWriter, sheet: Worksheet, figures: Figures
) -> None:
    """The best sellers with their units, and their share of all units."""
    sold = figures.sold
    headers = ("Best sellers", "Units", "Share")
    _draw_headers(writer, sheet, FIRST_MONTH, 7, headers)
    whole = writer.format(num_format=WHOLE)
    percent = writer.format(num_format=PERCENT)
    quantities = "InvoiceLines[Quantity]"
    total = sum(sold.values(), ZERO)
    for row, sku in enumerate(_best_sellers(sold), FIRST_MONTH):
        units = f"SUMIFS({quantities},InvoiceLines[SKU],$H{row})"
        share = f"I{row}/SUM({quantities})"
        sheet.write_string(row - 1, 7, sku)
        sheet.write_comment(row - 1, 7, figures.names[sku])
        write_cell(sheet, row - 1, 8, Formula(units, sold[sku]), whole)
        write_cell(sheet, row - 1, 9, Formula(share, sold[sku] / total), percent)
    _draw_arrows(sheet)


def _best_sellers(sold: Mapping[str, Decimal]) -> list[str]:
    """The products of which most was sold; of several alike, the first by code."""
    return sorted(sold, key=lambda sku: (-sold[sku], sku))[:BEST_SELLERS]


def _draw_arrows(sheet: Worksheet) -> None:
    """An arrow in the cell of each share."""
    arrows = {"type": "icon_set", "icon_style": "3_arrows"}
    sheet.conditional_format(FIRST_MONTH - 1, 9, LAST_BEST - 1, 9, arrows)


def _draw_methods(writer: WorkbookWriter, sheet: Worksheet, figures: Figures) -> None:
    """How much money was received by each method."""
    _draw_headers(writer, sheet, FIRST_METHOD, 7, ("Received by", "Amount"))
    money = writer.format(num_format=MONEY)
    for row, method in enumerate(sorted(figures.methods), FIRST_METHOD):
        amount = Formula(_received_by_method(row), figures.methods[method])
        sheet.write_string(row - 1, 7, method)
        write_cell(sheet, row - 1, 8, amount, money)


def _received_by_method(row: int) -> str:
    """The formula for what came in by the method named in a row."""
    is_method = f"Payments!$F$2:$F$2000,$H{row}"
    return f"SUMIFS(Payments!$G$2:$G$2000,{is_method},{IS_PAYMENT})"
