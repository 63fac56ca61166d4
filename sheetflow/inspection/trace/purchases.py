"""Traces of purchases: what a purchase order comes to, what of it is still to come, and what is on order."""

from __future__ import annotations

import numpy as np

from sheetflow.domain.messages import Message, message
from sheetflow.domain.numbers import BLANK, Mask
from sheetflow.domain.phrases import number
from sheetflow.inspection.trace.arithmetic import line_total
from sheetflow.inspection.trace.source import DerivedCell, Source, key_of, rows
from sheetflow.inspection.trace.titles import document_title, line_title
from sheetflow.inspection.trace.tree import Trace
from sheetflow.ledgers.purchases import (
    build_purchase_money,
    build_purchases,
    on_order,
    supplier_totals,
)

ORDERS = "Purchase orders"
LINES = "Purchase lines"


def trace_purchase_order(source: Source, order: int) -> Trace:
    """A purchase order: its total by line, and what is outstanding of each."""
    ledger = build_purchases(source.book)
    lines = rows(ledger.counts & (ledger.purchase_order == order)).tolist()
    parts = [
        _total(source, order, lines),
        *(_outstanding(source, line) for line in lines),
        _still_to_come(source, order, lines),
    ]
    cell = source.cell(ORDERS, order, "Purchase order")
    return Trace(_title(source, order), cell=cell, parts=tuple(parts))


def _title(source: Source, order: int) -> Message:
    """`Purchase order PO-000001 from S-1`."""
    orders = source.book.purchase_orders
    return message(
        "Purchase order {number} from {supplier}",
        number=key_of(orders, order),
        supplier=str(orders.supplier[order]),
    )


def _total(source: Source, order: int, lines: list[int]) -> Trace:
    """The total: every line, and the freight."""
    engine = int(build_purchase_money(source.book).total[order])
    if engine == BLANK:
        freight_cell = source.cell(ORDERS, order, "Freight")
        how = message("unknown until [Freight] can be read ({cell})", cell=freight_cell)
        return Trace("Total", how=how, cell=source.cell(ORDERS, order, "Total"))
    effective = build_purchases(source.book).effective
    parts = [_worth(source, line, int(effective[line])) for line in lines]
    freight = source.fact("Freight", ORDERS, order, "Freight", source.unit)
    if freight.figure:
        parts.append(freight)
    cell = DerivedCell(ORDERS, order, "Total")
    return source.derived_amount("Total", cell, engine, parts)


def _worth(source: Source, line: int, quantity: int) -> Trace:
    """What a quantity of a line costs, less its discount."""
    frame = source.book.purchase_lines
    discounts = [int(frame.discount_percent[line])]
    cost = int(frame.unit_cost[line])
    calculation = line_total(quantity, cost, discounts, source.unit)
    return Trace(
        line_title(frame, line),
        calculation.result,
        source.unit,
        calculation.words,
        source.cell(LINES, line, "Unit cost"),
        formula=calculation.formula,
    )


def _outstanding(source: Source, line: int) -> Trace:
    """What is outstanding of a line: ordered, less what is cancelled and each receipt."""
    ledger = build_purchases(source.book)
    frame = source.book.purchase_lines
    parts = [source.fact(message("Ordered"), LINES, line, "Quantity")]
    cancelled = source.fact("Cancelled quantity", LINES, line, "Cancelled quantity")
    if cancelled.figure:
        parts.append(cancelled.negated())
    receipts = source.book.receipts
    mine = receipts.live & (receipts.purchase_line_index == line)
    parts += [_receipt(source, at).negated() for at in rows(mine).tolist()]
    excess = int(ledger.over_delivered[line])
    if excess:
        title = message("Received above what was ordered")
        parts.append(Trace(title, excess))
    title = message("Outstanding of {line}", line=line_title(frame, line))
    cell = DerivedCell(LINES, line, "Outstanding")
    return source.derived(title, cell, int(ledger.outstanding[line]), parts)


def _receipt(source: Source, at: int) -> Trace:
    """What a receipt brought."""
    title = document_title("Receipt", key_of(source.book.receipts, at))
    return source.fact(title, "Receipts", at, "Quantity")


def _still_to_come(source: Source, order: int, lines: list[int]) -> Trace:
    """What the outstanding goods cost; nothing of a request or a cancelled purchase order."""
    to_come = build_purchases(source.book).on_order
    parts = [
        _worth(source, line, int(to_come[line])) for line in lines if to_come[line]
    ]
    engine = int(build_purchase_money(source.book).outstanding[order])
    cell = DerivedCell(ORDERS, order, "Outstanding (value)")
    return source.derived_amount("Outstanding (value)", cell, engine, parts)


def trace_supplier(source: Source, supplier: int) -> Trace:
    """A supplier: what is on order, by purchase order."""
    suppliers = source.book.suppliers
    orders = source.book.purchase_orders
    outstanding = build_purchase_money(source.book).outstanding
    mine = (orders.supplier_index == supplier) & (outstanding != 0)
    parts = [_of_order(source, order) for order in rows(np.asarray(mine)).tolist()]
    engine = int(supplier_totals(source.book).on_order[supplier])
    cell = DerivedCell("Suppliers", supplier, "On order (value)")
    found = source.derived_amount("On order (value)", cell, engine, parts)
    title = message(
        "Supplier {code} {name}",
        code=key_of(suppliers, supplier),
        name=str(suppliers.name[supplier] or ""),
    )
    own = source.cell("Suppliers", supplier, "Supplier")
    return Trace(title, cell=own, parts=(found,))


def _of_order(source: Source, order: int) -> Trace:
    """What is outstanding of a purchase order; its own trace explains it."""
    return Trace(
        _title(source, order),
        int(build_purchase_money(source.book).outstanding[order]),
        source.unit,
        cell=source.cell(ORDERS, order, "Outstanding (value)"),
    )


def on_order_of(source: Source, product: int, available: Trace) -> list[Trace]:
    """What is on order of a product by purchase line, and its forecast; nothing where nothing is bought."""
    book = source.book
    if not book.purchase_lines.schema.in_use:
        return []
    ledger = build_purchases(book)
    mine = (ledger.sku == product) & (ledger.on_order != 0)
    ordered = source.derived(
        "On order",
        DerivedCell("Products", product, "On order"),
        int(on_order(book)[product]),
        _lines_on_order(source, np.asarray(mine)),
    )
    forecast = source.derived(
        "Forecast",
        DerivedCell("Products", product, "Forecast"),
        available.amount + ordered.amount,
        [_alone(available), _alone(ordered)],
    )
    return [ordered, forecast]


def _lines_on_order(source: Source, mine: Mask) -> list[Trace]:
    """What each of these purchase lines still brings."""
    ledger = build_purchases(source.book)
    frame = source.book.purchase_lines
    return [
        Trace(
            message(
                "{order} line {line}",
                order=str(frame.purchase_order[at]),
                line=str(frame.line[at]),
            ),
            int(ledger.on_order[at]),
            how=message(
                "{ordered} ordered less {received} received",
                ordered=number(int(ledger.effective[at])),
                received=number(int(ledger.received[at])),
            ),
            cell=source.cell(LINES, at, "Outstanding"),
        )
        for at in rows(mine).tolist()
    ]


def _alone(trace: Trace) -> Trace:
    """A figure without its parts, which are listed elsewhere."""
    return Trace(trace.title, trace.figure, cell=trace.cell)
