"""Rules on purchases: what is received, sent back and cancelled fits what was ordered.

Quantities are in millionths. The rules are in docs/reference/rules.md, section 7.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sheetflow.checks.violations import Rule, Violation, Words, number_at, text_at
from sheetflow.domain.arrays import no_rows, take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import AnyArray, Mask, take_text, total_by
from sheetflow.domain.requested_actions import action_names, parse
from sheetflow.domain.suggestions import did_you_mean
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


def unknown_purchase_actions(book: Book, _lines: Lines) -> Iterator[Violation]:
    """An action that purchase orders or suppliers do not have."""
    for sheet in ("Purchase orders", "Suppliers"):
        frame = book[sheet]
        texts = frame["Action"].tolist()
        if not any(texts):
            continue
        unknown = [parse(text, sheet)[1] for text in texts]
        where = np.array([bool(words) for words in unknown], dtype=bool)
        words = _action_words(sheet, unknown)
        yield Violation("ACT01", sheet, "Action", where & frame.valid, words)


def _action_words(sheet: str, unknown: Sequence[Sequence[str]]) -> Words:
    """What a message says of the unknown actions of a row."""
    action = sheet_schema(sheet).column("Action")
    names = [action.own_word(name) for name in action_names(sheet).values()]
    return {
        "action": lambda row: ", ".join(unknown[row]),
        "suggestion": lambda row: did_you_mean(unknown[row][0], names),
        "actions": lambda _row: ", ".join(names),
    }


RULES: tuple[Rule, ...] = (
    received_too_much,
    sent_back_too_much,
    receipts_of_no_order,
    purchases_cancelled_too_much,
    unknown_purchase_actions,
)
"""The rules of this module."""
