"""Rules on quantities: no more of a thing than there was before it."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.checks.found import Found, Words, above, number_at
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, IntArray, take, total_by
from sheetflow.domain.phrases import number
from sheetflow.ledgers.credits import planned_credits
from sheetflow.ledgers.lines import (
    Lines,
    is_for_restock,
    live_invoice_lines,
    shipped_rows,
    tracked_rows,
)


def _limit(limit: AnyArray, groups: IntArray) -> Words:
    return {"limit": number_at(limit, groups)}


def cancelled_too_much(book: Book, lines: Lines) -> Iterator[Found]:
    """Cancelled quantity above Quantity − Picked."""
    frame = book.order_lines
    cancelled = frame.cancelled_quantity
    left = frame.quantity - lines.picked
    yield Found(
        "QTY01",
        "Order lines",
        "Cancelled quantity",
        lines.counts & (cancelled > 0) & (cancelled > left),
        {"limit": lambda at: number(max(left[at], 0))},
    )


def picked_too_much(book: Book, lines: Lines) -> Iterator[Found]:
    """Picked more than ordered: only a warning."""
    picks = book.picks
    picked = np.where(picks.live & tracked_rows(book, picks.sku_index), picks.picked, 0)
    line = np.where(take(lines.counts, picks.line_index, 0) == 1, picks.line_index, -1)
    yield Found(
        "PIK01",
        "Picks",
        "Picked",
        above(line, picked, lines.quantity),
        _limit(lines.quantity, line),
    )


def packed_too_much(book: Book, lines: Lines) -> Iterator[Found]:
    """Packed more than picked."""
    packing = book.packing
    packed = np.where(
        packing.live & tracked_rows(book, packing.sku_index),
        packing.quantity,
        0,
    )
    line = packing.line_index
    yield Found(
        "PAC01",
        "Packing",
        "Quantity",
        above(line, packed, lines.picked),
        _limit(lines.picked, line),
    )


def containers(book: Book, _lines: Lines) -> Iterator[Found]:
    """A container shipped twice; shipment of an empty container."""
    shipments, packing = book.shipments, book.packing
    live = shipments.live & shipments.has_container
    first: dict[tuple[int, str], int] = {}
    pairs = list(
        zip(
            shipments.order_index.tolist(),
            shipments.container.tolist(),
            strict=True,
        )
    )
    for at in np.flatnonzero(live)[::-1].tolist():
        first[pairs[at]] = at
    again = (
        np.array(
            [first.get(pair, at) != at for at, pair in enumerate(pairs)], dtype=bool
        )
        & live
    )
    yield Found(
        "SHP02",
        "Shipments",
        "Container",
        again,
        {"first": lambda at: str(shipments.shipment[first[pairs[at]]])},
    )
    inside = np.where(
        packing.live & tracked_rows(book, packing.sku_index),
        packing.quantity,
        0,
    )
    held = total_by(shipped_rows(book), inside, len(shipments))
    yield Found("SHP03", "Shipments", "Container", live & ~again & (held <= 0))


def invoiced_too_much(book: Book, lines: Lines) -> Iterator[Found]:
    """Invoiced more than the larger of Quantity (cancelled included) and shipped."""
    bills = book.invoice_lines
    billed = np.where(live_invoice_lines(book), bills.quantity, 0)
    limit = np.maximum(lines.quantity, lines.shipped)
    line = np.where(take(lines.counts, bills.line_index, 0) == 1, bills.line_index, -1)
    yield Found(
        "INV02",
        "Invoice lines",
        "Quantity",
        above(line, billed, limit),
        _limit(limit, line),
    )


def returned_too_much(book: Book, lines: Lines) -> Iterator[Found]:
    """Returned more than shipped; Credit only above what is billed and not credited before."""
    returns = book.returns
    line = returns.line_index
    only = returns.disposition == "Credit only"
    back = np.where(returns.live & ~only, returns.quantity, 0)
    yield Found(
        "RET02",
        "Returns",
        "Quantity",
        above(line, back, lines.shipped),
        _limit(lines.shipped, line),
    )
    waiting = returns.live & only & ~returns.has_credited_quantity & (line >= 0)
    if waiting.any():
        credited = planned_credits(book).credited_quantity
        where = waiting & (returns.quantity > credited)
        yield Found(
            "RET03",
            "Returns",
            "Quantity",
            where,
            {"limit": lambda at: number(credited[at])},
        )


def restocked_too_much(book: Book, _lines: Lines) -> Iterator[Found]:
    """Restocked more than returned for restocking."""
    returns, restocks = book.returns, book.restocks
    due = np.where(returns.live & is_for_restock(book), returns.quantity, 0)
    amount = np.where(restocks.live, restocks.quantity, 0)
    record = restocks.return_index
    yield Found(
        "RST01", "Restocks", "Quantity", above(record, amount, due), _limit(due, record)
    )
