"""What is derived, as cells: the derived columns of the facts' sheets, and the derived sheets."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import BLANK, AnyArray, IntArray, take_text
from sheetflow.domain.schema import CHECK, SheetSchema
from sheetflow.engine.process import Result
from sheetflow.ledgers.all import Ledgers
from sheetflow.ledgers.costs import unit_cost
from sheetflow.ledgers.margins import build_margins
from sheetflow.ledgers.movement_types import SOURCES, TYPES, Movements, place_names
from sheetflow.ledgers.receivables import BUCKETS, customer_totals, invoice_statuses
from sheetflow.workbook import Value
from sheetflow.writing.issues import Texts
from sheetflow.writing.values import cell_values

Columns = dict[str, list[Value]]
Sheets = dict[str, Callable[[], Columns]]
"""Derived sheets: what makes the columns of each."""


def derived_columns(result: Result, checks: Texts) -> dict[str, Columns]:
    """The derived columns of each sheet of facts; `checks` are the texts of the column Check."""
    return {
        sheet: _derived_columns(result, frame, checks.get(sheet, {}))
        for sheet, frame in result.book.frames.items()
        if frame.schema.derived_columns
    }


def _derived_columns(
    result: Result, frame: Frame, checks: Mapping[int, str]
) -> Columns:
    """The derived columns of one sheet."""
    schema = frame.schema
    make = FIGURES.get(schema.sheet, _no_figures)
    columns = _cells(schema, make(result))
    if CHECK in schema.headers:
        columns[CHECK] = _every(checks, len(frame))
    missing = {column.header for column in schema.derived_columns} - set(columns)
    assert not missing, f"{schema.sheet}: FIGURES makes no {', '.join(sorted(missing))}"
    return columns


def _every(texts: Mapping[int, str], count: int) -> list[Value]:
    """The texts as a whole column."""
    cells: list[Value] = [None] * count
    for record, text in texts.items():
        cells[record] = text
    return cells


def _cells(schema: SheetSchema, columns: Mapping[str, AnyArray]) -> Columns:
    return {
        header: cell_values(schema.column(header), np.asarray(values))
        for header, values in columns.items()
    }


def _customers(result: Result) -> dict[str, AnyArray]:
    totals = customer_totals(
        result.book, result.ledgers.allocations, result.ledgers.money
    )
    return {"Balance": totals.balance, "Overdue": totals.overdue}


def _products(result: Result) -> dict[str, AnyArray]:
    totals = result.ledgers.products
    return {
        "On hand": totals.on_hand,
        "Allocated": totals.allocated,
        "Reserved": totals.reserved,
        "Available": totals.available,
        "Picked": totals.picked,
        "To restock": totals.to_restock,
    }


def _orders(result: Result) -> dict[str, AnyArray]:
    statuses, money = result.ledgers.statuses, result.ledgers.money
    return {
        "Status": statuses.status,
        "Inventory status": statuses.inventory,
        "Payment status": statuses.payment,
        **statuses.progress,
        "Subtotal": money.subtotal,
        "Tax": money.tax,
        "Total": money.total,
        "Invoiced": money.invoiced,
        "Credited": money.credited,
        "Paid": money.paid,
        "Balance": money.balance,
        "Due date": money.due,
    }


def _order_lines(result: Result) -> dict[str, AnyArray]:
    lines = result.ledgers.lines
    return {
        "Allocated": lines.suggested,
        "Picked": lines.picked,
        "Packed": lines.packed,
        "Shipped": lines.shipped,
        "Invoiced": lines.invoiced,
        "Returned": lines.returned,
        "Restocked": lines.restocked,
        "Backordered": result.ledgers.backordered,
        "Line total": result.ledgers.money.line_total,
        "Margin": _margins(result),
    }


def _margins(result: Result) -> AnyArray:
    """The margin of each order line; blank where no cost is known."""
    costs, size = result.ledgers.costs, len(result.book.order_lines)
    return (
        np.full(size, BLANK, dtype=np.int64)
        if costs is None
        else build_margins(result.book, costs)
    )


def _invoices(result: Result) -> dict[str, AnyArray]:
    settled = result.ledgers.allocations
    status = invoice_statuses(result.book, settled)
    return {
        "Credited": settled.credited,
        "Paid": settled.paid,
        "Balance": settled.balance,
        "Status": status,
    }


def _no_figures(_result: Result) -> dict[str, AnyArray]:
    """Of a sheet that has no derived column but Check."""
    return {}


FIGURES: dict[str, Callable[[Result], Mapping[str, AnyArray]]] = {
    "Customers": _customers,
    "Products": _products,
    "Orders": _orders,
    "Order lines": _order_lines,
    "Invoices": _invoices,
}
"""What makes the derived columns of each sheet of facts, but for Check."""


def ledger_sheets(result: Result, book: Book) -> Sheets:
    """The sheets that show the ledgers whole; `book` knows the rows in which its records will stand."""
    return {sheet: partial(make, result, book) for sheet, make in LEDGER_SHEETS.items()}


def stock_columns(result: Result, book: Book) -> Columns:
    """The sheet Stock: every product and location that a movement ever touched,
    by product, then by priority of the location.
    """
    ledgers = result.ledgers
    stock = ledgers.stock
    sku, location = np.nonzero(stock.touched)
    order = np.lexsort((book.warehouse.rank[location], sku))
    sku, location = sku[order], location[order]
    products = book.products
    arrays = {
        "SKU": products.sku[sku],
        "Name": products.name[sku],
        "Location": book.warehouse.codes[location],
        "On hand": stock.on_hand[sku, location],
        "Allocated": stock.allocated[sku, location],
        "Free": stock.free[sku, location],
        **_stock_values(ledgers, sku, location),
    }
    return _cells(sheet_schema("Stock"), arrays)


def _stock_values(
    ledgers: Ledgers, sku: IntArray, location: IntArray
) -> dict[str, AnyArray]:
    """What the units on hand are worth: one unit, wherever it lies, and all that lie at a location."""
    costs = ledgers.costs
    if costs is None:
        return dict.fromkeys(VALUED, np.full(len(sku), BLANK, dtype=np.int64))
    units = unit_cost(costs.stock, ledgers.stock.on_hand.sum(axis=1))
    known = costs.known[sku]
    return _valued(
        np.where(known, units[sku], BLANK),
        np.where(known, costs.on_hand[sku, location], BLANK),
    )


VALUED = ("Unit cost", "Value")


def _valued(units: AnyArray, values: AnyArray) -> dict[str, AnyArray]:
    return dict(zip(VALUED, (units, values), strict=True))


def _movement_values(ledgers: Ledgers, order: IntArray) -> dict[str, AnyArray]:
    """What the units are worth that moved."""
    costs, moves = ledgers.costs, ledgers.movements
    if costs is None:
        return dict.fromkeys(VALUED, np.full(len(order), BLANK, dtype=np.int64))
    known, values = costs.known[moves.sku[order]], costs.movements[order]
    return _valued(
        np.where(known, unit_cost(values, moves.quantity[order]), BLANK),
        np.where(known, values, BLANK),
    )


def movement_columns(result: Result, book: Book) -> Columns:
    """The sheet Movements, by date, then sheet, then row."""
    ledgers = result.ledgers
    movements = ledgers.movements
    order = np.lexsort((movements.record, movements.source, movements.day))
    names, kinds, sources = place_names(book), _objects(TYPES), _objects(SOURCES)
    arrays = {
        "Date": movements.day[order],
        "SKU": book.products.sku[movements.sku[order]],
        "From": names[movements.origin[order]],
        "To": names[movements.target[order]],
        "Quantity": movements.quantity[order],
        "Type": kinds[movements.kind[order]],
        "Order": take_text(book.orders.order, movements.order[order]),
        "Source": sources[movements.source[order]],
        "Record": _records(book, movements)[order],
        **_movement_values(ledgers, order),
    }
    return _cells(sheet_schema("Movements"), arrays)


def _objects(texts: Sequence[str]) -> AnyArray:
    column = np.empty(len(texts), dtype=object)
    column[:] = texts
    return column


def _records(book: Book, movements: Movements) -> AnyArray:
    """The key of the fact that made each movement."""
    keys = np.full(len(movements), None, dtype=object)
    for at, sheet in enumerate(SOURCES):
        frame: Frame = book[sheet]
        mine: IntArray = np.flatnonzero(movements.source == at)
        keys[mine] = frame[frame.schema.key[0]][movements.record[mine]]
    return keys


def receivable_columns(result: Result, _book: Book) -> Columns:
    """The sheet Receivables."""
    owed = result.ledgers.receivables
    arrays = {
        "Customer": owed.customer,
        "Name": owed.name,
        **{bucket: owed.buckets[bucket] for bucket in BUCKETS},
        "Total": owed.total,
        "Unallocated": owed.unallocated,
    }
    return _cells(sheet_schema("Receivables"), arrays)


LEDGER_SHEETS: dict[str, Callable[[Result, Book], Columns]] = {
    "Stock": stock_columns,
    "Movements": movement_columns,
    "Receivables": receivable_columns,
}
"""What makes each derived sheet that shows a ledger whole."""
