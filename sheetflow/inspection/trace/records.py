"""Traces of what people record: payments, returns, and the rows that move stock."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from sheetflow.domain.messages import Message, Template, message, named
from sheetflow.domain.phrases import day
from sheetflow.inspection.trace.allocations import NONE, Allocation, allocations
from sheetflow.inspection.trace.credits import calculated_credit
from sheetflow.inspection.trace.movements import movement
from sheetflow.inspection.trace.source import Source, key_header, key_of, rows
from sheetflow.inspection.trace.titles import (
    PAYMENT,
    REFUND,
    UNALLOCATED,
    document_title,
)
from sheetflow.inspection.trace.tree import Trace, recorded
from sheetflow.ledgers.lines import shipped_rows
from sheetflow.ledgers.movement_types import SOURCES
from sheetflow.ledgers.payments import is_refund

TO_INVOICE = Template("To invoice {invoice}")
FROM_INVOICE = Template("From invoice {invoice}")

NOT_FILLED_IN = Trace(
    message("Credit: not filled in yet"),
    how=message("a run fills it in once the order has no errors"),
)


def trace_payment(source: Source, payment: int) -> Trace:
    """A payment or refund: which invoices it goes to, and why."""
    payments = source.book.payments
    word = REFUND if _is_refund(source, payment) else PAYMENT
    document = document_title(word, str(payments.payment[payment]))
    number = str(payments.order[payment])
    title = message("{document} of {order}", document=document, order=number)
    if not payments.live[payment]:
        return source.not_counted(title, "Payments", payment)
    return Trace(
        _dated(source, payment, title),
        cell=source.cell("Payments", payment, "Payment"),
        parts=(_allocated(source, "Payments", payment, "Amount"),),
    )


def _is_refund(source: Source, payment: int) -> bool:
    return bool(is_refund(source.book)[payment])


def _dated(source: Source, payment: int, title: Message) -> Message:
    """`Payment PAY-1 of SO-1, 2026-03-01`; the title alone without a date."""
    payments = source.book.payments
    if not payments.has_payment_date[payment]:
        return title
    paid_on = day(int(payments.payment_date[payment]))
    return message("{title}, {day}", title=title, day=paid_on)


def _allocated(source: Source, sheet: str, record: int, header: str) -> Trace:
    """An amount by the invoices that it goes to, and what is not allocated to any."""
    order = int(source.book[sheet].link("order")[record])
    refunded = sheet == "Payments" and _is_refund(source, record)
    parts = [
        _allocation(source, each, refunded)
        for each in allocations(source.book, order, source.ledgers.allocations)
        if (each.sheet, each.record) == (sheet, record)
    ]
    amount = int(source.book[sheet].number(header)[record])
    found = recorded(header, amount, parts, source.unit)
    return replace(found, cell=source.cell(sheet, record, header))


def _allocation(source: Source, each: Allocation, refunded: bool) -> Trace:
    """What goes to one invoice; of a refund, what is taken back from it."""
    figure = -each.amount if refunded else each.amount
    if each.invoice == NONE:
        return Trace(UNALLOCATED, figure, source.unit, each.why)
    number = str(source.book.invoices.invoice[each.invoice])
    title = FROM_INVOICE if refunded else TO_INVOICE
    return Trace(
        title.of(invoice=number),
        figure,
        source.unit,
        each.why,
        source.cell("Invoices", each.invoice, "Total"),
    )


def trace_return(source: Source, record: int) -> Trace:
    """A return: what came back, what it credits, and which invoices the credit pays."""
    returns = source.book.returns
    title = _return_title(source, record)
    if not returns.live[record]:
        return source.not_counted(title, "Returns", record)
    return Trace(
        title,
        cell=source.cell("Returns", record, "Return"),
        parts=(*_movements(source, "Returns", record), *_credit(source, record)),
    )


def _return_title(source: Source, record: int) -> str:
    """`Return RET-1 of SO-1 line 1, credit note CN-1`."""
    returns = source.book.returns
    title = message(
        "Return {number} of {order} line {line}",
        number=str(returns.return_[record]),
        order=str(returns.order[record]),
        line=str(returns.line[record]),
    )
    if not returns.credit_note[record]:
        return title
    return message(
        "{title}, credit note {number}",
        title=title,
        number=str(returns.credit_note[record]),
    )


def _credit(source: Source, record: int) -> list[Trace]:
    """The credit as it was filled in, and the invoices that it pays."""
    if not source.book.returns.has_credit_total[record]:
        return [NOT_FILLED_IN]
    quantity = source.fact("Credited quantity", "Returns", record, "Credited quantity")
    allocated = _allocated(source, "Returns", record, "Credit total")
    return [
        quantity,
        _credit_total(source, record),
        Trace(message("Where it went"), parts=allocated.parts),
    ]


def _credit_total(source: Source, record: int) -> Trace:
    """The credit: net and tax, less the fee."""
    net = _credit_fact(source, record, "Credit net")
    tax = _credit_fact(source, record, "Credit tax")
    fee = _credit_fact(source, record, "Fee")
    parts = list(calculated_credit(source, record, net, tax))
    if fee.figure:
        parts.append(fee.negated())
    total = int(source.book.returns.credit_total[record])
    found = recorded("Credit total", total, parts, source.unit)
    return replace(found, cell=source.cell("Returns", record, "Credit total"))


def _credit_fact(source: Source, record: int, header: str) -> Trace:
    return source.fact(header, "Returns", record, header, source.unit)


def trace_shipment(source: Source, shipment: int) -> Trace:
    """A shipment: what moved, and the packing rows of its container."""
    moved = moved_by("Shipments")(source, shipment)
    packing = source.book.packing
    packed = packing.live & (shipped_rows(source.book) == shipment)
    parts = [
        source.fact(
            message("{sku} packed", sku=str(packing.sku[at])), "Packing", at, "Quantity"
        )
        for at in rows(np.asarray(packed)).tolist()
    ]
    return replace(moved, parts=(*moved.parts, *parts))


def moved_by(sheet: str) -> Callable[[Source, int], Trace]:
    """The function that traces rows of a sheet that moves stock."""

    def trace(source: Source, record: int) -> Trace:
        frame = source.book[sheet]
        key = key_header(frame)
        title = document_title(named(key), key_of(frame, record))
        if not frame.live[record]:
            return source.not_counted(title, sheet, record)
        parts = tuple(_movements(source, sheet, record))
        how = "" if parts else message("moves no stock")
        return Trace(title, how=how, cell=source.cell(sheet, record, key), parts=parts)

    return trace


def _movements(source: Source, sheet: str, record: int) -> list[Trace]:
    """What a row moved."""
    if sheet not in SOURCES:
        return []
    moves = source.ledgers.movements
    mine = (moves.source == SOURCES.index(sheet)) & (moves.record == record)
    return [movement(source, at) for at in rows(mine).tolist()]
