"""Stock: quantity and value by product and location at a date, and what came in and went out.

The value of a product is shared out over its locations by their units, as on the sheet
Stock.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sheetflow.domain.numbers import BLANK, AnyArray
from sheetflow.ledgers.costs import unit_cost
from sheetflow.ledgers.movement_types import place_names
from sheetflow.reports.movement_rows import AMOUNTS, movement_rows
from sheetflow.reports.names import texts
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

KEYS = ["SKU", "Product", "Location"]
ROWS_IN_PERIOD = (*AMOUNTS, "Opening")


def stock(source: Source, options: ReportOptions) -> Report:
    """Stock at the end of the period, and its movements in the period."""
    rows = pd.concat([_opening_rows(source), _period_rows(source)], ignore_index=True)
    rows = chosen_rows(rows, options)
    rows = rows.sort_values("Date", kind="stable", ignore_index=True)
    figures, documents = grouped(rows, KEYS, ["Opening", "In", "Out", "Change"])
    figures["On hand"] = figures["Opening"] + figures["Change"]
    figures = _with_values(source.closing, figures)
    return Report(
        "Stock",
        period_text(source.period),
        Table(_columns(), figures),
        Table(_document_columns(), documents),
        _agreements(source, figures, options),
    )


def chosen_rows(rows: pd.DataFrame, options: ReportOptions) -> pd.DataFrame:
    """The rows of the product and the location that are requested."""
    for header, wanted in (("SKU", options.product), ("Location", options.location)):
        if wanted:
            rows = rows[rows[header].astype(str).str.casefold() == wanted.casefold()]
    return rows


def _columns() -> tuple[Column, ...]:
    return (
        *text(*KEYS),
        *quantity("Opening", "In", "Out", "On hand"),
        Column("Unit cost", "money"),
        *money("Value"),
    )


def _document_columns() -> tuple[Column, ...]:
    return (
        Column("Date", "date"),
        *text("Type", "Document", "Order", "SKU", "Product", "Location", "Other place"),
        *quantity("Opening", "In", "Out"),
    )


def _period_rows(source: Source) -> pd.DataFrame:
    """The movements of the period."""
    rows = source.in_period(movement_rows, AMOUNTS)
    return rows.assign(Date=rows[DAY], Opening=0)


def _opening_rows(source: Source) -> pd.DataFrame:
    """What was on hand before the period, a row for each product and location."""
    if source.opening is None:
        return _period_rows(source)[:0]
    stock_then = source.opening.ledgers.stock
    sku, place = np.nonzero(stock_then.touched)
    book = source.opening.book
    on_hand = stock_then.on_hand[sku, place]
    return pd.DataFrame(
        {
            **{column.header: "" for column in _document_columns()},
            **dict.fromkeys(AMOUNTS, 0),
            "Date": source.period.first - 1,
            "SKU": texts(book.products.sku, sku),
            "Product": texts(book.products.name, sku),
            "Location": place_names(book)[place],
            "Type": "Brought forward",
            "Opening": on_hand,
        },
        index=range(len(sku)),
    )


def _with_values(view: View, figures: pd.DataFrame) -> pd.DataFrame:
    """The figures with the value of what is on hand, and what a unit of it costs."""
    value = _values(view, figures)
    known = value != BLANK
    cost = unit_cost(np.where(known, value, 0), figures["On hand"].to_numpy())
    return figures.assign(**{"Value": value, "Unit cost": np.where(known, cost, BLANK)})


def _values(view: View, figures: pd.DataFrame) -> AnyArray:
    """What is on hand at each product and location is worth; BLANK where its cost is not known."""
    costs = view.ledgers.costs
    if costs is None:
        return np.full(len(figures), BLANK)
    sku = pd.Index(view.book.products.sku).get_indexer(pd.Index(figures["SKU"]))
    places = place_names(view.book)[: len(view.book.warehouse)]
    place = pd.Index(places).get_indexer(pd.Index(figures["Location"]))
    return np.where(costs.known[sku], costs.on_hand[sku, place], BLANK)


def _agreements(
    source: Source, figures: pd.DataFrame, options: ReportOptions
) -> list[Agreement]:
    """Of everything: what the sheet Stock has. Of a part: what its movements come to."""
    if options.product or options.location:
        return []
    return [
        Agreement(
            "On hand",
            exact_sum(figures["On hand"]),
            "[On hand] of [Stock] at that date",
            on_hand(source.closing),
            is_money=False,
        ),
        Agreement(
            "Value",
            exact_sum(figures["Value"]),
            "[Value] of [Stock] at that date",
            value_on_hand(source.closing),
        ),
    ]


def on_hand(view: View) -> int:
    """All units at all locations."""
    return exact_sum(view.ledgers.stock.on_hand.sum(axis=1))


def value_on_hand(view: View) -> int:
    """What all units at all locations are worth."""
    costs = view.ledgers.costs
    return 0 if costs is None else exact_sum(costs.stock)
