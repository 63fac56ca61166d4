"""Rules on purchases: what is received, sent back and cancelled fits what was ordered.

Quantities are in millionths. The rules are in docs/reference/rules.md, section 7.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.checks.violations import Rule, Violation, Words, number_at, text_at
from sheetflow.domain.arrays import no_rows, take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import AnyArray, Mask, take_text, total_by
from sheetflow.ledgers.lines import Lines
from sheetflow.ledgers.purchases import build_purchases

STATE_WORDS = {"Request": message("a request"), "Cancelled": message("cancelled")}
"""What a purchase order is in these states, as a message says it."""


def received_too_much(book: Book, _lines: Lines) -> Iterator[Violation]:
    """More received than was ordered: only a warning, at the last receipt."""
    ledger = build_purchases(book)
    over = ledger.counts & (ledger.received > ledger.quantity)
    if over.any():
        line = book.receipts.purchase_line_index
        words = {
            "received": number_at(ledger.received, line),
            "limit": number_at(ledger.quantity, line),
        }
        where = _last_of_lines(book, over, book.receipts.quantity > 0)
        yield Violation("PUR02", "Receipts", "Quantity", where, words)


def sent_back_too_much(book: Book, _lines: Lines) -> Iterator[Violation]:
    """More sent back than was received, at the last row that sent some back."""
    ledger = build_purchases(book)
    below = ledger.counts & (ledger.received < 0)
    if below.any():
        arrived = _arrived(book, len(ledger.received))
        words = {"limit": number_at(arrived, book.receipts.purchase_line_index)}
        where = _last_of_lines(book, below, book.receipts.quantity < 0)
        yield Violation("PUR03", "Receipts", "Quantity", where, words)


def _arrived(book: Book, size: int) -> AnyArray:
    """What came of each purchase line, whatever was sent back."""
    receipts = book.receipts
    came = np.where(receipts.live, np.maximum(receipts.quantity, 0), 0)
    return total_by(receipts.purchase_line_index, came, size)


def _last_of_lines(book: Book, lines: Mask, among: Mask) -> Mask:
    """The last live receipt, of those `among`, of each of these purchase lines."""
    receipts = book.receipts
    line = receipts.purchase_line_index
    rows = np.flatnonzero(receipts.live & among & take_mask(lines, line))
    last = np.full(len(lines), -1, dtype=np.int64)
    last[line[rows]] = rows
    found = no_rows(len(receipts))
    found[last[last >= 0]] = True
    return found


def receipts_of_no_order(book: Book, _lines: Lines) -> Iterator[Violation]:
    """A receipt on a request or a cancelled purchase order."""
    order = book.receipts.purchase_order_index
    states = take_text(book.purchase_orders.state, order)
    where = book.receipts.live & np.isin(states.astype(str), list(STATE_WORDS))
    words: Words = {
        "state": lambda row: STATE_WORDS.get(states[row], ""),
        "order": text_at(book.receipts.purchase_order),
    }
    yield Violation("PUR04", "Receipts", "Purchase order", where, words)


def purchases_cancelled_too_much(book: Book, _lines: Lines) -> Iterator[Violation]:
    """Cancelled quantity above Quantity − Received."""
    ledger = build_purchases(book)
    left = np.maximum(ledger.quantity - ledger.received, 0)
    where = ledger.counts & (ledger.cancelled > left)
    words = {"limit": number_at(left)}
    yield Violation("PUR05", "Purchase lines", "Cancelled quantity", where, words)


def lines_without_cost(book: Book, _lines: Lines) -> Iterator[Violation]:
    """A line of a placed purchase order whose cost is not known: only a warning."""
    ledger = build_purchases(book)
    where = ledger.is_sent & ~book.purchase_lines.has_unit_cost
    suppliers = take_text(book.purchase_orders.supplier, ledger.purchase_order)
    words = {
        "supplier": text_at(suppliers),
        "sku": text_at(book.purchase_lines.sku),
    }
    yield Violation("PUR09", "Purchase lines", "Unit cost", where, words)


RULES: tuple[Rule, ...] = (
    received_too_much,
    sent_back_too_much,
    receipts_of_no_order,
    purchases_cancelled_too_much,
    lines_without_cost,
)
"""The rules of this module."""
