"""The status of an order, and the quantities and amounts that it follows from (rules.md section 6)."""

from __future__ import annotations

import numpy as np

from sheetflow.domain.frames import Orders
from sheetflow.domain.messages import Message, joined, message, named
from sheetflow.domain.numbers import BLANK
from sheetflow.domain.phrases import money, number
from sheetflow.inspection.trace.source import Source, rows
from sheetflow.inspection.trace.titles import line_title
from sheetflow.inspection.trace.tree import Trace
from sheetflow.ledgers.deposits import requested_deposits
from sheetflow.ledgers.statuses import expected_payments


def order_status(source: Source, order: int) -> Trace:
    """The status, and what it follows from."""
    return Trace(
        _named("Status", str(source.ledgers.statuses.status[order])),
        cell=source.cell("Orders", order, "Status"),
        parts=_status_parts(source, order),
    )


def _status_parts(source: Source, order: int) -> tuple[Trace, ...]:
    """What an open order's status follows from; that of others is its State."""
    if not source.is_open(order):
        return ()
    return (_payment(source, order), *_lines(source, order))


def counted_lines(source: Source, order: int) -> list[int]:
    """The lines of an order that count."""
    lines = source.ledgers.lines
    mine: list[int] = rows(np.asarray(lines.counts & (lines.order == order))).tolist()
    return mine


def _lines(source: Source, order: int) -> list[Trace]:
    """What was done of each line."""
    frame = source.book.order_lines
    return [
        Trace(
            line_title(frame, at),
            how=_progress(source, at),
            cell=source.cell("Order lines", at),
        )
        for at in counted_lines(source, order)
    ]


def _progress(source: Source, at: int) -> str:
    """`of 3: 3 picked, 3 shipped, 3 invoiced`."""
    lines = source.ledgers.lines
    done = []
    if lines.goods[at]:
        done.append(message("{units} picked", units=number(lines.picked[at])))
        done.append(message("{units} shipped", units=number(lines.shipped[at])))
    done.append(message("{units} invoiced", units=number(lines.invoiced[at])))
    if lines.goods[at] and lines.returned[at]:
        done.append(message("{units} returned", units=number(lines.returned[at])))
    whole = number(lines.effective[at])
    return message("of {whole}: {done}", whole=whole, done=joined(done))


def _payment(source: Source, order: int) -> Trace:
    """What was paid, and what the order is expected to bring in."""
    amounts = source.ledgers.money
    unit = source.unit
    expected = expected_payments(source.ledgers.lines, amounts)[order]
    how = message(
        "{paid} paid of {expected}",
        paid=money(amounts.paid[order], unit),
        expected=_expected(expected, unit),
    )
    if amounts.credited[order]:
        credited = money(amounts.credited[order], unit)
        how = message("{paid}, after {credited} credited", paid=how, credited=credited)
    status = source.ledgers.statuses.payment[order]
    return Trace(
        _named("Payment status", str(status) if status else ""),
        how=how,
        cell=source.cell("Orders", order, "Payment status"),
    )


def deposit(source: Source, order: int) -> list[Trace]:
    """What an order asks for in advance, and what is paid; nothing where it asks for nothing."""
    amounts = source.ledgers.money
    requested = requested_deposits(source.book, amounts.total)[order]
    if not requested:
        return []
    unit = source.unit
    how = message(
        "{paid} paid of {expected}",
        paid=money(amounts.paid[order], unit),
        expected=money(requested, unit),
    )
    is_amount = source.book.orders.has_deposit[order]
    header = Orders.deposit.header if is_amount else Orders.deposit_percent.header
    title = message("[Deposit]: {amount}", amount=money(requested, unit))
    return [Trace(title, how=how, cell=source.cell("Orders", order, header))]


def _expected(amount: int, unit: int) -> str:
    """What an order is expected to bring in; unknown while its freight cannot be read."""
    return message("an unknown total") if amount == BLANK else money(amount, unit)


def _named(header: str, status: str) -> Message:
    """`Status: Unfulfilled, Uninvoiced`."""
    words = joined([named(word) for word in status.split(", ")])
    shown = words if status else message("unknown")
    return message("{header}: {status}", header=named(header), status=shown)
