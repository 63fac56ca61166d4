"""Stock ledger: every movement of a product in a period, with the balance and the value after it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from sheetflow.domain.numbers import running_by
from sheetflow.errors import SheetflowError
from sheetflow.reports.movement_rows import AMOUNTS, movement_rows
from sheetflow.reports.names import texts
from sheetflow.reports.source import DAY, ReportOptions, Source, View
from sheetflow.reports.stock import chosen_rows
from sheetflow.reports.tables import (
    LINE,
    RECORD,
    Agreement,
    Column,
    Report,
    Table,
    exact_sum,
    text,
)
from sheetflow.reports.wording import period_text

COLUMNS = (
    *text("SKU", "Product"),
    Column("Date", "date"),
    *text("Type", "Document", "Order", "Location", "Other place"),
    Column("In", "quantity", total=True),
    Column("Out", "quantity", total=True),
    Column("Balance", "quantity"),
    Column("Value change", "money", total=True),
    Column("Value", "money"),
)
FORWARD = "Brought forward"


def ledger(source: Source, options: ReportOptions) -> Report:
    """The movements of each product that is requested, by date."""
    _refuse_unknown(source, options)
    rows = pd.concat([_opening(source), _period_rows(source)], ignore_index=True)
    rows = chosen_rows(rows, options)
    rows = rows.sort_values(["SKU", "Date", "_rank"], kind="stable", ignore_index=True)
    figures = _with_balances(rows)
    figures[LINE] = np.arange(len(figures))
    return Report(
        "Stock ledger",
        period_text(source.period),
        Table(COLUMNS, figures),
        Table(COLUMNS, figures),
        _agreements(source, figures, options),
    )


def _period_rows(source: Source) -> pd.DataFrame:
    rows = source.in_period(movement_rows, AMOUNTS)
    is_transfer = (rows["Type"] == "Transfer").to_numpy()
    rank = np.where(is_transfer & (rows["Out"] != 0).to_numpy(), 1, 2)
    return rows.assign(Date=rows[DAY], _rank=rank)


def _opening(source: Source) -> pd.DataFrame:
    """What was on hand before the period: the sums of the movements before it."""
    if source.opening is None:
        return _period_rows(source)[:0]
    before = movement_rows(source.opening)
    keys = ["SKU", "Product", "Location"]
    sums = before.groupby(keys, sort=False)[list(AMOUNTS)].sum().reset_index()
    day = source.period.first - 1
    for header in ("Document", "Order", "Other place"):
        sums[header] = ""
    sums[DAY] = day
    sums["Date"] = day
    sums["Type"] = FORWARD
    sums["_rank"] = 0
    sums[RECORD] = -1
    sums["In"] = sums["Change"]
    sums["Out"] = 0
    return sums


def _with_balances(rows: pd.DataFrame) -> pd.DataFrame:
    """Each movement with the balance and the value of its product after it."""
    product = rows["SKU"].factorize()[0].astype(np.int64)
    change = rows["Change"].to_numpy()
    value = rows["Value change"].to_numpy()
    return rows.assign(
        Balance=running_by(product, change) + change,
        Value=running_by(product, value) + value,
    )


def _refuse_unknown(source: Source, options: ReportOptions) -> None:
    """Raises SheetflowError where there is no such product or location."""
    book = source.closing.book
    known = {
        "product": texts(book.products.sku, np.arange(len(book.products))).tolist(),
        "location": book.warehouse.codes.tolist(),
    }
    for what, wanted in (("product", options.product), ("location", options.location)):
        codes = [str(code).casefold() for code in known[what]]
        if wanted and wanted.casefold() not in codes:
            raise SheetflowError(f"There is no {what} {wanted} in this workbook")


def _agreements(
    source: Source, figures: pd.DataFrame, options: ReportOptions
) -> list[Agreement]:
    """The balance, and what all locations are worth, as ledgers that were built otherwise have them."""
    view = source.closing
    found = [
        Agreement(
            "Balance",
            exact_sum(figures["Change"]),
            "[On hand] of [Stock] at that date",
            _on_hand(view, options),
            is_money=False,
        )
    ]
    if not options.location:
        found.append(
            Agreement(
                "Value",
                exact_sum(figures["Value change"]),
                "[Value] of [Stock] at that date",
                _value(view, options),
            )
        )
    return found


def _on_hand(view: View, options: ReportOptions) -> int:
    """What the sheet Stock has of the requested products and locations."""
    book = view.book
    products = [_is(code, options.product) for code in book.products.sku.tolist()]
    places = [_is(code, options.location) for code in book.warehouse.codes.tolist()]
    on_hand = view.ledgers.stock.on_hand[np.array(products, dtype=bool)]
    return exact_sum(on_hand[:, np.array(places, dtype=bool)].ravel())


def _value(view: View, options: ReportOptions) -> int:
    """What the sheet Stock says that the requested products are worth."""
    costs = view.ledgers.costs
    if costs is None:
        return 0
    products = [_is(code, options.product) for code in view.book.products.sku.tolist()]
    return exact_sum(costs.stock[np.array(products, dtype=bool)])


def _is(code: str | None, wanted: str) -> bool:
    return not wanted or (code or "").casefold() == wanted.casefold()
