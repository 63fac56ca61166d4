"""Stock: on hand, allocated and free at every location, and the totals of products.

All quantities are in millionths. The rules are in docs/reference/rules.md, section 5.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.arrays import bands, no_rows, sorted_by, take_mask
from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.frames import Orders
from sheetflow.domain.numbers import (
    NOTHING,
    AnyArray,
    IntArray,
    Mask,
    allocate,
    total_by,
)
from sheetflow.ledgers.lines import Lines, is_open_suggestion
from sheetflow.ledgers.movement_types import Movements, outside_column
from sheetflow.ledgers.movements import balances, net_outside


@dataclass(frozen=True)
class Stock:
    """Products × locations; `touched` is where there ever was a movement."""

    on_hand: AnyArray
    allocated: AnyArray
    touched: Mask

    @property
    def free(self) -> AnyArray:
        """On hand less allocated."""
        return np.asarray(self.on_hand - self.allocated)


def build_stock(book: Book, movements: Movements) -> Stock:
    """Stock from the movements and the open suggestions."""
    locations = len(book.warehouse)
    on_hand = balances(book, movements)[:, :locations]
    return Stock(on_hand, allocated(book), _touched(book, movements))


def _touched(book: Book, movements: Movements) -> Mask:
    """Where there ever was a movement: products × locations."""
    locations = len(book.warehouse)
    products = len(book.products)
    touched = no_rows(products * locations)
    for place in (movements.origin, movements.target):
        inside = place < locations
        touched[movements.sku[inside] * locations + place[inside]] = True
    return touched.reshape(products, locations)


def allocated(book: Book) -> AnyArray:
    """Suggested of live picks with a blank Picked: products × locations."""
    picks = book.picks
    locations = len(book.warehouse)
    products = len(book.products)
    counted = is_open_suggestion(book) & (picks.location_index >= 0)
    cell = np.where(counted, picks.sku_index * locations + picks.location_index, -1)
    suggested = np.where(counted, picks.suggested, 0)
    return total_by(cell, suggested, products * locations).reshape(products, locations)


@dataclass(frozen=True)
class ProductTotals:
    """The derived columns of Products."""

    on_hand: AnyArray
    allocated: AnyArray
    reserved: AnyArray
    available: AnyArray
    picked: AnyArray
    to_restock: AnyArray


def product_totals(
    book: Book, movements: Movements, stock: Stock, lines: Lines
) -> ProductTotals:
    """What the sheet Products shows of each product's stock."""
    outside = net_outside(book, movements, movements.quantity)
    reserved = _reserved(book, lines)
    pickable = stock.on_hand[:, book.warehouse.pickable].sum(axis=1)
    return ProductTotals(
        on_hand=stock.on_hand.sum(axis=1),
        allocated=stock.allocated.sum(axis=1),
        reserved=reserved,
        available=pickable - reserved,
        picked=outside[:, outside_column("(picked)")],
        to_restock=outside[:, outside_column("(returned)")],
    )


def _reserved(book: Book, lines: Lines) -> AnyArray:
    """What is left to pick of each product, of open orders."""
    counted = lines.goods & _of_open_orders(book, lines)
    sku = np.where(counted, lines.sku, -1)
    return total_by(sku, lines.left_to_pick, len(book.products))


def _of_open_orders(book: Book, lines: Lines) -> Mask:
    """The lines of orders whose State is Order."""
    return take_mask(is_open_order(book), lines.order)


def is_open_order(book: Book) -> Mask:
    """The orders whose State is Order, the default."""
    state = book.orders.state
    return np.asarray(np.equal(state, NOTHING).astype(bool) | (state == "Order"))


@once_per_book
def service_order(book: Book) -> IntArray:
    """The rank of each order: by Ship by (blank last), then Order date, then row."""
    orders = book.orders
    last = np.iinfo(np.int64).max
    row = np.arange(len(orders))
    order_date = orders.number(Orders.order_date, last)
    ship_by = orders.number(Orders.ship_by, last)
    served = np.lexsort((row, order_date, ship_by))
    rank = np.empty(len(orders), dtype=np.int64)
    rank[served] = row
    return rank


def in_order_of_service(book: Book, lines: Lines, rows: IntArray) -> IntArray:
    """These order lines in the order in which their orders are served."""
    return sorted_by(rows, service_order(book)[lines.order])


def backordered(book: Book, stock: Stock, lines: Lines) -> AnyArray:
    """What is left to pick of each line that neither suggestions nor free stock covers.

    Free stock of pickable locations goes to the lines in the order of service.
    """
    needs = _unallocated(book, lines)
    rows = in_order_of_service(book, lines, np.flatnonzero(needs > 0))
    covered = allocate(free_to_pick(book, stock), lines.sku[rows], needs[rows])
    short = np.zeros_like(needs)
    short[rows] = needs[rows] - covered
    return np.asarray(short)


def free_to_pick(book: Book, stock: Stock) -> AnyArray:
    """What is free of each product at all pickable locations."""
    pickable = book.warehouse.pickable
    found = np.zeros(len(stock.on_hand), dtype=stock.on_hand.dtype)
    for band in bands(*stock.on_hand.shape):
        free = stock.on_hand[band] - stock.allocated[band]
        found[band] = np.maximum(free, 0)[:, pickable].sum(axis=1)
    return found


def _unallocated(book: Book, lines: Lines) -> AnyArray:
    """What is left to pick of each line of an open order, and not suggested."""
    return np.where(_of_open_orders(book, lines), left_to_suggest(lines), 0)


def left_to_suggest(lines: Lines) -> AnyArray:
    """What is left to pick of each line and not suggested."""
    return np.asarray(np.maximum(lines.left_to_pick - lines.suggested, 0))
