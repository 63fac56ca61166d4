"""Suggesting: which units an order gets, and from where.

Reads   picks, order lines, stock
Writes  picks    suggestions that no longer fit are voided whole; new ones come from free stock
"""

from __future__ import annotations

import numpy as np

from sheetflow.domain.arrays import no_rows, zeros
from sheetflow.domain.book import Book
from sheetflow.domain.messages import joined, message
from sheetflow.domain.numbers import (
    AnyArray,
    IntArray,
    Mask,
    any_by,
    distinct,
    matches,
    total_by,
    turns_by,
    values_of,
)
from sheetflow.domain.phrases import number
from sheetflow.domain.step import Outcome
from sheetflow.ledgers.lines import Lines, build_lines, is_open_suggestion
from sheetflow.ledgers.movements import build_movements
from sheetflow.ledgers.stock import (
    Stock,
    build_stock,
    free_to_pick,
    in_order_of_service,
    left_to_suggest,
)
from sheetflow.steps.operations.locations import (
    Requests,
    choose_locations,
    preferred_location,
)


def suggest(book: Book, orders: IntArray) -> Outcome:
    """Void what no longer fits, then suggest what is left to pick and not yet suggested.

    Orders that come first in the order of service get free stock first.
    """
    excess = excess_suggestions(book, orders)
    voided = values_of(book.picks.order_index[excess])
    if excess.any():
        book = book.put(book.picks.void(excess, book.as_of))
    book, suggested = _add_suggestions(book, orders)
    return Outcome(book, values_of(voided, suggested))


def has_suggestions(book: Book, orders: IntArray) -> Mask:
    """The orders that have open suggestions: to void them would release stock."""
    open_rows = is_open_suggestion(book)
    return any_by(book.picks.order_index, len(book.orders), open_rows)[orders]


def excess_suggestions(book: Book, orders: IntArray) -> Mask:
    """The open suggestions of these orders that no longer fit.

    In row order, they are those that take the sum for their line above what is left to
    pick, or for their location above on hand.
    """
    picks = book.picks
    chosen = matches(picks.order_index, orders, len(book.orders))
    rows = np.flatnonzero(is_open_suggestion(book) & chosen & (picks.line_index >= 0))
    excess = no_rows(len(picks))
    if len(rows):
        fits = _fitting(book, rows)
        excess[rows[~fits]] = True
    return excess


def _fitting(book: Book, rows: IntArray) -> Mask:
    """Which of these suggestions fit: each order's are added up in row order, all orders at once."""
    picks = book.picks
    quantity = picks.suggested[rows]
    line = picks.line_index[rows]
    cell = _cells(book, rows)
    limit_of_line = build_lines(book).left_to_pick[line]
    limit_of_cell = _on_hand(book, rows)
    in_line = np.zeros(len(book.order_lines), dtype=limit_of_line.dtype)
    in_cell = zeros(len(rows))
    fits = no_rows(len(rows))
    for now in turns_by(picks.order_index[rows]):
        fits_line = in_line[line[now]] + quantity[now] <= limit_of_line[now]
        fits_cell = in_cell[cell[now]] + quantity[now] <= limit_of_cell[now]
        kept = now[fits_line & fits_cell]
        in_line[line[kept]] += quantity[kept]
        in_cell[cell[kept]] += quantity[kept]
        fits[kept] = True
    return fits


def _cells(book: Book, rows: IntArray) -> IntArray:
    """Equal numbers for picks of one order that are of the same product at the same location."""
    picks = book.picks
    columns = (picks.order_index, picks.sku_index, picks.location_index)
    _, cells = distinct(*(column[rows] for column in columns))
    return cells


def _on_hand(book: Book, rows: IntArray) -> AnyArray:
    """What is on hand of the product of each pick, at its location."""
    picks = book.picks
    at = (picks.sku_index[rows], picks.location_index[rows])
    return np.asarray(_stock(book).on_hand[at])


def _stock(book: Book) -> Stock:
    """Stock as it is now."""
    return build_stock(book, build_movements(book))


def _add_suggestions(book: Book, orders: IntArray) -> tuple[Book, IntArray]:
    """Suggest from free stock; returns the book, and the orders that got any."""
    lines = build_lines(book)
    rows = _lines_in_need(book, lines, orders)
    if not len(rows):
        return book, rows
    order = lines.order[rows]
    sku = lines.sku[rows]
    preferred = preferred_location(book, order, sku)
    requests = Requests(sku, left_to_suggest(lines)[rows], preferred)
    allocations = choose_locations(book, _stock(book).free, requests)
    line = rows[allocations.request]
    links = {
        "order": lines.order[line],
        "line": line,
        "sku": lines.sku[line],
        "location": allocations.location,
    }
    values = {
        "Suggested": allocations.quantity,
        "Location": book.warehouse.codes[allocations.location],
    }
    picks = book.picks.extended(len(line), values, links)
    return book.put(picks), values_of(lines.order[line])


def _lines_in_need(book: Book, lines: Lines, orders: IntArray) -> IntArray:
    """The lines of these orders that have something to suggest, in the order of service."""
    chosen = matches(lines.order, orders, len(book.orders)) & (lines.sku >= 0)
    rows = np.flatnonzero(chosen & (left_to_suggest(lines) > 0))
    return in_order_of_service(book, lines, rows)


def nothing_free(book: Book, order: int) -> str:
    """What the lines of an order wait for that have something left to pick.

    As `A-100 has 0 free of 10`.
    """
    lines = build_lines(book)
    free = _free_to_pick(book)
    rows = np.flatnonzero((lines.order == order) & (lines.left_to_pick > 0))
    sku_of_rows = lines.sku[rows]
    needed = total_by(sku_of_rows, lines.left_to_pick[rows], len(free))
    names = book.products.sku
    return joined(
        [
            message(
                "{sku} has {free} free of {needed}",
                sku=str(names[sku]),
                free=number(free[sku]),
                needed=number(needed[sku]),
            )
            for sku in dict.fromkeys(sku_of_rows.tolist())
        ]
    )


def _free_to_pick(book: Book) -> AnyArray:
    """The free stock of each product at all pickable locations."""
    return free_to_pick(book, _stock(book))
