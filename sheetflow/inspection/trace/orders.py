"""Traces of orders: the total, the balance, what settles the invoices, the status."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sheetflow.domain.phrases import day, money, number
from sheetflow.inspection.trace.invoices import freight, invoice_balance, settled_parts
from sheetflow.inspection.trace.settling import settlements
from sheetflow.inspection.trace.source import Cell, Source, rows
from sheetflow.inspection.trace.statuses import status
from sheetflow.inspection.trace.sums import product
from sheetflow.inspection.trace.taxes import tax_traces
from sheetflow.inspection.trace.tree import Trace, total
from sheetflow.ledgers.payments import is_refund


def trace_order(source: Source, order: int) -> Trace:
    """An order: its total, its balance, what settles its invoices, its status."""
    orders = source.book.orders
    dated = (
        f", {day(orders['Order date'][order])}" if orders.has_order_date[order] else ""
    )
    title = f"Order {orders['Order'][order]} of {orders['Customer'][order]}{dated}"
    parts = (
        *order_total(source, order),
        balance(source, order),
        settled(source, order),
        status(source, order),
    )
    return Trace(title, place=source.place("Orders", order, "Order"), parts=parts)


def order_total(source: Source, order: int) -> tuple[Trace, ...]:
    """The total: lines, freight, and tax; where prices include it, the tax that they hold stands beside."""
    unit, engine = source.unit, int(source.ledgers.money.total[order])
    bearers = [*line_traces(source, order), *freight(source, "Orders", order, unit)]
    tax, cell = order_tax(source, order, bearers), Cell("Orders", order, "Total")
    if source.book.settings.prices_include_tax:
        return source.derived("Total", cell, engine, bearers, unit), tax
    return (source.derived("Total", cell, engine, [*bearers, tax], unit),)


def order_tax(source: Source, order: int, bearers: Sequence[Trace]) -> Trace:
    """The tax of an order by code."""
    title = (
        "Tax held in the total" if source.book.settings.prices_include_tax else "Tax"
    )
    parts = tax_traces(
        source, source.order_taxes.groups_of(order), bearers, source.unit
    )
    return source.derived(
        title,
        Cell("Orders", order, "Tax"),
        int(source.ledgers.money.tax[order]),
        parts,
        source.unit,
    )


def line_traces(source: Source, order: int) -> list[Trace]:
    """The lines of an order that count, each worked out."""
    lines = source.ledgers.lines
    return [
        _line(source, order, at)
        for at in rows(np.asarray(lines.counts & (lines.order == order))).tolist()
    ]


def _line(source: Source, order: int, at: int) -> Trace:
    frame, unit = source.book.order_lines, source.unit
    discounts = [
        int(frame.discount_percent[at]),
        int(source.book.orders.discount_percent[order]),
    ]
    quantity = int(source.ledgers.lines.effective[at])
    how, formula = product(quantity, int(frame.unit_price[at]), discounts, unit)
    figure = int(source.ledgers.money.line_total[at])
    assert how.endswith(money(figure, unit)), f"line {at}: {how} is not {figure}"
    cancelled = int(frame.cancelled_quantity[at])
    how = (
        f"{number(cancelled)} of {number(quantity + cancelled)} cancelled: {how}"
        if cancelled
        else how
    )
    title = f"Line {frame['Line'][at]} {frame['SKU'][at]}"
    return Trace(
        title,
        figure,
        unit,
        how,
        source.place("Order lines", at, "Line total"),
        formula=formula,
    )


def balance(source: Source, order: int) -> Trace:
    """Invoiced less credited less paid."""
    cell, engine = (
        Cell("Orders", order, "Balance"),
        int(source.ledgers.money.balance[order]),
    )
    return source.derived(
        "Balance", cell, engine, order_papers(source, order), source.unit
    )


def order_papers(source: Source, order: int) -> list[Trace]:
    """What was invoiced, and less, what was credited and paid; refunds add again."""
    unit, refund = source.unit, is_refund(source.book)
    invoiced = source.amounts(
        "Invoices",
        source.of_order("Invoices", order).tolist(),
        "Total",
        "Invoice",
        unit,
    )
    credited = source.amounts(
        "Returns",
        source.of_order("Returns", order).tolist(),
        "Credit total",
        "Credit of",
        unit,
    )
    money_in = source.of_order("Payments", order)
    paid = source.amounts(
        "Payments", money_in[~refund[money_in]].tolist(), "Amount", "Payment", unit
    )
    back = source.amounts(
        "Payments", money_in[refund[money_in]].tolist(), "Amount", "Refund", unit
    )
    less = [part.less() for part in (*credited, *paid) if part.figure]
    return [*invoiced, *less, *back]


def settled(source: Source, order: int) -> Trace:
    """What settles each invoice and why, by due date, and what no invoice takes."""
    found = settlements(source.book, order, source.ledgers.allocations)
    invoices = dict.fromkeys(source.of_order("Invoices", order).tolist())
    parts = [invoice_balance(source, at, found) for at in source.by_due_date(invoices)]
    spare = settled_parts(source, [each for each in found if each.invoice < 0])
    if spare:
        parts.append(
            total(
                "Unallocated",
                -int(source.ledgers.allocations.unallocated[order]),
                spare,
                source.unit,
            )
        )
    return total(
        "What is left of each invoice",
        int(source.ledgers.money.balance[order]),
        parts,
        source.unit,
    )
