"""Margins: of each order line in a period, lowest first; prices below cost or off the list."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from sheetflow.domain.numbers import BLANK, AnyArray, take
from sheetflow.ledgers.margins import build_margins
from sheetflow.reports.names import texts
from sheetflow.reports.sale_rows import (
    AMOUNTS,
    LINE_OF_ORDER,
    WITHOUT_COST,
    sale_rows,
)
from sheetflow.reports.sales import percent_of
from sheetflow.reports.source import DAY, ReportOptions, Source, View
from sheetflow.reports.tables import (
    Agreement,
    Column,
    Report,
    Table,
    exact_sum,
    grouped,
    money,
    quantity,
    text,
    with_order,
)
from sheetflow.reports.wording import period_text

KEYS = ["Order", "Line", "SKU", "Product"]


def margin(source: Source, _options: ReportOptions) -> Report:
    """The margin of each order line with sales or goods in the period."""
    rows = source.in_period(partial(sale_rows, source), AMOUNTS)
    rows = rows[rows[LINE_OF_ORDER].to_numpy() >= 0]
    line = rows[LINE_OF_ORDER].to_numpy(dtype=np.int64)
    numbers = texts(source.closing.book.order_lines.line, line)
    rows = rows.assign(Date=rows[DAY], Line=numbers).sort_values(DAY, kind="stable")
    figures, documents = grouped(rows, [LINE_OF_ORDER, *KEYS], [*AMOUNTS, WITHOUT_COST])
    figures = _with_margins(source.closing, figures)
    lowest_first = _lowest_first(figures)
    figures, documents = with_order(figures, documents, lowest_first)
    return Report(
        "Margins",
        period_text(source.period),
        Table(_columns(), figures),
        Table(_document_columns(), documents),
        _agreements(source, figures),
    )


def _columns() -> tuple[Column, ...]:
    return (
        *text(*KEYS),
        *quantity("Quantity"),
        Column("Unit price", "money"),
        Column("Price", "money"),
        *money("Revenue", "Cost", "Margin"),
        Column("Margin %", "percent"),
        *text("Remark"),
    )


def _document_columns() -> tuple[Column, ...]:
    return (
        Column("Date", "date"),
        *text("Document", "Order", "Line", "Customer", "Name", "SKU", "Product"),
        *quantity("Quantity"),
        *money("Revenue", "Cost"),
    )


def _with_margins(view: View, figures: pd.DataFrame) -> pd.DataFrame:
    """The figures with their margins, prices, and what is remarkable about them."""
    line = figures[LINE_OF_ORDER].to_numpy(dtype=np.int64)
    revenue = figures["Revenue"].to_numpy()
    profit = revenue - figures["Cost"].to_numpy()
    known = figures[WITHOUT_COST].to_numpy() == 0
    price = view.book.order_lines.unit_price[line]
    listed = _list_prices(view, line)
    return figures.assign(
        **{
            "Unit price": price,
            "Price": listed,
            "Margin": np.where(known, profit, BLANK),
            "Margin %": np.where(known, percent_of(profit, revenue), BLANK),
            "Remark": _remarks(known & (profit < 0), price, listed),
        }
    )


def _list_prices(view: View, line: AnyArray) -> AnyArray:
    """What Products say that a unit of each order line costs; BLANK where they do not."""
    products = view.book.products
    listed = np.where(products.has_price, products.price, BLANK)
    return take(listed, view.book.order_lines.sku_index[line], BLANK)


def _remarks(below_cost: AnyArray, price: AnyArray, listed: AnyArray) -> AnyArray:
    """`below cost`, `off the list`, both or nothing."""
    differs = (listed != BLANK) & (price != listed)
    found = np.full(len(price), "", dtype=object)
    found[differs] = "off the list"
    found[below_cost] = "below cost"
    found[below_cost & differs] = "below cost, off the list"
    return found


def _lowest_first(figures: pd.DataFrame) -> AnyArray:
    """The order of the figures by margin in percent, then in money; unknown ones are last."""
    amount = figures["Margin"].to_numpy()
    percent = figures["Margin %"].to_numpy()
    unknown = amount == BLANK
    rank = np.where(percent == BLANK, -(10**15), percent).astype(np.int64)
    return np.lexsort((amount.astype(np.int64), rank, unknown))


def _agreements(source: Source, figures: pd.DataFrame) -> list[Agreement]:
    known = figures["Margin"].to_numpy()
    return [
        Agreement(
            "Margin",
            exact_sum(known),
            "[Margin] of [Order lines], as it changed in the period",
            source.change(_margin_of_lines),
        )
    ]


def _margin_of_lines(view: View) -> int:
    """The margins of all order lines whose cost is known."""
    if view.ledgers.costs is None:
        return 0
    return exact_sum(build_margins(view.book, view.ledgers.costs))
