"""The status of an order, and the quantities and amounts that it follows from (rules.md section 6)."""

from __future__ import annotations

import numpy as np

from sheetflow.domain.phrases import money, number
from sheetflow.inspection.trace.source import Source, rows
from sheetflow.inspection.trace.tree import Trace
from sheetflow.ledgers.statuses import expected_payments


def status(source: Source, order: int) -> Trace:
    """The status, and what it follows from."""
    statuses = source.ledgers.statuses
    place = source.place("Orders", order, "Status")
    parts = (
        [_payment(source, order), *_lines(source, order)]
        if source.is_open(order)
        else []
    )
    return Trace(f"Status: {statuses.status[order]}", place=place, parts=tuple(parts))


def _lines(source: Source, order: int) -> list[Trace]:
    """What was done of each line."""
    lines, frame = source.ledgers.lines, source.book.order_lines
    mine = rows(np.asarray(lines.counts & (lines.order == order))).tolist()
    return [
        Trace(
            f"Line {frame['Line'][at]} {frame['SKU'][at]}",
            how=_done(source, at),
            place=source.place("Order lines", at),
        )
        for at in mine
    ]


def _done(source: Source, at: int) -> str:
    """`of 3: 3 picked, 3 shipped, 3 invoiced`."""
    lines = source.ledgers.lines
    done = {
        "picked": lines.picked,
        "shipped": lines.shipped,
        "invoiced": lines.invoiced,
        "returned": lines.returned,
    }
    said = [
        f"{number(units[at])} {word}"
        for word, units in done.items()
        if (lines.goods[at] or word == "invoiced") and (word != "returned" or units[at])
    ]
    return f"of {number(lines.effective[at])}: {', '.join(said)}"


def _payment(source: Source, order: int) -> Trace:
    """What was paid of what the order is to bring in."""
    amounts, unit = source.ledgers.money, source.unit
    expected = expected_payments(source.ledgers.lines, amounts)[order]
    how = f"{money(amounts.paid[order], unit)} paid of {money(expected, unit)}"
    if amounts.credited[order]:
        how += f", after {money(amounts.credited[order], unit)} credited"
    title = f"Payment status: {source.ledgers.statuses.payment[order]}"
    return Trace(title, how=how, place=source.place("Orders", order, "Payment status"))
