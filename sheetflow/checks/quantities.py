"""Rules on quantities: no more of a thing than there was of it before.

Quantities are in millionths. The rules are in docs/reference/rules.md, section 7.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.checks.violations import Rule, Violation, Words, exceeding, number_at
from sheetflow.domain.arrays import integers, take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.frames import Returns
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, total_by
from sheetflow.ledgers.credits import planned_credits
from sheetflow.ledgers.lines import (
    Lines,
    came_back,
    is_for_restock,
    live_invoice_lines,
    shipped_rows,
    tracked_rows,
)


def _limit(limit: AnyArray, groups: IntArray) -> Words:
    return {"limit": number_at(limit, groups)}


def _if_counted(lines: Lines, line: IntArray) -> IntArray:
    """The order lines that rows name, -1 for those that do not count."""
    return np.where(take_mask(lines.counts, line), line, -1)


def cancelled_too_much(book: Book, lines: Lines) -> Iterator[Violation]:
    """Cancelled quantity above Quantity − Picked."""
    frame = book.order_lines
    cancelled = frame.cancelled_quantity
    left = frame.quantity - lines.picked
    where = lines.counts & (cancelled > 0) & (cancelled > left)
    words = {"limit": number_at(np.maximum(left, 0))}
    yield Violation("QTY01", "Order lines", "Cancelled quantity", where, words)


def picked_too_much(book: Book, lines: Lines) -> Iterator[Violation]:
    """Picked more than ordered: only a warning."""
    picks = book.picks
    counted = picks.live & tracked_rows(book, picks.sku_index)
    picked = np.where(counted, picks.picked, 0)
    line = _if_counted(lines, picks.line_index)
    where = exceeding(line, picked, lines.quantity)
    yield Violation("PIK01", "Picks", "Picked", where, _limit(lines.quantity, line))


def packed_too_much(book: Book, lines: Lines) -> Iterator[Violation]:
    """Packed more than picked."""
    line = book.packing.line_index
    where = exceeding(line, _packed(book), lines.picked)
    yield Violation("PAC01", "Packing", "Quantity", where, _limit(lines.picked, line))


def _packed(book: Book) -> AnyArray:
    """What each packing row packs; 0 for those that do not count."""
    packing = book.packing
    counted = packing.live & tracked_rows(book, packing.sku_index)
    return np.where(counted, packing.quantity, 0)


def containers(book: Book, _lines: Lines) -> Iterator[Violation]:
    """A container shipped twice; shipment of an empty container."""
    shipments = book.shipments
    counted = shipments.live & shipments.has_container
    first = _first_shipments(book, counted)
    again = counted & (first != np.arange(len(shipments)))
    words = {"first": lambda row: str(shipments.shipment[first[row]])}
    yield Violation("SHP02", "Shipments", "Container", again, words)
    empty = counted & ~again & _is_empty(book)
    yield Violation("SHP03", "Shipments", "Container", empty)


def _is_empty(book: Book) -> Mask:
    """The shipments of containers in which nothing is packed."""
    inside = total_by(shipped_rows(book), _packed(book), len(book.shipments))
    return np.asarray(inside <= 0)


def _first_shipments(book: Book, counted: Mask) -> IntArray:
    """For each shipment, the first that counts of the same container; -1 without one."""
    shipments = book.shipments
    orders = shipments.order_index.tolist()
    pairs = list(zip(orders, shipments.container.tolist(), strict=True))
    first: dict[tuple[int, str], int] = {}
    for row in np.flatnonzero(counted).tolist():
        first.setdefault(pairs[row], row)
    return integers([first.get(pair, -1) for pair in pairs])


def invoiced_too_much(book: Book, lines: Lines) -> Iterator[Violation]:
    """Invoiced more than the larger of Quantity (cancelled included) and shipped."""
    frame = book.invoice_lines
    invoiced = np.where(live_invoice_lines(book), frame.quantity, 0)
    limit = np.maximum(lines.quantity, lines.shipped)
    line = _if_counted(lines, frame.line_index)
    where = exceeding(line, invoiced, limit)
    yield Violation("INV02", "Invoice lines", "Quantity", where, _limit(limit, line))


def returned_too_much(book: Book, lines: Lines) -> Iterator[Violation]:
    """Returned more than shipped; Credit only for more than is left to credit."""
    returns = book.returns
    line = returns.line_index
    returned = np.where(came_back(book), returns.quantity, 0)
    where = exceeding(line, returned, lines.shipped)
    yield Violation("RET02", "Returns", "Quantity", where, _limit(lines.shipped, line))
    yield from _credited_too_much(book)


def _credited_too_much(book: Book) -> Iterator[Violation]:
    """Credit only, of more than was invoiced and not credited before."""
    waiting = _is_waiting_credit(book.returns)
    if waiting.any():
        credited = planned_credits(book).credited_quantity
        where = waiting & (book.returns.quantity > credited)
        words = {"limit": number_at(credited)}
        yield Violation("RET03", "Returns", "Quantity", where, words)


def _is_waiting_credit(returns: Returns) -> Mask:
    """The live returns that only credit, and of which nothing is credited yet."""
    credit_only = returns.live & (returns.disposition == "Credit only")
    waiting = credit_only & ~returns.has_credited_quantity
    return np.asarray(waiting & (returns.line_index >= 0))


def restocked_too_much(book: Book, _lines: Lines) -> Iterator[Violation]:
    """Restocked more than returned for restocking."""
    returns = book.returns
    restocks = book.restocks
    for_restock = returns.live & is_for_restock(book)
    limit = np.where(for_restock, returns.quantity, 0)
    restocked = np.where(restocks.live, restocks.quantity, 0)
    row = restocks.return_index
    where = exceeding(row, restocked, limit)
    yield Violation("RST01", "Restocks", "Quantity", where, _limit(limit, row))


RULES: tuple[Rule, ...] = (
    cancelled_too_much,
    picked_too_much,
    packed_too_much,
    containers,
    invoiced_too_much,
    returned_too_much,
    restocked_too_much,
)
"""The rules of this module."""
