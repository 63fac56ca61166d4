"""Movements at places, row by row: what came in and went out of each location, at cost.

A movement from one location to another is two rows. Goods that are picked, or came back
and wait to be restocked, are no longer at a location. Value in the books is shared out
over locations by their units, so values here are of products as a whole: see stock.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from sheetflow.domain.book import Book
from sheetflow.domain.numbers import AnyArray, IntArray
from sheetflow.ledgers.movement_types import SOURCES, Movements, place_names
from sheetflow.reports.names import texts
from sheetflow.reports.sale_rows import (
    movement_numbers,
    movement_parts,
    movement_types,
)
from sheetflow.reports.source import DAY, PART, VOID_DAY, View
from sheetflow.reports.tables import RECORD, SHEET

AMOUNTS = ("In", "Out", "Change", "Value change")


def movement_rows(view: View) -> pd.DataFrame:
    """Every movement up to the end of a view, once for each location that it touches."""
    moves = view.ledgers.movements
    locations = len(view.book.warehouse)
    values = _values(view, len(moves))
    incoming = np.flatnonzero(moves.target < locations)
    outgoing = np.flatnonzero(moves.origin < locations)
    entering = _rows(view.book, moves.only(incoming), "in", values[incoming])
    leaving = _rows(view.book, moves.only(outgoing), "out", values[outgoing])
    return pd.concat([entering, leaving], ignore_index=True)


def _values(view: View, count: int) -> AnyArray:
    """The value of each movement; 0 where no cost is known."""
    costs = view.ledgers.costs
    return np.zeros(count, dtype=np.int64) if costs is None else costs.movements


def _rows(book: Book, moves: Movements, side: str, value: AnyArray) -> pd.DataFrame:
    is_in = side == "in"
    place = moves.target if is_in else moves.origin
    other = moves.origin if is_in else moves.target
    zero = np.zeros(len(moves), dtype=np.int64)
    sign = 1 if is_in else -1
    return pd.DataFrame(
        {
            SHEET: np.array(SOURCES, dtype=object)[moves.source],
            RECORD: moves.record,
            PART: movement_parts(moves) + f"/{side}",
            DAY: moves.day,
            VOID_DAY: zero,
            "Date": moves.day,
            "SKU": texts(book.products.sku, moves.sku),
            "Product": texts(book.products.name, moves.sku),
            "Location": place_names(book)[place],
            "Other place": place_names(book)[other],
            "Type": movement_types(moves),
            "Document": movement_numbers(book, moves),
            "Order": _orders(book, moves.order),
            "In": moves.quantity if is_in else zero,
            "Out": zero if is_in else moves.quantity,
            "Change": sign * moves.quantity,
            "Value change": sign * value,
        },
        index=range(len(moves)),
    )


def _orders(book: Book, order: IntArray) -> AnyArray:
    return texts(book.orders.order, order)
