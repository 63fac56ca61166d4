"""Stock: on hand, allocated and free of every product at every location,
and the totals of products (rules.md section 5).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.frames import Orders
from sheetflow.domain.numbers import NOTHING, AnyArray, IntArray, Mask, pour, total_by
from sheetflow.ledgers.lines import Lines, is_open_suggestion
from sheetflow.ledgers.movements import Movements, balances, outside


@dataclass(frozen=True)
class Stock:
    """Products × locations, in millionths; `touched` says where a movement ever was."""

    on_hand: AnyArray
    allocated: AnyArray
    touched: Mask

    @property
    def free(self) -> AnyArray:
        """On hand less allocated."""
        return np.asarray(self.on_hand - self.allocated)


def build_stock(book: Book, movements: Movements) -> Stock:
    """Stock from the movements and the open suggestions."""
    size, products = len(book.warehouse), len(book.products)
    touched = np.zeros(products * size, dtype=bool)
    for place in (movements.origin, movements.target):
        inside = place < size
        touched[movements.sku[inside] * size + place[inside]] = True
    on_hand = balances(book, movements)[:, :size]
    return Stock(on_hand, allocated(book), touched.reshape(products, size))


def allocated(book: Book) -> AnyArray:
    """Suggested of live picks with a blank Picked: products × locations."""
    picks, size, products = book.picks, len(book.warehouse), len(book.products)
    open_rows = is_open_suggestion(book) & (picks.location_index >= 0)
    cells = np.where(open_rows, picks.sku_index * size + picks.location_index, -1)
    return total_by(
        cells, np.where(open_rows, picks.suggested, 0), products * size
    ).reshape(products, size)


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
    grid = balances(book, movements)
    open_lines = (
        is_open_order(book)[lines.order] & lines.goods
        if len(lines.order)
        else lines.goods
    )
    reserved = total_by(
        np.where(open_lines, lines.sku, -1), lines.left_to_pick, len(book.products)
    )
    pickable = stock.on_hand[:, book.warehouse.pickable].sum(axis=1)
    return ProductTotals(
        on_hand=stock.on_hand.sum(axis=1),
        allocated=stock.allocated.sum(axis=1),
        reserved=reserved,
        available=pickable - reserved,
        picked=grid[:, outside(book, "(picked)")],
        to_restock=grid[:, outside(book, "(returned)")],
    )


def is_open_order(book: Book) -> Mask:
    """The orders whose State is Order, the default."""
    state = book.orders.state
    return np.asarray(np.equal(state, NOTHING).astype(bool) | (state == "Order"))


@once_per_book
def service_order(book: Book) -> IntArray:
    """The rank of each order in the order in which orders are served: Ship by (blank last), Order date, row."""
    orders = book.orders
    last = np.iinfo(np.int64).max
    by = np.lexsort(
        (
            np.arange(len(orders)),
            orders.number(Orders.order_date, last),
            orders.number(Orders.ship_by, last),
        )
    )
    rank = np.empty(len(orders), dtype=np.int64)
    rank[by] = np.arange(len(orders))
    return rank


def backordered(book: Book, stock: Stock, lines: Lines) -> AnyArray:
    """What is left to pick of each line and not allocated,
    less what free stock in pickable locations covers in the order of service.
    """
    needs = np.maximum(lines.left_to_pick - lines.suggested, 0)
    if len(lines.order):
        needs = np.where(is_open_order(book)[lines.order], needs, 0)
    at = np.flatnonzero(needs > 0)
    at = at[np.argsort(service_order(book)[lines.order[at]], kind="stable")]
    pool = np.maximum(stock.free, 0)[:, book.warehouse.pickable].sum(axis=1)
    short = np.zeros_like(needs)
    short[at] = needs[at] - pour(pool, lines.sku[at], needs[at])
    return np.asarray(short)
