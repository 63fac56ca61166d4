"""The derived columns of the sheets of facts, as cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np

from sheetflow.domain.arrays import blank_texts
from sheetflow.domain.frame import Frame
from sheetflow.domain.numbers import BLANK, AnyArray
from sheetflow.domain.schema import CHECK
from sheetflow.engine.process import Result
from sheetflow.ledgers.bank_matches import match_lines, reasons
from sheetflow.ledgers.credit_limits import build_credit
from sheetflow.ledgers.expected import expected_days
from sheetflow.ledgers.margins import build_margins
from sheetflow.ledgers.purchases import (
    build_purchase_money,
    build_purchase_statuses,
    build_purchases,
    on_order,
    supplier_totals,
)
from sheetflow.ledgers.receivables import customer_totals, invoice_statuses
from sheetflow.workbook import Value
from sheetflow.writing.issues import Texts
from sheetflow.writing.ledger_sheets import Arrays, Columns, as_cells


def derived_columns(result: Result, checks: Texts) -> dict[str, Columns]:
    """The derived columns of each sheet of facts; `checks` are the texts of the column Check."""
    return {
        sheet: _of_sheet(result, frame, checks.get(sheet, {}))
        for sheet, frame in result.book.frames.items()
        if frame.schema.derived_columns
    }


def _of_sheet(result: Result, frame: Frame, checks: Mapping[int, str]) -> Columns:
    """The derived columns of one sheet."""
    schema = frame.schema
    figures = FIGURES.get(schema.sheet, _no_figures)
    made = figures(result)
    in_use = [header for header in made if schema.column(header).in_use]
    columns = as_cells(schema, {header: made[header] for header in in_use})
    if CHECK in schema.headers:
        columns[CHECK] = _whole_column(checks, len(frame))
    missing = {column.header for column in schema.derived_columns} - set(columns)
    assert not missing, f"{schema.sheet}: FIGURES makes no {', '.join(sorted(missing))}"
    return columns


def _whole_column(texts: Mapping[int, str], size: int) -> list[Value]:
    """The texts by record as a whole column."""
    cells: list[Value] = [None] * size
    for record, text in texts.items():
        cells[record] = text
    return cells


def _customers(result: Result) -> Arrays:
    ledgers = result.ledgers
    totals = customer_totals(result.book, ledgers.allocations, ledgers.money)
    credit = build_credit(result.book, ledgers.allocations, ledgers.money)
    return {
        "Balance": totals.balance,
        "Overdue": totals.overdue,
        "Open orders": credit.open_orders,
        "Credit left": credit.left,
    }


def _products(result: Result) -> Arrays:
    totals = result.ledgers.products
    ordered = on_order(result.book)
    return {
        "On hand": totals.on_hand,
        "Allocated": totals.allocated,
        "Reserved": totals.reserved,
        "Available": totals.available,
        "Picked": totals.picked,
        "To restock": totals.to_restock,
        "On order": ordered,
        "Forecast": totals.available + ordered,
    }


def _orders(result: Result) -> Arrays:
    statuses = result.ledgers.statuses
    money = result.ledgers.money
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


def _order_lines(result: Result) -> Arrays:
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
        "Expected": expected_days(result.book, lines, result.ledgers.backordered),
        "Line total": result.ledgers.money.line_total,
        "Margin": _margins(result),
    }


def _margins(result: Result) -> AnyArray:
    """The margin of each order line; blank where no cost is known."""
    costs = result.ledgers.costs
    if costs is None:
        return np.full(len(result.book.order_lines), BLANK, dtype=np.int64)
    return build_margins(result.book, costs)


def _invoices(result: Result) -> Arrays:
    allocations = result.ledgers.allocations
    return {
        "Credited": allocations.credited,
        "Paid": allocations.paid,
        "Balance": allocations.balance,
        "Status": invoice_statuses(result.book, allocations),
    }


def _suppliers(result: Result) -> Arrays:
    totals = supplier_totals(result.book)
    return {"On order (value)": totals.on_order, "Late (purchase orders)": totals.late}


def _purchase_orders(result: Result) -> Arrays:
    money = build_purchase_money(result.book)
    statuses = build_purchase_statuses(result.book)
    return {
        "Status": statuses.status,
        "Receive": statuses.receive,
        "Subtotal": money.subtotal,
        "Total": money.total,
        "Outstanding (value)": money.outstanding,
    }


def _purchase_lines(result: Result) -> Arrays:
    ledger = build_purchases(result.book)
    return {
        "Received": ledger.received,
        "Outstanding": ledger.outstanding,
        "Line total": build_purchase_money(result.book).line_total,
    }


def _bank_lines(result: Result) -> Arrays:
    """Why each transaction was booked, or waits."""
    matches = match_lines(result.book, result.on_hold)
    why = blank_texts(len(result.book.bank_lines))
    why[:] = reasons(result.book, matches)
    return {"Why": why}


def _no_figures(_result: Result) -> Arrays:
    """The figures of a sheet that has no derived column but Check."""
    return {}


FIGURES: dict[str, Callable[[Result], Arrays]] = {
    "Customers": _customers,
    "Products": _products,
    "Orders": _orders,
    "Order lines": _order_lines,
    "Invoices": _invoices,
    "Bank lines": _bank_lines,
    "Suppliers": _suppliers,
    "Purchase orders": _purchase_orders,
    "Purchase lines": _purchase_lines,
}
"""What makes the derived columns of each sheet of facts, except Check."""
