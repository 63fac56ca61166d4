"""Traces of what a person writes down: payments, returns, and the rows that move units."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from sheetflow.domain.phrases import day
from sheetflow.inspection.trace.crediting import explained
from sheetflow.inspection.trace.moved import way
from sheetflow.inspection.trace.settling import Settlement, settlements
from sheetflow.inspection.trace.source import Source, rows
from sheetflow.inspection.trace.tree import Trace, kept
from sheetflow.ledgers.lines import shipped_rows
from sheetflow.ledgers.movement_types import SOURCES
from sheetflow.ledgers.payments import is_refund


def trace_payment(source: Source, payment: int) -> Trace:
    """A payment or refund: which invoices it goes to, and why."""
    frame, refund = source.book.payments, bool(is_refund(source.book)[payment])
    word = "Refund" if refund else "Payment"
    title = f"{word} {frame['Payment'][payment]} of {frame['Order'][payment]}"
    place = source.place("Payments", payment, "Payment")
    if not frame.live[payment]:
        return Trace(
            f"{title}: does not count",
            how=source.why_not("Payments", payment),
            place=place,
        )
    dated = (
        f", {day(int(frame['Payment date'][payment]))}"
        if frame.has_payment_date[payment]
        else ""
    )
    return Trace(
        f"{title}{dated}",
        place=place,
        parts=(_went(source, "Payments", payment, "Amount", refund=refund),),
    )


def _went(
    source: Source, sheet: str, record: int, header: str, *, refund: bool = False
) -> Trace:
    """Where an amount went: to each invoice its part, and what no invoice takes."""
    order = int(source.book[sheet].link("order")[record])
    found = (
        settlements(source.book, order, source.ledgers.allocations)
        if order >= 0
        else []
    )
    parts = [
        _part(source, each, refund)
        for each in found
        if (each.sheet, each.record) == (sheet, record)
    ]
    amount = int(source.book[sheet].number(header)[record])
    return kept(header, amount, parts, source.unit, source.place(sheet, record, header))


def _part(source: Source, each: Settlement, refund: bool) -> Trace:
    """What went to one invoice; of a refund, what it took from there."""
    figure = -each.amount if refund else each.amount
    if each.invoice < 0:
        return Trace("Unallocated", figure, source.unit, each.why)
    title = f"{'From' if refund else 'To'} invoice {source.book['Invoices']['Invoice'][each.invoice]}"
    return Trace(
        title,
        figure,
        source.unit,
        each.why,
        source.place("Invoices", each.invoice, "Total"),
    )


def trace_return(source: Source, record: int) -> Trace:
    """A return: what came back, what it credits, and which invoices the credit settles."""
    frame = source.book.returns
    note = (
        f", credit note {frame['Credit note'][record]}"
        if frame.credit_note[record]
        else ""
    )
    title = f"Return {frame['Return'][record]} of {frame['Order'][record]} line {frame['Line'][record]}{note}"
    place = source.place("Returns", record, "Return")
    if not frame.live[record]:
        return Trace(
            f"{title}: does not count",
            how=source.why_not("Returns", record),
            place=place,
        )
    parts = (*_movements(source, "Returns", record), *_credit(source, record))
    return Trace(title, place=place, parts=parts)


def _credit(source: Source, record: int) -> list[Trace]:
    """The credit as it was filled, and where it went."""
    frame, unit = source.book.returns, source.unit
    if not frame.has_credit_total[record]:
        return [
            Trace(
                "Credit: not filled yet",
                how="a run fills it once no error holds the order",
            )
        ]
    quantity = source.fact("Credited quantity", "Returns", record, "Credited quantity")
    net, tax = (
        source.fact(header, "Returns", record, header, unit)
        for header in ("Credit net", "Credit tax")
    )
    net, tax = explained(source, record, net, tax)
    fee = source.fact("Fee", "Returns", record, "Fee", unit).less()
    parts = [net, tax, *([fee] if fee.figure else [])]
    figure, place = (
        int(frame.credit_total[record]),
        source.place("Returns", record, "Credit total"),
    )
    went = _went(source, "Returns", record, "Credit total")
    return [
        quantity,
        kept("Credit total", figure, parts, unit, place),
        Trace("Where it went", parts=went.parts),
    ]


def trace_shipment(source: Source, shipment: int) -> Trace:
    """A shipment: what was in its container, and which fact says so."""
    found = trace_moved("Shipments")(source, shipment)
    packing = source.book.packing
    packed = rows(packing.live & (shipped_rows(source.book) == shipment)).tolist()
    parts = [
        source.fact(f"{packing['SKU'][at]} packed", "Packing", at, "Quantity")
        for at in packed
    ]
    return replace(found, parts=(*found.parts, *parts))


def trace_moved(sheet: str) -> Callable[[Source, int], Trace]:
    """What traces the rows of a sheet that moves units."""

    def trace(source: Source, record: int) -> Trace:
        frame = source.book[sheet]
        key = frame.schema.key[0]
        title, place = f"{key} {frame[key][record]}", source.place(sheet, record, key)
        if not frame.live[record]:
            return Trace(
                f"{title}: does not count",
                how=source.why_not(sheet, record),
                place=place,
            )
        parts = _movements(source, sheet, record)
        return Trace(
            title, how="" if parts else "moves nothing", place=place, parts=tuple(parts)
        )

    return trace


def _movements(source: Source, sheet: str, record: int) -> list[Trace]:
    """What a row moved: each with where from and where to."""
    if sheet not in SOURCES:
        return []
    moves = source.ledgers.movements
    mine = (moves.source == SOURCES.index(sheet)) & (moves.record == record)
    return [way(source, at) for at in rows(mine).tolist()]
