"""Traces of orders: the total, the balance, what pays the invoices, the status."""

from __future__ import annotations

from collections.abc import Sequence

from sheetflow.domain.messages import message
from sheetflow.domain.numbers import BLANK
from sheetflow.domain.phrases import day, number
from sheetflow.inspection.trace.allocations import NONE, allocations
from sheetflow.inspection.trace.arithmetic import line_total
from sheetflow.inspection.trace.invoices import (
    ADDED_TAX,
    INCLUDED_TAX,
    allocation_traces,
    freight,
    invoice_balance,
)
from sheetflow.inspection.trace.source import DerivedCell, Source, key_of
from sheetflow.inspection.trace.statuses import counted_lines, deposit, order_status
from sheetflow.inspection.trace.taxes import tax_traces
from sheetflow.inspection.trace.titles import (
    CREDIT,
    INVOICE,
    PAYMENT,
    REFUND,
    UNALLOCATED,
    document_title,
    line_title,
    order_title,
)
from sheetflow.inspection.trace.tree import Trace, total
from sheetflow.ledgers.payments import is_refund


def trace_order(source: Source, order: int) -> Trace:
    """An order: its total, its balance, the balance of its invoices, its status."""
    if source.is_later("Orders", order):
        return source.not_counted(_title(source, order), "Orders", order)
    parts = (
        *_total(source, order),
        _balance(source, order),
        *deposit(source, order),
        _invoice_balances(source, order),
        order_status(source, order),
    )
    cell = source.cell("Orders", order, "Order")
    return Trace(_title(source, order), cell=cell, parts=parts)


def _title(source: Source, order: int) -> str:
    """`Order SO-1 of C-1, 2026-02-01`."""
    orders = source.book.orders
    title = order_title(str(orders.order[order]), str(orders.customer[order]))
    if not orders.has_order_date[order]:
        return title
    return message("{title}, {day}", title=title, day=day(orders.order_date[order]))


def _total(source: Source, order: int) -> list[Trace]:
    """The total: lines, freight, tax; where prices include tax, the tax in it next to it."""
    if source.ledgers.money.total[order] == BLANK:
        return [_unknown(source, order, "Total"), _unknown(source, order, "Tax")]
    items = [
        *_lines(source, order),
        *freight(source, "Orders", order, source.unit),
    ]
    tax = _tax(source, order, items)
    if source.book.settings.prices_include_tax:
        return [_total_of(source, order, items), tax]
    return [_total_of(source, order, [*items, tax])]


def _unknown(source: Source, order: int, header: str) -> Trace:
    """An amount that waits until the freight can be read."""
    freight_cell = source.cell("Orders", order, "Freight")
    how = message("unknown until [Freight] can be read ({cell})", cell=freight_cell)
    return Trace(header, how=how, cell=source.cell("Orders", order, header))


def _total_of(source: Source, order: int, parts: Sequence[Trace]) -> Trace:
    cell = DerivedCell("Orders", order, "Total")
    engine = int(source.ledgers.money.total[order])
    return source.derived_amount("Total", cell, engine, parts)


def _tax(source: Source, order: int, items: Sequence[Trace]) -> Trace:
    """The tax of an order by code."""
    includes_tax = source.book.settings.prices_include_tax
    groups = source.order_taxes.groups_of(order)
    return source.derived_amount(
        INCLUDED_TAX if includes_tax else ADDED_TAX,
        DerivedCell("Orders", order, "Tax"),
        int(source.ledgers.money.tax[order]),
        tax_traces(source, groups, items, source.unit),
    )


def _lines(source: Source, order: int) -> list[Trace]:
    """The lines of an order that count, each with its calculation."""
    return [_line(source, order, at) for at in counted_lines(source, order)]


def _line(source: Source, order: int, at: int) -> Trace:
    frame = source.book.order_lines
    order_discount = int(source.book.orders.discount_percent[order])
    discounts = [int(frame.discount_percent[at]), order_discount]
    quantity = int(source.ledgers.lines.effective[at])
    price = int(frame.unit_price[at])
    calculation = line_total(quantity, price, discounts, source.unit)
    figure = int(source.ledgers.money.line_total[at])
    assert calculation.result == figure, f"line {at}: {calculation} is not {figure}"
    return Trace(
        line_title(frame, at),
        figure,
        source.unit,
        _with_cancelled(source, at, quantity, calculation.words),
        source.cell("Order lines", at, "Line total"),
        formula=calculation.formula,
    )


def _with_cancelled(source: Source, at: int, quantity: int, words: str) -> str:
    """A calculation; after `2 of 5 cancelled: ` where something was."""
    cancelled = int(source.book.order_lines.cancelled_quantity[at])
    if not cancelled:
        return words
    return message(
        "{cancelled} of {whole} cancelled: {calculation}",
        cancelled=number(cancelled),
        whole=number(quantity + cancelled),
        calculation=words,
    )


def _balance(source: Source, order: int) -> Trace:
    """What was invoiced, less what was credited and paid; refunds add again."""
    credits = _amounts(source, CREDIT, "Returns", _of_order(source, "Returns", order))
    payments = _amounts(source, PAYMENT, "Payments", _payments(source, order, False))
    parts = [
        *_amounts(source, INVOICE, "Invoices", _of_order(source, "Invoices", order)),
        *(amount.negated() for amount in (*credits, *payments) if amount.figure),
        *_amounts(source, REFUND, "Payments", _payments(source, order, True)),
    ]
    cell = DerivedCell("Orders", order, "Balance")
    engine = int(source.ledgers.money.balance[order])
    return source.derived_amount("Balance", cell, engine, parts)


def _payments(source: Source, order: int, refunds: bool) -> list[int]:
    """The live payments of an order, or its refunds."""
    payments = source.of_order("Payments", order)
    is_kind = is_refund(source.book)[payments] == refunds
    found: list[int] = payments[is_kind].tolist()
    return found


AMOUNTS = {"Invoices": "Total", "Returns": "Credit total", "Payments": "Amount"}
"""The column that holds the amount of each kind of document."""


def _of_order(source: Source, sheet: str, order: int) -> list[int]:
    records: list[int] = source.of_order(sheet, order).tolist()
    return records


def _amounts(
    source: Source, word: str, sheet: str, records: Sequence[int]
) -> list[Trace]:
    """The amount of each of these rows, titled by a word and the row's key."""
    frame = source.book[sheet]
    header = AMOUNTS[sheet]
    return [
        source.fact(
            document_title(word, key_of(frame, at)), sheet, at, header, source.unit
        )
        for at in records
    ]


def _invoice_balances(source: Source, order: int) -> Trace:
    """The balance of each invoice by due date, and what is not allocated to any."""
    found = allocations(source.book, order, source.ledgers.allocations)
    invoices = source.by_due_date(_of_order(source, "Invoices", order))
    parts = [invoice_balance(source, at, found) for at in invoices]
    unallocated = [each for each in found if each.invoice == NONE]
    if unallocated:
        engine = -int(source.ledgers.allocations.unallocated[order])
        spare = allocation_traces(source, unallocated)
        parts.append(total(UNALLOCATED, engine, spare, source.unit))
    balance = int(source.ledgers.money.balance[order])
    return total(message("Balance of each invoice"), balance, parts, source.unit)
