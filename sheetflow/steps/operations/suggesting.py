"""Suggesting: which units an order shall get, and from where.

Reads   picks, order lines, stock
Writes  picks               suggestions that no longer fit are voided whole, new ones are written from free stock only
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import (
    IntArray,
    Mask,
    count_by,
    distinct,
    matches,
    rank_by,
    total_by,
    values_of,
)
from sheetflow.domain.step import Outcome
from sheetflow.ledgers.lines import build_lines, is_open_suggestion
from sheetflow.ledgers.movements import build_movements
from sheetflow.ledgers.stock import build_stock, service_order
from sheetflow.steps.operations.locations import choose_locations, preferred_location


def suggest(book: Book, orders: IntArray) -> Outcome:
    """Void what no longer fits, then suggest what is left to pick and not yet suggested;
    orders come in the order of service.
    """
    excess = excess_suggestions(book, orders)
    voided = values_of(book.picks.order_index[excess])
    book = book.put(book.picks.void(excess, book.as_of)) if excess.any() else book
    book, fresh = _write(book, orders)
    return Outcome(book, values_of(voided, fresh))


def has_suggestions(book: Book, orders: IntArray) -> Mask:
    """The orders that have open suggestions, and would release their stock without them."""
    counts = count_by(
        book.picks.order_index, len(book.orders), is_open_suggestion(book)
    )
    return np.asarray((counts > 0)[orders])


def excess_suggestions(book: Book, orders: IntArray) -> Mask:
    """In row order, the suggestions that take the sum for their line above what is left to pick,
    or at their location above on hand.
    """
    picks = book.picks
    excess = np.zeros(len(picks), dtype=bool)
    at = np.flatnonzero(
        is_open_suggestion(book)
        & matches(picks.order_index, orders, len(book.orders))
        & (picks.line_index >= 0)
    )
    if not len(at):
        return excess
    line, amount = picks.line_index[at], picks.suggested[at]
    left = build_lines(book).left_to_pick
    sku, place = picks.sku_index[at], picks.location_index[at]
    held = build_stock(book, build_movements(book)).on_hand[sku, place]
    heads, cell = distinct(picks.order_index[at], sku, place)
    by_line, by_cell = (
        np.zeros(len(left), dtype=left.dtype),
        np.zeros(len(heads), dtype=np.int64),
    )
    turns = rank_by(picks.order_index[at])
    for turn in range(int(turns.max()) + 1):
        now = np.flatnonzero(turns == turn)
        too_much = (by_line[line[now]] + amount[now] > left[line[now]]) | (
            by_cell[cell[now]] + amount[now] > held[now]
        )
        kept = now[~too_much]
        by_line[line[kept]] += amount[kept]
        by_cell[cell[kept]] += amount[kept]
        excess[at[now[too_much]]] = True
    return excess


def _write(book: Book, orders: IntArray) -> tuple[Book, IntArray]:
    """New suggestions from free stock; returns the orders that got any."""
    lines = build_lines(book)
    needs = np.maximum(lines.left_to_pick - lines.suggested, 0)
    at = np.flatnonzero(
        (needs > 0) & matches(lines.order, orders, len(book.orders)) & (lines.sku >= 0)
    )
    if not len(at):
        return book, at
    at = at[np.argsort(service_order(book)[lines.order[at]], kind="stable")]
    free = build_stock(book, build_movements(book)).free
    sku = lines.sku[at]
    taken = choose_locations(
        book, free, sku, needs[at], preferred_location(book, lines.order[at], sku)
    )
    line = at[taken.request]
    links = {
        "order": lines.order[line],
        "line": line,
        "sku": lines.sku[line],
        "location": taken.location,
    }
    values = {
        "Suggested": taken.quantity,
        "Location": book.warehouse.codes[taken.location],
    }
    return book.put(book.picks.extended(len(line), values, links)), values_of(
        lines.order[line]
    )


def nothing_free(book: Book, order: int) -> str:
    """What the lines of an order that has something left to pick wait for, as `A-100 has 0 free of 10`."""
    from sheetflow.domain.phrases import number

    lines = build_lines(book)
    free = np.maximum(build_stock(book, build_movements(book)).free, 0)[
        :, book.warehouse.pickable
    ].sum(axis=1)
    at = np.flatnonzero((lines.order == order) & (lines.left_to_pick > 0))
    needs = total_by(lines.sku[at], lines.left_to_pick[at], len(free))
    names = book.products.sku
    return ", ".join(
        f"{names[sku]} has {number(free[sku])} free of {number(needs[sku])}"
        for sku in dict.fromkeys(lines.sku[at].tolist())
    )
