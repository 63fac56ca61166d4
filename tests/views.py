"""The derived columns and sheets of a run as plain values, by the headers of the contract: what text tables show."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import numpy as np

from sheetflow.book import Frame, plain_values
from sheetflow.engine import Result
from sheetflow.ledgers.movements import SOURCES, TYPES, place_names
from sheetflow.ledgers.receivables import customer_totals, invoice_statuses
from sheetflow.numbers import BLANK, MICRO

Columns = dict[str, list[Any]]


def fact_columns(frame: Frame) -> Columns:
    """The facts of a frame by header."""
    return {column.header: plain_values(column, frame[column.header]) for column in frame.schema.facts}


def exact(values: Any) -> list[Decimal]:
    """Millionths as decimals."""
    return [Decimal(int(value)) / MICRO for value in values]


def days(values: Any) -> list[date | None]:
    """Day numbers as dates."""
    return [None if day == BLANK else date.fromordinal(int(day)) for day in values]


def derived_sheets(result: Result) -> dict[str, Columns]:
    """All derived columns of the sheets of facts, and the derived sheets that hold figures."""
    return {
        "Customers": _customers(result),
        "Products": _products(result),
        "Orders": _orders(result),
        "Order lines": _order_lines(result),
        "Invoices": _invoices(result),
        "Stock": _stock(result),
        "Movements": _movements(result),
        "Receivables": _receivables(result),
    }


def _customers(result: Result) -> Columns:
    found = customer_totals(result.book, result.ledgers.settled, result.ledgers.money)
    return {"Balance": exact(found.balance), "Overdue": exact(found.overdue)}


def _products(result: Result) -> Columns:
    found = result.ledgers.products
    return {
        "On hand": exact(found.on_hand), "Allocated": exact(found.allocated), "Reserved": exact(found.reserved),
        "Available": exact(found.available), "Picked": exact(found.picked), "To restock": exact(found.to_restock),
    }


def _orders(result: Result) -> Columns:
    statuses, money = result.ledgers.statuses, result.ledgers.money
    size = len(result.book["Orders"])
    check = ["; ".join(p.text for p in result.holders[at]) if at in result.holders else "OK" for at in range(size)]
    return {
        "Status": list(statuses.status), "Inventory status": list(statuses.inventory), "Payment status": list(statuses.payment),
        **{name: list(column) for name, column in statuses.progress.items()},
        "Subtotal": exact(money.subtotal), "Tax": exact(money.tax), "Total": exact(money.total), "Invoiced": exact(money.invoiced),
        "Credited": exact(money.credited), "Paid": exact(money.paid), "Balance": exact(money.balance), "Due date": days(money.due),
        "Check": check,
    }


def _order_lines(result: Result) -> Columns:
    lines = result.ledgers.lines
    return {
        "Allocated": exact(lines.suggested), "Picked": exact(lines.picked), "Packed": exact(lines.packed),
        "Shipped": exact(lines.shipped), "Invoiced": exact(lines.invoiced), "Returned": exact(lines.returned),
        "Restocked": exact(lines.restocked), "Backordered": exact(result.ledgers.backordered),
        "Line total": exact(result.ledgers.money.line_total),
    }


def _invoices(result: Result) -> Columns:
    settled = result.ledgers.settled
    live = result.book["Invoices"].live
    return {
        "Credited": exact(settled.credited), "Paid": exact(settled.paid), "Balance": exact(np.where(live, settled.balance, 0)),
        "Status": list(invoice_statuses(result.book, settled)),
    }


def _stock(result: Result) -> Columns:
    stock, products = result.ledgers.stock, result.book["Products"]
    sku, place = np.nonzero(stock.touched)
    return {
        "SKU": list(products["SKU"][sku]), "Name": list(products["Name"][sku]), "Location": list(result.book.places.codes[place]),
        "On hand": exact(stock.on_hand[sku, place]), "Allocated": exact(stock.allocated[sku, place]),
        "Free": exact(stock.free[sku, place]),
    }


def _movements(result: Result) -> Columns:
    moves, book = result.ledgers.movements, result.book
    places = place_names(book)
    records = [
        book[SOURCES[source]][book[SOURCES[source]].schema.key[0]][record]
        for source, record in zip(moves.source.tolist(), moves.record.tolist(), strict=True)
    ]
    return {
        "Date": days(moves.day), "SKU": list(book["Products"]["SKU"][moves.sku]), "From": list(places[moves.origin]),
        "To": list(places[moves.target]), "Quantity": exact(moves.quantity), "Type": [TYPES[kind] for kind in moves.kind],
        "Order": [book["Orders"]["Order"][at] if at >= 0 else None for at in moves.order],
        "Source": [SOURCES[source] for source in moves.source], "Record": records,
    }


def _receivables(result: Result) -> Columns:
    found = result.ledgers.receivables
    return {
        "Customer": list(found.customer), "Name": list(found.name), **{name: exact(values) for name, values in found.buckets.items()},
        "Total": exact(found.total), "Unallocated": exact(found.unallocated),
    }
