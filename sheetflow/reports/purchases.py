"""Purchases: what arrived from suppliers in a period, by one or two of supplier, product and month.

On time is what arrived by the expected date of its purchase line, Late what arrived after
it. What has no expected date is neither, and so is what was sent back, which is below 0.
"""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import BLANK, AnyArray, IntArray, rounded_product, take
from sheetflow.ledgers.purchases import build_purchases
from sheetflow.reports.names import months, texts
from sheetflow.reports.sales import percent_of
from sheetflow.reports.source import (
    DAY,
    PART,
    VOID_DAY,
    ReportOptions,
    Source,
    View,
)
from sheetflow.reports.tables import (
    RECORD,
    SHEET,
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
    "supplier": ("Supplier", "Name"),
    "product": ("SKU", "Product"),
    "month": ("Month",),
}
"""The columns of each word of --by."""

AMOUNTS = ("Quantity", "Value", "On time", "Late")


def purchases(source: Source, options: ReportOptions) -> Report:
    """What arrived in the period."""
    keys = [header for word in options.by for header in KEYS[word]]
    rows = source.in_period(partial(_receipt_rows, source), AMOUNTS)
    rows = rows.assign(Date=rows[DAY], Month=months(rows[DAY].to_numpy()))
    rows = rows.sort_values(DAY, kind="stable")
    figures, documents = grouped(rows, keys, AMOUNTS)
    return Report(
        "Purchases",
        period_text(source.period),
        Table(_columns(keys), _with_punctuality(figures)),
        Table(_document_columns(), documents),
        _agreements(source, figures),
    )


def _columns(keys: list[str]) -> tuple[Column, ...]:
    return (
        *text(*keys),
        *quantity("Quantity"),
        *money("Value"),
        *quantity("On time", "Late"),
        Column("On time %", "percent"),
    )


def _document_columns() -> tuple[Column, ...]:
    return (
        Column("Date", "date"),
        Column("Expected date", "date"),
        Column("Days late", "whole"),
        *text("Receipt", "Purchase order", "Supplier", "Name", "SKU", "Product"),
        *quantity("Quantity"),
        *money("Value"),
    )


def _with_punctuality(figures: pd.DataFrame) -> pd.DataFrame:
    """The figures with how much of what arrived was on time, in percent."""
    on_time = figures["On time"].to_numpy()
    both = on_time + figures["Late"].to_numpy()
    return figures.assign(**{"On time %": percent_of(on_time, both)})


def _receipt_rows(source: Source, view: View) -> pd.DataFrame:
    """Every live receipt up to the end of a view, with its value and what was on time of it."""
    book = view.book
    receipts = book.receipts
    at = np.flatnonzero(receipts.live & (receipts.purchase_order_index >= 0))
    expected = take(build_purchases(book).expected, receipts.purchase_line_index[at])
    expected = np.where(receipts.purchase_line_index[at] < 0, BLANK, expected)
    units = receipts.quantity[at]
    days_late = receipts.receipt_date[at] - expected
    is_dated = (expected != BLANK) & (units > 0)
    columns: dict[str, AnyArray | str] = {
        SHEET: receipts.SHEET,
        RECORD: at,
        PART: "",
        DAY: receipts.receipt_date[at],
        VOID_DAY: source.void_days(receipts.SHEET)[at],
        "Expected date": expected,
        "Days late": np.where(is_dated & (days_late > 0), days_late, BLANK),
        **_names(book, at),
        "Quantity": units,
        "Value": receipt_values(book)[at],
        "On time": np.where(is_dated & (days_late <= 0), units, 0),
        "Late": np.where(is_dated & (days_late > 0), units, 0),
    }
    return pd.DataFrame(columns, index=range(len(at)))


def _names(book: Book, at: IntArray) -> dict[str, AnyArray]:
    """What these receipts are of, and from whom."""
    receipts = book.receipts
    order = receipts.purchase_order_index[at]
    supplier = take(book.purchase_orders.supplier_index, order, -1)
    sku = receipts.sku_index[at]
    return {
        "Receipt": texts(receipts.receipt, at),
        "Purchase order": texts(book.purchase_orders.purchase_order, order),
        "Supplier": texts(book.suppliers.supplier, supplier),
        "Name": texts(book.suppliers.name, supplier),
        "SKU": texts(book.products.sku, sku),
        "Product": texts(book.products.name, sku),
    }


def receipt_values(book: Book) -> AnyArray:
    """Quantity × unit cost of every receipt, rounded to money."""
    receipts = book.receipts
    factors = [receipts.quantity, receipts.unit_cost]
    return rounded_product(factors, book.settings.minor_unit)


def _agreements(source: Source, figures: pd.DataFrame) -> list[Agreement]:
    return [
        Agreement(
            "Quantity",
            exact_sum(figures["Quantity"]),
            "[Received] of [Purchase lines], as it changed in the period",
            source.change(_received),
            is_money=False,
        )
    ]


def _received(view: View) -> int:
    """What was received of all purchase lines, less what was sent back."""
    return exact_sum(build_purchases(view.book).received)
