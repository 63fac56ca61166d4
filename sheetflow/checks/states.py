"""Rules on the state of an order: what it may not have in that state, and what it should have.

The rules are in docs/reference/rules.md, section 7.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from sheetflow.checks.violations import Rule, Violation, Words, text_at
from sheetflow.domain.arrays import take_mask
from sheetflow.domain.book import Book
from sheetflow.domain.catalogue import sheet_schema
from sheetflow.domain.messages import message
from sheetflow.domain.numbers import IntArray, Mask, count_by, take, take_text
from sheetflow.domain.relations import ReferenceColumn, order_activity
from sheetflow.domain.requested_actions import action_names, parse
from sheetflow.domain.suggestions import did_you_mean
from sheetflow.ledgers.facts import counted_rows, order_links
from sheetflow.ledgers.lines import Lines, requires_shipping

STATE_WORDS = {"Quote": message("a quote"), "Cancelled": message("cancelled")}
"""What an order is in these states, as a message says it."""


def facts_on_quotes(book: Book, _lines: Lines) -> Iterator[Violation]:
    """Any fact on a quote or a cancelled order."""
    state = book.orders.state
    not_open = (state == "Quote") | (state == "Cancelled")
    if not_open.any():
        for reference in order_activity():
            yield _facts_of(book, reference, not_open)


def _facts_of(book: Book, reference: ReferenceColumn, not_open: Mask) -> Violation:
    """The facts of one sheet on these orders."""
    order = order_links(book, reference.sheet)
    where = counted_rows(book, reference.sheet) & take_mask(not_open, order)
    words = _order_words(book, order)
    return Violation("STA01", reference.sheet, reference.header, where, words)


def _order_words(book: Book, order: IntArray) -> Words:
    """The number and the state of the order of each row."""
    states = take_text(book.orders.state, order).tolist()
    names = take_text(book.orders.order, order)
    return {
        "state": lambda row: STATE_WORDS.get(states[row], ""),
        "order": text_at(names),
    }


def orders_without_lines(book: Book, _lines: Lines) -> Iterator[Violation]:
    """An order with no lines."""
    orders = book.orders
    lines = count_by(book.order_lines.order_index, len(orders))
    yield Violation("ORD02", "Orders", "Order", orders.valid & (lines == 0))


def unknown_actions(book: Book, _lines: Lines) -> Iterator[Violation]:
    """An action that does not exist, of an order, a purchase order or a supplier."""
    for sheet in ("Orders", "Purchase orders", "Suppliers"):
        texts = book[sheet]["Action"].tolist()
        parsed = {text: parse(text, sheet)[1] for text in set(texts) if text}
        unknown = [parsed.get(text, ()) for text in texts]
        where = np.array([bool(words) for words in unknown], dtype=bool)
        where &= book[sheet].valid
        words = _action_words(sheet, unknown)
        yield Violation("ACT01", sheet, "Action", where, words)


def _action_words(sheet: str, unknown: Sequence[Sequence[str]]) -> Words:
    """What a message says of the unknown actions of a row."""
    action = sheet_schema(sheet).column("Action")
    names = [action.own_word(name) for name in action_names(sheet).values()]
    return {
        "action": lambda row: ", ".join(unknown[row]),
        "suggestion": lambda row: did_you_mean(unknown[row][0], names),
        "actions": lambda _row: ", ".join(names),
    }


def shipping_not_required(book: Book, _lines: Lines) -> Iterator[Violation]:
    """Packing or shipping where no shipping is required."""
    ships = requires_shipping(book)
    for reference in order_activity():
        frame = book[reference.sheet]
        if frame.schema.only_if_shipped:
            order = order_links(book, reference.sheet)
            where = frame.live & (take(ships, order, 1) == 0)
            yield Violation("SHP04", reference.sheet, reference.header, where)


RULES: tuple[Rule, ...] = (
    facts_on_quotes,
    orders_without_lines,
    unknown_actions,
    shipping_not_required,
)
"""The rules of this module."""
