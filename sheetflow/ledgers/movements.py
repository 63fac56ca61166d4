"""Movements: the double-entry ledger of units (docs/reference/rules.md, section 5).

Every movement takes units from one place and adds them to another, so the sum over all
places is always 0.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from sheetflow.domain.arrays import all_rows, sorted_by
from sheetflow.domain.book import Book, once_per_book
from sheetflow.domain.frames import Packing, Picks, Receipts, Returns, Shipments
from sheetflow.domain.numbers import AnyArray, IntArray, Mask, take, total_by
from sheetflow.ledgers.lines import (
    came_back,
    requires_shipping,
    shipped_rows,
    tracked_rows,
)
from sheetflow.ledgers.movement_types import (
    OUTSIDE,
    WAREHOUSE,
    Goods,
    Movements,
    Rows,
    joined,
    move,
    outside,
    place_count,
)
from sheetflow.ledgers.stock_moves import counted_moves, plain_moves


@once_per_book
def build_movements(book: Book) -> Movements:
    """All movements, in the order of their sheets, then rows."""
    uncounted = _uncounted(book)
    movements = joined([uncounted, counted_moves(book, uncounted)])
    return movements.only(np.lexsort((movements.record, movements.source)))


def _uncounted(book: Book) -> Movements:
    """The movements of all rows but counts."""
    return joined(
        [
            *plain_moves(book),
            _received(book),
            _picked(book),
            _shipped(book),
            _returned(book),
            _discarded(book),
            _restocked(book),
        ]
    )


def _received(book: Book) -> Movements:
    """What came from suppliers, and what was sent back to them."""
    receipts = book.receipts
    rows = np.flatnonzero(received_rows(book) & (receipts.quantity != 0))
    quantity = receipts.quantity[rows]
    is_back = quantity < 0
    location = receipts.location_index[rows]
    supplier = outside(book, "(supplier)")
    day = receipts.number(Receipts.receipt_date, book.as_of)[rows]
    goods = Goods(day, receipts.sku_index[rows], np.abs(quantity))
    return move(
        Rows("Receipts", "Receipt", rows),
        goods,
        origin=np.where(is_back, location, supplier),
        target=np.where(is_back, supplier, location),
    )


def received_rows(book: Book) -> Mask:
    """The receipts that count: live, of tracked products, at a location."""
    receipts = book.receipts
    is_tracked = tracked_rows(book, receipts.sku_index)
    return np.asarray(receipts.live & is_tracked & (receipts.location_index >= 0))


def _picked(book: Book) -> Movements:
    """Picked units: to (picked), or to (customer) where the order requires no shipping."""
    picks = book.picks
    counted = picks.live & tracked_rows(book, picks.sku_index)
    rows = np.flatnonzero(counted & (picks.picked > 0))
    day = picks.number(Picks.pick_date, book.as_of)[rows]
    goods = _goods(picks, rows, day, picks.picked)
    ships = take(requires_shipping(book), picks.order_index[rows], 1) == 1
    target = np.where(ships, outside(book, "(picked)"), outside(book, "(customer)"))
    return move(Rows("Picks", "Pick", rows), goods, picks.location_index[rows], target)


def _goods(
    frame: Picks | Packing | Returns, rows: IntArray, day: IntArray, quantity: AnyArray
) -> Goods:
    """What rows of a sheet move, on these days; `quantity` is a column of the sheet."""
    return Goods(
        day=day,
        sku=frame.sku_index[rows],
        quantity=quantity[rows],
        order=frame.order_index[rows],
        line=frame.line_index[rows],
    )


def _shipped(book: Book) -> Movements:
    """Each packing row of a container that left, once, on the date of its first shipment."""
    packing = book.packing
    shipment = shipped_rows(book)
    rows = np.flatnonzero(_packed_rows(book) & (shipment >= 0))
    rows = sorted_by(rows, shipment)
    shipment = shipment[rows]
    day = book.shipments.number(Shipments.ship_date, book.as_of)[shipment]
    goods = _goods(packing, rows, day, packing.quantity)
    source = Rows("Shipments", "Shipment", shipment)
    return move(source, goods, outside(book, "(picked)"), outside(book, "(customer)"))


def _packed_rows(book: Book) -> Mask:
    """The packing rows that count."""
    packing = book.packing
    tracked = tracked_rows(book, packing.sku_index)
    return np.asarray(packing.live & tracked & (packing.quantity > 0))


def _returned(book: Book) -> Movements:
    """What came back."""
    every = all_rows(len(book.returns))
    return _of_returns(book, every, "(customer)", "(returned)")


def _discarded(book: Book) -> Movements:
    """What came back and was thrown away."""
    discarded = book.returns.disposition == "Discard"
    return _of_returns(book, discarded, "(returned)", "(scrap)")


def _of_returns(book: Book, where: Mask, origin: str, target: str) -> Movements:
    """What came back under `where`, between two places outside the locations."""
    returns = book.returns
    counted = came_back(book) & tracked_rows(book, returns.sku_index)
    rows = np.flatnonzero(counted & (returns.quantity > 0) & where)
    goods = _goods(returns, rows, returns.return_date[rows], returns.quantity)
    source = Rows("Returns", "Return", rows)
    return move(source, goods, outside(book, origin), outside(book, target))


def _restocked(book: Book) -> Movements:
    """What went from the returns into a location."""
    restocks = book.restocks
    counted = restocks.live & tracked_rows(book, restocks.sku_index)
    rows = np.flatnonzero(counted & (restocks.quantity > 0))
    returned = restocks.return_index[rows]
    goods = Goods(
        day=restocks.restock_date[rows],
        sku=restocks.sku_index[rows],
        quantity=restocks.quantity[rows],
        order=take(book.returns.order_index, returned, -1),
        line=take(book.returns.line_index, returned, -1),
    )
    return move(
        Rows("Restocks", "Restock", rows),
        goods,
        outside(book, "(returned)"),
        restocks.location_index[rows],
    )


@once_per_book
def happened(book: Book) -> IntArray:
    """The movements in the order in which they happened.

    By day: its openings first, then its counts, then the rest by sheet and row.
    """
    moves = build_movements(book)
    conditions = [moves.are("Opening"), moves.are("Count")]
    phase = np.select(conditions, [0, 1], 2)
    return np.lexsort((moves.record, moves.source, phase, moves.day))


def balances(book: Book, movements: Movements) -> AnyArray:
    """The balance of every product at every place: products × places, in millionths."""
    return net_by_place(book, movements, movements.quantity)


def net_by_place(book: Book, movements: Movements, amounts: AnyArray) -> AnyArray:
    """Amounts in less amounts out, one for each movement: products × places."""
    return _net(book, movements, amounts, place_count(book))


def net_outside(book: Book, movements: Movements, amounts: AnyArray) -> AnyArray:
    """Amounts in less amounts out: products × all locations together, then each place outside.

    Of many products and locations, all places take a lot of memory; these take little.
    """
    # A location comes before those outside, and together they are one column.
    last = len(book.warehouse) - 1
    origin = np.maximum(movements.origin - last, WAREHOUSE)
    target = np.maximum(movements.target - last, WAREHOUSE)
    together = replace(movements, origin=origin, target=target)
    return _net(book, together, amounts, WAREHOUSE + 1 + len(OUTSIDE))


def _net(book: Book, movements: Movements, amounts: AnyArray, places: int) -> AnyArray:
    """Amounts in less amounts out, of so many places."""
    products = len(book.products)
    target = movements.sku * places + movements.target
    origin = movements.sku * places + movements.origin
    cells = np.concatenate([target, origin])
    changes = np.concatenate([amounts, -amounts])
    return total_by(cells, changes, products * places).reshape(products, places)
