"""Sales: what was sold in a period, by one or two of customer, product, month, country, tax code.

Revenue is that of the invoices of the period less the credits of the period, without tax;
cost is that of the goods that left in it less those that came back. So revenue and cost
are those of the books.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from sheetflow.domain.frame import PERCENT
from sheetflow.domain.numbers import BLANK, AnyArray, divide_half_away, multiply
from sheetflow.ledgers.costs import at_place
from sheetflow.reports.sale_rows import AMOUNTS, WITHOUT_COST, sale_rows
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
)
from sheetflow.reports.wording import period_text

KEYS = {
    "customer": ("Customer", "Name"),
    "product": ("SKU", "Product"),
    "month": ("Month",),
    "country": ("Country",),
    "tax-code": ("Tax code",),
}
"""The columns of each word of --by."""


def sales(source: Source, options: ReportOptions) -> Report:
    """What was sold in the period."""
    keys = [header for word in options.by for header in KEYS[word]]
    rows = source.in_period(partial(sale_rows, source), AMOUNTS)
    rows["Date"] = rows[DAY]
    rows = rows.sort_values(DAY, kind="stable")
    figures, documents = grouped(rows, keys, [*AMOUNTS, WITHOUT_COST])
    return Report(
        "Sales",
        period_text(source.period),
        Table(_columns(keys), _with_margins(figures)),
        Table(_document_columns(), documents),
        _agreements(source, figures),
    )


def _columns(keys: list[str]) -> tuple[Column, ...]:
    return (
        *text(*keys),
        *quantity("Quantity"),
        *money("Revenue", "Cost", "Margin"),
        Column("Margin %", "percent"),
        Column("Share %", "percent"),
    )


def _document_columns() -> tuple[Column, ...]:
    return (
        Column("Date", "date"),
        *text("Document", "Order", "Customer", "Name", "SKU", "Product", "Tax code"),
        *quantity("Quantity"),
        *money("Revenue", "Cost"),
    )


def _with_margins(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures with margin, margin in percent of revenue, and share of all revenue.

    The margin is blank where the cost of some goods is not known.
    """
    revenue = figures["Revenue"].to_numpy()
    known = figures[WITHOUT_COST].to_numpy() == 0
    margin = revenue - figures["Cost"].to_numpy()
    whole = np.full(len(figures), exact_sum(revenue), dtype=object)
    return figures.assign(
        **{
            "Margin": np.where(known, margin, BLANK),
            "Margin %": np.where(known, percent_of(margin, revenue), BLANK),
            "Share %": percent_of(revenue, whole),
        }
    )


def percent_of(part: AnyArray, whole: AnyArray) -> AnyArray:
    """A part in percent with two decimals; BLANK where the whole is not above 0."""
    known = np.asarray(whole > 0, dtype=bool)
    divisor = np.where(known, whole, 1)
    hundredths = divide_half_away(multiply(part, 100 * 100), divisor)
    return np.where(known, multiply(hundredths, PERCENT // 100), BLANK)


def _agreements(source: Source, figures: pd.DataFrame) -> list[Agreement]:
    return [
        Agreement(
            "Revenue",
            exact_sum(figures["Revenue"]),
            "[Total] less [Tax] of [Invoices], less [Credit net] of [Returns]",
            source.change(_net_of_documents),
        ),
        Agreement(
            "Cost",
            exact_sum(figures["Cost"]),
            "the cost of the goods that customers have",
            source.change(cost_of_sales),
        ),
    ]


def _net_of_documents(view: View) -> int:
    """Invoices without tax less what returns credit without tax, from the documents alone."""
    invoices = view.book.invoices
    returns = view.book.returns
    invoiced = exact_sum((invoices.total - invoices.tax)[invoices.live])
    return invoiced - exact_sum(returns.credit_net[returns.live])


def cost_of_sales(view: View) -> int:
    """The value of what customers have."""
    costs = view.ledgers.costs
    if costs is None:
        return 0
    return exact_sum(at_place(costs, "(customer)"))
