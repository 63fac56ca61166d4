"""The status of an order, and the quantities and amounts that it follows from (rules.md section 6)."""

from __future__ import annotations

import numpy as np

from sheetflow.domain.numbers import BLANK
from sheetflow.domain.phrases import money, number
from sheetflow.inspection.trace.source import Source, rows
from sheetflow.inspection.trace.tree import Trace
from sheetflow.ledgers.statuses import expected_payments


def order_status(source: Source, order: int) -> Trace:
    """The status, and what it follows from."""
    return Trace(
        f"Status: {source.ledgers.statuses.status[order]}",
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
            f"Line {frame.line[at]} {frame.sku[at]}",
            how=_progress(source, at),
            cell=source.cell("Order lines", at),
        )
        for at in counted_lines(source, order)
    ]


def _progress(source: Source, at: int) -> str:
    """`of 3: 3 picked, 3 shipped, 3 invoiced`."""
    lines = source.ledgers.lines
    done = {}
    if lines.goods[at]:
        done = {"picked": lines.picked[at], "shipped": lines.shipped[at]}
    done["invoiced"] = lines.invoiced[at]
    if lines.goods[at] and lines.returned[at]:
        done["returned"] = lines.returned[at]
    words = [f"{number(units)} {word}" for word, units in done.items()]
    return f"of {number(lines.effective[at])}: {', '.join(words)}"


def _payment(source: Source, order: int) -> Trace:
    """What was paid, and what the order is expected to bring in."""
    amounts = source.ledgers.money
    unit = source.unit
    expected = expected_payments(source.ledgers.lines, amounts)[order]
    how = f"{money(amounts.paid[order], unit)} paid of {_expected(expected, unit)}"
    if amounts.credited[order]:
        how += f", after {money(amounts.credited[order], unit)} credited"
    return Trace(
        f"Payment status: {source.ledgers.statuses.payment[order] or 'unknown'}",
        how=how,
        cell=source.cell("Orders", order, "Payment status"),
    )


def _expected(amount: int, unit: int) -> str:
    """What an order is expected to bring in; unknown while its freight cannot be read."""
    return "an unknown total" if amount == BLANK else money(amount, unit)
