"""Rules on the state of an order: what a quote or cancelled order may not have, and what an order should have."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sheetflow.checks.found import Found, said_at
from sheetflow.domain.book import Book
from sheetflow.domain.numbers import count_by, take, take_text
from sheetflow.domain.relations import order_activity
from sheetflow.domain.requested_actions import action_names, parse
from sheetflow.domain.suggestions import did_you_mean
from sheetflow.ledgers.facts import order_links
from sheetflow.ledgers.lines import Lines, requires_shipping

STATE_WORDS = {"Quote": "a quote", "Cancelled": "cancelled"}
"""What an order is in these states, as a message says it."""


def facts_on_quotes(book: Book, _lines: Lines) -> Iterator[Found]:
    """Any fact on a quote or a cancelled order."""
    state = book.orders.state
    idle = (state == "Quote") | (state == "Cancelled")
    if not idle.any():
        return
    for reference in order_activity():
        sheet = reference.sheet
        frame = book[sheet]
        orders = order_links(book, sheet)
        where = frame.live & (take(idle, orders, 0) == 1)
        states, names = (
            take_text(state, orders),
            take_text(book.orders.order, orders),
        )
        yield Found(
            "STA01",
            sheet,
            reference.header,
            where,
            {
                "state": said_at(
                    np.array([STATE_WORDS.get(each, "") for each in states])
                ),
                "order": said_at(names),
            },
        )


def orders_without_lines(book: Book, _lines: Lines) -> Iterator[Found]:
    """An order with no lines."""
    frame = book.orders
    yield Found(
        "ORD02",
        "Orders",
        "Order",
        frame.valid & (count_by(book.order_lines.order_index, len(frame)) == 0),
    )


def unknown_actions(book: Book, _lines: Lines) -> Iterator[Found]:
    """An action that there is not."""
    frame = book.orders
    texts = frame.action.tolist()
    wrong = {text: parse(text)[1] for text in set(texts) if text}
    where = np.array([bool(wrong.get(text)) for text in texts], dtype=bool)
    names = list(action_names().values())
    yield Found(
        "ACT01",
        "Orders",
        "Action",
        where & frame.valid,
        {
            "action": lambda at: ", ".join(wrong[texts[at]]),
            "near": lambda at: did_you_mean(wrong[texts[at]][0], names),
            "actions": lambda _at: ", ".join(names),
        },
    )


def shipping_not_required(book: Book, _lines: Lines) -> Iterator[Found]:
    """Packing or shipping where no shipping is required."""
    ships = requires_shipping(book)
    for reference in order_activity():
        sheet = reference.sheet
        frame = book[sheet]
        if frame.schema.only_if_shipped:
            where = frame.live & (take(ships, order_links(book, sheet), 1) == 0)
            yield Found("SHP04", sheet, reference.header, where)
