"""Reorder: what to order of which product, and from whom (docs/reference/rules.md, section 10).

    needed      up to Reorder to where Forecast is below the Reorder point; also what customers
                wait for and neither stock nor purchases cover
    suggested   at least the supplier's Minimum quantity, in whole packs

Quantities and amounts are in millionths.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sheetflow.domain.book import Book
from sheetflow.domain.frames import Products
from sheetflow.domain.numbers import (
    BLANK,
    AnyArray,
    IntArray,
    Mask,
    multiply,
    rounded_product,
    take,
    total_by,
)
from sheetflow.ledgers.lines import Lines, build_lines, tracked
from sheetflow.ledgers.movement_types import Movements, outside
from sheetflow.ledgers.movements import build_movements
from sheetflow.ledgers.purchases import on_order
from sheetflow.ledgers.stock import (
    ProductTotals,
    backordered,
    build_stock,
    product_totals,
)
from sheetflow.ledgers.supplier_choice import choose_suppliers
from sheetflow.ledgers.supplier_prices import Offers, find_offers, unit_costs

PACE_DAYS = 90
"""Over how many days the pace of sales is measured."""


@dataclass(frozen=True)
class StockLedgers:
    """What suggestions are worked out from; `backordered` has one value for each order line."""

    lines: Lines
    backordered: AnyArray
    movements: Movements
    products: ProductTotals


@dataclass(frozen=True)
class Reorder:
    """One value for each product in every column; `supplier` is a position, -1 if there is none.

    `unit_cost` is BLANK where no cost is known, and `days_left` is where nothing was sold.
    `rows` are the products that the sheet Reorder shows.
    """

    rows: IntArray
    supplier: IntArray
    on_order: AnyArray
    forecast: AnyArray
    suggested: AnyArray
    unit_cost: AnyArray
    value: AnyArray
    sold: AnyArray
    days_left: AnyArray


def stock_ledgers(book: Book) -> StockLedgers:
    """What suggestions are worked out from, where no other ledgers were built yet."""
    lines = build_lines(book)
    movements = build_movements(book)
    stock = build_stock(book, movements)
    short = backordered(book, stock, lines)
    totals = product_totals(book, movements, stock, lines)
    return StockLedgers(lines, short, movements, totals)


def build_reorder(book: Book, ledgers: StockLedgers) -> Reorder:
    """What to order of each product."""
    ordered = on_order(book)
    forecast = ledgers.products.available + ordered
    needed = _needed(book, ledgers, ordered, forecast)
    supplier = choose_suppliers(book, needed)
    suggested = _in_packs(book, supplier, needed)
    unit_cost = _unit_costs(book, supplier, suggested)
    sold = _sold_lately(book, ledgers.movements)
    is_shown = book.products.valid & (book.products.has_reorder_point | (suggested > 0))
    return Reorder(
        rows=np.flatnonzero(is_shown),
        supplier=supplier,
        on_order=ordered,
        forecast=forecast,
        suggested=suggested,
        unit_cost=unit_cost,
        value=_values(book, suggested, unit_cost),
        sold=sold,
        days_left=_days_left(forecast, sold),
    )


def _needed(
    book: Book, ledgers: StockLedgers, ordered: AnyArray, forecast: AnyArray
) -> AnyArray:
    """How many units are needed of each product."""
    products = book.products
    is_below = products.has_reorder_point & (forecast < products.reorder_point)
    target = np.maximum(products.reorder_to, products.reorder_point)
    to_target = np.where(is_below, target - forecast, 0)
    needed = np.maximum(to_target, _uncovered(ledgers, ordered))
    return np.where(_is_bought(book), np.maximum(needed, 0), 0)


def _uncovered(ledgers: StockLedgers, ordered: AnyArray) -> AnyArray:
    """What customers wait for of each product and no purchase covers."""
    waiting = total_by(ledgers.lines.sku, ledgers.backordered, len(ordered))
    return np.asarray(waiting - ordered)


def _is_bought(book: Book) -> Mask:
    """The products that are active and whose stock is tracked."""
    is_active = book.products.number(Products.active, 1) == 1
    return np.asarray(book.products.valid & tracked(book) & is_active)


def _in_packs(book: Book, supplier: IntArray, needed: AnyArray) -> AnyArray:
    """What is needed of each product, at least the minimum quantity and in whole packs; 0 where nothing is."""
    prices = book.supplier_prices
    row = _offers(book, supplier, needed).row
    minimum = take(prices.minimum_quantity, row)
    pack = take(prices.pack, row)
    quantity = np.maximum(needed, minimum)
    pack = np.where(pack > 0, pack, 1)
    whole_packs = -(-quantity // pack) * pack
    return np.where(needed > 0, whole_packs, 0)


def _unit_costs(book: Book, supplier: IntArray, suggested: AnyArray) -> AnyArray:
    """The supplier's price for that quantity, else the product's cost; BLANK where nothing is suggested."""
    unit_cost = unit_costs(book, _offers(book, supplier, suggested))
    return np.where(suggested > 0, unit_cost, BLANK)


def _offers(book: Book, supplier: IntArray, quantity: AnyArray) -> Offers:
    """What the supplier of each product offers for so many."""
    return find_offers(book, supplier, np.arange(len(quantity)), quantity)


def _values(book: Book, suggested: AnyArray, unit_cost: AnyArray) -> AnyArray:
    """What the suggestions cost, rounded to money; 0 where that is not known."""
    factors = [suggested, np.where(unit_cost == BLANK, 0, unit_cost)]
    return rounded_product(factors, book.settings.minor_unit)


def _sold_lately(book: Book, moves: Movements) -> AnyArray:
    """How many units of each product customers got in the last days, less what they sent back."""
    age = book.as_of - moves.day
    is_recent = (age >= 0) & (age < PACE_DAYS)
    customer = outside(book, "(customer)")
    got = np.where(moves.target == customer, moves.quantity, 0)
    gave = np.where(moves.origin == customer, moves.quantity, 0)
    net = np.where(is_recent, got - gave, 0)
    return total_by(moves.sku, net, len(book.products))


def _days_left(forecast: AnyArray, sold: AnyArray) -> AnyArray:
    """Whole days that the forecast lasts at the pace of sales, 0 for one below 0; BLANK without any sales."""
    pace = np.where(sold > 0, sold, 1)
    days = multiply(np.maximum(forecast, 0), PACE_DAYS) // pace
    return np.where(sold > 0, days, BLANK)
