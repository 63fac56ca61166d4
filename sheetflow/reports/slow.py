"""Slow stock: days since the last sale, days of stock left, and the value of what is on hand.

Sales are units that went to customers. Days of stock left are what is on hand at the pace
of the last 90 days of the period.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sheetflow.domain.numbers import BLANK, AnyArray, IntArray, total_by
from sheetflow.ledgers.lines import tracked
from sheetflow.ledgers.movement_types import Movements, outside
from sheetflow.reports.movement_rows import movement_rows
from sheetflow.reports.names import texts
from sheetflow.reports.source import ReportOptions, Source, View
from sheetflow.reports.stock import on_hand, value_on_hand
from sheetflow.reports.tables import (
    LINE,
    Agreement,
    Column,
    Report,
    Table,
    exact_sum,
    money,
    quantity,
    text,
    with_order,
)
from sheetflow.reports.wording import day_text

PACE_DAYS = 90
"""Over how many days the pace of sales is measured."""


def slow(source: Source, _options: ReportOptions) -> Report:
    """Every product with stock at the end of the period, the longest without a sale first."""
    view = source.closing
    products = _stocked(view)
    figures = _figures(view, products)
    documents = _documents(view, products)
    order = _longest_first(figures)
    figures, documents = with_order(figures, documents, order)
    return Report(
        "Slow stock",
        day_text(source.period),
        Table(_columns(), figures),
        Table(_document_columns(), documents),
        _agreements(view, figures),
        (f"Days left are at the pace of the last {PACE_DAYS} days.",),
    )


def _columns() -> tuple[Column, ...]:
    return (
        *text("SKU", "Product"),
        Column("Last sale", "date"),
        Column("Days since", "whole"),
        *quantity("On hand", f"Sold in {PACE_DAYS} days"),
        Column("Days left", "whole"),
        *money("Value"),
    )


def _document_columns() -> tuple[Column, ...]:
    return (
        Column("Date", "date"),
        *text("Type", "Document", "Order", "SKU", "Product", "Location", "Other place"),
        *quantity("In", "Out"),
    )


def _stocked(view: View) -> IntArray:
    """The products that have stock, or a value."""
    units = view.ledgers.stock.on_hand.sum(axis=1)
    value = _values(view)
    worth = (value != BLANK) & (value != 0)
    return np.flatnonzero(tracked(view.book) & ((units != 0) | worth))


def _values(view: View) -> AnyArray:
    """What is on hand of each product is worth; BLANK where its cost is not known."""
    costs = view.ledgers.costs
    if costs is None:
        return np.full(len(view.book.products), BLANK)
    return np.where(costs.known, costs.stock, BLANK)


def _figures(view: View, products: IntArray) -> pd.DataFrame:
    last = _last_sales(view)[products]
    on_hand_now = view.ledgers.stock.on_hand.sum(axis=1)[products]
    sold = _sold_lately(view)[products]
    book = view.book
    return pd.DataFrame(
        {
            "SKU": texts(book.products.sku, products),
            "Product": texts(book.products.name, products),
            "Last sale": last,
            "Days since": np.where(last == BLANK, BLANK, book.as_of - last),
            "On hand": on_hand_now,
            f"Sold in {PACE_DAYS} days": sold,
            "Days left": _days_left(on_hand_now, sold),
            "Value": _values(view)[products],
        },
        index=range(len(products)),
    )


def _days_left(on_hand_now: AnyArray, sold: AnyArray) -> AnyArray:
    """Whole days that the stock lasts at the pace of its sales; BLANK without any."""
    pace = np.where(sold > 0, sold, 1)
    days = np.maximum(on_hand_now, 0) * PACE_DAYS // pace
    return np.where(sold > 0, days, BLANK)


def _last_sales(view: View) -> IntArray:
    """The last day on which each product went to a customer; BLANK for never."""
    moves, sales = _sales(view)
    last = np.full(len(view.book.products), BLANK, dtype=np.int64)
    np.maximum.at(last, moves.sku[sales], moves.day[sales])
    return last


def _sold_lately(view: View) -> AnyArray:
    """How many units of each product went to customers in the last days."""
    moves, sales = _sales(view)
    recent = sales[moves.day[sales] > view.book.as_of - PACE_DAYS]
    size = len(view.book.products)
    return total_by(moves.sku[recent], moves.quantity[recent], size)


def _sales(view: View) -> tuple[Movements, IntArray]:
    """All movements, and the positions of those to customers."""
    moves = view.ledgers.movements
    return moves, np.flatnonzero(moves.target == outside(view.book, "(customer)"))


def _documents(view: View, products: IntArray) -> pd.DataFrame:
    """The movements at locations of these products, the latest first."""
    rows = movement_rows(view)
    skus = pd.Index(texts(view.book.products.sku, products))
    line = skus.get_indexer(pd.Index(rows["SKU"]))
    rows = rows.assign(**{LINE: line})[line >= 0]
    return rows.sort_values("Date", ascending=False, kind="stable", ignore_index=True)


def _longest_first(figures: pd.DataFrame) -> IntArray:
    """Never sold, then the longest ago; of those, the most valuable first."""
    last = figures["Last sale"].to_numpy()
    value = figures["Value"].to_numpy().astype(np.int64)
    return np.lexsort((-np.where(value == BLANK, 0, value), last))


def _agreements(view: View, figures: pd.DataFrame) -> list[Agreement]:
    return [
        Agreement(
            "On hand",
            exact_sum(figures["On hand"]),
            "[On hand] of [Stock] at that date",
            on_hand(view),
            is_money=False,
        ),
        Agreement(
            "Value",
            exact_sum(figures["Value"]),
            "[Value] of [Stock] at that date",
            value_on_hand(view),
        ),
    ]
