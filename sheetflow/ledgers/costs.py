"""Costs: what every movement and everything on hand is worth, by the setting Costing.

The value in the books is cost in less cost out, to the minor unit, in total and at every
place: a movement takes its value from one place and adds it to another, as it does with its
units. A product has one cost at all locations; Stock shares its value out by what each
location has. How movements are valued is in costing.py.

Values are in millionths (docs/reference/rules.md, section 5).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.arrays import bands
from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.frames import Receipts, StockMoves
from sheetflow.domain.numbers import (
    BLANK,
    MICRO,
    AnyArray,
    Mask,
    divide_half_away,
    multiply,
    share_of,
)
from sheetflow.ledgers.costing import StatedRows, movement_values
from sheetflow.ledgers.lines import tracked, tracked_rows
from sheetflow.ledgers.movement_types import WAREHOUSE, outside_column
from sheetflow.ledgers.movements import build_movements, net_outside
from sheetflow.ledgers.stock import Stock, build_stock
from sheetflow.ledgers.stock_moves import live_moves


@dataclass(frozen=True)
class Costs:
    """What things are worth.

    `known`: the products whose cost is known; `movements`: the value of each movement;
    `places`: products × all locations together, then each place outside; `on_hand`:
    products × locations, as Stock shows it.
    """

    known: Mask
    movements: AnyArray
    places: AnyArray
    on_hand: AnyArray

    @property
    def stock(self) -> AnyArray:
        """The value on hand of each product."""
        return np.asarray(self.on_hand.sum(axis=1))


@once_per_book
def build_costs(book: Book) -> Costs | None:
    """The value of everything; None where no cost is known at all."""
    stated = _stated_rows(book)
    known = _known(book, stated)
    if not known.any():
        return None
    movements = build_movements(book)
    values = movement_values(book, movements, stated)
    places = net_outside(book, movements, values)
    on_hand = _on_hand(places[:, WAREHOUSE], build_stock(book, movements), book)
    return Costs(known, values, places, on_hand)


def _stated_rows(book: Book) -> StatedRows:
    """The rows whose Unit cost counts: of Stock moves all but transfers, and of Receipts."""
    moves = book.stock_moves
    counted = live_moves(book) & (moves.type != "Transfer")
    of_moves = np.flatnonzero(counted & moves.has_unit_cost)
    receipts = book.receipts
    received = receipts.live & tracked_rows(book, receipts.sku_index)
    of_receipts = np.flatnonzero(received & receipts.has_unit_cost)
    return {StockMoves.SHEET: of_moves, Receipts.SHEET: of_receipts}


def _known(book: Book, stated: StatedRows) -> Mask:
    """The products with a Cost, or with a row that states one."""
    products = book.products
    known = products.has_cost & products.valid & tracked(book)
    for sheet, rows in stated.items():
        known[book[sheet].link("sku")[rows]] = True
    return known


def unit_cost(value: AnyArray, quantity: AnyArray) -> AnyArray:
    """Value ÷ quantity to the sixth decimal; BLANK where there is no quantity."""
    has_units = quantity != 0
    divisor = np.where(has_units, quantity, 1)
    dividend = multiply(value * np.sign(divisor), MICRO)
    ratio = divide_half_away(dividend, np.abs(divisor))
    return np.where(has_units, ratio, BLANK)


def at_place(costs: Costs, place: str) -> AnyArray:
    """The value of each product at a place outside the locations."""
    return np.asarray(costs.places[:, outside_column(place)])


def _on_hand(value: AnyArray, stock: Stock, book: Book) -> AnyArray:
    """Each product's value shared out over its locations, so that they add up to it.

    The shares follow the units, in the order in which Stock lists the locations. Without
    any units, the first location that ever had some has all of the value.
    """
    units = stock.on_hand
    if not units.shape[1]:
        return units
    shares = [
        _shares(value[band], units[band], stock.touched[band], book)
        for band in bands(*units.shape)
    ]
    return np.concatenate(shares) if shares else units


def _shares(value: AnyArray, units: AnyArray, touched: Mask, book: Book) -> AnyArray:
    """The same for some of the products."""
    rank = book.warehouse.rank
    order = np.argsort(rank)
    shared = _shared_until(value, units[:, order], book.settings.minor_unit)
    all_at_first = _all_at_first(value, touched[:, order])
    without_units = units.sum(axis=1) == 0
    until = np.where(without_units[:, None], all_at_first, shared)
    return np.asarray(np.diff(until, axis=1, prepend=0)[:, rank])


def _all_at_first(value: AnyArray, touched: Mask) -> AnyArray:
    """All of a product's value from the first location on that ever had some of it."""
    from_first_on = np.logical_or.accumulate(touched, axis=1)
    return np.where(from_first_on, value[:, None], 0)


def _shared_until(value: AnyArray, units: AnyArray, minor_unit: int) -> AnyArray:
    """The share of each product's value up to and including each location, rounded."""
    locations = units.shape[1]
    total = np.repeat(units.sum(axis=1), locations)
    until = np.cumsum(units, axis=1).ravel()
    shares = share_of(np.repeat(value, locations), until, total, minor_unit)
    return shares.reshape(units.shape)
