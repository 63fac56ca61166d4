"""Traces of stock: every movement of a product at a location, with the running balance."""

from __future__ import annotations

import numpy as np

from sheetflow.ledgers.movements import SOURCES, TYPES
from sheetflow.tracing.source import Source, rows
from sheetflow.tracing.tree import Trace, total
from sheetflow.wording import day, number


def trace_product(source: Source, product: int, location: int | None = None) -> Trace:
    """What is on hand of a product, at one location or at each that a movement ever touched."""
    stock = source.ledgers.stock
    touched = rows(stock.touched[product]).tolist() if location is None else [location]
    parts = [_at(source, product, at) for at in touched]
    engine = stock.on_hand[product].sum() if location is None else stock.on_hand[product, location]
    title = f"Product {source.book['Products']['SKU'][product]}"
    return Trace(title, place=source.place("Products", product), parts=(total("On hand", int(engine), parts),))


def _at(source: Source, product: int, location: int) -> Trace:
    moves = source.ledgers.movements
    mine = (moves.sku == product) & ((moves.origin == location) | (moves.target == location))
    at_all = rows(mine)
    at_all = at_all[np.argsort(moves.day[at_all], kind="stable")]
    running, parts = 0, []
    for at in at_all.tolist():
        sign = int(moves.target[at] == location) - int(moves.origin[at] == location)
        running += sign * int(moves.quantity[at])
        parts.append(_movement(source, at, sign, running))
    return total(str(source.book.places.codes[location]), int(source.ledgers.stock.on_hand[product, location]), parts)


def _movement(source: Source, at: int, sign: int, running: int) -> Trace:
    moves = source.ledgers.movements
    order = f" {source.book['Orders']['Order'][moves.order[at]]}" if moves.order[at] >= 0 else ""
    return Trace(
        f"{day(moves.day[at])} {TYPES[moves.kind[at]]}{order}",
        sign * int(moves.quantity[at]),
        how=f"then {number(running)}",
        place=source.place(SOURCES[moves.source[at]], int(moves.record[at])),
    )
