"""Unbilled: shipped and not invoiced, invoiced and not shipped, and deposits held, at a date.

Of each order line, what the customer has is shipped less returned, and what was invoiced
is less what was credited of it. Amounts are at the order's prices, without order tax.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd

from sheetflow.domain.numbers import MICRO, AnyArray, rounded_product, take
from sheetflow.ledgers.lines import came_back, live_invoice_lines, tracked_rows
from sheetflow.ledgers.movement_types import outside_column
from sheetflow.ledgers.movements import net_outside
from sheetflow.reports.names import customers_of_orders, texts
from sheetflow.reports.receivables import on_account
from sheetflow.reports.source import ReportOptions, Source, View
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
from sheetflow.reports.wording import day_text

NOT_INVOICED = "Shipped and not invoiced"
NOT_SHIPPED = "Invoiced and not shipped"
DEPOSIT = "Deposits held"
AMOUNTS = ("Quantity", "Amount")


def unbilled(source: Source, _options: ReportOptions) -> Report:
    """What is not invoiced, not shipped, or not applied, at the end of the period."""
    view = source.closing
    parts = [
        _lines(view, NOT_INVOICED, _not_invoiced(view)),
        _lines(view, NOT_SHIPPED, -_not_invoiced(view)),
        _deposits(view),
    ]
    rows = pd.concat([part for part in parts if len(part)] or parts, ignore_index=True)
    keys = ["What", "Customer", "Name", "Order"]
    figures, documents = grouped(rows, keys, AMOUNTS)
    columns = (*text(*keys), *quantity("Quantity"), *money("Amount"))
    return Report(
        "Unbilled",
        day_text(source.period),
        Table(columns, figures),
        Table(_document_columns(), documents),
        list(_agreements(view, figures)),
    )


def _document_columns() -> tuple[Column, ...]:
    return (
        *text("What", "Customer", "Name", "Order", "Line", "SKU", "Product"),
        *quantity("Shipped", "Invoiced", "Quantity"),
        *money("Amount"),
    )


def _kept(view: View) -> AnyArray:
    """What the customer has of each order line."""
    lines = view.ledgers.lines
    return np.where(lines.goods, lines.shipped - lines.returned, 0)


def _billed(view: View) -> AnyArray:
    """What was invoiced of each order line, less what was credited of it as it came back."""
    lines = view.ledgers.lines
    return np.where(lines.goods, lines.invoiced - lines.credited_back, 0)


def _not_invoiced(view: View) -> AnyArray:
    return np.asarray(_kept(view) - _billed(view))


def _lines(view: View, what: str, quantity_left: AnyArray) -> pd.DataFrame:
    """The order lines with more than nothing of this."""
    lines = view.book.order_lines
    at = np.flatnonzero(quantity_left > 0)
    order = lines.order_index[at]
    customers = customers_of_orders(view.book)
    return pd.DataFrame(
        {
            SHEET: "Order lines",
            RECORD: at,
            "What": what,
            "Customer": texts(customers.code, order),
            "Name": texts(customers.name, order),
            "Order": texts(view.book.orders.order, order),
            "Line": texts(lines.line, at),
            "SKU": texts(view.book.products.sku, lines.sku_index[at]),
            "Product": texts(view.book.products.name, lines.sku_index[at]),
            "Shipped": _kept(view)[at],
            "Invoiced": _billed(view)[at],
            "Quantity": quantity_left[at],
            "Amount": _amounts(view, quantity_left)[at],
        },
        index=range(len(at)),
    )


def _amounts(view: View, quantity_left: AnyArray) -> AnyArray:
    """Quantities of order lines at their prices, less their discounts."""
    frame = view.book.order_lines
    order_discount = take(view.book.orders.discount_percent, frame.order_index)
    factors = [
        quantity_left,
        frame.unit_price,
        MICRO - frame.discount_percent,
        MICRO - order_discount,
    ]
    return rounded_product(factors, view.book.settings.minor_unit)


def _deposits(view: View) -> pd.DataFrame:
    """What orders have on account."""
    amounts = on_account(view)
    at = np.flatnonzero(amounts != 0)
    customers = customers_of_orders(view.book)
    return pd.DataFrame(
        {
            SHEET: "Orders",
            RECORD: at,
            "What": DEPOSIT,
            "Customer": texts(customers.code, at),
            "Name": texts(customers.name, at),
            "Order": texts(view.book.orders.order, at),
            **dict.fromkeys(("Line", "SKU", "Product"), ""),
            **dict.fromkeys(("Shipped", "Invoiced", "Quantity"), 0),
            "Amount": amounts[at],
        },
        index=range(len(at)),
    )


def _agreements(view: View, figures: pd.DataFrame) -> Iterator[Agreement]:
    """Units against the movements and the invoices; deposits against Receivables."""
    what = figures["What"].to_numpy()
    units = figures["Quantity"].to_numpy()
    not_invoiced = exact_sum(units[what == NOT_INVOICED])
    not_shipped = exact_sum(units[what == NOT_SHIPPED])
    yield Agreement(
        "Not invoiced less not shipped, in units,",
        not_invoiced - not_shipped,
        "what customers have by [Movements], less what [Invoice lines] say and was credited",
        _units_of_customers(view) - _units_invoiced(view),
        is_money=False,
    )
    deposits = exact_sum(figures["Amount"].to_numpy()[what == DEPOSIT])
    unallocated = -exact_sum(view.ledgers.receivables.unallocated)
    yield Agreement(
        DEPOSIT, deposits, "[Unallocated] of [Receivables] at that date", unallocated
    )


def _units_of_customers(view: View) -> int:
    """All units that customers have, by the movements."""
    moves = view.ledgers.movements
    net = net_outside(view.book, moves, moves.quantity)
    return exact_sum(net[:, outside_column("(customer)")])


def _units_invoiced(view: View) -> int:
    """All units that were invoiced less those that came back and were credited, by the documents."""
    book = view.book
    lines = book.invoice_lines
    counted = live_invoice_lines(book) & tracked_rows(book, lines.sku_index)
    invoiced = exact_sum(lines.quantity[counted])
    back = came_back(book) & tracked_rows(book, book.returns.sku_index)
    return invoiced - exact_sum(book.returns.credited_quantity[back])
